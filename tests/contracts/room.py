"""A stored session to act upon: what the service does around a decision, as little of it as storage needs."""

from collections.abc import Callable
from functools import partial

from deskside.domain import attendance, lifecycle
from deskside.domain import events as ev
from deskside.domain.events import Event, Events, Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import LeaveReason
from deskside.domain.people import Part, Person, Role
from deskside.domain.session import Session
from deskside.domain.visibility import Viewer
from deskside.ports.sessions import Change
from deskside.ports.storage import Center, Storage, User

CENTER = CenterId("center-1")
TUTOR, OTHER_TUTOR, ADMIN = UserId("tutor"), UserId("other-tutor"), UserId("admin")
ALICE, BOB = UserId("alice"), UserId("bob")
PEOPLE = {
    TUTOR: Role.TEACHER,
    OTHER_TUTOR: Role.TEACHER,
    ADMIN: Role.CENTER_ADMIN,
    ALICE: Role.STUDENT,
    BOB: Role.STUDENT,
}
PAGE, OTHER_PAGE = PageId("page-1"), PageId("page-2")
Decision = Callable[[Session], Events]


class Room:
    """The session as its service would hold it, beside the storage."""

    def __init__(self, storage: Storage, session_id: str = "session-123") -> None:
        self._storage = storage
        tutor = Person(TUTOR, "Tutor", Part.TUTOR)
        self.first = Session(SessionId(session_id), CENTER, "Fractions", tutor, Millis(1_000), Millis(9_000))
        self.session = self.first

    async def open(self) -> "Room":
        """Store the session."""
        async with self._storage.transaction() as work:
            await work.sessions.add(((self.session, ()),))
        return self

    async def happen(self, at: int, *decisions: Decision) -> tuple[Recorded, ...]:
        """Take these decisions at this instant, in one act."""
        before, changes = self.session, []
        for decide in decisions:
            for event in decide(self.session):
                changes.append(change(self.session, event, at))
                self.session = changes[-1][2]
        try:
            await self._storage.append((tuple(changes),))
        except Exception:
            self.session = before
            raise
        return tuple(recorded for _, recorded, _ in changes)

    async def stays(self, who: UserId) -> list[tuple[str, int, int | None, int]]:
        """Page, coming, leaving and duration of each stay of this person."""
        async with self._storage.transaction() as work:
            found = await work.sessions.attendances(self.session.id)
        return [(x.participant_id, x.joined_at, x.left_at, x.duration_ms) for x in found if x.user_id == who]

    async def prior_ms(self, who: UserId) -> int:
        """What the student gathered in the center."""
        async with self._storage.transaction() as work:
            return await work.sessions.prior_ms(CENTER, who)


def change(session: Session, event: Event, at: int, by: UserId | None = TUTOR) -> Change:
    """The event as the next one of this session."""
    recorded = Recorded(Seq(session.seq + 1), Millis(at), by, event)
    return session, recorded, evolve(session, recorded)


async def populate(storage: Storage, center: CenterId = CENTER) -> None:
    """The center and its people. Another center's people have its name in front of theirs."""
    async with storage.transaction() as work:
        await work.accounts.add_center(Center(center, "Center"))
        for user_id, role in PEOPLE.items():
            own_id = user_id if center == CENTER else UserId(f"{center}-{user_id}")
            await work.accounts.add_user(User(own_id, center, role, user_id.title()))


def enroll(who: UserId) -> Decision:
    return partial(lifecycle.enroll, student=ev.StudentEnrolled(who, who.title(), "7", "Maths", Millis(0)))


def come(who: UserId, page: PageId = PAGE) -> tuple[Decision, Decision]:
    part = Part.TUTOR if who == TUTOR else Part.STUDENT
    arrive: Decision = partial(attendance.arrive, who=Viewer(who, part), name=who, page=page)
    return arrive, partial(attendance.join, who=who, page=page, sign=())


def leave(who: UserId, page: PageId = PAGE) -> Decision:
    return partial(attendance.leave, who=who, page=page, reason=LeaveReason.LEFT)


def drop(who: UserId) -> Decision:
    return partial(attendance.drop, who=who, page=PAGE)


start: Decision = partial(lifecycle.start, video_room_id="room-1")
