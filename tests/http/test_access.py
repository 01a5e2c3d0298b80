"""Who may call what: every operation of the API for everybody (OWASP API1 and API5)."""

import pytest

from deskside.http.app import build
from tests.http.browser import Answer, Browser
from tests.http.managing import ALICE, MANAGING, SESSION, TIMES, Operation
from tests.http.recorded_paths import RECORDED
from tests.http.world import ELSEWHERE, HERE, PASSWORD, World, user_id

EVERYBODY = (
    "nobody",
    "alice",
    "bob",
    "tutor",
    "other-tutor",
    "admin",
    "alice of elsewhere",
    "tutor of elsewhere",
    "admin of elsewhere",
)


_LINES = {"based_on": 1, "lines": [{"line": 0, "text": "x"}]}
_CHOSEN = {"exercise_ids": ["here-ex"]}
_NEW_SESSION = {"title": "New", **TIMES}

_TEXTS = {"en": {"asked": "May we?", "privacy": "# What"}, "de": {"asked": "Darf man?", "privacy": "# Was"}, "after": 1}
_REPEAT = {"weekdays": ["TU", "TH"], "time_zone": "Europe/Berlin", "count": 3}
_SWITCHES = ("tutor_text", "open_table", "auto_record", "students_replay")
CENTER = {"name": "New", "end_after_minutes": 20, **dict.fromkeys(_SWITCHES, True)}
ADMINS = (401, 403, 403, 403, 403, 200, 403, 403, 200)

