"""A session's tutor changes, over HTTP: lists, the floor and calendars follow."""

import icalendar

from tests.http.test_planning import HOUR, SESSIONS, act, rows, series
from tests.http.world import HERE, World, user_id

OTHER = user_id(HERE, "other-tutor")


async def test_lists_and_the_floor_follow_whoever_is_the_tutor_now(world: World) -> None:
    tutor, other, admin = [await world.browser(x) for x in ("tutor", "other-tutor", "admin")]
    first, second, third = await series(world, tutor)
    assert await act(tutor, second["id"], "tutor", tutor_id=OTHER, following=True) == 200
    mine = {x["id"]: x["tutor_id"] for x in rows(await tutor.get(SESSIONS), "sessions")}
    theirs = {x["id"]: x["tutor_name"] for x in rows(await other.get(SESSIONS), "sessions")}
    assert set(mine) == {"here-session", first["id"]}
    assert set(theirs) == {second["id"], third["id"]}
    by_tutor = rows(await admin.get(f"{SESSIONS}?tutor_id={OTHER}"), "sessions")
    assert [x["id"] for x in by_tutor] == [second["id"], third["id"]]
    await act(tutor, "here-session", "start")
    assert await act(admin, "here-session", "tutor", tutor_id=OTHER) == 200
    (live,) = rows(await admin.get("/api/center/floor"), "sessions")
    assert (live["tutor_id"], live["tutor_here"]) == (OTHER, False)
    assert (await tutor.get(f"{SESSIONS}/here-session")).status == 404
    assert (await other.get(f"{SESSIONS}/here-session")).status == 200


async def test_only_its_tutor_and_an_admin_give_a_session_away_and_only_to_a_tutor(world: World) -> None:
    fields = {"session_id": "here-session", "action": "tutor", "tutor_id": OTHER}
    for name, status in (("alice", 403), ("bob", 404), ("other-tutor", 404)):
        assert (await (await world.browser(name)).post(f"{SESSIONS}/manage", fields)).status == status
    admin = await world.browser("admin")
    for nobody in (user_id(HERE, "bob"), user_id(HERE, "admin"), "elsewhere-tutor", "nobody"):
        assert (await admin.post(f"{SESSIONS}/manage", {**fields, "tutor_id": nobody})).status == 404
    assert (await admin.post(f"{SESSIONS}/manage", {**fields, "tutor_id": None})).status == 422
    assert (await admin.post(f"{SESSIONS}/manage", fields)).status == 200


async def test_the_calendar_of_a_student_names_the_new_tutor_as_a_change(world: World) -> None:
    tutor, other, alice = [await world.browser(x) for x in ("tutor", "other-tutor", "alice")]
    paths = [
        str((await x.post("/api/calendar")).json["url"]).removeprefix("http://deskside.test")
        for x in (alice, tutor, other)
    ]

    async def events() -> list[list[icalendar.Event]]:
        return [list(icalendar.Calendar.from_ical((await world.stranger().get(x)).body).events) for x in paths]

    ((before,), _, none) = await events()
    assert none == []
    world.clock.pass_ms(HOUR)
    assert await act(tutor, "here-session", "tutor", tutor_id=OTHER) == 200
    ((after,), former, (theirs,)) = await events()
    assert former == []
    assert (after["uid"], theirs["uid"], after["sequence"]) == (before["uid"], before["uid"], 1)
    assert "With Other-Tutor." in str(after["description"])
    assert after.DTSTAMP > before.DTSTAMP
