"""A planned session moves, alone or with those that follow it in its series."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from deskside.domain.ids import Millis, PageId, SessionId
from deskside.domain.session import Session
from deskside.ports.planning import Series, SeriesId
from deskside.services.planning import PlanningService
from deskside.services.recurrence import Weekly
from deskside.services.sessions import NewTime
from tests.services.house import House

HOUR = 3_600_000
DAY = 24 * HOUR
EVERY_DAY = tuple(range(7))


@pytest.fixture
def plans(planned: House) -> PlanningService:
    """The service, over the same session."""
    return planned.services.planning


@pytest.fixture
async def series(planned: House, plans: PlanningService) -> tuple[SessionId, ...]:
    """Three days running, an hour each, in winter."""
    start = Millis(int(datetime(2026, 1, 12, 16, tzinfo=UTC).timestamp() * 1000))
    new = replace(planned.new(), scheduled_start=start, scheduled_end=Millis(start + HOUR))
    sessions, _ = await plans.create_series(planned.tutor, new, Weekly(EVERY_DAY, "Europe/Berlin", 3))
    return tuple(x.id for x in sessions)


async def seen(house: House, *sessions: SessionId) -> list[Session]:
    return [await house.sessions.view(house.tutor, x) for x in sessions]


async def by(house: House, first: SessionId, *, start: int = 0, end: int = 0, title: str | None = None) -> NewTime:
    """The time of this session, so much later."""
    (session,) = await seen(house, first)
    return NewTime(Millis(session.scheduled_start + start), Millis(session.scheduled_end + end), title)


async def test_whoever_waits_in_the_lobby_is_told_and_stays(planned: House) -> None:
    await planned.attendance.arrive(planned.alice, planned.session_id, PageId("page"))
    before = await planned.session()
    to = await by(planned, planned.session_id, start=DAY, end=DAY)
    assert await planned.sessions.reschedule(planned.tutor, planned.session_id, to) == before.seq + 1
    view = planned.broadcast.views[planned.session_id, planned.viewer(planned.alice)]
    assert view.scheduled_start == before.scheduled_start + DAY
    assert view.lanes[0].person.page == "page"


async def test_those_that_follow_move_too_and_those_before_stay(
    planned: House, plans: PlanningService, series: tuple[SessionId, ...]
) -> None:
    before = await seen(planned, *series)
    to = await by(planned, series[1], start=HOUR, end=2 * HOUR, title="Algebra")
    await plans.reschedule_following(planned.tutor, series[1], to)
    after = await seen(planned, *series)
    assert [x.scheduled_start - y.scheduled_start for x, y in zip(after, before, strict=True)] == [0, HOUR, HOUR]
    assert [x.scheduled_end - x.scheduled_start for x in after] == [HOUR, 2 * HOUR, 2 * HOUR]
    assert [x.title for x in after] == ["Math", "Algebra", "Algebra"]


async def test_one_that_was_moved_behind_another_does_not_follow_it_twice(
    planned: House, plans: PlanningService, series: tuple[SessionId, ...]
) -> None:
    """The first lasts into the second, and is not one of those after it."""
    first, second = series[:2]
    await planned.sessions.reschedule(planned.tutor, first, await by(planned, first, start=DAY - 1, end=DAY - 1))
    before = await seen(planned, *series)
    await plans.reschedule_following(planned.admin, second, await by(planned, second, start=HOUR, end=HOUR))
    after = await seen(planned, *series)
    assert [x.scheduled_start - y.scheduled_start for x, y in zip(after, before, strict=True)] == [0, HOUR, HOUR]
    await plans.cancel_following(planned.tutor, second, "ill")
    assert [x.status for x in await seen(planned, *series)] == ["SCHEDULED", "CANCELLED", "CANCELLED"]


async def test_all_of_them_move_or_none(planned: House, plans: PlanningService, series: tuple[SessionId, ...]) -> None:
    last = series[2]
    await planned.sessions.reschedule(planned.tutor, last, await by(planned, last, end=-HOUR // 2))
    before = await seen(planned, *series)
    with pytest.raises(Invalid, match="ends after it starts"):
        await plans.reschedule_following(planned.tutor, series[0], await by(planned, series[0], end=-HOUR // 2))
    assert await seen(planned, *series) == before, "half an hour less would leave nothing of the last one"
    planned.storage.failures = 1
    later = await by(planned, series[0], start=HOUR, end=HOUR)
    with pytest.raises(OSError, match="disk is full"):
        await plans.reschedule_following(planned.tutor, series[0], later)
    assert await seen(planned, *series) == before


async def test_a_retry_is_no_event_and_two_at_once_do_not_wait_for_each_other(
    planned: House, plans: PlanningService, series: tuple[SessionId, ...]
) -> None:
    later = await by(planned, series[0], start=HOUR, end=HOUR)
    await asyncio.gather(*(plans.reschedule_following(planned.tutor, series[0], later) for _ in range(2)))
    moved = [x for _, x, _ in planned.broadcast.told if isinstance(x.event, ev.SessionRescheduled)]
    assert len(moved) == len(series)
    seqs = [x.seq for x in await seen(planned, *series)]
    await plans.reschedule_following(planned.tutor, series[0], later)
    assert [x.seq for x in await seen(planned, *series)] == seqs


async def test_a_process_that_was_outrun_decides_again_on_what_is_true(
    planned: House, plans: PlanningService, series: tuple[SessionId, ...]
) -> None:
    other = planned.another()
    await other.sessions.enroll(other.tutor, series[1], other.pupil.user_id)
    await plans.reschedule_following(planned.tutor, series[0], await by(planned, series[0], start=HOUR, end=HOUR))
    (second,) = await seen(planned, series[1])
    assert (len(second.lanes), second.seq) == (6, 7)


async def test_without_a_series_it_moves_alone(planned: House, plans: PlanningService) -> None:
    before = await planned.session()
    to = await by(planned, planned.session_id, start=DAY, end=DAY)
    await plans.reschedule_following(planned.tutor, planned.session_id, to)
    assert (await planned.session()).scheduled_start == before.scheduled_start + DAY


async def test_a_series_whose_time_zone_was_not_kept_moves_by_the_clock_of_utc(
    planned: House, plans: PlanningService
) -> None:
    session = await planned.session()
    old = [replace(session, id=SessionId(f"old-{n}"), seq=session.seq, lanes=()) for n in range(2)]
    starts = [Millis(int(datetime(2026, 3, day, 15, tzinfo=UTC).timestamp() * 1000)) for day in (23, 30)]
    async with planned.storage.transaction() as unit:
        for each, start in zip(old, starts, strict=True):
            stored = replace(each, scheduled_start=start, scheduled_end=Millis(start + HOUR))
            await unit.sessions.add(((stored, ()),), Series(SeriesId("old")))
    await plans.reschedule_following(planned.tutor, old[0].id, await by(planned, old[0].id, start=7 * DAY, end=7 * DAY))
    second = (await seen(planned, old[1].id))[0]
    assert second.scheduled_start == starts[1] + 7 * DAY


async def test_only_its_tutor_and_admins_of_the_center_move_it(
    planned: House, plans: PlanningService, series: tuple[SessionId, ...]
) -> None:
    to = await by(planned, series[0], start=HOUR, end=HOUR)
    refused: tuple[tuple[object, type[DomainError]], ...] = (
        (planned.alice, Forbidden),
        (planned.colleague, NotFound),
        *((x, NotFound) for x in planned.foreigners),
    )
    for actor, error in refused:
        for move in (planned.sessions.reschedule, plans.reschedule_following):
            with pytest.raises(error):
                await move(actor, series[0], to)  # type: ignore[arg-type]


async def test_what_is_live_stays_where_it_is(live: House, plans: PlanningService) -> None:
    to = await by(live, live.session_id, start=HOUR, end=HOUR)
    for move in (live.sessions.reschedule, plans.reschedule_following):
        with pytest.raises(Conflict, match="this one is live"):
            await move(live.tutor, live.session_id, to)
    assert (await live.session()).scheduled_start == to.scheduled_start - HOUR


async def test_a_series_is_called_off_as_a_whole_or_not_at_all(planned: House) -> None:
    rule = Weekly((0,), "Europe/Berlin", count=4)
    sessions, _ = await planned.services.planning.create_series(planned.tutor, planned.new(), rule)
    planned.storage.failures = 1
    with pytest.raises(OSError, match="disk is full"):
        await planned.services.planning.cancel_following(planned.tutor, sessions[1].id, "Holidays")

    async def statuses() -> list[str]:
        return [(await planned.sessions.view(planned.tutor, x.id)).status.value for x in sessions]

    assert await statuses() == ["SCHEDULED"] * 4
    await planned.services.planning.cancel_following(planned.tutor, sessions[1].id, "Holidays")
    assert await statuses() == ["SCHEDULED", *["CANCELLED"] * 3]
