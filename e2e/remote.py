"""A page that is driven over a socket of its browser's own: commands and answers as JSON, told apart by a number."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection

ANSWER_SECONDS = 30.0
MESSAGE_BYTES = 16 * 1024 * 1024


@dataclass(slots=True)
class RemotePage:
    """One tab."""

    socket: ClientConnection
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1), kw_only=True)

    async def command(self, method: str, **params: object) -> Any:
        """Send a command and wait for its answer. Raises AssertionError with the browser's words if it is refused."""
        number = next(self._numbers)
        await self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                answer = json.loads(await self.socket.recv())
                if answer.get("id") == number:
                    assert "error" not in answer, f"{method}: {answer['error']} {answer.get('message', '')}"
                    return answer["result"]
