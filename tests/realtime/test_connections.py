"""What a connection tells around its welcome, without a network."""

from deskside.domain.access import Actor
from deskside.domain.events import Recorded, SessionPaused, SessionResumed
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.people import Part, Person, Role
from deskside.domain.session import Session
from deskside.ports.logins import JoinGrant
from deskside.realtime.connections import Connection, Connections, Seat
from deskside.realtime.limits import Budget, Limits
from deskside.realtime.outbox import Outbox
from deskside.realtime.telling import Telling
from deskside.wire.messages import Welcome
from deskside.wire.shapes import JsonObject
from tests.realtime.house import until

TUTOR = UserId("tutor")
EMPTY = Session(
    SessionId("s"), CenterId("c"), "Algebra", Person(TUTOR, "Tutor", Part.TUTOR), Millis(0), Millis(3_600_000)
)


class Heard:
    """A socket that takes everything at once."""

    def __init__(self) -> None:
        self.seqs: list[object] = []
        self.closed = False

    async def send(self, message: str, data: JsonObject) -> None:
        self.seqs.append(data.get("seq", message))

    async def close(self) -> None:
        self.closed = True


def connection(heard: Heard, page: str = "p") -> Connection:
    """The tutor's page."""
    grant = JoinGrant("t", TUTOR, SessionId("s"), Millis(0), "login")
    seat = Seat(Actor(TUTOR, CenterId("c"), Role.TEACHER, "Tutor"), grant, PageId(page))
    return Connection(seat, Outbox(heard, 100), Budget(Limits(), Millis(0)))


def welcome(seq: int) -> Welcome:
    """One with the view of this number."""
    return Welcome(user_id=TUTOR, part=Part.TUTOR, now=Millis(0), seq=Seq(seq), view=EMPTY, envelopes=None)


def tellings(count: int) -> list[Telling]:
    """The first numbers of a session."""
    made, session = [], EMPTY
    for number in range(1, count + 1):
        recorded = Recorded(Seq(number), Millis(number), None, SessionPaused() if number % 2 else SessionResumed())
        after = evolve(session, recorded)
        made.append(Telling((session, recorded, after)))
        session = after
    return made


async def test_what_happens_while_a_page_is_welcomed_is_told_after_it_and_once() -> None:
    heard = Heard()
    page = connection(heard)
    numbers = tellings(6)
    for telling in numbers[:4]:
        page.tell(telling)
    page.welcome(welcome(2))
    for telling in numbers[3:]:
        page.tell(telling)
    await until(lambda: len(heard.seqs) == 5)
    assert heard.seqs == [2, 3, 4, 5, 6]
    page.stop()


async def test_a_closed_page_is_told_why_and_nothing_after_it() -> None:
    heard = Heard()
    page = connection(heard)
    page.welcome(welcome(0))
    page.close("removed")
    page.close("superseded")
    page.tell(tellings(1)[0])
    await until(lambda: heard.closed)
    assert heard.seqs == [0, "session:closed"]
    assert page.closed_code == "removed"


async def test_a_new_socket_of_the_same_page_replaces_the_old_one_without_a_word() -> None:
    old, new = Heard(), Heard()
    connections = Connections()
    first, second = connection(old), connection(new)
    connections.add(first)
    first.welcome(welcome(0))
    connections.add(second)
    await until(lambda: old.closed)
    assert old.seqs == [0]
    connections.discard(first)
    assert connections.of_session(SessionId("s")) == (second,)
    connections.discard(second)
    assert connections.of_session(SessionId("s")) == ()
