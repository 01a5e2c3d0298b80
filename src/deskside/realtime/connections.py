"""Who is connected: for each session its pages, and how far each page was told."""

from dataclasses import dataclass, field

from deskside.domain.access import Actor
from deskside.domain.encodings import Encodings, encodings
from deskside.domain.ids import Millis, PageId, Seq, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.domain.visibility import Viewer
from deskside.ports.logins import JoinGrant
from deskside.ports.media import Offer
from deskside.realtime.limits import Budget
from deskside.realtime.outbox import Outbox
from deskside.realtime.page_acts import PageActs
from deskside.realtime.refusals import closed
from deskside.realtime.telling import Telling
from deskside.services.boards.rooms import Watcher
from deskside.wire import messages
from deskside.wire.shapes import JsonObject

REMEMBERED_PAGES = 5_000
"""Whose acts are known again after a reconnect; about 1 kB each."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Which page of whom, in which session: fixed when the socket was connected."""

    actor: Actor
    grant: JoinGrant
    page: PageId

    @property
    def session_id(self) -> SessionId:
        """The session that the grant is for."""
        return self.grant.session_id

    @property
    def user_id(self) -> UserId:
        """Whose page it is."""
        return self.actor.user_id


class Connection:
    """One page's socket. Between connecting and its welcome it only remembers what happens."""

    def __init__(self, seat: Seat, outbox: Outbox, budget: Budget) -> None:
        self.seat = seat
        self.budget = budget
        self.grant = seat.grant
        """The join grant behind this socket, as it was renewed last."""
        self.relays_at = Millis(0)
        """When the page was last given relays."""
        self.closed_code: str | None = None
        """Why nothing more is sent and no act is taken; None: it is in use."""
        self.easel: Watcher | None = None
        """This page as boards see it, once it looked at one."""
        self.acts = PageActs()
        """Their order and answers; a page keeps them over all of its sockets."""
        self.gone = False
        """Its socket is closed."""
        self._outbox = outbox
        self._viewer: Viewer | None = None
        self._seq = Seq(0)
        self._missed: list[Telling] = []
        self._edges: messages.Edges | None = None
        self._encodings: Encodings | None = None

    def welcome(self, welcome: messages.Welcome) -> None:
        """Open with this; then everything that happened after its number, and whatever happens from now on."""
        self._viewer = Viewer(welcome.user_id, welcome.part)
        self._seq = welcome.seq
        self._outbox.open(messages.WELCOME, welcome.to_json())
        missed, self._missed = self._missed, []
        for telling in missed:
            self.tell(telling)

    def tell(self, telling: Telling) -> None:
        """What happened, unless the page knows it already."""
        if self._viewer is None:
            self._missed.append(telling)
            return
        if telling.seq <= self._seq or self.closed_code:
            return
        self._seq = telling.seq
        self._outbox.put(*telling.to(self._viewer))

    def show_edges(self, table: RoutingTable, kept: RoutingTable) -> None:
        """The edges in force from and to this person, if they are not the ones that the page was told last."""
        edges = messages.Edges.of(table, kept, self.seat.user_id)
        if edges != self._edges and not self.closed_code:
            self._edges = edges
            self._outbox.put(messages.EDGES, edges.to_json())

    def show_encodings(self, table: RoutingTable) -> None:
        """What this page is to encode, if it is not what the page was told last."""
        wanted = encodings(table, self.seat.user_id)
        if wanted != self._encodings and not self.closed_code:
            self._encodings = wanted
            self._outbox.put(messages.ENCODINGS, messages.Encodings.of(wanted).to_json())

    def make_offer(self, offer: Offer) -> None:
        """An offer of the engine."""
        self._outbox.put(messages.OFFER, messages.Offer.of(offer).to_json())

    @property
    def unread(self) -> int:
        """Messages that the page has not read yet."""
        return self._outbox.waiting

    def show(self, message: str, data: JsonObject) -> None:
        """Something that is not of the log."""
        if not self.closed_code:
            self._outbox.put(message, data)

    def close(self, code: str) -> None:
        """Say why, then close the socket. Closing twice says the first reason."""
        if self.closed_code is None:
            self.closed_code = code
            self._outbox.put(messages.CLOSED, closed(code).to_json())
            self._outbox.close()

    def replace(self) -> None:
        """The same page is here with a new socket: close this one without a word."""
        self.closed_code = self.closed_code or "superseded"
        self._outbox.close()

    def stop(self) -> None:
        """The socket is gone: nothing can be sent any more."""
        self.gone = True
        self._outbox.stop()


