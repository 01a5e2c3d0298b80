"""HTTP/1.1 with bounds on all that a stranger can send before anything of it is understood.

uvicorn has no limits of time for a header or a body, and its faster parser none of size: one header without an end
stalled the whole server. h11 is linear and bounded; what it does not bound is bounded here.
Sources: RFC 9110 (15.5.9, 15.5.14), RFC 6585 section 5, OWASP "Denial of Service Cheat Sheet" (slow requests).
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import h11
import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from deskside.http.security import BARE
from deskside.serving.doorkeeper import Visitor

VISITOR = "visitor"
"""Where a connection's visitor is in the state of each of its requests."""
HEADER_BYTES = 32 * 1024
HEADERS = 100
KEEP_ALIVE_SECONDS = 8
"""Longer than between two pings: what a page answers by polls goes over the connection that it has, and meets none that
is just being closed, which a browser may not dare to repeat."""
BODY_BYTES = 16 * 1024 * 1024
"""No request is larger; each path takes far less, and says so."""
BODY_BYTES_PER_SECOND = 16 * 1024
"""Time for a body that says how long it is: the slowest line that a lesson works over at all."""
SMALL_CHUNKS = 1_000
SMALL_BYTES = 16
"""A body in more than so many pieces of so few bytes is made to be expensive; browsers send none."""
RETRY_SECONDS = 2
"""When whoever was refused a socket may try again."""
LINGER_BYTES = 256 * 1024
"""What may still come of a body after its answer: a browser that is cut off at once never reads the answer."""

Phase = Literal["header", "body", "working", "lingering", "closed"]

_log = structlog.get_logger(__name__)


_BARE = [(name.lower().encode(), value.encode()) for name, value in BARE.items()]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the other end is waited for, in seconds."""

    header: float = 10.0
    """From the connection, or the answer before, to the end of the next request's header."""
    body: float = 30.0
    linger: float = 2.0
    """After an answer to what was not read to its end."""
    reading: float = 30.0
    """How long an answer may be left unread."""


class _Bounded(h11.Connection):
    """A connection whose requests are refused while they are read. Raises h11.RemoteProtocolError."""

    def __init__(self) -> None:
        super().__init__(h11.SERVER, HEADER_BYTES)
        self.status = 400
        """Of the answer to what was refused."""
        self.declared_bytes = 0
        """Content-Length of the request; 0 where it does not say."""
        self._pieces = self._bytes = 0

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """As h11's."""
        try:
            event = super().next_event()
            if isinstance(event, h11.Request):
                self._pieces = self._bytes = 0
                # h11 has checked that it is a number of at most 20 digits.
                self.declared_bytes = next((int(v) for name, v in event.headers if name == b"content-length"), 0)
                self._check_header(event)
            elif isinstance(event, h11.Data):
                self._pieces, self._bytes = self._pieces + 1, self._bytes + len(event.data)
                if self._bytes > BODY_BYTES:
                    raise h11.RemoteProtocolError("too long a body", error_status_hint=413)
                if self._pieces > SMALL_CHUNKS and self._bytes < self._pieces * SMALL_BYTES:
                    raise h11.RemoteProtocolError("a body in too small pieces")
        except h11.RemoteProtocolError as error:
            self.status = error.error_status_hint
            raise
        return event

    def _check_header(self, request: h11.Request) -> None:
        if len(request.headers) > HEADERS or sum(len(n) + len(v) + 4 for n, v in request.headers) > HEADER_BYTES:
            raise h11.RemoteProtocolError("too large a header", error_status_hint=431)
        lengths = {name for name, _ in request.headers} & {b"content-length", b"transfer-encoding"}
        if len(lengths) > 1:  # two readers of one line must not disagree about where it ends (RFC 9112 section 6.1)
            raise h11.RemoteProtocolError("two lengths of one body")
        if self.declared_bytes > BODY_BYTES:
            raise h11.RemoteProtocolError("too long a body", error_status_hint=413)


class Http(H11Protocol):
    """One connection of a browser, until it may become a WebSocket."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = self._bounded = _Bounded()
        self._patience = patience or Patience()
        self._visitor: Visitor = app_state[VISITOR]
        self._phase: Phase = "working"
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._lingering_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._visitor.drop = transport.abort
        self._enter("header", self._patience.header)

    def connection_lost(self, exc: Exception | None) -> None:
        self._enter("closed", None)
        self.resume_writing()
        self._visitor.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._phase == "lingering":
            self._lingering_bytes += len(data)
            if self._lingering_bytes > LINGER_BYTES:
                self.transport.abort()
            return
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        if self.scope["state"].get("actor") is not None:
            self._visitor.signed_in()
            self._visitor.remember(self._cookies())
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            self._linger()
            return
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._visitor.brings(self._cookies())
        if not self._visitor.may_open_socket():
            self._refuse(503)
            return
        self._enter("closed", None)
        super().handle_websocket_upgrade(event)

    def shutdown(self) -> None:
        """The server ends: what is being answered still is, but for polls, which it would wait for until its limit."""
        if self._visitor.idles:
            self.transport.abort()
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read; without a word where an answer is under way already."""
        _log.debug("unreadable_request", status=self._bounded.status)
        self._refuse(self._bounded.status)

    def _refuse(self, status: int) -> None:
        with suppress(h11.LocalProtocolError):
            headers = [(b"content-length", b"0"), (b"connection", b"close"), *_BARE]
            if status == 503:
                headers.append((b"retry-after", b"%d" % RETRY_SECONDS))
            self.transport.write(self.conn.send(h11.Response(status_code=status, headers=headers)) or b"")
            self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        self._linger()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self._patience.reading, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _cookies(self) -> bytes:
        return next((value for name, value in self.headers if name == b"cookie"), b"")

    def _look(self) -> None:
        """Whose turn it is now."""
        if self._phase in ("closed", "lingering") or self.transport.is_closing():
            return
        if self.conn.their_state is h11.IDLE:
            if self._phase != "header":
                self._enter("header", self._patience.header)
        elif self.conn.their_state is h11.SEND_BODY:
            if self._phase != "body":
                self._enter("body", self._patience.body + self._bounded.declared_bytes / BODY_BYTES_PER_SECOND)
        else:
            self._enter("working", None)

    def _linger(self) -> None:
        """The answer is given, and the other end may go on sending for a moment: it is not listened to any more."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._enter("lingering", self._patience.linger)
        self.flow.resume_reading()

    def _enter(self, phase: Phase, limit_seconds: float | None) -> None:
        self._phase = phase
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if limit_seconds is None else self.loop.call_later(limit_seconds, self._late)
        if phase in ("header", "body", "lingering"):
            self._visitor.waits()
        else:
            self._visitor.works()

    def _late(self) -> None:
        _log.debug("too_slow", phase=self._phase)
        self.transport.abort()
