"""Socket.IO at /api/socket, and the only module that knows it. Everything about sessions happens behind `Reception`
and `perform`.

Source of the figures: Socket.IO protocol 5 / Engine.IO protocol 4; `max_http_buffer_size` bounds a message.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import socketio
import structlog
from socketio.exceptions import ConnectionRefusedError as SocketRefused
from socketio.packet import ACK, EVENT, Packet

from deskside.domain.limits import Buckets, network_of
from deskside.domain.site import is_own
from deskside.realtime import acts, refusals
from deskside.realtime.connections import Connection, Connections
from deskside.realtime.handshakes import Handshake, Handshakes
from deskside.realtime.limits import Limits
from deskside.realtime.page_socket import PageSocket, write
from deskside.realtime.polling import Polling
from deskside.realtime.reception import Reception
from deskside.services.suite import Services
from deskside.wire.messages import Refused
from deskside.wire.shapes import JsonObject

PATH = "/api/socket"
MESSAGE_BYTES = 64 * 1024
PING_SECONDS = 5
PING_TIMEOUT_SECONDS = 5
"""A page that died without a word is noticed within ten seconds (the defaults: 45)."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

_SIGNED_IN = "deskside.signed_in"
_NONSENSE = "nonsense"
_log = structlog.get_logger()


class _CarefulPacket(Packet):  # type: ignore[misc]
    """Whatever is not a connection, a disconnection or a plain event becomes an event that no act has the name of:
    it is counted and refused like one, instead of raising in the library. So does what is for another namespace, whose
    name, as long as a stranger likes, the library would say back."""

    packet_type: int
    namespace: str | None
    data: object
    uses_binary_events = False
    """Nothing that is sent is looked through for it."""

    def decode(self, encoded_packet: object) -> int:
        """Decode; returns the number of attachments, which is always 0 here."""
        try:
            attachments = super().decode(encoded_packet)
        except (ValueError, TypeError, RecursionError, AttributeError):
            attachments, self.packet_type = 1, EVENT
        strange = self.namespace not in (None, "/") or self.packet_type > EVENT
        if attachments or strange or (self.packet_type == EVENT and not self._is_act(self.data)):
            self.packet_type, self.namespace, self.data = EVENT, None, [_NONSENSE]
        return 0

    def _is_act(self, data: object) -> bool:
        if not isinstance(data, list) or not data:
            return False
        return isinstance(data[0], str) and data[0] in acts.ACTS


class _Server(socketio.AsyncServer):  # type: ignore[misc]
    """Sends acknowledgements as `PageSocket` sends messages: past the queue, in one write."""

    async def _send_packet(self, eio_sid: str, pkt: Packet) -> None:
        scope = self.environ.get(eio_sid)
        if pkt.packet_type != ACK or scope is None:
            await super()._send_packet(eio_sid, pkt)
        else:
            await write(scope["asgi.send"], str(pkt.encode()))