MATRIX: list[tuple[Operation, tuple[int, ...]]] = [
    # nobody, alice, bob, tutor, other tutor, admin; elsewhere: alice, tutor, admin
    (("GET", "/api/me", None), (401, 200, 200, 200, 200, 200, 200, 200, 200)),
    (("GET", "/api/health", None), (200, 200, 200, 200, 200, 200, 200, 200, 200)),
    (("POST", "/api/auth/login", {"email": "no@body.test", "password": "x"}), (401,) * 9),
    (("POST", "/api/auth/logout", None), (204,) * 9),
    (("GET", "/api/users", None), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("POST", "/api/users", {"role": "STUDENT", "name": "Eve"}), (401, 403, 403, 403, 403, 201, 403, 403, 201)),
    (("DELETE", "/api/users/{user_id}", None), (401, 403, 403, 403, 403, 204, 403, 403, 404)),
    (("GET", "/api/users/disabled", None), ADMINS),
    (
        ("PUT", "/api/users/{user_id}", {"role": "STUDENT", "name": "Alice B."}),
        (401, 403, 403, 403, 403, 200, 403, 403, 404),
    ),
    (("POST", "/api/users/{user_id}/enable", None), (401, 403, 403, 403, 403, 200, 403, 403, 404)),
    (("POST", "/api/users/{user_id}/password-link", None), (401, *(403,) * 7, 404)),
    (("POST", "/api/users/{user_id}/link", None), (401, 403, 403, 201, 403, 201, 403, 404, 404)),
    (("DELETE", "/api/users/{user_id}/link", None), (401, 403, 403, 204, 403, 204, 403, 404, 404)),
    (("GET", "/api/me/logins", None), (401, *(200,) * 8)),
    (("DELETE", "/api/me/logins", None), (401, *(204,) * 8)),
    (("DELETE", "/api/me/logins/{login_id}", None), (401, *(404,) * 8)),
    (("GET", "/api/users/{user_id}/logins", None), (401, 200, 403, 200, 403, 200, 404, 404, 404)),
    (("DELETE", "/api/users/{user_id}/logins", None), (401, 204, 403, 204, 403, 204, 404, 404, 404)),
    (("DELETE", "/api/users/{user_id}/logins/{login_id}", None), (401, 404, 403, 404, 403, 404, 404, 404, 404)),
    (("POST", "/api/people/{user_id}/export", None), (401, *(403,) * 4, 202, 403, 403, 404)),
    (("GET", "/api/people/{user_id}/exports", None), (401, *(403,) * 4, 200, 403, 403, 404)),
    (("POST", "/api/people/{user_id}/erase", {"name": "x"}), (401, *(403,) * 4, 422, 403, 403, 404)),
    (("GET", "/api/people/{user_id}/erasure", None), (401, *(403,) * 4, 404, 403, 403, 404)),
    (("GET", "/api/exercises", None), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("POST", "/api/exercises", {"title": "E", "content": "1+1"}), (401, 403, 403, 201, 201, 201, 403, 201, 201)),
    (("POST", "/api/exercises/import", b"---\ntitle: E\n---\n1+1"), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("GET", "/api/exercises/export", None), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("GET", "/api/exercises/{exercise_id}/file", None), (401, 403, 403, 200, 200, 200, 403, 404, 404)),
    (("DELETE", "/api/exercises/{exercise_id}", None), (401, 403, 403, 204, 204, 204, 403, 404, 404)),
    (("GET", "/api/exercises/archive", None), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("POST", "/api/exercises/archive", _CHOSEN), (401, 403, 403, 204, 204, 204, 403, 404, 404)),
    (("POST", "/api/exercises/restore", _CHOSEN), (401, 403, 403, 204, 204, 204, 403, 404, 404)),
    (("POST", "/api/exercises/export", _CHOSEN), (401, 403, 403, 200, 200, 200, 403, 404, 404)),
    (("GET", "/api/exercises/{exercise_id}/sheet", None), (401, 403, 403, 200, 200, 200, 403, 404, 404)),
    (
        ("POST", "/api/exercises/{exercise_id}/try", {"item_id": "1", "value": "2"}),
        (401, 403, 403, 404, 404, 404, 403, 404, 404),  # it has no items
    ),
    (("GET", "/api/sessions/{session_id}/lanes/{student_id}/exercise", None), (401, *(404,) * 4, 403, *(404,) * 3)),
    (("POST", "/api/users/import", {"csv": "name,role\nEve,student", "preview": True}), ADMINS),
    (("POST", "/api/users/import", {"csv": "name,role\nEve,student", "preview": False}), ADMINS),
    (("POST", "/api/users/links", {}), (401, 403, 403, 201, 201, 201, 403, 201, 201)),
    (
        ("PUT", "/api/me/password", {"current": PASSWORD, "password": "another password"}),
        (401, 403, 403, 204, 204, 204, 403, 204, 204),
    ),
    (("GET", "/api/center", None), (401, 200, 200, 200, 200, 200, 200, 200, 200)),
    (("PUT", "/api/center", CENTER), ADMINS),
    (("GET", "/api/center/floor", None), ADMINS),
    *RECORDED,
    (("GET", "/api/consent", None), (401, *(200,) * 8)),
    (("GET", "/api/users/{user_id}/consents", None), (401, 403, 403, 200, 403, 200, 403, 404, 404)),
    (("POST", "/api/users/{user_id}/guardian-link", None), (401, 403, 403, 201, 403, 201, 403, 404, 404)),
    (("DELETE", "/api/users/{user_id}/guardian-link", None), (401, 403, 403, 204, 403, 204, 403, 404, 404)),
    (("GET", "/api/center/consent", None), ADMINS),
    (("PUT", "/api/center/consent", {"consent_from": "guardian"}), ADMINS),
    (("POST", "/api/center/consent/texts", _TEXTS), (401, 403, 403, 403, 403, 201, 403, 403, 201)),
    (("POST", "/api/center/consent/preview", {"text": "# What"}), ADMINS),
    (("GET", "/api/calendar", None), (401, 200, 200, 200, 200, 200, 200, 200, 200)),
    (("POST", "/api/calendar", None), (401, 201, 201, 201, 201, 201, 201, 201, 201)),
    (("DELETE", "/api/calendar", None), (401, 204, 204, 204, 204, 204, 204, 204, 204)),
    (("GET", "/calendar/{secret}.ics", None), (404,) * 9),
    (
        ("POST", "/api/academic/sessions/series", {**_NEW_SESSION, "student_ids": [ALICE], "repeat": _REPEAT}),
        (401, 403, 403, 201, 201, 404, 403, 404, 404),
    ),
    (("GET", "/api/academic/sessions", None), (401, 200, 200, 200, 200, 200, 200, 200, 200)),
    (
        ("POST", "/api/academic/sessions/create", {**_NEW_SESSION, "tutor_id": user_id(HERE, "tutor")}),
        (401, 403, 403, 201, 403, 201, 403, 403, 404),
    ),
    (
        ("POST", "/api/academic/sessions/create", {**_NEW_SESSION, "student_ids": [ALICE]}),
        (401, 403, 403, 201, 201, 404, 403, 404, 404),
    ),
    (("GET", "/api/academic/sessions/{session_id}", None), (401, 200, 404, 200, 404, 200, 404, 404, 404)),
    (("POST", "/api/sessions/{session_id}/video/create", None), (401, 403, 404, 200, 404, 200, 404, 404, 404)),
    (
        ("POST", "/api/sessions/{session_id}/video/recording/start", None),
        (401, 403, 404, 409, 404, 409, 404, 404, 404),
    ),
    (
        ("POST", "/api/sessions/{session_id}/video/recording/stop", None),
        (401, 403, 404, 200, 404, 200, 404, 404, 404),
    ),
    (("GET", "/api/sessions/{session_id}/video/token", None), (401, 200, 404, 200, 404, 200, 404, 404, 404)),
    (
        ("GET", "/api/sessions/{session_id}/students/{student_id}/details", None),
        (401, 403, 404, 200, 404, 403, 404, 404, 404),
    ),
    (
        ("PUT", "/api/sessions/{session_id}/students/{student_id}/notes", {"text": "Careful with signs."}),
        (401, 403, 404, 204, 404, 204, 404, 404, 404),
    ),
    (
        ("GET", "/api/sessions/{session_id}/boards/{board}/revisions/{number}", None),
        (401, *(404,) * 4, 403, *(404,) * 3),
    ),
    (("GET", "/api/sessions/{session_id}/transcript", None), (401, 404, 404, 200, 404, 403, 404, 404, 404)),
    (("GET", "/api/sessions/{session_id}/transcript.{form}", None), (401, 404, 404, 200, 404, 403, 404, 404, 404)),
    (
        ("PUT", "/api/sessions/{session_id}/transcript/{recording_id}", _LINES),
        (401, *(404,) * 4, 403, *(404,) * 3),
    ),
    (("GET", "/api/transcripts/search?q=half", None), (401, 403, 403, 200, 200, 200, 403, 200, 200)),
    (("POST", "/api/diagnosis", None), (401, *(201,) * 8)),
    (("POST", "/api/diagnosis/{test_id}/publish", {"offer": "v=0"}), (401, *(404,) * 8)),
    (("POST", "/api/diagnosis/{test_id}/subscribe", None), (401, *(404,) * 8)),
    (("POST", "/api/diagnosis/{test_id}/answer", {"answer": "v=0"}), (401, *(404,) * 8)),
    (("DELETE", "/api/diagnosis/{test_id}", None), (401, *(204,) * 8)),
    *MANAGING,
]


