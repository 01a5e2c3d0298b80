"""Whoever goes somewhere with a browser reads words in their language, whatever goes wrong; programs get problems."""

import re
from string import Formatter

import pytest
from starlette.datastructures import Headers

from deskside.domain.errors import DomainError
from deskside.http.error_pages import error_page
from deskside.http.errors import STATUSES, problem
from deskside.http.security import Gate
from deskside.http.words import BY_STATUS, DE, EN, about, language_of
from deskside.ports.storage import StorageUnavailable
from tests.http.browser import Answer, Browser
from tests.http.world import World

KINDS = [
    *((status, code) for code, status in STATUSES.items()),
    (400, "invalid"),
    (403, "cross_site"),
    (405, "method_not_allowed"),
    (410, "link_gone"),
    (413, "too_large"),
    (418, "never-heard-of"),
    (429, "rate_limited"),
    (500, "internal"),
    (503, "busy"),
    (503, "engine_unavailable"),
    (503, "not_built"),
    (503, "unavailable"),
    (503, "unhealthy"),
]
NAVIGATIONS = (
    {"sec-fetch-mode": "navigate", "accept": "text/html"},
    {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
)


async def refused(status: int, code: str, headers: dict[str, str]) -> Answer:
    """What a browser with these headers is answered when the application refuses."""
    answer = problem(status, code, "A detail for programs.", {"Retry-After": "12"} if status in (429, 503) else None)
    return await Browser(Gate(answer, url="http://deskside.test", docs_path=None)).get("/somewhere", headers)


@pytest.mark.parametrize(("status", "code"), KINDS)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("navigation", NAVIGATIONS)
async def test_a_navigation_that_fails_is_answered_with_words(
    status: int, code: str, language: str, navigation: dict[str, str]
) -> None:
    answer = await refused(status, code, {**navigation, "accept-language": f"fr, {language}-AT;q=0.9, en;q=0.1"})
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert int(answer.headers["content-length"]) == len(answer.body) < 8000
    words = {"en": EN, "de": DE}[language]
    key = about(status, code)
    assert f'<html lang="{language}">' in answer.text
    assert f"<h1>{words[key]}</h1>" in answer.text
    assert "prefers-color-scheme:dark" in answer.text
    assert not re.search(r"<script|src=|[{}]seconds", answer.text)
    assert f'<a href="/">{words["start"]}</a>' in answer.text
    assert ('http-equiv="refresh" content="12"' in answer.text) == (status in (429, 503))
    assert ("12 s" in answer.text) == (status in (429, 503))
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("status", "code"), KINDS)
@pytest.mark.parametrize(
    "headers",
    [{}, {"accept": "*/*"}, {"accept": "application/json"}, {"accept": "text/html", "sec-fetch-mode": "cors"}],
)
async def test_programs_keep_the_problem(status: int, code: str, headers: dict[str, str]) -> None:
    assert (await refused(status, code, headers)).code == code


async def test_real_errors_of_navigations_are_pages(world: World) -> None:
    browser = world.stranger()
    for target, status in (("/nothing", 404), ("/join/nothing", 410), ("/calendar/x.ics", 404), ("/api/me", 401)):
        answer = await browser.visit(target)
        assert (answer.status, answer.text[:15]) == (status, "<!doctype html>")
    world.storage.fail_next(StorageUnavailable("gone"))
    away = await browser.visit("/join/x")
    assert (away.status, away.headers["retry-after"]) == (503, "2")
    assert EN["unavailable"] in away.text
    sent = await browser.send("POST", "/join/x", headers={"sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"})
    assert (sent.status, EN["cross_site"] in sent.text) == (403, True)


async def test_a_page_that_is_no_error_passes_unchanged(world: World) -> None:
    assert "<title>Sign in" in (await world.stranger().visit("/login")).text
    german = await world.stranger().visit("/login", {"accept-language": "de"})
    assert '<html lang="de">' in german.text
    assert "<title>Anmelden" in german.text


@pytest.mark.parametrize(
    ("accepted", "chosen", "language"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", None, "de"),
        ("en-GB,de", None, "en"),
        ("fr", None, "en"),
        ("", None, "en"),
        ("en", "de", "de"),
        ("de", "klingon", "de"),
        ("DE", None, "de"),
        (";;,,;q=", None, "en"),
    ],
)
def test_what_was_chosen_by_hand_comes_first(accepted: str, chosen: str | None, language: str) -> None:
    cookies = {"deskside_language": chosen} if chosen else {}
    assert language_of(Headers({"accept-language": accepted}), cookies) == language


def test_both_languages_have_every_text_with_the_same_fields() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert EN.keys() == DE.keys()
    assert [key for key in EN if fields(EN[key]) != fields(DE[key])] == []
    assert [key for key in BY_STATUS.values() if f"{key}.text" not in EN] == []


def test_every_code_of_the_domain_has_a_status() -> None:
    """So that no expected error becomes an unexpected one."""

    def codes(kind: type[DomainError]) -> set[str]:
        return {kind.code}.union(*(codes(each) for each in kind.__subclasses__()))

    assert codes(DomainError) <= STATUSES.keys()


def test_waits_are_told_within_reason() -> None:
    assert 'content="2"' in error_page(Headers(), 503, "busy", 0)
    assert 'content="3600"' in error_page(Headers(), 429, "rate_limited", 10**9)
