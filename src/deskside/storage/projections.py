"""What events mean for the plan's tables: stays, enrollments, the presence log. Pure: SQL is in `attendance`.

A stay is the time from entering the room until leaving it for good. Everything is derived from the session before and
after each event, so a new event needs nothing here. Times gathered are added up from the stopwatches of the fold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from deskside.domain.events import Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import ExerciseId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import LaneMode
from deskside.domain.people import Person
from deskside.domain.session import Lane, Session, people
from deskside.ports.sessions import Change, PresenceEntry


@dataclass(frozen=True, slots=True)
class StayOpened:
    """The person entered the room. Video, audio and screen: whether they send it."""

    id: str
    user_id: UserId
    participant_id: PageId
    joined_at: Millis
    video: bool
    audio: bool
    screen: bool


@dataclass(frozen=True, slots=True)
class StayChanged:
    """News of the person's open stay: away since `at` or here (again), over for good, and time that was gathered."""

    user_id: UserId
    at: Millis
    here: bool
    over: bool
    gained_ms: Millis
    video: bool
    audio: bool
    screen: bool


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A row of the enrollments: as the lane is, plus the time gathered since. A removed student's row stays.

    The content of the exercise is copied by the database: it is in the library, not in the log.
    """

    student_id: UserId
    mode: LaneMode
    exercise_id: ExerciseId | None
    progress: int
    gained_ms: Millis
    removed_at: Millis | None = None


@dataclass(frozen=True, slots=True)
class Effects:
    """The session after the events, and what they do to the tables, in order."""

    session: Session
    stays: tuple[StayOpened | StayChanged, ...]
    enrollments: tuple[Enrolled, ...]
    presence: tuple[PresenceEntry, ...]


def folded(before: Session, recorded: tuple[Recorded, ...]) -> tuple[Change, ...]:
    """What these events make of the session before them."""
    changes: list[Change] = []
    for each in recorded:
        after = evolve(before, each)
        changes.append((before, each, after))
        before = after
    return tuple(changes)


def effects(first: Session, changes: tuple[Change, ...]) -> Effects:
    """What these changes do, given the session before them. ValueError if they do not follow on it, and one on the
    other."""
    stays: list[StayOpened | StayChanged] = []
    enrollments: list[Enrolled] = []
    presence: list[PresenceEntry] = []
    session = first
    for before, each, after in changes:
        if before is not session or not before.seq + 1 == each.seq == after.seq:
            raise ValueError(f"event {each.seq} cannot follow on {session.seq}")
        for was, now in _pairs(before, after):
            stays += _stay(was, now, each, after.id)
            presence += _presence(was, now, each.at, after.id)
        enrollments += _enrollments(before, after, each.at)
        session = after
    return Effects(session, tuple(stays), tuple(enrollments), tuple(presence))


def enrolled(lane: Lane, gained: Millis, removed_at: Millis | None = None) -> Enrolled:
    """The row of this lane."""
    work = lane.exercise
    return Enrolled(
        lane.person.user_id,
        lane.mode,
        work.exercise_id if work else None,
        work.percent if work else 0,
        gained,
        removed_at,
    )


def _pairs(before: Session, after: Session) -> Iterator[tuple[Person | None, Person | None]]:
    """Everybody who changed: as they were (None: unknown until now) and as they are (None: not in the session now)."""
    was = {person.user_id: person for person in people(before)}
    now = {person.user_id: person for person in people(after)}
    for user_id in was | now:
        former, present = was.get(user_id), now.get(user_id)
        if former is not present and former != present:
            yield former, present


def _gained(was: Person | None, now: Person | None, at: Millis) -> Millis:
    """What the stopwatch gathered; that of a removed person stops at `at`."""
    if was is None:
        return Millis(0)
    gathered = now.watch.gathered_ms if now else was.watch.read(at)
    return Millis(gathered - was.watch.gathered_ms)


def _stay(
    was: Person | None, now: Person | None, recorded: Recorded, session_id: SessionId
) -> Iterator[StayOpened | StayChanged]:
    inside = now is not None and now.joined
    if was is not None and was.joined:
        shown = now if now is not None and inside else was  # what was sent last stays on record
        here = now is not None and now.attending
        gained = _gained(was, now, recorded.at)
        changed = (was.connected, was.camera, was.mic, was.screen) != (here, shown.camera, shown.mic, shown.screen)
        if changed or gained or not inside:
            yield StayChanged(was.user_id, recorded.at, here, not inside, gained, shown.camera, shown.mic, shown.screen)
    elif now is not None and now.joined and now.page is not None:
        stay_id = _stay_id(session_id, recorded.seq)
        yield StayOpened(stay_id, now.user_id, now.page, recorded.at, now.camera, now.mic, now.screen)


def _stay_id(session_id: SessionId, seq: Seq) -> str:
    """Unique, and the same again whenever the log is read again: one event lets one person in."""
    return f"{session_id}/{seq}"


def _presence(was: Person | None, now: Person | None, at: Millis, session_id: SessionId) -> Iterator[PresenceEntry]:
    """JOIN: in the room and reachable, also again; DISCONNECT: in the room, not reachable; LEAVE: no longer in it."""
    was_joined, was_attending = was is not None and was.joined, was is not None and was.attending
    if now is not None and now.attending and not was_attending:
        yield PresenceEntry(session_id, now.user_id, at, "JOIN")
    elif now is not None and now.joined and was_attending and not now.attending:
        yield PresenceEntry(session_id, now.user_id, at, "DISCONNECT")
    elif was is not None and was_joined and not (now is not None and now.joined):
        yield PresenceEntry(session_id, was.user_id, at, "LEAVE")


def _enrollments(before: Session, after: Session, at: Millis) -> Iterator[Enrolled]:
    was = {lane.person.user_id: lane for lane in before.lanes}
    now = {lane.person.user_id: lane for lane in after.lanes}
    for student_id, lane in now.items():
        former = was.get(student_id)
        gained = _gained(former.person if former else None, lane.person, at)
        if former is None or gained or (former.mode, former.exercise) != (lane.mode, lane.exercise):
            yield enrolled(lane, gained)
    for student_id, lane in was.items():
        if student_id not in now:
            yield enrolled(lane, _gained(lane.person, None, at), removed_at=at)
