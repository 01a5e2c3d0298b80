"""Tells every session that the engine is lost or back, in order; again and again while the database is away."""

import asyncio

import structlog

from deskside.domain import lifecycle
from deskside.domain.session import Session
from deskside.ports.storage import StorageUnavailable
from deskside.services.door import Door, Ref

RETRY_SECONDS = 1.0

_log = structlog.get_logger(__name__)


class EngineState:
    """`change` never waits; `follow` is a task of its own."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._changes: asyncio.Queue[bool] = asyncio.Queue()

    def change(self, *, up: bool) -> None:
        """The engine is lost, or a new one is up."""
        self._changes.put_nowait(up)

    async def follow(self) -> None:
        """Tell all sessions at once of each change, for ever."""
        while True:
            up = await self._changes.get()
            await asyncio.gather(*(self._tell(x, up=up) for x in self._door.known() if not x.over))

    async def _tell(self, session: Session, *, up: bool) -> None:
        while True:
            try:
                await self._door.notice(Ref(session.center_id, session.id), lambda s: lifecycle.set_engine_up(s, up=up))
                return
            except StorageUnavailable:
                if not self._changes.empty():  # what could not be told is not true any more
                    return
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:  # noqa: BLE001  the other sessions are told all the same
                _log.exception("engine_state_not_told", session=session.id)
                return
