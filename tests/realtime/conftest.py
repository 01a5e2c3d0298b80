"""A house for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.realtime.house import House, running


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """With the limits of production."""
    async with running() as made:
        yield made
