"""Sessions that move, over HTTP: lists, the floor, and the way from a personal link follow."""

from datetime import timedelta

import icalendar
import pytest

from deskside.domain.ids import Millis
from tests.http.test_planning import HOUR, SESSIONS, act, rows, series
from tests.http.world import HERE, World


async def test_a_session_moves_alone_or_with_all_that_follow_and_lists_show_it(world: World) -> None:
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    first, second, third = await series(world, tutor)
    start = int(str(second["scheduled_start"])) + HOUR
    times = {"scheduled_start": start, "scheduled_end": start + 2 * HOUR}
    assert await act(tutor, second["id"], "reschedule", **times, title="Later") == 200
    assert await act(tutor, second["id"], "reschedule", **times, following=True) == 200
    for who in (tutor, alice):
        listed = {str(x["id"]): x for x in rows(await who.get(SESSIONS), "sessions")}
        assert listed[str(third["id"])] == third, "it moved by as much as the second did that time: not at all"
        assert listed[str(second["id"])] == {**second, **times, "title": "Later"}
    earlier = int(str(first["scheduled_start"])) - HOUR
    day = {"scheduled_start": earlier, "scheduled_end": earlier + HOUR, "following": True}
    assert await act(tutor, first["id"], "reschedule", **day) == 200
    listed = {str(x["id"]): x for x in rows(await alice.get(SESSIONS), "sessions")}
    now = [int(str(listed[str(x["id"])]["scheduled_start"])) for x in (first, second, third)]
    was = [int(str(x["scheduled_start"])) for x in (first, second, third)]
    assert [x - y for x, y in zip(now, was, strict=True)] == [-HOUR, 0, -HOUR]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"scheduled_end": 0}, "invalid"),
        ({"scheduled_end": 10**13}, "invalid"),
        ({"title": " "}, "invalid"),
        ({"title": "x" * 121}, "invalid"),
        ({"scheduled_start": 10**30}, "invalid"),
        ({}, "conflict"),
    ],
)
async def test_a_move_that_is_refused_says_what_is_wrong(world: World, wrong: dict[str, object], code: str) -> None:
    tutor = await world.browser("tutor")
    if not wrong:
        await act(tutor, "here-session", "start")
    start = world.clock.now() + HOUR
    asked = {"session_id": "here-session", "action": "reschedule", "scheduled_start": start}
    answer = await tutor.post(f"{SESSIONS}/manage", {**asked, "scheduled_end": start + HOUR, **wrong})
    assert answer.code == code
    (listed,) = rows(await tutor.get(SESSIONS), "sessions")
    assert listed["scheduled_start"] == world.clock.now()


async def test_a_session_that_moved_away_is_not_late_and_not_the_one_to_enter(world: World) -> None:
    tutor, admin = await world.browser("tutor"), await world.browser("admin")
    alice = await world.user(HERE, "alice")
    link = await world.services.links.issue_link(alice, Millis(100 * HOUR), single_use=False)
    world.clock.pass_ms(3 * 60_000 + 1)
    start = world.clock.now() + HOUR
    assert len(rows(await admin.get("/api/center/floor"), "sessions")) == 1
    await act(tutor, "here-session", "reschedule", scheduled_start=start, scheduled_end=start + HOUR)
    assert rows(await admin.get("/api/center/floor"), "sessions") == []
    assert (await world.stranger().follow(f"/join/{link.secret}")).headers["location"] == "/dashboard/student"


async def test_calendars_follow_every_move_and_know_which_was_the_last(world: World) -> None:
    """RFC 5545: the same UID, and a SEQUENCE that grows; the time of the change in DTSTAMP and LAST-MODIFIED."""
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    path = str((await alice.post("/api/calendar")).json["url"]).removeprefix("http://deskside.test")

    async def event() -> icalendar.Event:
        (found,) = icalendar.Calendar.from_ical((await world.stranger().get(path)).body).events
        assert found["uid"] == "here-session@deskside"
        return found

    first = await event()
    start = world.clock.now()
    for moves in (1, 2):
        world.clock.pass_ms(HOUR)
        times = {"scheduled_start": start + moves * 24 * HOUR, "scheduled_end": start + moves * 24 * HOUR + 2 * HOUR}
        await act(tutor, "here-session", "reschedule", **times, title="Moved")
        moved = await event()
        assert (str(moved["summary"]), str(moved["status"]), moved["sequence"]) == ("Moved", "CONFIRMED", moves)
        assert timedelta(days=moves) == moved.DTSTART - first.DTSTART
        assert timedelta(hours=2) == moved.DTEND - moved.DTSTART
        assert timedelta(hours=moves) == moved.DTSTAMP - first.DTSTAMP
        assert moved.LAST_MODIFIED == moved.DTSTAMP
    await act(tutor, "here-session", "cancel", reason="Ill")
    assert (await event())["sequence"] == 3
