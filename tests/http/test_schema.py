"""Whatever is sent to whichever operation of the API: an answer that its description knows, and never a 500."""

import asyncio
from dataclasses import fields
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deskside.domain.limits import each
from deskside.http.limits import Limits
from tests.http.browser import Browser
from tests.http.world import HERE, World, config

NEVER = each(1_000_000_000, 1)
UNLIMITED = Limits(*[NEVER] * len(fields(Limits)))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


async def _admins_headers(world: World) -> dict[str, str]:
    browser: Browser = await (await world.settle()).browser("admin")
    assert browser.csrf
    return {"cookie": f"deskside_session={browser.cookies['deskside_session']}", "x-csrf-token": browser.csrf}


_WORLD = World(config(Path("nowhere"), limits=UNLIMITED))
_HEADERS = asyncio.run(_admins_headers(_WORLD))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", _WORLD.app)


@pytest.mark.slow
@schema.exclude(path=["/api/auth/logout", "/api/me/logins"]).parametrize()
@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_a_described_one(case: Case) -> None:  # type: ignore[type-arg]
    """Asked by an admin, who gets furthest."""
    case.call_and_validate(checks=CHECKS, headers=_HEADERS)


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_strangers_get_a_described_refusal(case: Case) -> None:  # type: ignore[type-arg]
    """Asked by nobody: refused, but for what is open to all."""
    response = case.call_and_validate(checks=CHECKS)
    if case.operation.path not in ("/api/health", "/api/auth/logout"):
        assert 400 <= response.status_code < 500


def test_the_admin_of_these_tests_is_signed_in() -> None:
    browser = Browser(_WORLD.app, cookies={"deskside_session": _HEADERS["cookie"].partition("=")[2]})
    user = asyncio.run(browser.get("/api/me")).json["user"]
    assert isinstance(user, dict)
    assert (user["id"], user["role"], user["center_id"]) == (f"{HERE}-admin", "CENTER_ADMIN", HERE)  # names are fuzzed
