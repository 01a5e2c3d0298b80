"""How many connections are held, by address and in all, and which of them goes when there are too many.

Knows no socket and no clock. A connection on which the server waits for a stranger (for a header, a body, a sign-in)
may go, the longest wait first; one whose request is being answered, or of somebody who is signed in, stays. So a flood
from one address pushes out itself, and its honest neighbours come in beside it: they are never silent for long.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Literal

Reason = Literal["by_address", "total", "sockets"]

REMEMBERED_LOGINS = 4_096


@dataclass(frozen=True, slots=True)
class Caps:
    """How many connections may be open. `by_address` counts strangers only: a school is one address."""

    total: int
    by_address: int = 512
    """Seventy browsers of a school with all six of their connections at once, before any has signed in."""
    sockets_by_address: int = 128
    """WebSockets of browsers that are not recognised. A page that asked for a ticket is; those of a school that all
    come back to a server that has forgotten them take a fraction of a second each. An upgrade costs more than all that
    comes before it."""


class Visitor:
    """One connection, from its acceptance on."""

    def __init__(self, doorkeeper: "Doorkeeper", address: str) -> None:
        self._doorkeeper = doorkeeper
        self.address = address
        self.known = False
        """Somebody has signed in over it."""
        self.recognised = False
        """It brings the cookies of a browser over which somebody was served a moment ago. A hint, and no right."""
        self.idles = False
        """Its request waits for news, and loses nothing if it is ended instead."""
        self.drop: Callable[[], object] = lambda: None
        """Ends the connection at once, without a word."""

    def waits(self) -> None:
        """From now on the other end has to say something."""
        if not self.known:
            self._doorkeeper.let_wait(self)

    def works(self) -> None:
        """From now on it is the server's turn."""
        self._doorkeeper.let_stay(self)

    def signed_in(self) -> None:
        """It belongs to somebody: it stays, and counts for no address."""
        if not self.known:
            self._doorkeeper.let_in(self)

    def brings(self, cookies: bytes) -> None:
        """What its newest request says of itself."""
        self.recognised = self._doorkeeper.knows(cookies)

    def may_open_socket(self) -> bool:
        """Whether it may become a WebSocket, which is somebody's or nobody's from now on."""
        return self.known or self.recognised or self._doorkeeper.let_open(self)

    def remember(self, cookies: bytes) -> None:
        """These cookies were just found to be somebody's."""
        self._doorkeeper.remember(cookies)

    def leave(self) -> None:
        """It is closed. Nothing happens the second time."""
        self._doorkeeper.let_go(self)


class Doorkeeper:
    """Admits connections. `exempt`: addresses of our own proxies, behind which everybody has one address; `on_full` is
    told each time that a cap is reached."""

    def __init__(self, caps: Caps, *, exempt: Iterable[str] = (), on_full: Callable[[Reason], None]) -> None:
        self.caps = caps
        self._exempt = frozenset(network_of(each) for each in exempt)
        self._on_full = on_full
        self._here: dict[Visitor, None] = {}
        self._waiting: dict[Visitor, None] = {}
        """In the order in which they began to wait."""
        self._strangers: dict[str, dict[Visitor, None]] = {}
        self._sockets: dict[str, set[Visitor]] = {}
        """WebSockets of strangers who are not recognised, by network."""
        self._logins: dict[int, None] = {}
        """Hashes (salted by the process) of cookies that were good, the latest last."""

    def __len__(self) -> int:
        return len(self._here)

    def admit(self, address: str) -> Visitor | None:
        """A new connection from this address; None: it has to be refused, as nobody who is here may go."""
        network = network_of(address)
        group = self._strangers.get(network, {})
        if network not in self._exempt and len(group) >= self.caps.by_address:
            self._on_full("by_address")
            if not self._drop_first(each for each in group if each in self._waiting):
                return None
        if len(self._here) >= self.caps.total:
            self._on_full("total")
            if not self._drop_first(self._waiting):
                return None
        visitor = Visitor(self, network)
        self._here[visitor] = None
        self._strangers.setdefault(network, {})[visitor] = None
        visitor.waits()
        return visitor

    def knows(self, cookies: bytes) -> bool:
        return bool(cookies) and hash(cookies) in self._logins

    def remember(self, cookies: bytes) -> None:
        self._logins.pop(hash(cookies), None)
        self._logins[hash(cookies)] = None
        if len(self._logins) > REMEMBERED_LOGINS:
            del self._logins[next(iter(self._logins))]

    def let_open(self, visitor: Visitor) -> bool:
        """A stranger wants a WebSocket. One of too many is refused, and none that is open goes for it: whoever floods
        would otherwise have each of theirs made and thrown away again."""
        if visitor.address in self._exempt:
            return True
        group = self._sockets.get(visitor.address, set())
        if len(group) >= self.caps.sockets_by_address:
            self._on_full("sockets")
            return False
        if visitor in self._here:
            self._sockets.setdefault(visitor.address, group).add(visitor)
        return True

    def let_wait(self, visitor: Visitor) -> None:
        if visitor in self._here and visitor not in self._waiting:
            self._waiting[visitor] = None
            group = self._strangers[visitor.address]
            group[visitor] = group.pop(visitor)  # behind those who wait for longer

    def let_stay(self, visitor: Visitor) -> None:
        self._waiting.pop(visitor, None)

    def let_in(self, visitor: Visitor) -> None:
        visitor.known = True
        self._waiting.pop(visitor, None)
        self._forget_stranger(visitor)

    def let_go(self, visitor: Visitor) -> None:
        self._here.pop(visitor, None)
        self._waiting.pop(visitor, None)
        self._forget_stranger(visitor)

    def _drop_first(self, candidates: Iterable[Visitor]) -> bool:
        victim = next(iter(candidates), None)
        if victim is None:
            return False
        self.let_go(victim)
        victim.drop()
        return True

    def _forget_stranger(self, visitor: Visitor) -> None:
        group = self._strangers.get(visitor.address, {})
        group.pop(visitor, None)
        if not group:
            self._strangers.pop(visitor.address, None)
        sockets = self._sockets.get(visitor.address, set())
        sockets.discard(visitor)
        if not sockets:
            self._sockets.pop(visitor.address, None)


def network_of(address: str) -> str:
    """What one household or attacker has: an IPv4 address, or the /64 of an IPv6 one (RFC 6177)."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
