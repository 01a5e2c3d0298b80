"""What goes wrong is a problem document; nothing reaches a browser that was not meant for it."""

import json
from collections.abc import Awaitable, Callable

import pytest
import structlog
from starlette.types import Message, Receive, Scope, Send

from deskside.http import not_loaded, too_old
from deskside.http.bodies import LARGER
from deskside.http.security import Gate, content_security_policy
from deskside.ports.media import EngineRefused, EngineUnavailable
from deskside.ports.storage import StorageUnavailable
from tests.http.browser import Browser
from tests.http.world import World

SESSIONS = "/api/academic/sessions"
NEW = {"title": "New", "scheduled_start": 1_760_000_000_000, "scheduled_end": 1_760_003_600_000}


async def test_unknown_addresses_are_problems(world: World) -> None:
    for path in ("/nothing", "/api/nothing", "/assets/nothing.js", "/api/me/", "//", "/api/users/%00/link"):
        answer = await world.stranger().get(path)
        assert (answer.status, answer.headers["content-type"]) in (
            (404, "application/problem+json"),
            (405, "application/problem+json"),
        )
    answer = await world.stranger().get("/nothing")
    assert answer.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address. Check the link.",
        "code": "not_found",
    }


async def test_a_wrong_method_is_told_every_right_one(world: World) -> None:
    for path, allow in (
        ("/api/users", "GET, HEAD, POST"),
        ("/api/users/someone/link", "DELETE, POST"),
        ("/join/secret", "GET, HEAD, POST"),
        ("/login", "GET, HEAD"),
    ):
        answer = await world.stranger().send("PUT", path)
        assert (answer.status, answer.code, answer.headers["allow"]) == (405, "method_not_allowed", allow)


async def test_head_is_get_without_a_body(world: World) -> None:
    for path in ("/login", "/api/health", "/assets/ui-1.js", "/nothing"):
        head, get = await world.stranger().send("HEAD", path), await world.stranger().get(path)
        assert (head.status, head.body) == (get.status, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


async def test_bodies_are_limited(world: World) -> None:
    tutor = await world.browser("tutor")
    for length in ({}, {"content-length": "10"}):
        answer = await tutor.send(
            "POST", "/api/exercises", body=b'{"title": "' + b"x" * LARGER["/api/exercises"] + b'"}', headers=length
        )
        assert (answer.status, answer.code) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 30_000,
        b'{"title": ' + b"9" * 6000 + b"}",
        b'{"title": "\\ud800"}',
        b'{"title": "x", "content": "y", "\\ud800": 1}',
        b'{"title": "a\\u0000b", "content": "y"}',
        b'{"title": "line\\nbreak", "content": "y"}',
        b'{"title": "x", "content": "y\\u0000"}',
        b'{"title": "x", "content": "y", "center_id": "elsewhere"}',
        b'{"title": NaN, "content": Infinity}',
    ],
)
async def test_nonsense_is_refused_without_being_repeated(world: World, body: bytes) -> None:
    tutor = await world.browser("tutor")
    answer = await tutor.send("POST", "/api/exercises", body=body)
    assert (answer.status, answer.code) in ((422, "invalid"), (400, "invalid"))
    assert len(answer.body) < 1000


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"title": ""}, "title: String should have at least 1 character."),
        ({"title": 5}, "title: Input should be a valid string."),
        ({"student_ids": ["a b"]}, "student_ids.0: String should match pattern '^[A-Za-z0-9_-]{1,64}$'."),
        ({"scheduled_start": 10**30}, "scheduled_start: Input should be less than or equal to 253402300799999."),
        ({"scheduled_end": 0}, "A session ends after it starts, and within twelve hours."),
        ({"status": "LIVE"}, "status: Extra inputs are not permitted."),
    ],
)
async def test_a_refusal_says_which_field_is_wrong(world: World, change: dict[str, object], detail: str) -> None:
    tutor = await world.browser("tutor")
    answer = await tutor.post(f"{SESSIONS}/create", {**NEW, **change})
    assert (answer.status, answer.json["detail"]) == (422, detail)


