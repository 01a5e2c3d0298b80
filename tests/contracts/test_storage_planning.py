"""What every storage keeps of plans: searching, series, milestones, settings of a center, subscribed calendars."""

from dataclasses import replace
from functools import partial

import pytest

from deskside.domain import events as ev
from deskside.domain import lifecycle
from deskside.domain.center import CenterSettings
from deskside.domain.ids import CenterId, Millis, Seq, SessionId
from deskside.domain.session import SessionStatus
from deskside.ports.planning import CalendarFeed, Milestones, Series, SeriesId, SessionQuery
from deskside.ports.storage import Center, Storage
from tests.contracts.room import ALICE, BOB, CENTER, OTHER_TUTOR, TUTOR, Room, enroll, populate, start

OTHER = CenterId("center-2")
SERIES = Series(SeriesId("series-1"), "Europe/Berlin")
EVER = SessionQuery(Millis(0))


@pytest.fixture(autouse=True)
async def three_sessions(storage: Storage) -> None:
    """`soon` (Bob, of a series), `later` (Alice, of the same series), `live` (nobody, alone)."""
    await populate(storage)
    await populate(storage, OTHER)
    for name, begins, who in (("soon", 20_000, BOB), ("later", 50_000, ALICE)):
        room = Room(storage, name)
        room.session = replace(room.session, scheduled_start=Millis(begins), scheduled_end=Millis(begins + 10))
        async with storage.transaction() as work:
            await work.sessions.add(((room.session, ()),), SERIES)
        await room.happen(begins - 1_000, enroll(who))
    live = await Room(storage, "live").open()
    await live.happen(1_500, start)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (EVER, ["live", "soon", "later"]),
        (replace(EVER, since=Millis(20_010)), ["live", "later"]),
        (replace(EVER, until=Millis(50_000)), ["live", "soon"]),
        (replace(EVER, tutor_id=TUTOR), ["live", "soon", "later"]),
        (replace(EVER, tutor_id=ALICE), []),
        (replace(EVER, student_id=ALICE), ["later"]),
        (replace(EVER, student_id=TUTOR), []),
        (replace(EVER, of_user=TUTOR, student_id=BOB), ["soon"]),
        (replace(EVER, status=SessionStatus.LIVE), ["live"]),
        (replace(EVER, series_id=SERIES.id), ["soon", "later"]),
        (replace(EVER, series_id=SERIES.id, limit=1), ["soon"]),
    ],
)
async def test_each_condition_narrows_the_search(storage: Storage, query: SessionQuery, found: list[str]) -> None:
    async with storage.transaction() as work:
        assert [x.id for x in await work.planning.search(CENTER, query)] == found
        assert await work.planning.search(OTHER, query) == ()


async def test_a_summary_says_to_which_series_it_belongs(storage: Storage) -> None:
    async with storage.transaction() as work:
        found = await work.planning.search(CENTER, EVER)
        ids = (SessionId("live"), SessionId("soon"), SessionId("unknown"))
        assert [await work.planning.series_of(CENTER, x) for x in ids] == [None, SERIES, None]
        assert await work.planning.series_of(OTHER, SessionId("soon")) is None
    assert [x.series_id for x in found] == [None, SERIES.id, SERIES.id]


async def test_a_session_that_moved_is_found_where_it_is_now(storage: Storage) -> None:
    room = Room(storage, "moves")
    await room.open()
    to = partial(lifecycle.reschedule, start=Millis(70_000), end=Millis(75_000), title="Moved")
    await room.happen(2_000, to)
    async with storage.transaction() as work:
        assert [x.id for x in await work.planning.search(CENTER, replace(EVER, until=Millis(70_000)))] == [
            "live",
            "soon",
            "later",
        ]
        (found,) = await work.planning.search(
            CENTER, replace(EVER, since=Millis(60_000), status=SessionStatus.SCHEDULED)
        )
        assert await work.sessions.load(CENTER, room.session.id) == room.session
    assert (found.id, found.title) == ("moves", "Moved")
    assert (found.scheduled_start, found.scheduled_end) == (70_000, 75_000)


async def test_a_session_that_was_given_to_another_tutor_is_theirs_in_every_list(storage: Storage) -> None:
    room = Room(storage, "given")
    await room.open()
    await room.happen(50, enroll(BOB))
    await room.happen(60, partial(lifecycle.change_tutor, to=ev.TutorChanged(OTHER_TUTOR, "Other-Tutor")))
    async with storage.transaction() as work:
        for query in (replace(EVER, of_user=OTHER_TUTOR), replace(EVER, tutor_id=OTHER_TUTOR)):
            (found,) = await work.planning.search(CENTER, query)
            assert (found.id, found.tutor_id, found.tutor_name) == ("given", OTHER_TUTOR, "Other-Tutor")
        for query in (replace(EVER, of_user=TUTOR), replace(EVER, tutor_id=TUTOR)):
            assert "given" not in [x.id for x in await work.planning.search(CENTER, query)]
        assert await work.planning.students_of(CENTER, OTHER_TUTOR) == {BOB}
        assert await work.sessions.load(CENTER, room.session.id) == room.session


