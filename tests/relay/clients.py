"""People who come to a relay, signed in as Deskside's browsers are."""

import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol

from deskside.domain.ids import Millis, UserId
from deskside.ice import IceConfig
from deskside.ports.media import IceServer
from deskside.relay.allocation import Allocation, NotAllocated, line_to
from deskside.relay.stun import Answer, Method
from deskside.relay.urls import TurnUrl


class Client(Allocation):
    """Somebody who has asked for an allocation; `allocated` is what was answered (0: granted)."""

    allocated: int = -1


class Visit(Protocol):
    """`client()`: somebody comes."""

    def __call__(self, *, at: float | None = None, family: int = 4, name: str = "alice") -> Client: ...


def credential(secret: str, at: float | None = None, name: str = "alice") -> IceServer:
    """What the server told somebody at that time (now, if None)."""
    ice = IceConfig(turn_urls=("turn:x",), turn_secret=secret)
    (server,) = ice.servers(UserId(name), Millis(int((at or time.time()) * 1000)))
    return server


def first_answer(client: Allocation, family: int = 4) -> Answer:
    """A relay that was just started may not listen yet."""
    for _ in range(20):
        try:
            return client.allocate(family)
        except NotAllocated:
            time.sleep(0.1)
    return client.allocate(family)


@contextmanager
def visiting(url: TurnUrl, secret: str, trusting: ssl.SSLContext | None = None) -> Iterator[Visit]:
    """Whoever comes stays until the end."""
    with ExitStack() as lines:

        def come(*, at: float | None = None, family: int = 4, name: str = "alice") -> Client:
            line = lines.enter_context(line_to(url, trusting))
            made = Client(line, url, credential(secret, at, name))
            made.allocated = first_answer(made, family).code
            return made

        yield come


def may_reach(client: Client, address: str) -> int:
    """0 if packets to there are relayed; else the error's number."""
    return client.ask(Method.CREATE_PERMISSION, peer=address).code
