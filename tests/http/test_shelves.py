"""The library's page over HTTP: its address, its archive, some of it as files, an exercise as a student sees it."""

import io
import json
import zipfile

import pytest

from tests.http.test_exercises import IMPORT, MARKDOWN, SOURCE
from tests.http.test_pages import boot_of
from tests.http.world import ELSEWHERE, HERE, World, session_id, user_id

PAGE = "/dashboard/exercises"


@pytest.mark.parametrize("name", ["tutor", "admin"])
async def test_the_library_has_an_address_for_staff(world: World, name: str) -> None:
    answer = await (await world.browser(name)).get(PAGE)
    assert (answer.status, boot_of(answer)["center"]["name"]) == (200, "Center here")  # type: ignore[index,call-overload]
    assert "/assets/library-1.js" in answer.text


async def test_others_are_led_to_where_they_belong(world: World) -> None:
    alice = await (await world.browser("alice")).get(PAGE)
    assert (alice.status, alice.headers["location"]) == (303, "/dashboard/student")
    nobody = await world.stranger().get(PAGE)
    assert (nobody.status, nobody.headers["location"]) == (303, f"/login?next={PAGE}")


async def test_an_archived_exercise_is_listed_there_and_cannot_be_assigned(world: World) -> None:
    tutor = await world.browser("tutor")
    chosen = {"exercise_ids": ["here-ex"]}
    assign = {"session_id": session_id(HERE), "action": "assign", "student_id": user_id(HERE, "alice")}
    assert (await tutor.post("/api/exercises/archive", chosen)).status == 204
    assert json.loads((await tutor.get("/api/exercises")).text) == {"exercises": []}
    (line,) = json.loads((await tutor.get("/api/exercises/archive")).text)["exercises"]
    assert (line["id"], line["archived_at"] > 0) == ("here-ex", True)
    refused = await tutor.post("/api/academic/sessions/manage", {**assign, "exercise_id": "here-ex"})
    assert (refused.status, refused.code) == (409, "conflict")
    assert "Restore it in the library" in json.loads(refused.text)["detail"]
    assert (await tutor.post("/api/exercises/restore", chosen)).status == 204
    assert json.loads((await tutor.get("/api/exercises/archive")).text) == {"exercises": []}
    assert (await tutor.post("/api/academic/sessions/manage", {**assign, "exercise_id": "here-ex"})).status == 200
    record = json.loads((await (await world.browser("admin")).get("/api/center/audit")).text)["lines"]
    noted = [x["act"] for x in record if x["act"].startswith("exercises_")]
    assert noted == ["exercises_restored", "exercises_archived"]


async def test_what_is_selected_goes_out_as_files(world: World) -> None:
    tutor = await world.browser("tutor")
    made = json.loads((await tutor.send("POST", IMPORT, body=SOURCE.encode(), headers=MARKDOWN)).text)["exercises"][0]
    answer = await tutor.post("/api/exercises/export", {"exercise_ids": [made["id"]]})
    with zipfile.ZipFile(io.BytesIO(answer.body)) as files:
        assert files.namelist() == ["Maths/Sums.md"]
    for nothing in ([], ["x"] * 1_001):
        assert (await tutor.post("/api/exercises/export", {"exercise_ids": nothing})).status == 422


async def test_staff_see_what_a_student_sees_and_try_answers(world: World) -> None:
    tutor = await world.browser("tutor")
    made = json.loads((await tutor.send("POST", IMPORT, body=SOURCE.encode(), headers=MARKDOWN)).text)["exercises"][0]
    path = f"/api/exercises/{made['id']}"
    seen = await tutor.get(f"{path}/sheet")
    assert [part["solution"] for part in json.loads(seen.text)["parts"]] == [None] * 4
    assert "Lovelace" not in seen.text
    for item_id, value, *told in (("3", "lovelace.", True, False), ("2", "2", False, False), ("1", "lots", None, True)):
        tried = await tutor.post(f"{path}/try", {"item_id": item_id, "value": value})
        assert json.loads(tried.text) == dict(zip(("correct", "unreadable"), told, strict=True))
    assert (await tutor.post(f"{path}/try", {"item_id": "2", "value": "9"})).status == 422
    elsewhere = await world.browser("tutor", ELSEWHERE)
    assert (await elsewhere.get(f"{path}/sheet")).status == 404
