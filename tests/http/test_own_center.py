"""What people of a center see and do is their own center's: lists, emails, links, enrolments."""

from dataclasses import replace

from deskside.http.app import build
from tests.http.browser import Browser
from tests.http.managing import ALICE, SESSION
from tests.http.world import ELSEWHERE, HERE, PASSWORD, World, user_id


async def test_lists_hold_only_ones_own_center(world: World) -> None:
    admin = await world.browser("admin")
    users = (await admin.get("/api/users")).text
    sessions = (await admin.get("/api/academic/sessions")).text
    exercises = (await admin.get("/api/exercises")).text
    assert "elsewhere" not in users + sessions + exercises
    assert ALICE in users
    assert SESSION in sessions
    assert "here-ex" in exercises


async def test_a_tutor_is_told_no_email_and_makes_links_for_students_only(world: World) -> None:
    tutor = await world.browser("tutor")
    assert "@" not in (await tutor.get("/api/users")).text
    assert "@" in (await (await world.browser("admin")).get("/api/users")).text
    assert (await tutor.post(f"/api/users/{user_id(HERE, 'admin')}/link")).status == 403


async def test_a_foreign_student_cannot_be_enrolled(world: World) -> None:
    tutor = await world.browser("tutor")
    asked = {"session_id": SESSION, "action": "enroll", "student_id": user_id(ELSEWHERE, "alice")}
    assert (await tutor.post("/api/academic/sessions/manage", asked)).status == 404


async def test_a_disabled_tutor_cannot_sign_in(world: World) -> None:
    admin = await world.browser("admin")
    asked = {"email": "Tutor@here.test", "password": PASSWORD}
    assert (await world.stranger().post("/api/auth/login", asked)).status == 204
    await admin.delete(f"/api/users/{user_id(HERE, 'tutor')}")
    assert (await world.stranger().post("/api/auth/login", asked)).code == "unauthorized"


async def test_without_the_developers_switch_the_description_is_not_served(world: World) -> None:
    hidden = Browser(build(world.services, replace(world.config, api_docs=False)))
    for path in ("/api/docs", "/api/openapi.json", "/docs", "/redoc", "/openapi.json"):
        assert (await hidden.get(path)).status == 404
    assert (await world.stranger().get("/api/openapi.json")).status == 200
    assert (await world.stranger().get("/api/docs")).status == 200
