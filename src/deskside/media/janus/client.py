"""A Janus API session over a loopback websocket: requests, replies, events, keepalive and claim.

Knows the protocol of the Janus core, nothing of rooms. Replies are untyped JSON; `videoroom` gives them types.
Source: Janus documentation, "JSON-based API", and what was seen on the wire.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from deskside.media.janus.config import KEEPALIVE_SECONDS
from deskside.ports.media import EngineUnavailable

log = structlog.get_logger(__name__)

Json = dict[str, Any]

REQUEST_SECONDS = 5.0
"""A reply takes about a millisecond; after this long the engine hangs."""


class JanusError(Exception):
    """Janus refused a request. `code` as in janus/apierror.h or the plugin's own list."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code


NO_SUCH_SESSION = 458
NO_SUCH_HANDLE = 459


@dataclass(frozen=True, slots=True)
class HandleEvent:
    """What the core says about one handle: its connection is up, is closed, or the handle is gone."""

    handle: int
    kind: Literal["webrtcup", "hangup", "detached"]
    reason: str = ""


class JanusClient:
    """One websocket. `on_event` gets the core's events in order, `on_closed` is called once when the socket is lost."""

    def __init__(
        self,
        url: str,
        *,
        subprotocol: Literal["janus-protocol", "janus-admin-protocol"],
        secret: str,
        on_event: Callable[[HandleEvent], None] | None = None,
        on_closed: Callable[[], None] | None = None,
    ) -> None:
        self._url = url
        self._subprotocol = subprotocol
        self._credentials = {"apisecret" if subprotocol == "janus-protocol" else "admin_secret": secret}
        self._on_event = on_event
        self._on_closed = on_closed
        self._waiting: dict[str, tuple[asyncio.Future[Json], bool]] = {}
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.session_id: int | None = None

    async def open(self, *, limit_seconds: float = REQUEST_SECONDS) -> None:
        """Connect. Raises EngineUnavailable."""
        try:
            async with asyncio.timeout(limit_seconds):
                self._socket = await connect(
                    self._url,
                    subprotocols=[Subprotocol(self._subprotocol)],
                    compression=None,
                    ping_interval=None,
                    max_size=None,
                    close_timeout=1.0,
                    proxy=None,
                    user_agent_header=None,
                )
        except (OSError, WebSocketException, TimeoutError) as error:
            raise EngineUnavailable("the engine does not take connections") from error
        self._tasks.append(asyncio.create_task(self._read(self._socket)))

    async def create_session(self) -> int:
        """A new session, kept alive from now on; returns its id."""
        session_id: int = (await self.request("create"))["data"]["id"]
        self._keep(session_id)
        return session_id

    async def claim_session(self, session_id: int) -> None:
        """Take over a session with all its handles; media goes on. Raises JanusError if it timed out."""
        await self.request("claim", session_id=session_id)
        self._keep(session_id)

    async def request(self, kind: str, *, limit_seconds: float = REQUEST_SECONDS, **fields: object) -> Json:
        """Send one request and return its final reply. Raises JanusError, EngineUnavailable."""
        if self._socket is None:
            raise EngineUnavailable("not connected to the engine")
        transaction = secrets.token_hex(6)
        message = {"janus": kind, "transaction": transaction, **self._credentials, **fields}
        if self.session_id is not None:
            message.setdefault("session_id", self.session_id)
        reply: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        # A plugin message is acknowledged first and answered later; of a keepalive the acknowledgement is all.
        self._waiting[transaction] = (reply, kind == "keepalive")
        try:
            async with asyncio.timeout(limit_seconds):
                await self._socket.send(json.dumps(message))
                answer = await reply
        except (WebSocketException, ConnectionError) as error:
            raise EngineUnavailable("the connection to the engine is lost") from error
        except TimeoutError as error:
            raise EngineUnavailable(f"the engine did not answer {kind} in {limit_seconds:g} s") from error
        finally:
            self._waiting.pop(transaction, None)
        if answer["janus"] == "error":
            raise JanusError(answer["error"]["code"], answer["error"]["reason"])
        return answer

    async def close(self) -> None:
        """Leave; the session lives on until it times out."""
        self._on_closed = None
        if self._socket is not None:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _keep(self, session_id: int) -> None:
        self.session_id = session_id
        self._tasks.append(asyncio.create_task(self._keep_alive()))

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(KEEPALIVE_SECONDS)
            try:
                await self.request("keepalive")
            except (EngineUnavailable, JanusError) as error:
                log.warning("engine keepalive failed", error=str(error))

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self._take(json.loads(text))
        except WebSocketException:
            pass
        for reply, _ in self._waiting.values():
            if not reply.done():
                reply.set_exception(ConnectionError("closed"))
        self._socket = None
        if self._on_closed is not None:
            self._on_closed()

    def _take(self, message: Json) -> None:
        kind = message["janus"]
        waiting = self._waiting.get(message.get("transaction", ""))
        if waiting is not None:
            reply, acknowledgement_is_all = waiting
            if not reply.done() and (kind != "ack" or acknowledgement_is_all):
                reply.set_result(message)
        elif kind in ("webrtcup", "hangup", "detached") and self._on_event is not None:
            self._on_event(HandleEvent(message["sender"], kind, message.get("reason", "")))
