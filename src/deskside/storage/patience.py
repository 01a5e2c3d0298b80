"""How long a server that does not answer is waited for: once, by everybody together.

Whoever comes while it is silent waits until so many seconds after it was last heard, not so many of their own: acts
that queue behind one that failed would otherwise wait one after the other. Once that time is over nobody waits, and
one probe finds out when it is back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

PATIENCE_SECONDS = 4.0
"""Longer than PostgreSQL restarts, shorter than a page waits (5 s)."""
PROBE_SECONDS = 2.0
PROBE_EVERY_SECONDS = 0.25

_log = structlog.get_logger(__name__)


class Patience:
    """`answers` returns once the server has answered something, over a connection of its own."""

    def __init__(self, answers: Callable[[], Awaitable[None]], seconds: float = PATIENCE_SECONDS) -> None:
        self._answers = answers
        self._seconds = seconds
        self._silent_since: float | None = None
        self._probe: asyncio.Task[None] | None = None

    async def through(self, step: Callable[[], Coroutine[Any, Any, T]]) -> "T":
        """Do one step, for no longer than there is patience. Raises Unheard when the time is over; the step is then
        being cancelled, which may take a while longer."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        left = self._seconds if self._silent_since is None else self._silent_since + self._seconds - began
        if left <= 0:
            raise Unheard
        task = loop.create_task(step())
        try:
            done, _ = await asyncio.wait({task}, timeout=left)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not done:
            task.cancel()
            self._note_silence(began)
            raise Unheard
        result = task.result()
        self._silent_since = None
        return result

    async def close(self) -> None:
        """Ask no more."""
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)

    def _note_silence(self, since: float) -> None:
        if self._silent_since is None:
            self._silent_since = since
            _log.error("database_silent", seconds=self._seconds)
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._listen(), name="probe the database")

    async def _listen(self) -> None:
        """Until the server answers again, to this or to anybody."""
        while self._silent_since is not None:
            with suppress(OSError, DBAPIError):
                async with asyncio.timeout(PROBE_SECONDS):
                    await self._answers()
                self._silent_since = None
                _log.warning("database_heard_again")
            await asyncio.sleep(PROBE_EVERY_SECONDS)


class Unheard(TimeoutError):
    """The server did not answer in time."""
