"""Thousands of hostile requests, whoever asks: each gets an answer that is no fault of ours, and at once."""

import time
from dataclasses import fields
from itertools import chain
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from deskside.domain.limits import each
from deskside.http.limits import Limits
from tests.hostile.requests import Api, Asked, killers, requests
from tests.http.browser import Browser
from tests.http.world import HERE, World, build_client, config, session_id, user_id

COUNT = 2_500
SLOW_SECONDS = 2.0
"""Of the processor, for one request: a pattern that explodes takes far longer, a busy machine does not count."""
NEVER = each(1_000_000_000, 1)
UNLIMITED = Limits(*[NEVER] * len(fields(Limits)))
PEOPLE: list[str] = [user_id(HERE, name) for name in ("alice", "bob", "other-tutor")]
IDS: dict[str, list[str]] = {
    "session_id": [session_id(HERE)],
    "student_id": PEOPLE[:2],
    "user_id": PEOPLE,
    "board": [PEOPLE[0], "table"],
    "exercise_id": [f"{HERE}-ex"],
    "number": ["1"],
    "": ["none"],
}


async def _ask(client: httpx.AsyncClient, browser: Browser, asked: Asked) -> int:
    """The status. Whoever asks is signed in, and the request is their own page's but for what it says."""
    headers = {"content-type": asked.kind, "sec-fetch-site": "same-origin", "x-csrf-token": browser.csrf}
    headers["cookie"] = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    sent = httpx.Headers(headers | dict(asked.headers), encoding="latin-1")
    answer = await client.request(asked.method, asked.path, content=asked.content, headers=sent)
    return answer.status_code


@pytest.mark.parametrize("who", ["admin", "tutor", "alice", None])
async def test_hostile_requests_are_no_fault_of_ours_and_cost_little(tmp_path: Path, who: str | None) -> None:
    world = await World(config(build_client(tmp_path / "web"), limits=UNLIMITED)).settle()
    api = Api(world.app.openapi(), IDS)
    transport = httpx.ASGITransport(world.app, raise_app_exceptions=False)
    browser = world.stranger()
    async with httpx.AsyncClient(transport=transport, base_url="http://deskside.test") as client:
        for asked in chain(killers(), requests(api, seed=7, count=COUNT // 4)):
            if who and not browser.cookies.get("deskside_session"):
                browser = await world.browser(who)
            began = time.process_time()
            with capture_logs() as logs:
                status = await _ask(client, browser, asked)
            spent = time.process_time() - began
            if status == 401 or "logins" in asked.operation or "logout" in asked.operation:
                browser = world.stranger()  # it ended its own sign-in
            assert status < 500, (status, asked.operation, asked.path[:300], (asked.content or b"")[:300], logs)
            assert spent < SLOW_SECONDS, (spent, asked.operation, asked.path[:300], (asked.content or b"")[:300])
