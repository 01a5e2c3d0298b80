"""Every test here runs on a loop that skips waiting, in a house with one planned session."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.fakes.loop import SkippingLoop
from tests.services.house import House


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Back-offs and limits take no time."""
    return {"skipping": SkippingLoop}


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What is logged, instead of printing it."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def planned() -> AsyncIterator[House]:
    """A session of a tutor and five students that is not started yet; everyone who is in it is connected."""
    house = await House().open()
    yield house
    house.check()


@pytest.fixture
async def live(planned: House) -> House:
    """The same session, live, with the tutor, Alice and Bob in it and their signs shown."""
    await planned.sessions.start(planned.tutor, planned.session_id)
    for actor in (planned.tutor, planned.alice, planned.bob):
        await planned.enter(actor)
    return planned
