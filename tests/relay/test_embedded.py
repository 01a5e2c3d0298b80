"""The embedded relay, with a real coturn: it reaches the engine and nobody else, over UDP, TCP and TLS."""

import asyncio
import os
import socket
import stat
import threading
import time
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from deskside.relay.addresses import own_addresses
from deskside.relay.allocation import NotAllocated, try_allocation
from deskside.relay.config import USER_QUOTA
from deskside.relay.stun import Method
from deskside.relay.urls import Transport, TurnUrl
from tests.relay.clients import credential, may_reach
from tests.relay.embedded import Running, relay_settings, running
from tests.relay.test_shipped import PERMITTED, SPECIAL

FORBIDDEN, NOT_SIGNED_IN, QUOTA = 403, 401, 486


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(relay_settings(tmp_path)) as started:
        yield started


@pytest.mark.parametrize("by", list(Transport))
async def test_it_reaches_the_engines_address_and_nothing_else(relay: Running, by: Transport) -> None:
    ours = own_addresses(())
    others = [address for address in (*SPECIAL, *PERMITTED, "::ffff:127.0.0.1") if address not in ours]
    with relay.visiting(by) as client:
        people = {version: client(family=version) for version in {ip_address(each).version for each in ours}}
        assert {version: each.allocated for version, each in people.items()} == dict.fromkeys(people, 0)
        assert [may_reach(people[ip_address(each).version], each) for each in ours] == [0] * len(ours)
        reached = {
            each: may_reach(people[ip_address(each).version], each)
            for each in others
            if ip_address(each).version in people
        }
        assert reached == dict.fromkeys(reached, FORBIDDEN)
        assert len(reached) > 20
        assert people[4].ask(Method.CONNECT, peer=ours[0]).code != 0, "no TCP is relayed"


@pytest.mark.parametrize("by", list(Transport))
async def test_what_is_sent_arrives_at_the_engines_address(relay: Running, by: Transport) -> None:
    address = own_addresses(())[0]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine, relay.visiting(by) as client:
        engine.bind((address, 0))
        engine.settimeout(5.0)
        somebody = client()
        assert may_reach(somebody, address) == 0
        somebody.send(address, engine.getsockname()[1], b"a check of ICE")
        data, sender = engine.recvfrom(100)
        first, last = relay.settings.media_ports
        assert (data, sender[0], first <= sender[1] <= last) == (b"a check of ICE", address, True)


async def test_it_listens_on_ipv6_too(relay: Running) -> None:
    with relay.visiting(host="::1") as client:
        assert client().allocated == 0


async def test_a_credential_is_good_for_ten_minutes_and_only_with_the_secret(relay: Running) -> None:
    with relay.visiting() as client:
        assert client(at=time.time() - 590).allocated == 0
        assert client(at=time.time() - 610).allocated == NOT_SIGNED_IN
    with pytest.raises(NotAllocated, match="does not know the credential"):
        try_allocation(relay.url(), credential("another secret"))


async def test_one_person_has_so_many_allocations_and_no_more(relay: Running) -> None:
    with relay.visiting() as client:
        allocated = [client(at=time.time() - number).allocated for number in range(USER_QUOTA + 4)]
    assert allocated[:USER_QUOTA] == [0] * USER_QUOTA
    assert QUOTA in allocated[USER_QUOTA:]


async def test_its_secret_is_in_private_files_only_and_it_is_not_root(relay: Running) -> None:
    for path in relay.settings.run_dir.iterdir():
        if path.name != "turnserver.pid":  # coturn's own, a number
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(relay.settings.run_dir.stat().st_mode) == 0o700
    process = Path(f"/proc/{relay.pid}")
    assert relay.relay.secret not in (process / "cmdline").read_text()
    assert relay.relay.secret not in (relay.settings.run_dir / "turnserver.log").read_text()

    def is_root() -> bool:
        status = (process / "status").read_text().splitlines()
        return "0" in next(line for line in status if line.startswith("Uid:")).split()[1:]

    for _ in range(100):  # it lets go of it once it listens, which is told a moment before
        if not is_root():
            break
        await asyncio.sleep(0.05)
    assert not is_root()


async def test_the_certificate_is_seen_by_tls_and_a_stranger_to_it_is_refused(relay: Running) -> None:
    await asyncio.to_thread(
        try_allocation, relay.url(Transport.TLS), credential(relay.relay.secret), trusting=relay.trusting()
    )
    with pytest.raises(NotAllocated, match="certificate is not trusted"):
        try_allocation(relay.url(Transport.TLS), credential(relay.relay.secret))


def test_whoever_is_not_there_or_no_relay_is_told_apart() -> None:
    from_nobody = credential("s")
    with socket.create_server(("127.0.0.1", 0)) as web:
        there = TurnUrl("127.0.0.1", web.getsockname()[1], Transport.TCP)

        def answer_as_the_web() -> None:
            line, _ = web.accept()
            line.recv(1000)
            line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" + bytes(70_000))
            line.close()

        threading.Thread(target=answer_as_the_web, daemon=True).start()
        with pytest.raises(NotAllocated, match="something else"):
            try_allocation(there, from_nobody)
    with pytest.raises(NotAllocated, match="nobody is there"):
        try_allocation(there, from_nobody)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
async def test_a_certificate_that_only_root_may_read_is_used(tmp_path: Path) -> None:
    settings = relay_settings(tmp_path)
    assert settings.certificate is not None
    settings.certificate[1].chmod(0o600)
    async with running(settings) as started:
        await asyncio.to_thread(
            try_allocation, started.url(Transport.TLS), credential(started.relay.secret), trusting=started.trusting()
        )
