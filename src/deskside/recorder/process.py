"""The recorder as a process: one private socket that its server commands it by, and a desk. It lives on when that one
dies, goes on writing, and obeys whoever connects next."""

import asyncio
import os
import signal
import socket
import struct
from contextlib import suppress
from pathlib import Path

import structlog
from pydantic import BaseModel, ValidationError

from deskside.recorder.desk import Desk, Place
from deskside.recorder.machine import Clocks
from deskside.recorder.messages import COMMAND, MAX_LINE, Answer, Stopped

SOCKET_FILE = "recorder.sock"
_CREDENTIALS = struct.Struct("3i")
_UNHEARD = 1_000_000
"""Bytes of answers that are kept for one who does not read them; after that the line is cut."""

log = structlog.get_logger(__name__)


class Recorder:
    """Serves one server at a time: a new connection takes the place of the former one."""

    def __init__(self, clocks: Clocks, place: Place) -> None:
        self._desk = Desk(clocks, place, self._tell)
        self._server: asyncio.StreamWriter | None = None
        self._untold: list[Stopped] = []
        """What was said while nobody listened; the next server hears it first."""

    async def run(self, path: Path) -> None:
        """Until a server or SIGTERM ends it. Raises OSError if the socket cannot be had."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._desk.ending.set)
        listening = await asyncio.start_unix_server(self._serve, sock=_private_socket(path), limit=MAX_LINE)
        log.info("recorder is up", pid=os.getpid())
        try:
            await self._desk.run()
            await self._farewell()
        finally:
            listening.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not _is_ours(writer):
            writer.close()
            return
        if self._server is not None:
            log.info("another server takes over")
            self._server.close()
        self._server = writer
        for each in self._untold:
            self._send(each)
        self._untold.clear()
        with suppress(ConnectionError, ValueError):  # ValueError: a line that is longer than MAX_LINE
            while line := await reader.readline():
                self._send(self._obeyed(line))
                await writer.drain()
        if self._server is writer:
            self._server = None
        writer.close()

    def _obeyed(self, line: bytes) -> Answer:
        try:
            command = COMMAND.validate_json(line)
        except ValidationError as wrong:
            first = wrong.errors(include_input=False, include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            return Answer(id=-1, error=f"malformed: {where}: {first['msg']}", clock=self._desk.clock())
        return self._desk.obey(command)

    def _tell(self, said: Stopped) -> None:
        if self._server is None:
            self._untold.append(said)
        else:
            self._send(said)

    def _send(self, said: BaseModel) -> None:
        if self._server is None:
            return
        if self._server.transport.get_write_buffer_size() > _UNHEARD:
            self._server.transport.abort()
            self._server = None
            return
        self._server.write(said.model_dump_json().encode() + b"\n")

    async def _farewell(self) -> None:
        """Whoever asked for the end reads the answer first."""
        if self._server is not None:
            with suppress(ConnectionError, TimeoutError):
                await asyncio.wait_for(self._server.drain(), 1)
            self._server.close()


def _private_socket(path: Path) -> socket.socket:
    """In the place of one that a former recorder left. Raises OSError."""
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    former = os.umask(0o177)
    try:
        bound.bind(str(path))
    finally:
        os.umask(former)
    return bound


def _is_ours(writer: asyncio.StreamWriter) -> bool:
    """Whether the one at the other end is of our account, or root."""
    peer: socket.socket = writer.get_extra_info("socket")
    _, uid, _ = _CREDENTIALS.unpack(peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return uid in (0, os.geteuid())
