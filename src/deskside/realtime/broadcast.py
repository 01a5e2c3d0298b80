"""The Broadcast port over sockets. Never waits for a page: each has its outbox."""

from deskside.domain import events as ev
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.session import Session, find_person
from deskside.domain.tracks import RoutingTable
from deskside.ports.media import Offer
from deskside.ports.sessions import Change
from deskside.realtime.connections import Connections
from deskside.realtime.telling import Telling
from deskside.wire import messages


class SocketBroadcast:
    """Sends in the order in which it is called."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def tell(self, changes: tuple[Change, ...]) -> None:
        """Send each person their envelopes, and close the sockets of whoever has no place in it any more before what
        happened next is told; those of everybody, after all of it, when the session is over."""
        if not changes:
            return
        session = changes[-1][2]
        pages = self._connections.of_session(session.id)
        for change in changes:
            telling = Telling(change)
            for page in pages:
                page.tell(telling)
            gone, which, code = _sent_away(change) or (None, None, "")
            for page in pages:
                if page.seat.user_id == gone and which in (None, page.seat.page):
                    page.close(code)
        if session.over:
            for page in pages:
                page.close("session_over")

    async def edges(self, session: Session, table: RoutingTable, kept: RoutingTable) -> None:
        """Tell each person their edges, where they changed."""
        self._connections.remember_table(session.id, table, kept)
        for page in self._connections.of_session(session.id):
            page.show_edges(table, kept)

    async def needed(self, session: SessionId, table: RoutingTable) -> None:
        """Tell each page what it is to encode, where that changed."""
        self._connections.remember_wanted(session, table)
        for page in self._connections.of_session(session):
            page.show_encodings(table)

    async def offer(self, session: SessionId, person: UserId, page: PageId, offer: Offer) -> None:
        """Hand an offer of the engine to one page, if it is connected."""
        connection = self._connections.find(session, person, page)
        if connection is not None:
            connection.make_offer(offer)

    async def ask(self, session: SessionId, person: UserId, page: PageId) -> None:
        """Ask a page to prove that it is drawn, if it is connected."""
        connection = self._connections.find(session, person, page)
        if connection is not None:
            connection.show(messages.PROVE, messages.Prove().to_json())

    async def close(self, session: SessionId, person: UserId, page: PageId | None, code: str) -> None:
        """Send this person's pages (None: all of them) away from one session."""
        for connection in self._connections.of_person(person):
            seat = connection.seat
            if seat.session_id == session and page in (None, seat.page):
                connection.close(code)

    async def dismiss(self, person: UserId, logins: frozenset[str] | None, code: str) -> None:
        """Send the pages that came by these logins of somebody (None: all of theirs) away from everything."""
        self._connections.note_dismissal()
        for connection in self._connections.of_person(person):
            if logins is None or connection.seat.grant.login_hash in logins:
                connection.close(code)


def _sent_away(change: Change) -> tuple[UserId, PageId | None, str] | None:
    """Who lost their place with this change, with which page (None: all of theirs), and the code that says why. Also
    when whoever did it was told nothing: it was found out later that it had been stored."""
    before, recorded, _ = change
    match recorded.event:
        case ev.StudentRemoved(student_id):
            return student_id, None, "removed"
        case ev.TutorChanged():
            return before.tutor.user_id, None, "tutor_changed"
        case ev.PersonArrived(person_id, page):
            former = find_person(before, person_id)
            if former is None or former.page in (None, page):
                return None
            return person_id, former.page, "superseded"
        case _:
            return None
