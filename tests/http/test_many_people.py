"""Many people at once over HTTP: tables of them, and links to print."""

from deskside.wire.http import UserView
from tests.http.browser import Answer
from tests.http.world import ELSEWHERE, HERE, PASSWORD, World, user_id

ALICE = user_id(HERE, "alice")


def rows(answer: Answer, key: str) -> list[dict[str, object]]:
    """The objects in a list of the answer."""
    found = answer.json[key]
    assert isinstance(found, list)
    return [{**x} for x in found if isinstance(x, dict)]


async def test_a_table_with_one_wrong_line_adds_nobody(world: World) -> None:
    admin = await world.browser("admin")
    table = "name,role,email\nEve,student,\nTom,teacher,\n"
    before = (await admin.get("/api/users")).json
    answer = await admin.post("/api/users/import", {"csv": table, "preview": False})
    assert [x["errors"] for x in rows(answer, "lines")] == [[], ["email_missing"]]
    assert answer.json["imported"] == 0
    assert (await admin.get("/api/users")).json == before


async def test_a_table_is_read_as_it_is_in_the_file(world: World) -> None:
    """An empty first line is a line, and an empty first cell a column without a name."""
    admin = await world.browser("admin")
    answer = await admin.post("/api/users/import", {"csv": "\n\tname\trole\n\tEve\tstudent\n", "preview": True})
    assert [(x["line"], x["name"]) for x in rows(answer, "lines")] == [(3, "Eve")]


async def test_whoever_was_imported_comes_in_by_link_and_chooses_a_password(world: World) -> None:
    admin = await world.browser("admin")
    table = "name,role,email\nTom,tutor,tom@here.test\n"
    for preview, imported in ((True, 0), (False, 1)):
        answer = await admin.post("/api/users/import", {"csv": table, "preview": preview})
        assert answer.json["imported"] == imported
    users = rows(await admin.get("/api/users?role=TEACHER"), "users")
    tom = next(x["id"] for x in users if x["name"] == "Tom")
    signing_in = {"email": "tom@here.test", "password": "chosen by himself"}
    assert (await world.stranger().post("/api/auth/login", signing_in)).status == 401
    link = str((await admin.post(f"/api/users/{tom}/link")).json["url"])
    browser = world.stranger()
    await browser.sign_in(link.removeprefix("http://deskside.test"))
    assert (await browser.send("PUT", "/api/me/password", body={"password": "short"})).code == "weak_password"
    assert (await browser.send("PUT", "/api/me/password", body={"password": "chosen by himself"})).status == 204
    assert (await world.stranger().post("/api/auth/login", signing_in)).status == 204
    again = await browser.send("PUT", "/api/me/password", body={"current": "wrong", "password": "another one"})
    assert again.code == "unauthorized"


async def test_an_email_of_another_center_tells_nothing(world: World) -> None:
    admin = await world.browser("admin")
    email, password = "tutor@elsewhere.test", PASSWORD
    table = f"name,role,email\nTom,tutor,tom@here.test\nTina,tutor,{email}\n"
    assert (await admin.post("/api/users/import", {"csv": table, "preview": False})).json["imported"] == 2
    new = {"role": "TEACHER", "name": "Olga", "email": "admin@elsewhere.test", "password": password}
    assert (await admin.post("/api/users", new)).status == 201
    assert (await admin.post("/api/users", new)).code == "conflict", "of one's own center it does"
    asked = await world.stranger().post("/api/auth/login", {"email": new["email"], "password": password})
    assert [x["id"] for x in rows(asked, "centers")] == [ELSEWHERE, HERE]
    chosen = {"email": new["email"], "password": password, "center_id": HERE}
    assert (await world.stranger().post("/api/auth/login", chosen)).status == 204


async def test_a_sheet_has_a_working_link_for_each_student(world: World) -> None:
    tutor = await world.browser("tutor")
    everybody = rows(await (await world.browser("admin")).post("/api/users/links", {}), "links")
    assert [dict(UserView.model_validate(x["student"]))["name"] for x in everybody] == ["Alice", "Bob"]
    (alices,) = rows(await tutor.post("/api/users/links", {"student_ids": [ALICE]}), "links")
    assert str(alices["qr_svg"]).startswith("<svg")
    url = str(alices["url"])
    assert (await world.stranger().follow(url.removeprefix("http://deskside.test"))).status == 303
    foreign = await tutor.post("/api/users/links", {"student_ids": [user_id(ELSEWHERE, "alice")]})
    assert foreign.json["links"] == []
