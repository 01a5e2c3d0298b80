"""A GET changes nothing: neither what is stored, nor the cookies of the browser (RFC 9110 section 9.2.1). It takes no
turn of what writes either: however long it reads, no act waits for it."""

import re

import pytest
from fastapi.routing import APIRoute

from deskside.domain.ids import Millis
from deskside.http.app import ROUTERS
from tests.http.world import HERE, World

PEOPLE = ("stranger", "tutor", "other-tutor", "admin", "alice", "bob")
GRANTING = frozenset({"/api/sessions/{session_id}/video/token"})
"""Answers with the join grant (product/plan.md has it as GET): a row that expires, and no act."""
GRANTING_PAGES = frozenset(
    {"/dashboard/tutor/sessions/{session_id}/live", "/dashboard/student/sessions/{session_id}/video"}
)

TRYING = frozenset({"/api/health"})
"""Tries whether the database takes something."""


def gets() -> list[str]:
    """The path of every GET route that the application has."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return sorted(route.path for route in routes if "GET" in (route.methods or ()))


async def _ids(world: World) -> dict[str, str]:
    alice = await world.user(HERE, "tutor")
    link = await world.services.links.issue_link(alice, Millis(60_000), single_use=True)
    browser = await world.browser("alice")
    calendar = str((await browser.post("/api/calendar")).json["url"])
    return {
        "written:path": link.secret,
        "secret": calendar.rsplit("/", 1)[1].removesuffix(".ics"),
        "session_id": "here-session",
        "student_id": "here-alice",
        "user_id": "here-alice",
        "exercise_id": "here-ex",
        "board": "here-alice",
        "number": "1",
        "name:path": "ui-1.js",
        "center_id": HERE,
    }


@pytest.mark.parametrize("path", gets())
async def test_a_get_changes_nothing(world: World, path: str) -> None:
    ids = await _ids(world)
    target = re.sub(r"\{([^}]+)\}", lambda found: ids.get(found[1], "x"), path)
    browsers = [world.stranger() if name == "stranger" else await world.browser(name) for name in PEOPLE]
    granting = path in GRANTING | GRANTING_PAGES
    before, turns = world.storage.kept(grants=not granting), world.storage.turns
    for browser in browsers:
        cookies = dict(browser.cookies)
        for method in ("GET", "HEAD"):
            for mode in ("navigate", "no-cors", "cors"):
                headers = {"sec-fetch-mode": mode, "sec-fetch-site": "cross-site", "sec-purpose": "prefetch"}
                answer = await browser.send(method, target, headers=headers)
                assert answer.status < 500, f"{path} {answer.status}"
                assert answer.set_cookies == (), path
        assert browser.cookies == cookies
    assert world.storage.kept(grants=not granting) == before
    assert granting or path in TRYING or world.storage.turns == turns
