"""Whether everything that a session needs works now. Whoever watches a server asks this; nobody is told more by it."""

import asyncio

import structlog

from deskside.domain.ids import CenterId, Millis
from deskside.ports.storage import StorageUnavailable
from deskside.services.outside import Outside
from deskside.services.thrift import is_scarce

FRESH_MS = Millis(1_000)
"""Anybody may ask as often as they like: what is outside is asked once a second at most, for all who ask meanwhile."""
LATE_SECONDS, LATE_WITHIN_SECONDS = 1.0, 10.0
"""When a loop was so late, so lately, lessons were felt to stand still."""
_NOBODY = CenterId("-")

_log = structlog.get_logger(__name__)


class HealthService:
    """Asks what is outside."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._asking: asyncio.Task[tuple[str, ...]] | None = None
        self._found: tuple[str, ...] = ()
        self._at: Millis | None = None
        self._told: tuple[str, ...] = ()

    async def ailments(self) -> tuple[str, ...]:
        """What does not work now, one sentence each; empty: all is well."""
        now = self._outside.clock.now()
        if self._at is not None and 0 <= now - self._at < FRESH_MS:
            return self._found
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(), name="ask for health")
        return await asyncio.shield(self._asking)

    async def watch(self) -> None:
        """Log what has changed since the last time."""
        found = await self.ailments()
        if found != self._told:
            if found:
                _log.error("unhealthy", ailments=found, free_bytes=self._outside.machine.free_bytes())
            else:
                _log.warning("healthy_again")
        self._told = found

    async def _ask(self) -> tuple[str, ...]:
        try:
            engine, database = await asyncio.gather(self._outside.engine.healthy(), self._database())
            found = [] if engine else ["The media engine does not answer; it is being restarted."]
            if not self._outside.recorder.healthy:
                found.append("The recorder does not answer; it is being restarted. Nothing is recorded meanwhile.")
            found += database
            machine = self._outside.machine
            if is_scarce(machine):
                free = machine.free_bytes() // (1024 * 1024)
                found.append(f"The disk is nearly full: {free} MiB are free. Pictures on boards are not kept.")
            late = machine.late_seconds(LATE_WITHIN_SECONDS)
            if late >= LATE_SECONDS:
                found.append(f"The server was {late:.1f} s late; the log says at what (loop_late).")
            self._found, self._at = tuple(found), self._outside.clock.now()
            return self._found
        finally:
            self._asking = None

    async def _database(self) -> list[str]:
        try:
            await self._outside.storage.check()
        except StorageUnavailable:
            try:
                async with self._outside.storage.reading() as unit:
                    await unit.accounts.center(_NOBODY)
            except StorageUnavailable:
                return ["The database cannot be reached; it is tried again all the time."]
            return ["Nothing can be written to the database; the log says why (database_unavailable)."]
        return []
