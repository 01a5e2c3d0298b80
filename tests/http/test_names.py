"""What nobody means comes in at no door: names, titles, grades, courses; and what is kept is in one form."""

import json

import pytest

from tests.http.world import World

HOUR = 3_600_000


@pytest.mark.parametrize("text", ["J\ufffdrgen", "\u200b", "\u202e", "\u3164", "a" + "\u0301\u0323" * 6])
async def test_what_nobody_means_is_no_name_and_no_title(world: World, text: str) -> None:
    admin = await world.browser("admin")
    student = {"role": "STUDENT", "name": "Eve"}
    asked = [
        ("POST", "/api/users", {**student, "name": text}),
        ("POST", "/api/exercises", {"title": text, "content": "Read."}),
        ("PUT", "/api/center", {"name": text, "tutor_text": True, "open_table": False}),
    ]
    if text.strip("\u200b\u202e\u3164"):  # what may be left out may also be blank
        asked += [("POST", "/api/users", {**student, field: text}) for field in ("grade_level", "course_level")]
        asked += [("POST", "/api/exercises", {"title": "T", "content": "Read.", "course": text})]
    for method, path, body in asked:
        answer = await admin.send(method, path, body=body)
        assert (answer.status, answer.code) == (422, "invalid"), (path, body)


async def test_a_name_is_kept_composed_and_without_what_cannot_be_seen(world: World) -> None:
    admin = await world.browser("admin")
    answer = await admin.post("/api/users", {"role": "STUDENT", "name": " Jose\u0301\u00a0 Ruiz\u200b\u202c"})
    assert json.loads(answer.text)["user"]["name"] == "Jos\u00e9 Ruiz"