class Realtime:
    """The socket server. Made after the services; `Connections` and `SocketBroadcast` before them."""

    def __init__(
        self,
        services: Services,
        connections: Connections,
        *,
        limits: Limits | None = None,
        url: str = "http://localhost",
    ) -> None:
        """`url`: where browsers find Deskside. Its pages may connect, also where a proxy hides the host."""
        self._limits = limits or Limits()
        self._services = services
        self._url = url
        self._reception = Reception(services, connections, self._limits)
        self._failures = Buckets()
        self._handshakes = Handshakes()
        self._pages: dict[str, Connection] = {}
        self._polling = Polling(self._serve, lambda origin, host: is_own(origin, host, url))
        quiet = logging.Logger("socket", logging.CRITICAL)
        self._server = _Server(
            async_mode="asgi",
            transports=["websocket"],  # `Polling` makes one of what comes by polls
            ping_interval=PING_SECONDS,
            ping_timeout=PING_TIMEOUT_SECONDS,
            max_http_buffer_size=MESSAGE_BYTES,
            http_compression=False,
            cors_allowed_origins=self._same_origin,
            serializer=_CarefulPacket,
            logger=quiet,
            engineio_logger=quiet,
        )
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._server.on("*", self._act)

    def asgi(self, other: Asgi) -> Asgi:
        """The socket at its path, `other` everywhere else."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] not in ("http", "websocket") or scope["path"].rstrip("/") != PATH:
                await other(scope, receive, send)
            elif scope["type"] == "http":
                await self._polling(scope, receive, send)
            else:
                await self._serve(scope, receive, send)

        return app

    async def stop(self) -> None:
        """Stop watching over sockets; the web server closes them, and those that polls carry close here."""
        self._polling.stop()
        await self._server.shutdown()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        recognised = getattr(scope.get("state", {}).get("visitor"), "recognised", False)
        now = self._services.outside.clock.now()
        if not self._handshakes.allows(_address_of(scope), now, recognised=recognised):
            await send({"type": "websocket.close", "code": 1013})
            return
        try:
            async with asyncio.timeout(self._limits.handshake_seconds) as deadline:
                at_once = asyncio.get_running_loop().time
                handshake = self._handshakes.begin(_address_of(scope), lambda: deadline.reschedule(at_once()))
                scope[_SIGNED_IN] = lambda: self._signed_in(scope, handshake, deadline)
                try:
                    await self._server.handle_request(scope, receive, send)
                finally:
                    self._handshakes.finish(handshake)
        except (
            ValueError,
            TypeError,
            RecursionError,
            IndexError,
            TimeoutError,
        ) as error:  # what no Engine.IO client sends
            _log.info("socket_nonsense", error=type(error).__name__)
            await send({"type": "websocket.close", "code": 1002})

    def _signed_in(self, scope: Scope, handshake: Handshake, deadline: asyncio.Timeout) -> None:
        """From now on the socket may take its time, and whoever counts connections may know whose it is."""
        self._handshakes.finish(handshake)
        deadline.reschedule(None)
        visitor = scope.get("state", {}).get("visitor")
        if visitor is not None:
            visitor.signed_in()

    def _same_origin(self, origin: str, environ: dict[str, Any]) -> bool:
        return is_own(origin, environ.get("HTTP_HOST", ""), self._url)

    async def _connect(self, sid: str, _: object, auth: object = None) -> None:
        scope = self._server.get_environ(sid)["asgi.scope"]
        refused = await self._refused(sid, _address_of(scope), auth)
        if refused is not None:
            raise SocketRefused(refused.message, {"code": refused.code, "message": refused.message})
        scope[_SIGNED_IN]()

    async def _refused(self, sid: str, address: str, auth: object) -> Refused | None:
        now = self._services.outside.clock.now()
        socket = PageSocket(self._server, sid)
        try:
            self._pages[sid] = await self._reception.receive(socket, auth)
        except Exception as error:  # noqa: BLE001  the edge: whatever goes wrong here is this page's alone
            refused = refusals.refusal(error)
            if refused is None:
                _log.exception("connect_failed")
                return refusals.INTERNAL
            at_fault = refused.code in refusals.NO_RIGHT
            if at_fault and self._failures.take(self._limits.failures, network_of(address), now):
                return refusals.RATE_LIMITED
            return refused
        seat = self._pages[sid].seat
        _log.info("connected", session=seat.session_id, actor=seat.user_id, ms=self._services.outside.clock.now() - now)
        if socket.gone:  # it gave up while it was being connected
            await self._disconnect(sid)
        return None

    async def _disconnect(self, sid: str, reason: object = None) -> None:
        page = self._pages.pop(sid, None)
        if page is None:
            return
        _log.info("disconnected", session=page.seat.session_id, actor=page.seat.user_id, reason=str(reason)[:40])
        try:
            await self._reception.part(page)
        except Exception:  # noqa: BLE001  the edge: the person's grace runs out all the same
            _log.exception("disconnect_failed", session=page.seat.session_id, actor=page.seat.user_id)

    async def _act(self, name: str, sid: str, *fields: object) -> JsonObject:
        page = self._pages.get(sid)
        if page is None:
            return refusals.NOT_CONNECTED.to_json()
        content, act_id = (*fields, None, None)[:2] if len(fields) <= 2 else (None, None)
        answer = await acts.perform(self._services, page, name, content, act_id)
        return answer.to_json()


def _address_of(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown",))[0])
