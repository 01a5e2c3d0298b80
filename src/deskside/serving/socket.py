"""WebSockets: nobody's until somebody signs in over them. The time to do so, and how many may wait, is the edge's."""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from deskside.serving.doorkeeper import Visitor
from deskside.serving.http import VISITOR


class Socket(WebSocketsSansIOProtocol):
    """One connection, from the upgrade on."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._visitor: Visitor = app_state[VISITOR]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._visitor.drop = self.transport.abort
        self._visitor.waits()

    def connection_lost(self, exc: Exception | None) -> None:
        self._visitor.leave()
        super().connection_lost(exc)
