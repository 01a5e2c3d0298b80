"""A server for each module, and people who come when a test asks for them."""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, async_playwright, expect

from e2e.lines import Lines, lines_of, serving_to
from e2e.people import FACE, WAIT_SECONDS, Person, reaching, someone
from e2e.server import Server

TEST_SECONDS = 240
"""Far more than any test takes where nothing else runs: only a test that hangs is ended."""

expect.set_options(timeout=WAIT_SECONDS * 1000)
"""Playwright's own five seconds are too few where other work has the machine: what never comes fails all the same."""

Invite = Callable[..., Awaitable[Person]]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """The driver of all browsers."""
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(loop_scope="session")
async def lines(request: pytest.FixtureRequest) -> AsyncIterator[Lines]:
    """A network of one's own for each person whom the test's mark `lines` names: it can be cut."""
    mark = request.node.get_closest_marker("lines")
    names: tuple[str, ...] = mark.args if mark else ()
    if names and os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    async with lines_of(*names) as labs:
        yield labs


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path: Path, lines: Lines) -> AsyncIterator[Server]:
    """A server of its own for a test, with the demo center and one scheduled session."""
    async with serving_to(lines, tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def invite(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    server: Server,
    lines: Lines,
    tmp_path: Path,
) -> AsyncIterator[Invite]:
    """`await invite("alice")`: Alice has opened her personal link in a browser of her own.

    If the test fails, what everybody saw is beside the server's log in the test's folder.
    """
    async with contextlib.AsyncExitStack() as stack:
        people: list[Person] = []

        async def come(name: str, *flags: str, face_size: tuple[int, int] = FACE) -> Person:
            if lines:
                flags = (*flags, *reaching(server.url))
            coming = someone(playwright, name, tmp_path, *flags, face_size=face_size, line=lines.get(name))
            person = await stack.enter_async_context(coming)
            people.append(person)
            await person.open(server.links[name])
            return person

        yield come
        if getattr(request.node, "went_wrong", False):
            for person in people:
                await person.page.screenshot(path=tmp_path / f"{person.name}.png")
        assert not [problem for person in people for problem in person.problems]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know that their test has failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.went_wrong = True  # type: ignore[attr-defined]
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: browsers live longer than a test."""
    for item in items:
        if "e2e" in str(item.path):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.timeout(TEST_SECONDS))
