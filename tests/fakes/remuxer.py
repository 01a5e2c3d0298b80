"""A remuxer in memory: what a file says is what it was ordered from."""

from collections.abc import AsyncGenerator, AsyncIterator

from deskside.ports.remuxing import Made, NotMade, Order
from deskside.ports.sealing import Sealing


class FakeRemuxer:
    """`Remuxer`. A test says what is `unplayable`, and how often it is `interrupted`."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self.wholes: dict[str, bytes] = {}
        self.parts: list[tuple[str, int]] = []
        """Name and `now_us` of each order that was of a session that goes on."""
        self.unplayable: dict[str, str] = {}
        self.interrupted = 0
        self.dropped: list[str] = []
        self.segments_dropped: list[str] = []

    async def make(self, orders: tuple[Order, ...]) -> AsyncGenerator[Made, None]:
        for order in orders:
            if self.interrupted:
                self.interrupted -= 1
                raise NotMade("interrupted")
            if order.ends_us is None:
                self.parts.append((order.name, order.now_us))
                yield Made(order.name)
            elif order.name in self.unplayable:
                yield Made(order.name, why=self.unplayable[order.name])
            else:
                plain = content(order)
                sealer = self._sealing.sealer(order.whole)
                self.wholes[order.name] = sealer.header + sealer.add(plain) + sealer.finish()
                yield Made(order.name, len(plain), order.ends_us // 1_000, 640, 360)

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        yield self.wholes[name]

    async def drop(self, name: str) -> None:
        self.wholes.pop(name, None)
        self.dropped.append(name)

    async def drop_segments(self, files: tuple[str, ...]) -> None:
        self.segments_dropped += files


def content(order: Order) -> bytes:
    """What the file of this order says."""
    segments = [x.file for x in (*order.pictures, *order.sounds)]
    return f"{segments} to {order.ends_us}, cut {order.cut}".encode()
