"""The acts of one page, over all of its sockets: their order, and what the last ones were answered."""

import asyncio
from collections.abc import Awaitable, Callable

from deskside.domain.ids import ActId
from deskside.services.once import Asked, asked
from deskside.wire.messages import Ack, Refused

Answer = Ack | Refused

REMEMBERED = 64
"""Acts of one page; it has a few on their way and repeats those alone whose answer was lost."""


def order_of(name: str) -> str | None:
    """Acts of one name here take effect in the order in which they were sent. None: it does not matter, and such an act
    waits for none (a heartbeat, a page that catches up, what is negotiated with the engine)."""
    if name in ("heartbeat", "catch-up") or name.startswith("media:"):
        return None
    return "board" if name.startswith(("board-", "canvas-")) else "session"


class PageActs:
    """Each act once, in order. One waits for the former until that has its place in the log, not for the engine."""

    def __init__(self) -> None:
        self._newest: dict[str, asyncio.Event] = {}
        self._answers: dict[ActId, asyncio.Future[Answer]] = {}

    async def do(self, name: str, act: Asked, doing: Callable[[], Awaitable[Answer]]) -> Answer:
        """Do the act when it is its turn. One that was done already, or is being done, is answered the same again; one
        that was refused is tried anew."""
        known = self._answers.get(act.act_id) if act.act_id is not None else None
        if known is not None:
            return await asyncio.shield(known)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        if act.act_id is not None:
            self._remember(act.act_id, answer)
        try:
            await self._turn(order_of(name), act)
            with asked(act):
                answer.set_result(await doing())
        finally:
            act.placed.set()
            if act.act_id is not None and not (answer.done() and answer.result().ok):
                self._answers.pop(act.act_id, None)
            if not answer.done():
                answer.cancel()
        return answer.result()

    async def _turn(self, order: str | None, act: Asked) -> None:
        if order is None:
            return
        former, self._newest[order] = self._newest.get(order), act.placed
        if former is not None:
            await former.wait()

    def _remember(self, act_id: ActId, answer: asyncio.Future[Answer]) -> None:
        self._answers[act_id] = answer
        if len(self._answers) > REMEMBERED:
            del self._answers[next(iter(self._answers))]
