"""A WebSocket that long polls carry: to the rest of the server it is one (ASGI), so all that bounds and ends a
WebSocket holds here as well. Knows no HTTP.
"""

import asyncio
from collections import deque
from collections.abc import MutableMapping, Sequence
from typing import Any

AHEAD_BYTES = 64 * 1024
"""What may lie ready and unread: whoever has more to send waits, as for the buffer of a connection."""
UNREAD_SECONDS = 30.0
"""How long something may lie there, as in `serving.socket`. Engine.IO misses a page after ten."""
CLOSED = "1"
"""Engine.IO's packet that ends a transport."""

Message = MutableMapping[str, Any]


class Carried:
    """One of them: `receive` and `send` are for the server, `put` and `read` for the requests of the page."""

    def __init__(self, *, recognised: bool, unread_seconds: float = UNREAD_SECONDS) -> None:
        """`recognised`: as the doorkeeper's of the browser that asked for it."""
        self.recognised = recognised
        self.known = False
        """Somebody has signed in over it."""
        self.closed = False
        self.ended = False
        """The page has read that it is closed."""
        self.reading = False
        """A request waits for what is to be read."""
        self._begun = False
        self._unread_seconds = unread_seconds
        self._unread: asyncio.TimerHandle | None = None
        self._in: deque[str] = deque()
        self._out: list[str] = []
        self._out_bytes = 0
        self._came, self._taken, self._ready, self._room = (asyncio.Event() for _ in range(4))
        self._room.set()
        self._turn = asyncio.Lock()
        """Of what is put: in the order in which it came, and one alone is woken."""

    def signed_in(self) -> None:
        """It is somebody's."""
        self.known = True

    async def receive(self) -> Message:
        """ASGI: the next message of the page, in order; that it is closed, after the last one."""
        if not self._begun:
            self._begun = True
            return {"type": "websocket.connect"}
        while not self._in and not self.closed:
            self._came.clear()
            try:
                await self._came.wait()
            except asyncio.CancelledError:  # nobody receives any more, so nobody need wait for what is read either
                self.close()
                raise
        if not self._in:
            return {"type": "websocket.disconnect", "code": 1006}
        text = self._in.popleft()
        self._taken.set()
        return {"type": "websocket.receive", "text": text}

    async def send(self, message: Message) -> None:
        """ASGI: returns once there is room for more. Raises OSError if it is closed."""
        if message["type"] == "websocket.close":
            self._in.clear()
            self.close()
        elif message["type"] == "websocket.send":
            await self._room.wait()
            if self.closed:
                raise OSError
            self._lay_ready(str(message["text"]))

    def _lay_ready(self, text: str) -> None:
        self._out.append(text)
        self._out_bytes += len(text)
        if self._out_bytes > AHEAD_BYTES:
            self._room.clear()
        if self._unread is None:
            self._unread = asyncio.get_running_loop().call_later(self._unread_seconds, self.close)
        self._ready.set()

    async def put(self, packets: Sequence[str]) -> None:
        """What the page says, after what it said before is taken. An end among it ends it."""
        async with self._turn:
            while self._in and not self.closed:
                self._taken.clear()
                await self._taken.wait()
            if self.closed:
                return
            end = packets.index(CLOSED) if CLOSED in packets else len(packets)
            self._in.extend(packets[:end])
            self._came.set()
            if end < len(packets):
                self.close()

    async def read(self) -> tuple[str, ...]:
        """What lies ready, or will: never nothing. The end comes last."""
        while not self._out and not self.closed:
            self._ready.clear()
            await self._ready.wait()
        await asyncio.sleep(0)  # what is said in the same turn of the loop goes along
        packets, self._out, self._out_bytes = self._out, [], 0
        self._forget_unread()
        self._room.set()
        self.ended = self.closed
        return (*packets, CLOSED) if self.closed else tuple(packets)

    def close(self) -> None:
        """Nothing comes and goes any more but what lies ready. Nothing happens the second time."""
        self.closed = True
        self._forget_unread()
        for event in (self._came, self._taken, self._ready, self._room):
            event.set()

    def _forget_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
