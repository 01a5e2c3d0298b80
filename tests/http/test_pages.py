"""Pages as they arrive before any script runs, and the files of the built client."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from deskside.domain.ids import Millis, PageId
from deskside.http import not_loaded, too_old
from deskside.http.app import build
from deskside.http.client import accepts
from deskside.http.pages import is_local
from deskside.http.shell import as_script_data
from deskside.ports.media import EngineUnavailable
from deskside.wire.shapes import JsonObject
from tests.http.browser import Answer, Browser
from tests.http.world import ELSEWHERE, HERE, World

LIVE = "/dashboard/tutor/sessions/here-session/live"
VIDEO = "/dashboard/student/sessions/here-session/video"
PAGES = ("/dashboard/tutor", "/dashboard/student", LIVE, VIDEO)


def boot_of(answer: Answer) -> JsonObject:
    """The data in a page."""
    found = re.search(r'<script type="application/json" id="boot">(.*?)</script>', answer.text)
    assert found is not None
    boot: JsonObject = json.loads(found.group(1))
    return boot


async def test_a_students_page_brings_everything_that_its_script_needs_first(world: World) -> None:
    alice = await world.browser("alice")
    answer = await alice.get(VIDEO)
    boot = boot_of(answer)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert boot["csrf"] == alice.csrf
    assert boot["user"] == (await alice.get("/api/me")).json["user"]
    assert boot["session"] == (await alice.get("/api/academic/sessions")).json["sessions"][0]  # type: ignore[index]
    fresh = (await alice.get("/api/sessions/here-session/video/token")).json
    admission = boot["admission"]
    assert isinstance(admission, dict)
    assert {**admission, "token": ""} == {**fresh, "token": ""}
    actor, _ = await world.services.attendance.identify(str(admission["token"]), PageId("page"))
    assert actor.user_id == "here-alice"


async def test_a_page_shows_something_before_any_script(world: World) -> None:
    text = (await (await world.browser("alice")).get(VIDEO)).text
    assert "<h1>Math &lt;Class&gt;</h1><p>Alice · with Tutor</p>" in text
    assert "<style>" in text
    assert ".ui{color:blue}.student{color:red}</style>" in text
    assert '<link rel="modulepreload" href="/assets/ui-1.js">' in text
    assert '<script type="module" src="/assets/student-1.js"></script>' in text
    first, second, *scripts = re.findall(r"<script.*?</script>", text, re.DOTALL)
    assert (first, second) == (f"<script>{too_old.SCRIPT}</script>", f"<script>{not_loaded.SCRIPT}</script>")
    assert all(" src=" in script or 'type="application/json"' in script for script in scripts)
    assert not re.search(r"\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize(("name", "path"), [("tutor", LIVE), ("admin", LIVE)])
async def test_the_control_center_is_for_its_tutor_and_for_admins(world: World, name: str, path: str) -> None:
    answer = await (await world.browser(name)).get(path)
    admission = boot_of(answer)["admission"]
    assert "/assets/tutor-1.js" in answer.text
    assert isinstance(admission, dict)
    assert admission["part"] == ("tutor" if name == "tutor" else "observer")


@pytest.mark.parametrize("path", PAGES)
async def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(world: World, path: str) -> None:
    answer = await world.stranger().get(path)
    assert (answer.status, answer.headers["location"]) == (303, f"/login?next={path}")
    login = await world.stranger().get(answer.headers["location"])
    assert boot_of(login) == {"next": path}


@pytest.mark.parametrize(
    ("name", "path", "goes_to"),
    [
        ("tutor", "/", "/dashboard/tutor"),
        ("alice", "/", "/dashboard/student"),
        ("alice", "/dashboard/tutor", "/dashboard/student"),
        ("admin", "/", "/dashboard/center"),
        ("admin", "/dashboard/student", "/dashboard/center"),
        ("admin", "/dashboard/tutor", "/dashboard/center"),
        ("tutor", "/dashboard/center/people", "/dashboard/tutor"),
        ("alice", "/dashboard/center", "/dashboard/student"),
        ("alice", LIVE, VIDEO),
        ("tutor", VIDEO, LIVE),
        ("tutor", f"/login?next={quote(LIVE)}", LIVE),
        ("tutor", "/login?next=//evil.test", "/"),
    ],
)
async def test_everybody_is_led_to_their_own_page(world: World, name: str, path: str, goes_to: str) -> None:
    answer = await (await world.browser(name)).get(path)
    assert (answer.status, answer.headers["location"]) == (303, goes_to)


async def test_home_lists_ones_sessions(world: World) -> None:
    for name, path in (("tutor", "/dashboard/tutor"), ("alice", "/dashboard/student")):
        boot = boot_of(await (await world.browser(name)).get(path))
        assert [session["id"] for session in boot["sessions"]] == ["here-session"]  # type: ignore[index,union-attr,call-overload]
    assert boot_of(await (await world.browser("bob")).get("/dashboard/student"))["sessions"] == []


@pytest.mark.parametrize("part", ["", "/sessions", "/people", "/links", "/settings"])
async def test_each_part_of_the_center_has_an_address_for_its_admins(world: World, part: str) -> None:
    answer = await (await world.browser("admin")).get(f"/dashboard/center{part}")
    assert "/assets/center-1.js" in answer.text
    center = {
        "name": "Center here",
        "tutor_text": True,
        "open_table": False,
        "auto_record": True,
        "students_replay": False,
        "end_after_minutes": 15,
    }
    assert boot_of(answer)["center"] == center
    stranger = await world.stranger().get(f"/dashboard/center{part}")
    assert stranger.headers["location"] == f"/login?next=/dashboard/center{part}"


async def test_a_page_of_somebody_elses_session_looks_like_none(world: World) -> None:
    missing = await (await world.browser("tutor")).visit(LIVE.replace("here-session", "no-such-session"))
    assert (missing.status, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
    for name, center, path in (
        ("bob", HERE, VIDEO),
        ("other-tutor", HERE, LIVE),
        ("tutor", ELSEWHERE, LIVE),
        ("admin", ELSEWHERE, LIVE),
        ("alice", ELSEWHERE, VIDEO),
    ):
        foreign = await (await world.browser(name, center)).visit(path)
        assert (foreign.status, foreign.body) == (404, missing.body)
    for strange in ("%00", "a%20b", "x" * 300):
        assert (await (await world.browser("tutor")).get(LIVE.replace("here-session", strange))).status == 404


async def test_a_page_comes_even_when_nobody_can_be_admitted_now(world: World) -> None:
    tutor = await world.browser("tutor")
    world.engine.fail_next(EngineUnavailable("gone"))
    boot = boot_of(await tutor.get(LIVE))
    assert boot["admission"] is None
    assert boot["session"]["title"] == "Math <Class>"  # type: ignore[index,call-overload]


async def test_a_reload_too_often_still_draws_the_page(world: World) -> None:
    tutor = await world.browser("tutor")
    boots = [boot_of(await tutor.get(LIVE))["admission"] is None for _ in range(11)]
    assert boots == [False] * 10 + [True]


@pytest.mark.parametrize(
    "target", ["//evil.test", "/\\evil.test", "https://evil.test", "x", "", "/a\nb", "/" + "a" * 500]
)
def test_only_paths_of_this_site_are_followed(target: str) -> None:
    assert not is_local(target)
    assert is_local(LIVE)


def test_data_cannot_leave_its_element() -> None:
    value: JsonObject = {"title": "</script><script>alert(1)</script><!--&"}
    written = as_script_data(value)
    assert not set("<>&") & set(written)
    assert json.loads(written) == value


async def test_without_a_built_client_the_page_says_what_to_do(world: World, tmp_path: Path) -> None:
    bare = Browser(build(world.services, replace(world.config, web_dir=tmp_path / "nothing")))
    answer = await bare.visit("/login")
    assert answer.status == 503
    assert "make run" in answer.text


async def test_pages_are_compressed_for_whoever_takes_it(world: World) -> None:
    alice = await world.browser("alice")
    answer = await alice.get(VIDEO, {"accept-encoding": "br, gzip"})
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert b"Alice" in gzip.decompress(answer.body)


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("gzip, deflate, br", "br", b"ui, br"),
        ("gzip", "gzip", b"ui, gz"),
        ("br;q=0, gzip;q=0.5", "gzip", b"ui, gz"),
        ("", None, b"// ui, plain"),
    ],
)
async def test_assets_come_as_they_were_compressed_when_built(
    world: World, accepted: str, encoding: str | None, body: bytes
) -> None:
    answer = await world.stranger().get("/assets/ui-1.js", {"accept-encoding": accepted})
    assert (answer.status, answer.headers.get("content-encoding"), answer.body) == (200, encoding, body)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name", ["../manifest.json", "..%2fmanifest.json", ".hidden", "%00", "a" * 300, "/etc/passwd", ""]
)
async def test_nothing_but_assets_is_served(world: World, name: str) -> None:
    (world.config.web_dir / "assets" / ".hidden").write_text("hidden")
    answer = await world.stranger().get(f"/assets/{name}")
    assert (answer.status, answer.code) == (404, "not_found")


def test_a_refused_coding_is_not_used() -> None:
    assert accepts("gzip;q=1.0, br", "br")
    assert not accepts("gzip;q=0", "gzip")
    assert not accepts("x-gzip", "gzip")


async def test_a_link_leads_to_the_session_it_was_made_for(world: World) -> None:
    alice = await world.user(HERE, "alice")
    link = await world.services.links.issue_link(alice, Millis(1000), single_use=False, path=VIDEO)
    assert (await world.stranger().follow(f"/join/{link.secret}")).headers["location"] == VIDEO
