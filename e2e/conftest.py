"""A server for each module, and people who come when a test asks for them."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, async_playwright

from e2e.people import Person, someone
from e2e.server import Server, serving

Invite = Callable[..., Awaitable[Person]]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """The driver of all browsers."""
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A server of its own for a test, with the demo center and one scheduled session."""
    async with serving(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def invite(playwright: Playwright, server: Server, tmp_path: Path) -> AsyncIterator[Invite]:
    """`await invite("alice")`: Alice has opened her personal link in a browser of her own."""
    async with contextlib.AsyncExitStack() as stack:
        people: list[Person] = []

        async def come(name: str, *flags: str) -> Person:
            person = await stack.enter_async_context(someone(playwright, name, tmp_path, *flags))
            people.append(person)
            await person.open(server.links[name])
            return person

        yield come
        assert not [problem for person in people for problem in person.problems]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: browsers live longer than a test."""
    for item in items:
        if "e2e" in str(item.path):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
