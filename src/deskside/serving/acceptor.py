"""Takes TCP connections, counted before the first byte is read, and makes protocols of them."""

import asyncio
import errno
import resource
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

import structlog

from deskside.serving.doorkeeper import Caps, Doorkeeper, Reason, Visitor

BACKLOG = 2048
AT_ONCE = 8
"""Connections that are accepted in one turn of the event loop: what a turn takes is what a heartbeat waits. With 64 of
them, opened and refused again and again, heartbeats waited for 258 ms (p50), with 8 for 30."""
TLS_SECONDS = 10.0
"""For the handshake, and for a farewell."""
PAUSE_SECONDS = 0.2
"""After the machine itself had no descriptor to give."""
FILES = 65_536
RESERVED_FILES = 512
"""For the database, the engine, logs and everything else that is opened."""
CONNECTIONS = 8_192
"""Far above six hundred people; some 100 MB if all are strangers with TLS."""
TELL_EVERY_SECONDS = 10.0

Protocols = Callable[[Visitor], asyncio.Protocol]

_log = structlog.get_logger(__name__)


def raise_file_limit() -> int:
    """As many open files as this process may have; returns how many. Usually 1,024 are given, and more allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return FILES if soft == resource.RLIM_INFINITY else soft


def caps_for(files: int) -> Caps:
    """What can be held with so many open files."""
    return Caps(total=max(64, min(CONNECTIONS, files - RESERVED_FILES)))


def listen(host: str, port: int) -> list[socket.socket]:
    """Listening sockets for every address of a host; `::` takes IPv4 as well. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((each[0], each[4]) for each in found):
            both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
            opened.append(socket.create_server(address, family=family, backlog=BACKLOG, dualstack_ipv6=both))
            opened[-1].settimeout(0)
    except OSError:
        for each in opened:
            each.close()
        raise
    return opened


class FullLog:
    """One line for many connections over a cap."""

    def __init__(self) -> None:
        self._counts: dict[Reason, int] = {}

    def __call__(self, reason: Reason) -> None:
        if reason not in self._counts:
            self._counts[reason] = 0
            _log.warning("connections_full", cap=reason)
            asyncio.get_running_loop().call_later(TELL_EVERY_SECONDS, self._sum_up, reason)
        self._counts[reason] += 1

    def _sum_up(self, reason: Reason) -> None:
        count = self._counts.pop(reason)
        if count > 1:
            _log.warning("connections_full", cap=reason, times=count)


class Acceptor:
    """Accepts on listening sockets until closed. Looks to uvicorn like one of asyncio's servers."""

    def __init__(
        self, sockets: list[socket.socket], doorkeeper: Doorkeeper, protocols: Protocols, tls: ssl.SSLContext | None
    ) -> None:
        self.sockets = sockets
        self._doorkeeper = doorkeeper
        self._protocols = protocols
        self._tls = tls
        self._loop = asyncio.get_running_loop()
        self._beginning: set[asyncio.Task[None]] = set()
        for each in sockets:
            self._loop.add_reader(each, self._accept, each)

    def close(self) -> None:
        """Accept no more."""
        for each in self.sockets:
            self._loop.remove_reader(each)
            each.close()
        for task in self._beginning:
            task.cancel()

    async def wait_closed(self) -> None:
        """Until what was being accepted has ended."""
        await asyncio.gather(*self._beginning, return_exceptions=True)

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(AT_ONCE):
            try:
                connection, peer = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    _log.error("no_more_files", error=errno.errorcode.get(error.errno or 0))
                    self._loop.remove_reader(listener)
                    self._loop.call_later(PAUSE_SECONDS, self._resume, listener)
                return
            visitor = self._doorkeeper.admit(str(peer[0]))
            if visitor is None:
                connection.close()
                continue
            connection.settimeout(0)
            task = self._loop.create_task(self._begin(connection, visitor))
            visitor.drop = task.cancel
            self._beginning.add(task)
            task.add_done_callback(self._beginning.discard)

    def _resume(self, listener: socket.socket) -> None:
        if listener.fileno() >= 0:
            self._loop.add_reader(listener, self._accept, listener)

    async def _begin(self, connection: socket.socket, visitor: Visitor) -> None:
        """The TLS handshake, if there is TLS; from then on the protocol has the connection."""
        limits = {"ssl_handshake_timeout": TLS_SECONDS, "ssl_shutdown_timeout": TLS_SECONDS} if self._tls else {}
        try:
            await self._loop.connect_accepted_socket(
                lambda: self._protocols(visitor), connection, ssl=self._tls, **limits
            )
        except (OSError, asyncio.CancelledError):  # a handshake that failed, was too slow, or had to make room
            connection.close()
            visitor.leave()
