"""Plans over HTTP: series, lists, the way from a personal link, calendars, the center and its floor."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from deskside.domain.ids import Millis
from deskside.wire.manage import OneSummary
from tests.http.browser import Answer, Browser
from tests.http.world import ELSEWHERE, HERE, World, user_id

SESSIONS = "/api/academic/sessions"
HOUR = 3_600_000
ALICE = user_id(HERE, "alice")
VIDEO = "/dashboard/student/sessions/here-session/video"


def rows(answer: Answer, key: str) -> list[dict[str, object]]:
    """The objects in a list of the answer."""
    found = answer.json[key]
    assert isinstance(found, list)
    return [{**x} for x in found if isinstance(x, dict)]


async def series(world: World, tutor: Browser, **more: object) -> list[dict[str, object]]:
    start = world.clock.now() + 24 * HOUR
    repeat = {"weekdays": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "time_zone": "Europe/Berlin", "count": 3, **more}
    times = {"scheduled_start": start, "scheduled_end": start + HOUR}
    answer = await tutor.post(
        f"{SESSIONS}/series", {"title": "Daily", **times, "repeat": repeat, "student_ids": [ALICE]}
    )
    assert answer.status == 201, answer.text
    return rows(answer, "sessions")


async def act(browser: Browser, session_id: object, action: str, **more: object) -> int:
    return (await browser.post(f"{SESSIONS}/manage", {"session_id": session_id, "action": action, **more})).status


async def test_a_series_is_planned_at_once_and_called_off_from_one_on(world: World) -> None:
    tutor = await world.browser("tutor")
    first, second, third = await series(world, tutor)
    assert len({x["series_id"] for x in (first, second, third)}) == 1
    assert first["series_id"] is not None
    assert await act(tutor, second["id"], "cancel", reason="Holidays", following=True) == 200
    listed = rows(await tutor.get(SESSIONS), "sessions")
    assert {x["id"]: x["status"] for x in listed} == {
        "here-session": "SCHEDULED",
        first["id"]: "SCHEDULED",
        second["id"]: "CANCELLED",
        third["id"]: "CANCELLED",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": None},
        {"until": "2026-01-01"},
        {"time_zone": "Europe/Nowhere"},
        {"time_zone": "localtime"},
        {"time_zone": "Europe"},
        {"count": None, "until": "2000-01-01"},
        {"count": None, "until": "9999-12-31"},
        {"weekdays": []},
    ],
)
async def test_a_rule_that_makes_no_sense_plans_nothing(world: World, wrong: dict[str, object]) -> None:
    tutor = await world.browser("tutor")
    start = world.clock.now()
    repeat = {"weekdays": ["MO"], "time_zone": "Europe/Berlin", "count": 3, **wrong}
    asked = {"title": "Weekly", "scheduled_start": start, "scheduled_end": start + HOUR, "repeat": repeat}
    assert (await tutor.post(f"{SESSIONS}/series", asked)).code == "invalid"
    assert len(rows(await tutor.get(SESSIONS), "sessions")) == 1


async def test_a_list_can_be_narrowed(world: World) -> None:
    admin = await world.browser("admin")
    await series(world, await world.browser("tutor"))
    now = world.clock.now()
    for query, count in (
        ("", 4),
        (f"?tutor_id={user_id(HERE, 'tutor')}", 4),
        (f"?tutor_id={user_id(HERE, 'other-tutor')}", 0),
        (f"?student_id={ALICE}", 4),
        ("?status=LIVE", 0),
        (f"?since={now}&until={now + HOUR}", 1),
        (f"?tutor_id={user_id(ELSEWHERE, 'tutor')}", 0),
    ):
        assert len(rows(await admin.get(SESSIONS + query), "sessions")) == count, query
    assert (await admin.get(f"{SESSIONS}?status=GONE")).code == "invalid"


async def test_a_student_cannot_ask_who_else_is_in_a_session(world: World) -> None:
    alice = await world.browser("alice")
    assert (await alice.get(f"{SESSIONS}?student_id={user_id(HERE, 'bob')}")).code == "forbidden"
    assert (await alice.get(f"{SESSIONS}?student_id={ALICE}")).status == 200


async def test_a_students_link_leads_into_what_is_live_or_starts_soon(world: World) -> None:
    tutor = await world.browser("tutor")
    alice = await world.user(HERE, "alice")
    link = await world.services.links.issue_link(alice, Millis(100 * HOUR), single_use=False)

    async def leads_to() -> str:
        return (await world.stranger().follow(f"/join/{link.secret}")).headers["location"]

    await act(tutor, "here-session", "start")
    assert await leads_to() == VIDEO
    await act(tutor, "here-session", "end")
    assert await leads_to() == "/dashboard/student"
    first, *_ = await series(world, tutor)
    assert await leads_to() == "/dashboard/student"
    world.clock.pass_ms(24 * HOUR - 15 * 60_000)
    assert await leads_to() == "/dashboard/student"
    world.clock.pass_ms(1)
    assert await leads_to() == VIDEO.replace("here-session", str(first["id"]))


async def test_a_calendar_holds_ones_sessions_and_no_secret(world: World) -> None:
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    first, *_ = await series(world, tutor)
    assert (await alice.get("/api/calendar")).json == {"made_at": None}
    url = str((await alice.post("/api/calendar")).json["url"])
    assert (await alice.get("/api/calendar")).json == {"made_at": world.clock.now()}
    path = url.removeprefix("http://deskside.test")
    answer = await world.stranger().get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.body)
    events = {str(x["uid"]): x for x in calendar.events}
    assert len(events) == 4
    uid = f"{first['id']}@deskside"
    event = events[uid]
    assert str(event["summary"]) == "Daily"
    assert datetime.fromtimestamp(int(str(first["scheduled_start"])) // 1000, UTC) == event.DTSTART
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    assert str(event["url"]) == f"http://deskside.test{VIDEO.replace('here-session', str(first['id']))}"
    assert "/join/" not in answer.text
    before = event.DTSTAMP
    world.clock.pass_ms(HOUR)
    await act(tutor, first["id"], "cancel", reason="Ill")
    after = icalendar.Calendar.from_ical((await world.stranger().get(path)).body)
    (called_off,) = (x for x in after.events if x["uid"] == uid)
    assert (str(called_off["status"]), called_off["sequence"]) == ("CANCELLED", 1)
    assert isinstance(before, datetime)
    assert before + timedelta(hours=1) == called_off.DTSTAMP


async def test_a_calendar_ends_when_it_is_replaced_revoked_or_its_person_disabled(world: World) -> None:
    alice, admin = await world.browser("alice"), await world.browser("admin")
    first, second = [
        str((await alice.post("/api/calendar")).json["url"]).removeprefix("http://deskside.test") for _ in range(2)
    ]
    assert (await world.stranger().get(first)).code == "calendar_gone"
    assert (await world.stranger().get(second)).status == 200
    assert (await alice.delete("/api/calendar")).status == 204
    assert (await world.stranger().get(second)).code == "calendar_gone"
    third = str((await alice.post("/api/calendar")).json["url"]).removeprefix("http://deskside.test")
    await admin.delete(f"/api/users/{ALICE}")
    assert (await world.stranger().get(third)).code == "calendar_gone"


async def test_secrets_of_calendars_cannot_be_guessed_for_long(world: World) -> None:
    guesses = [(await world.stranger().get(f"/calendar/guess-{n}.ics")).status for n in range(601)]
    assert guesses == [404] * 600 + [429]


async def test_the_floor_shows_what_is_live_and_who_waits(world: World) -> None:
    tutor, admin = await world.browser("tutor"), await world.browser("admin")
    assert rows(await admin.get("/api/center/floor"), "sessions") == []
    world.clock.pass_ms(3 * 60_000 + 1)
    (late,) = rows(await admin.get("/api/center/floor"), "sessions")
    assert (late["id"], late["started_at"], late["tutor_here"]) == ("here-session", None, False)
    await act(tutor, "here-session", "start")
    (live,) = rows(await admin.get("/api/center/floor"), "sessions")
    assert live["started_at"] == world.clock.now()
    assert (live["students_present"], live["students_total"], live["waiting"]) == (0, 1, [])
    elsewhere = await world.browser("admin", ELSEWHERE)
    assert '"here-session"' not in (await elsewhere.get("/api/center/floor")).text


async def test_new_sessions_begin_as_the_center_has_decided(world: World) -> None:
    admin, tutor = await world.browser("admin"), await world.browser("tutor")
    asked = {
        "name": "  Riverside ",
        "tutor_text": False,
        "open_table": True,
        "auto_record": False,
        "students_replay": False,
        "end_after_minutes": 20,
    }
    assert (await admin.send("PUT", "/api/center", body=asked)).json == {**asked, "name": "Riverside"}
    assert '"center_name":"Riverside"' in (await tutor.get("/api/me")).text
    times = {"scheduled_start": world.clock.now(), "scheduled_end": world.clock.now() + HOUR}
    for more, expected in (({}, True), ({"open_table": False}, False)):
        made = OneSummary.model_validate((await tutor.post(f"{SESSIONS}/create", {"title": "T", **times, **more})).json)
        view = (await tutor.get(f"{SESSIONS}/{made.session.id}")).json["view"]
        assert isinstance(view, dict)
        assert view["open_table"] is expected
