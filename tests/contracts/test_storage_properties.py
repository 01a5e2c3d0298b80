"""Laws of storage under random acts: the log makes the state, and no time is lost or invented."""

from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskside.domain import attendance, lanes, lifecycle
from deskside.domain import events as ev
from deskside.domain.errors import DomainError
from deskside.domain.evolve import evolve
from deskside.domain.ids import ExerciseId, HelpId, Millis, PageId, Seq, UserId
from deskside.domain.modes import LaneMode, LeaveReason, Urgency
from deskside.domain.people import Part
from deskside.domain.session import Session, find_person, people
from deskside.domain.visibility import Viewer
from deskside.ports.sessions import Attendance
from deskside.ports.storage import Storage
from tests.contracts.room import (
    ADMIN,
    ALICE,
    BOB,
    CENTER,
    OTHER_PAGE,
    OTHER_TUTOR,
    PAGE,
    TUTOR,
    Decision,
    Room,
    come,
    enroll,
    populate,
)

PARTS = {TUTOR: Part.TUTOR, OTHER_TUTOR: Part.TUTOR, ALICE: Part.STUDENT, BOB: Part.STUDENT, ADMIN: Part.OBSERVER}
_numbers = count()

people_ids = st.sampled_from(list(PARTS))
students = st.sampled_from([ALICE, BOB])
pages = st.sampled_from([PAGE, OTHER_PAGE])


def _arrive(who: UserId, page: PageId) -> Decision:
    return partial(attendance.arrive, who=Viewer(who, PARTS[who]), name=who.title(), page=page)


def _join(who: UserId, page: PageId) -> Decision:
    return partial(attendance.join, who=who, page=page, sign=())


def _leave(who: UserId, page: PageId) -> Decision:
    return partial(attendance.leave, who=who, page=page, reason=LeaveReason.LEFT)


def _tracks(who: UserId, page: PageId) -> Decision:
    return partial(attendance.set_tracks, tracks=ev.TracksChanged(who, True, True, False), page=page)


def _ask(who: UserId) -> Decision:
    return partial(lanes.ask_help, asked=ev.HelpAsked(who, HelpId("h"), Urgency.HIGH, "½?"))


def _assign(who: UserId) -> Decision:
    return partial(lanes.assign, assigned=ev.ExerciseAssigned(who, ExerciseId("e"), "Halves", "Fractions"))


def _teach(who: UserId, mode: LaneMode) -> Decision:
    return partial(lanes.set_lane_mode, student_id=who, mode=mode)


def _give(who: UserId) -> Decision:
    return partial(lifecycle.change_tutor, to=ev.TutorChanged(who, who.title()))


def _start(session: Session) -> ev.Events:
    return lifecycle.start(session, f"room-{session.id}")


decisions: st.SearchStrategy[Decision] = st.one_of(
    st.builds(_arrive, people_ids, pages),
    st.builds(_join, people_ids, pages),
    st.builds(_join, people_ids, pages),
    st.builds(lambda who, page: partial(attendance.drop, who=who, page=page), people_ids, pages),
    st.builds(_leave, people_ids, pages),
    st.builds(_tracks, people_ids, pages),
    st.builds(enroll, students),
    st.builds(lambda who: partial(lifecycle.remove, student_id=who), students),
    st.builds(_ask, students),
    st.builds(_assign, students),
    st.builds(_teach, students, st.sampled_from(LaneMode)),
    st.sampled_from([_start, lifecycle.pause, lifecycle.resume]),
    st.builds(lambda at: partial(lifecycle.reschedule, start=Millis(at), end=Millis(at + 9)), st.integers(0, 3)),
    st.builds(_give, st.sampled_from([TUTOR, OTHER_TUTOR])),
    st.sampled_from([lifecycle.end, partial(lifecycle.cancel, reason="ill"), lifecycle.resume, lifecycle.pause]),
)
acts = st.tuples(st.integers(-2_000, 20_000), st.lists(decisions, min_size=1, max_size=3))
steps = st.lists(acts, min_size=3, max_size=40)
# Half of the sessions begin as most of them really do: without it nearly all time passes in rooms that are not live.
beginnings = st.sampled_from(
    [[enroll(ALICE), enroll(BOB)], [enroll(ALICE), enroll(BOB), _start, *come(TUTOR), *come(ALICE), *come(BOB)]]
)


def _possible(session: Session, wanted: list[Decision]) -> list[Decision]:
    """Those that the session does not refuse, one after another."""
    possible: list[Decision] = []
    for decide in wanted:
        try:
            for event in decide(session):
                session = evolve(session, ev.Recorded(Seq(session.seq + 1), Millis(0), None, event))
        except DomainError:
            continue
        possible.append(decide)
    return possible


class Ledger:
    """What each person gathered, read from the stopwatches of the fold; that of a student who was removed, of a
    former tutor, or of an observer who went, does not get lost."""

    def __init__(self) -> None:
        self._of_former: dict[UserId, int] = {}

    def note(self, before: Session, recorded: ev.Recorded) -> None:
        """Keep the time of whoever this event takes out."""
        after = evolve(before, recorded)
        for gone in people(before):
            if find_person(after, gone.user_id) is None:
                kept = self.total(before, gone.user_id) - gone.watch.gathered_ms
                self._of_former[gone.user_id] = kept + gone.watch.read(recorded.at)

    def total(self, session: Session, who: UserId) -> int:
        """Milliseconds in this session, as of the last event."""
        person = find_person(session, who)
        return self._of_former.get(who, 0) + (person.watch.gathered_ms if person else 0)


def _check_stays(stays: tuple[Attendance, ...], session: Session, ledger: Ledger) -> None:
    for who in PARTS:
        own = [x for x in stays if x.user_id == who]
        assert sum(x.duration_ms for x in own) == ledger.total(session, who)
        assert all(x.duration_ms >= 0 for x in own)
        assert all(x.left_at is None or x.left_at >= x.joined_at for x in own)
        person = find_person(session, who)
        here = person is not None and person.attending
        assert [x.left_at for x in own if x.left_at is None] == ([None] if here else [])


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beginning=beginnings, steps=steps)
async def test_state_log_and_stays_tell_the_same_story(
    storage: Storage, beginning: list[Decision], steps: list[tuple[int, list[Decision]]]
) -> None:
    room, ledger, now = await _room(storage), Ledger(), 1_000_000
    earlier = {who: await room.prior_ms(who) for who in (ALICE, BOB)}
    for passed, wanted in [(0, beginning), *steps]:
        now += passed
        before = room.session
        for recorded in await room.happen(now, *_possible(before, wanted)):
            ledger.note(before, recorded)
            before = evolve(before, recorded)
        async with storage.transaction() as work:
            stays = await work.sessions.attendances(room.session.id)
        _check_stays(stays, room.session, ledger)
    async with storage.transaction() as work:
        stored = await work.sessions.load(CENTER, room.session.id)
        log = await work.sessions.events_after(room.session.id, Seq(0))
    assert stored == room.session
    folded = room.first
    for recorded in log:
        folded = evolve(folded, recorded)
    assert folded == stored
    for who in (ALICE, BOB):
        assert await room.prior_ms(who) - earlier[who] == ledger.total(stored, who)


async def _room(storage: Storage) -> Room:
    """A new session; the first one of this storage brings the people along."""
    async with storage.transaction() as work:
        empty = await work.accounts.center(CENTER) is None
    if empty:
        await populate(storage)
    return await Room(storage, f"session-{next(_numbers)}").open()