def _name(operation: Operation) -> str:
    method, path, body = operation
    return f"{method} {path}" + (f" {body.get('action', '')}" if isinstance(body, dict) else "")


async def _browser_of(world: World, who: str) -> Browser:
    if who == "nobody":
        return world.stranger()
    name, _, elsewhere = who.partition(" of ")
    return await world.browser(name, ELSEWHERE if elsewhere else HERE)


async def _call(browser: Browser, operation: Operation, session: str = SESSION, user: str = ALICE) -> Answer:
    method, path, body = operation
    return await browser.send(
        method,
        path.format(
            session_id=session,
            user_id=user,
            student_id=user,
            exercise_id="here-ex",
            secret="unknown",
            link="unknown",
            test_id="unknown",
            form="txt",
            login_id="unknown",
            job_id=4711,
            export_id="unknown",
            recording_id="unknown",
            board=user,
            number=1,
        ),
        body=body,
    )


@pytest.mark.parametrize(("operation", "expected"), MATRIX, ids=[_name(operation) for operation, _ in MATRIX])
async def test_everybody_gets_exactly_what_is_theirs(
    world: World, operation: Operation, expected: tuple[int, ...]
) -> None:
    """Whoever may act does so in a world of their own, so that one's act is not another's refusal."""
    got = {}
    for who, status in zip(EVERYBODY, expected, strict=True):
        shared = status in (401, 403, 404) and operation[1] != "/api/auth/login"  # attempts there are counted
        somewhere = world if shared else await World(world.config).settle()
        got[who] = (await _call(await _browser_of(somewhere, who), operation)).status
    assert got == dict(zip(EVERYBODY, expected, strict=True))


def test_no_operation_is_missing_in_the_matrix(world: World) -> None:
    paths = build(world.services, world.config).openapi()["paths"]
    described = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert described == {(method, path.partition("?")[0]) for (method, path, _), _ in MATRIX}


@pytest.mark.parametrize("who", ["tutor of elsewhere", "admin of elsewhere", "alice of elsewhere", "bob"])
async def test_a_foreign_session_looks_exactly_like_a_missing_one(world: World, who: str) -> None:
    browser = await _browser_of(world, who)
    for operation, _ in MATRIX:
        if "{session_id}" in operation[1]:
            foreign = await _call(browser, operation)
            missing = await _call(browser, operation, session="no-such-session")
            assert (foreign.status, foreign.body) == (missing.status, missing.body)
        elif isinstance(operation[2], dict) and operation[2].get("action") not in (None, "enroll"):
            method, path, body = operation
            assert isinstance(body, dict)
            foreign = await _call(browser, operation)
            missing = await _call(browser, (method, path, {**body, "session_id": "no-such-session"}))
            assert (foreign.status, foreign.body) == (missing.status, missing.body)


async def test_a_foreign_person_looks_exactly_like_a_missing_one(world: World) -> None:
    browser = await world.browser("admin", ELSEWHERE)
    for operation in (("DELETE", "/api/users/{user_id}", None), ("POST", "/api/users/{user_id}/link", None)):
        foreign = await _call(browser, operation)
        missing = await _call(browser, operation, user="no-such-person")
        assert (foreign.status, foreign.body) == (missing.status, missing.body) == (404, missing.body)
