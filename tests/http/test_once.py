"""A request that is sent again with its key is the same act."""

from tests.http.test_planning import ALICE, HOUR, SESSIONS, rows
from tests.http.world import World


async def test_a_session_that_is_asked_for_twice_with_one_key_is_planned_once(world: World) -> None:
    tutor = await world.browser("tutor")
    start = world.clock.now() + 24 * HOUR
    asked = {"title": "Once", "scheduled_start": start, "scheduled_end": start + HOUR, "student_ids": [ALICE]}
    repeat = {"repeat": {"weekdays": ["MO"], "time_zone": "Europe/Berlin", "count": 2}}
    for path, body, count in (("create", asked, 1), ("series", asked | repeat, 2)):
        key = {"idempotency-key": f"key-{path}"}
        before = len(rows(await tutor.get(SESSIONS), "sessions"))
        first, again = [(await tutor.post(f"{SESSIONS}/{path}", body, headers=key)).json for _ in range(2)]
        assert first == again
        assert len(rows(await tutor.get(SESSIONS), "sessions")) == before + count
    assert (await tutor.post(f"{SESSIONS}/create", asked, headers={"idempotency-key": "a b"})).status == 422


async def test_a_key_that_is_used_for_something_else_makes_that_and_answers_with_nothing_of_before(
    world: World,
) -> None:
    tutor = await world.browser("tutor")
    start = world.clock.now() + 24 * HOUR
    asked = {"title": "Once", "scheduled_start": start, "scheduled_end": start + HOUR, "student_ids": [ALICE]}
    weekly = {"weekdays": ["MO"], "time_zone": "Europe/Berlin"}
    before, key = len(rows(await tutor.get(SESSIONS), "sessions")), {"idempotency-key": "one-key"}
    made = [
        await tutor.post(f"{SESSIONS}/{path}", body, headers=key)
        for path, body in (
            ("create", asked),
            ("series", asked | {"repeat": weekly | {"count": 3}}),
            ("series", asked | {"repeat": weekly | {"count": 2}}),
            ("create", asked | {"title": "Twice"}),
        )
    ]
    assert [each.status for each in made] == [201] * 4
    assert [len(rows(each, "sessions")) for each in made[1:3]] == [3, 2]
    assert "Once" in str(made[0].json)
    assert "Twice" in str(made[3].json)
    assert len(rows(await tutor.get(SESSIONS), "sessions")) == before + 1 + 3 + 2 + 1
