"""A client's network on this machine: a namespace behind a wire with delay, loss, jitter and rate, that can be cut.

    async with Netlab(rtt_ms=40) as alice, Netlab(rtt_ms=0, beside=alice) as tutor:
        server.listen(alice.server_address)
        subprocess.Popen(alice.command(["chromium", ...]))
        await alice.cut(Cut.UDP)
        healed_at = await alice.heal()

The server side is the namespace of this process. Needs root, ip (iproute2), nft and cc; no netem. Names and addresses
are random, so that several labs live side by side; what a killed process left is removed when the next lab opens.
"""

import asyncio
import ipaddress
import json
import os
import secrets
import subprocess
import sys
import time
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.abandoned import OWN_FILES, remove, remove_abandoned
from bench.commands import CommandFailed, run

HERE = Path(__file__).parent


class Cut(StrEnum):
    """What is lost in a cut. LINK takes the client's interface down: its kernel knows; others it cannot notice."""

    ALL = "drop"
    UDP = "ip protocol udp drop"
    TCP = "ip protocol tcp drop"
    BUT_443 = "tcp dport 443 accept; tcp sport 443 accept; drop"
    LINK = "link"


@cache
def delay_program() -> str:
    """Path of the compiled wire; compiled on first use and again when its source is newer."""
    source, built = HERE / "netlab" / "delay.c", HERE / "out" / "delay"
    if not built.exists() or built.stat().st_mtime < source.stat().st_mtime:
        built.parent.mkdir(exist_ok=True)
        fresh = built.with_suffix(f".{os.getpid()}")
        run("cc", "-O2", "-Wall", "-Wextra", "-o", str(fresh), str(source))
        fresh.replace(built)
    return str(built)


def _free_network() -> ipaddress.IPv4Network:
    """A random 10.x.y.0/24 that no interface of this machine overlaps."""
    entries = json.loads(run("ip", "-json", "-4", "address"))
    taken = [
        ipaddress.ip_network(f"{a['local']}/{a['prefixlen']}", strict=False) for e in entries for a in e["addr_info"]
    ]
    while True:
        network = ipaddress.IPv4Network(f"10.{secrets.randbelow(254) + 1}.{secrets.randbelow(256)}.0/24")
        if not any(network.overlaps(other) for other in taken):
            return network


def _mac() -> str:
    """A locally administered unicast address (IEEE 802, second-lowest bit of the first octet)."""
    return "02:" + ":".join(f"{byte:02x}" for byte in secrets.token_bytes(5))


