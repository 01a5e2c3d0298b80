"""Waiting for something that nobody tells of."""

import asyncio
from collections.abc import Callable

POLL_SECONDS = 0.005


async def until(condition: Callable[[], bool], seconds: float) -> None:
    """Return once it holds. Raises TimeoutError past the limit."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  nobody could set an event: it is a counter, or another process's file
            await asyncio.sleep(POLL_SECONDS)