async def test_a_dead_engine_is_said_and_when_to_try_again(world: World) -> None:
    tutor = await world.browser("tutor")
    world.engine.fail_next(EngineUnavailable("gone"))
    answer = await tutor.get("/api/sessions/here-session/video/token")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "engine_unavailable", "2")
    world.engine.fail_next(EngineRefused("Rooms have at most 3 people."))
    refused = await tutor.get("/api/sessions/here-session/video/token")
    assert (refused.status, refused.json["detail"]) == (422, "Rooms have at most 3 people.")


async def test_a_database_that_is_away_is_said_and_when_to_try_again(world: World) -> None:
    tutor = await world.browser("tutor")
    world.storage.fail_next(StorageUnavailable("gone"))
    answer = await tutor.get("/api/me")
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "unavailable", "2")
    assert (await tutor.get("/api/me")).status == 200


async def test_health_says_what_is_wrong(world: World) -> None:
    assert (await world.stranger().get("/api/health")).json == {"status": "ok"}
    world.engine.lose()
    world.clock.pass_ms(1_000)
    answer = await world.stranger().get("/api/health")
    assert (answer.status, answer.json["detail"]) == (503, "The media engine does not answer; it is being restarted.")


async def test_every_answer_carries_the_security_headers(world: World) -> None:
    for path in ("/login", "/api/me", "/nothing", "/assets/ui-1.js", "/join/nothing"):
        headers = (await world.stranger().get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["permissions-policy"].startswith("camera=(self), microphone=(self), display-capture=(self)")
        policy = f"script-src 'self' 'wasm-unsafe-eval' {too_old.SOURCE} {not_loaded.SOURCE};"
        assert policy in headers["content-security-policy"]
        assert "connect-src 'self' ws://deskside.test;" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
        assert headers["cache-control"] == ("no-store" if "ui-1" not in path else "public, max-age=31536000, immutable")


@pytest.mark.parametrize("host", ["evil.test; script-src *", "a b", "", "x\r\ny", "a,b", "[::1", "h:123456"])
def test_a_strange_host_cannot_write_the_policy(host: str) -> None:
    assert "connect-src 'self';" in content_security_policy(host, secure=True)


@pytest.mark.parametrize("host", ["localhost:8000", "192.0.2.1", "192.0.2.1:8443", "a-b.example.org"])
def test_the_socket_of_a_real_host_is_allowed(host: str) -> None:
    assert f"connect-src 'self' wss://{host};" in content_security_policy(host, secure=True)


def test_a_policy_names_no_address_of_ipv6() -> None:
    """It has no words for one (CSP 3, host-source): Chromium complained on each page; 'self' is enough for it."""
    assert "connect-src 'self';" in content_security_policy("[2001:db8::1]:8443", secure=True)


def _failing(after: list[Message]) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for message in after:
            await send(message)
        raise RuntimeError("secret inside")

    return app


async def test_what_fails_unexpectedly_is_logged_and_not_told() -> None:
    with structlog.testing.capture_logs() as logs:
        answer = await Browser(Gate(_failing([]), url="http://deskside.test", docs_path=None)).get("/join/secret")
    assert (answer.status, answer.code) == (500, "internal")
    assert "secret" not in answer.text
    assert [log["event"] for log in logs] == ["unhandled", "request"]
    assert "/join/secret" not in json.dumps(logs, default=str)


async def test_a_failure_in_the_middle_of_an_answer_ends_it() -> None:
    begun: list[Message] = [{"type": "http.response.start", "status": 200, "headers": []}]
    answer = await Browser(Gate(_failing(begun), url="http://deskside.test", docs_path=None)).get("/")
    assert (answer.status, answer.body) == (200, b"")


async def test_the_log_has_no_secret_of_a_path(world: World) -> None:
    with structlog.testing.capture_logs() as logs:
        await world.browser("alice")
        await world.stranger().get("/join/a-secret-of-somebody")
    assert any(log.get("route") == "/join/{written:path}" for log in logs)
    assert "secret-" not in json.dumps(logs)
