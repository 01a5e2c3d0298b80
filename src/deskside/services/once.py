"""Which act of which page is being done: the edge that takes it says so, and the door that does it asks. So every use
case is done once, without a word about it in any of them."""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field

from deskside.domain.ids import ActId


@dataclass(slots=True)
class Asked:
    """An act on its way. `placed`: it has its place in the order of its session, or needs none any more."""

    act_id: ActId | None
    placed: asyncio.Event = field(default_factory=asyncio.Event)
    steps: int = 0
    """How often it went through the door: an act may change a session more than once, each time under its own name."""

    def step(self) -> ActId | None:
        """The name of what it does next; None: the page gave it none."""
        self.steps += 1
        if self.act_id is None or self.steps == 1:
            return self.act_id
        return ActId(f"{self.act_id}.{self.steps}")


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


class asked:
    """What is done within this is this act."""

    __slots__ = ("_act", "_before")

    def __init__(self, act: Asked) -> None:
        self._act = act

    def __enter__(self) -> Asked:
        self._before = _asked.set(self._act)
        return self._act

    def __exit__(self, *_: object) -> None:
        _asked.reset(self._before)
        self._act.placed.set()


def asked_now() -> Asked:
    """The act that is being done; one without a name where nobody said so."""
    return _asked.get() or Asked(None)