@dataclass(slots=True)
class _Room:
    pages: dict[tuple[UserId, PageId], Connection] = field(default_factory=dict)
    table: tuple[RoutingTable, RoutingTable] | None = None
    """The edges in force, as far as the engine said so since somebody is here."""
    wanted: RoutingTable | None = None
    """The edges that are to be in force, as far as they were told since somebody is here."""


class Connections:
    """At most one connection for each page."""

    def __init__(self) -> None:
        self._rooms: dict[SessionId, _Room] = {}
        self._acts: dict[tuple[SessionId, UserId, PageId], PageActs] = {}
        self.dismissals = 0
        """How often people were sent away: whoever is just coming in then has to show their right again."""

    def note_dismissal(self) -> None:
        """Somebody's right has ended."""
        self.dismissals += 1

    def add(self, connection: Connection) -> None:
        """From now on it is told what happens. A former connection of the same page is replaced."""
        seat = connection.seat
        pages = self._rooms.setdefault(seat.session_id, _Room()).pages
        former = pages.get((seat.user_id, seat.page))
        connection.acts = self._acts_of(seat, connection.acts)
        pages[seat.user_id, seat.page] = connection
        if former is not None:
            former.replace()

    def _acts_of(self, seat: Seat, fresh: PageActs) -> PageActs:
        """What the page's former sockets did. Pages that were away for the longest are forgotten."""
        key = (seat.session_id, seat.user_id, seat.page)
        self._acts[key] = self._acts.pop(key, fresh)
        if len(self._acts) > REMEMBERED_PAGES:
            del self._acts[next(iter(self._acts))]
        return self._acts[key]

    def discard(self, connection: Connection) -> None:
        """It is gone. One that was replaced is not the page's connection any more, so nothing happens."""
        seat = connection.seat
        room = self._rooms.get(seat.session_id)
        if room is None or room.pages.get((seat.user_id, seat.page)) is not connection:
            return
        del room.pages[seat.user_id, seat.page]
        if not room.pages:
            del self._rooms[seat.session_id]

    def find(self, session_id: SessionId, user_id: UserId, page: PageId) -> Connection | None:
        """The page's connection; None if it has none."""
        room = self._rooms.get(session_id)
        return room.pages.get((user_id, page)) if room else None

    def of_session(self, session_id: SessionId) -> tuple[Connection, ...]:
        """Everybody's."""
        room = self._rooms.get(session_id)
        return tuple(room.pages.values()) if room else ()

    def of_person(self, user_id: UserId) -> tuple[Connection, ...]:
        """In every session."""
        return tuple(x for room in self._rooms.values() for (user, _), x in room.pages.items() if user == user_id)

    def remember_table(self, session_id: SessionId, table: RoutingTable, kept: RoutingTable) -> None:
        """The edges in force, and those that lines do not carry, for pages that come later."""
        room = self._rooms.get(session_id)
        if room is not None:
            room.table = table, kept

    def table(self, session_id: SessionId) -> tuple[RoutingTable, RoutingTable] | None:
        """The edges in force, and those that lines do not carry; None if nobody said so yet."""
        room = self._rooms.get(session_id)
        return room.table if room else None

    def remember_wanted(self, session_id: SessionId, table: RoutingTable) -> None:
        """The edges that are to be in force, for pages that come later."""
        room = self._rooms.get(session_id)
        if room is not None:
            room.wanted = table

    def wanted(self, session_id: SessionId) -> RoutingTable | None:
        """The edges that are to be in force; None if nobody said so yet."""
        room = self._rooms.get(session_id)
        return room.wanted if room else None