class Netlab:
    """One client's namespace and its wire to the server side. All times in milliseconds, loss and rate each way."""

    def __init__(
        self,
        *,
        rtt_ms: float = 0.0,
        loss_percent: float = 0.0,
        jitter_ms: float = 0.0,
        rate_kbps: float = 0.0,
        beside: "Netlab | None" = None,
    ) -> None:
        """`jitter_ms` is added evenly between 0 and itself, each way; `rate_kbps` 0 means unlimited.

        `beside` another open lab: the same server address, a client and a wire of its own. Close it first.
        """
        self._wire_options = (str(rtt_ms * 500), str(loss_percent), str(jitter_ms * 1000), str(rate_kbps))
        self._token = secrets.token_hex(3)
        self._owner: Netlab = beside._owner if beside else self
        self._clients = 0
        self._cut: Cut | None = None
        self._wire: subprocess.Popen[bytes] | None = None
        self._client_mac, self._bridge_mac = _mac(), _mac()
        self.namespace = f"deskside-{os.getpid()}-{self._token}-client"
        self._middle = f"deskside-{os.getpid()}-{self._token}-wire"
        self._port, self._bridge = f"dk{self._token}s", f"dk{self._owner._token}b"
        self._network: ipaddress.IPv4Network = beside._network if beside else _free_network()
        self.server_address = str(self._network[1])
        self.client_address = ""
        """Known once the lab is open."""

    async def __aenter__(self) -> Self:
        try:
            await asyncio.shield(asyncio.to_thread(self._open))
        except BaseException:
            await asyncio.shield(asyncio.to_thread(self._close))
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.shield(asyncio.to_thread(self._close))

    def command(self, arguments: list[str]) -> list[str]:
        """The same command, to be run in the client's namespace."""
        return ["ip", "netns", "exec", self.namespace, *arguments]

    async def cut(self, cut: Cut = Cut.ALL) -> float:
        """Lose what `cut` says, both ways, without a word to either end. Returns when: seconds of `time.monotonic`.

        Frames are dropped on arrival at both ends of the wire, so neither sender gets an error, as on a real path.
        """
        await asyncio.to_thread(self._start_cut, cut)
        return time.monotonic()

    async def heal(self) -> float:
        """End the cut. Returns when, in seconds of `time.monotonic`, true to about 5 ms (a run of nft)."""
        return await asyncio.to_thread(self._end_cut)

    async def limit(self, *, up_kbps: float = 0.0, down_kbps: float = 0.0) -> float:
        """From now on the wire carries this much each way, as seen by the client; 0: as much as comes. Returns when."""
        assert self._wire is not None
        assert self._wire.stdin is not None
        self._wire.stdin.write(f"{down_kbps} {up_kbps}\n".encode())
        self._wire.stdin.flush()
        return time.monotonic()

    async def change_address(self) -> None:
        """Give the client another address, as when it moves to another Wi-Fi: the old one is gone at once."""
        await asyncio.to_thread(self._address_client)

    def know(self, *names: str) -> None:
        """From now on these are names of the server's address for whoever starts there; others are not asked for."""
        own = OWN_FILES / self.namespace  # ip-netns(8) puts it over /etc
        own.mkdir(parents=True)
        (own / "hosts").write_text(f"127.0.0.1 localhost\n{self.server_address} {' '.join(names)}\n")
        (own / "resolv.conf").write_text("")

    async def round_trips(self, count: int = 20) -> list[float]:
        """Measured round trips in milliseconds; lost ones are left out."""
        asking = self.command([sys.executable, "-m", "bench.echo", self.server_address, str(count)])
        process = await asyncio.create_subprocess_exec(*asking, stdout=asyncio.subprocess.PIPE, cwd=HERE.parent)
        printed, _ = await process.communicate()
        return [float(line) for line in printed.decode().split() if line != "lost"]

    def _open(self) -> None:
        remove_abandoned()
        if self._owner is self:
            run("ip", "link", "add", self._bridge, "address", self._bridge_mac, "type", "bridge")
            Path(f"/proc/sys/net/ipv6/conf/{self._bridge}/disable_ipv6").write_text("1")
            run("ip", "address", "add", f"{self.server_address}/24", "dev", self._bridge)
            run("ip", "link", "set", self._bridge, "up")
        for namespace in (self.namespace, self._middle):
            run("ip", "netns", "add", namespace)
            run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1")
        run("ip", "link", "add", self._port, "type", "veth", "peer", "name", "server", "netns", self._middle)
        Path(f"/proc/sys/net/ipv6/conf/{self._port}/disable_ipv6").write_text("1")
        run("ip", "link", "set", self._port, "master", self._bridge, "up")
        self._ip(
            "link", "add", "eth0", "address", self._client_mac, "type", "veth", "peer", "client", "netns", self._middle
        )
        self._ip("link", "set", "lo", "up")
        for end in ("server", "client"):
            run("ip", "-n", self._middle, "link", "set", end, "up")
        run(delay_program(), "plain", self._port)
        run(*self.command([delay_program(), "plain", "eth0"]))
        in_the_middle = ["ip", "netns", "exec", self._middle, delay_program()]
        run(*in_the_middle, "plain", "server", "client")
        self._address_client()
        self._wire = subprocess.Popen(
            [*in_the_middle, "wire", "server", "client", *self._wire_options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert self._wire.stdout is not None
        if self._wire.stdout.readline() != b"ready\n":
            raise CommandFailed("the wire did not come up; its complaint is on standard error")

    def _ip(self, *arguments: str) -> None:
        run("ip", "-n", self.namespace, *arguments)

    def _address_client(self) -> None:
        """Address, route and neighbours: fixed, so that no ARP is delayed or lost on the wire."""
        self._owner._clients += 1
        self._ip("address", "flush", "dev", "eth0")
        if self.client_address:
            run("ip", "neighbour", "del", self.client_address, "dev", self._bridge)
        self.client_address = str(self._network[self._owner._clients + 1])
        self._ip("address", "add", f"{self.client_address}/24", "dev", "eth0")
        run("ip", "neighbour", "replace", self.client_address, "lladdr", self._client_mac, "dev", self._bridge)
        self._bring_link_up()

    def _bring_link_up(self) -> None:
        self._ip("link", "set", "eth0", "up")
        self._ip("neighbour", "replace", self.server_address, "lladdr", self._owner._bridge_mac, "dev", "eth0")
        self._ip("route", "replace", "default", "via", self.server_address)

    def _start_cut(self, cut: Cut) -> None:
        if self._cut:
            raise CommandFailed(f"already cut ({self._cut.name}): heal first")
        self._cut = cut
        if cut is Cut.LINK:
            self._ip("link", "set", "eth0", "down")
            return
        for prefix, device in ((self.command([]), "eth0"), ([], self._port)):
            rules = (
                f"table netdev {self._port} {{ chain arriving {{"
                f" type filter hook ingress device {device} priority 0; {cut}; }}; }}"
            )
            run(*prefix, "nft", "-f", "-", given=rules)

    def _end_cut(self) -> float:
        """The client hears first; the path is whole when the server's end, the quicker to open, follows."""
        cut, self._cut = self._cut, None
        if cut is Cut.LINK:
            self._bring_link_up()
        elif cut:
            run(*self.command(["nft", "delete", "table", "netdev", self._port]))
        healed_at = time.monotonic()
        if cut and cut is not Cut.LINK:
            run("nft", "delete", "table", "netdev", self._port)
        return healed_at

    def _close(self) -> None:
        """Remove everything, whatever of it there is. Processes still in the client's namespace are ended."""
        if self._wire:
            self._wire.kill()
            self._wire.communicate()
        remove(self.namespace, self._token)
