"""Sockets over which nobody has signed in yet: how many there may be, by address and in all, and who goes first."""

from collections.abc import Callable
from dataclasses import dataclass, field

from deskside.domain.ids import Millis
from deskside.domain.limits import Buckets, Rate, network_of

OPENED = Rate(50, 300, "handshakes")
"""By one address, of browsers that were not recognised: opening one costs the server some milliseconds."""
BY_ADDRESS = 128
"""A school's pages that all come back at the same moment; each takes a fraction of a second."""
IN_ALL = 2_000
"""Six hundred pages may return at once, some of them twice."""


@dataclass(slots=True, eq=False)
class Handshake:
    """One of them. `end` closes it."""

    address: str
    end: Callable[[], None]


@dataclass(slots=True)
class Handshakes:
    """In the order in which they began. One too many ends the one that has waited longest: those who mean it are
    through in a moment, so what waits for long is not missed."""

    by_address: int = BY_ADDRESS
    in_all: int = IN_ALL
    opened: Buckets = field(default_factory=Buckets)
    _begun: dict[str, dict[Handshake, None]] = field(default_factory=dict)
    _all: dict[Handshake, None] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._all)

    def allows(self, address: str, now: Millis, *, recognised: bool) -> bool:
        """Whether another one may be opened from this address. A browser that was signed in a moment ago always may."""
        return recognised or not self.opened.take(OPENED, network_of(address), now)

    def begin(self, address: str, end: Callable[[], None]) -> Handshake:
        """A socket was opened from this address."""
        group = self._begun.setdefault(address, {})
        if len(group) >= self.by_address:
            self._send_away(next(iter(group)))
        if len(self._all) >= self.in_all:
            self._send_away(next(iter(self._all)))
        handshake = Handshake(address, end)
        self._all[handshake] = self._begun.setdefault(address, {})[handshake] = None
        return handshake

    def finish(self, handshake: Handshake) -> None:
        """Somebody has signed in, or it is closed. Nothing happens the second time."""
        self._all.pop(handshake, None)
        group = self._begun.get(handshake.address, {})
        group.pop(handshake, None)
        if not group:
            self._begun.pop(handshake.address, None)

    def _send_away(self, handshake: Handshake) -> None:
        self.finish(handshake)
        handshake.end()