async def test_milestones_are_instants_of_the_log(storage: Storage) -> None:
    cancelled = Room(storage, "cancelled")
    await cancelled.open()
    await cancelled.happen(2_000, enroll(BOB))
    await cancelled.happen(3_000, partial(lifecycle.cancel, reason="Ill"))
    moved = Room(storage, "moved")
    await moved.open()
    for at in (2_500, 4_000):
        await moved.happen(at, partial(lifecycle.reschedule, start=Millis(at), end=Millis(at + 1)))
    given = Room(storage, "given")
    await given.open()
    await given.happen(2_600, partial(lifecycle.change_tutor, to=ev.TutorChanged(OTHER_TUTOR, "Other")))
    ids = tuple(SessionId(x) for x in ("live", "soon", "cancelled", "moved", "given", "unknown"))
    async with storage.transaction() as work:
        assert await work.planning.milestones(CENTER, ids) == {
            "live": Milestones(Millis(1_500), started_at=Millis(1_500)),
            "soon": Milestones(Millis(19_000)),
            "cancelled": Milestones(Millis(2_000), cancelled_at=Millis(3_000)),
            "moved": Milestones(Millis(2_500), changed_at=Millis(4_000), times_changed=2),
            "given": Milestones(Millis(2_600), changed_at=Millis(2_600), times_changed=1),
        }
        assert await work.planning.milestones(OTHER, ids) == {}
        assert await work.planning.milestones(CENTER, ()) == {}


async def test_a_centers_name_and_settings_can_change(storage: Storage) -> None:
    changed = Center(CENTER, "Riverside", CenterSettings(tutor_text=False, open_table=True))
    async with storage.transaction() as work:
        assert await work.accounts.center(CENTER) == Center(CENTER, "Center", CenterSettings())
        await work.accounts.update_center(changed)
    async with storage.transaction() as work:
        assert await work.accounts.center(CENTER) == changed
        assert await work.accounts.center(OTHER) == Center(OTHER, "Center")


async def test_a_person_has_one_calendar_until_it_is_revoked(storage: Storage) -> None:
    first, second = (CalendarFeed(x, ALICE, Millis(at)) for x, at in (("first", 1_000), ("second", 2_000)))
    async with storage.transaction() as work:
        assert await work.calendar.feed_of(ALICE) is None
        await work.calendar.add_feed(first)
        await work.calendar.add_feed(replace(first, secret_hash="bobs", user_id=BOB))
        await work.calendar.add_feed(second)
    async with storage.transaction() as work:
        assert await work.calendar.feed("first") is None
        assert await work.calendar.feed("second") == (CENTER, ALICE)
        assert await work.calendar.feed_of(ALICE) == second
        await work.calendar.remove_feeds(ALICE)
        assert await work.calendar.feed("second") is None
        assert await work.calendar.feed("bobs") == (CENTER, BOB)


async def test_a_disabled_persons_calendar_is_gone(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.calendar.add_feed(CalendarFeed("hash", ALICE, Millis(0)))
        await work.accounts.disable_user(CENTER, ALICE)
        assert await work.calendar.feed("hash") is None
        assert await work.calendar.feed_of(ALICE) is None


async def test_sessions_of_a_series_are_stored_at_once_as_if_one_by_one(storage: Storage) -> None:
    single = Room(storage, "single")
    before = single.session
    await single.open()
    recorded = await single.happen(1_000, enroll(ALICE), enroll(BOB))
    ids = tuple(SessionId(f"n{number:02}") for number in range(20))
    async with storage.transaction() as work:
        await work.sessions.add(tuple((replace(before, id=x), recorded) for x in ids), SERIES)
    async with storage.reading() as work:
        for session_id in ids:
            assert await work.sessions.load(CENTER, session_id) == replace(single.session, id=session_id)
            assert await work.sessions.events_after(session_id, Seq(0)) == recorded
            assert await work.planning.series_of(CENTER, session_id) == SERIES
        of_bob = await work.planning.search(CENTER, SessionQuery(Millis(0), of_user=BOB, limit=50))
    assert [(x.id, x.student_count) for x in of_bob if x.id != "soon"] == [
        (x, 2) for x in sorted((*ids, single.session.id))
    ]


async def test_of_sessions_stored_at_once_one_that_cannot_be_leaves_none(storage: Storage) -> None:
    there = (await Room(storage, "there").open()).first
    with pytest.raises(Exception, match=r"there|UNIQUE|unique"):
        async with storage.transaction() as work:
            await work.sessions.add(tuple((replace(there, id=SessionId(x)), ()) for x in ("new", "there")), SERIES)
    async with storage.reading() as work:
        assert await work.sessions.load(CENTER, SessionId("new")) is None
