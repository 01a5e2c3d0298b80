"""The server's end of the recorder's socket: commands that are answered, and what it says by itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog
from pydantic import ValidationError

from deskside.recorder.messages import SAID, Answer, Command, Stopped

ANSWER_SECONDS = 2.0
"""It answers within milliseconds; writing to a slow disk may come between."""
_MAX_ANSWER = 4_000_000

log = structlog.get_logger(__name__)


class RecorderLost(Exception):
    """It does not answer, or the line to it is cut; whether the command was obeyed is not known."""


class Line:
    """One connection. Make one with `connected`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stopped: Callable[[Stopped], None]
    ) -> None:
        self._writer = writer
        self._stopped = stopped
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._reading = asyncio.create_task(self._read(reader), name="hear the recorder")

    @classmethod
    async def connected(cls, path: Path, stopped: Callable[[Stopped], None]) -> "Line":
        """Raises RecorderLost if nobody is there. `stopped` is called with what it says by itself."""
        try:
            reader, writer = await asyncio.open_unix_connection(path, limit=_MAX_ANSWER)
        except OSError as error:
            raise RecorderLost(str(error)) from error
        return cls(reader, writer, stopped)

    async def ask(self, command: Command) -> Answer:
        """Its answer; `error` in it says why it did not obey. Raises RecorderLost."""
        if self._reading.done():
            raise RecorderLost("the line is cut")
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[command.id] = answer
        try:
            self._writer.write(command.model_dump_json().encode() + b"\n")
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except (TimeoutError, OSError) as error:
            raise RecorderLost("no answer") from error
        finally:
            self._waiting.pop(command.id, None)

    async def close(self) -> None:
        """The recorder lives on."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                try:
                    said = SAID.validate_json(line)
                except ValidationError:
                    log.error("the recorder says what cannot be understood", length=len(line))
                    continue
                if isinstance(said, Stopped):
                    self._stopped(said)
                elif (waiting := self._waiting.get(said.id)) is not None and not waiting.done():
                    waiting.set_result(said)
        except (OSError, ValueError):
            pass
        finally:
            for each in self._waiting.values():
                if not each.done():
                    each.set_exception(RecorderLost("the line is cut"))
