"""The shipped TURN configuration, in a real coturn: it relays to nothing special, and to nobody's TCP.

Only permissions are asked for (RFC 8656, 9): nothing is sent to any of these addresses.
"""

import ipaddress
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskside.relay.stun import Method
from deskside.relay.urls import read
from tests.relay.clients import Visit, visiting

SHIPPED = Path(__file__).parents[2] / "deploy" / "turnserver.conf"
SECRET = "change-me"
FORBIDDEN = 403
PERMITTED = ("8.8.8.8", "203.0.114.1", "100.63.255.255", "100.128.0.1", "2600::1")
SPECIAL = (
    *("0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.254", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.19.255.254", "198.51.100.7", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1"),
    *("2002:a00:1::1", "fc00::1", "fd12::1", "fe80::1", "ff02::1"),
)


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a coturn with the shipped file; certificate left out, addresses of this machine put in."""
    binary = shutil.which("turnserver")
    if binary is None:
        pytest.skip("needs coturn: apt-get install coturn")
    folder = tmp_path_factory.mktemp("turn")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    ours = ("cert=", "pkey=", "listening-port=", "tls-listening-port=", "min-port=", "max-port=")
    kept = [line for line in SHIPPED.read_text().splitlines() if not line.startswith(ours)]
    here = [f"listening-port={port}", "listening-ip=127.0.0.1", "relay-ip=127.0.0.1", "relay-ip=::1"]
    here += ["no-tls", "no-dtls", "min-port=50000", "max-port=50200", f"pidfile={folder / 'pid'}", "log-file=stdout"]
    (folder / "turnserver.conf").write_text("\n".join([*kept, *here]) + "\n")
    command = [binary, "-c", str(folder / "turnserver.conf"), "-b", str(folder / "db")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        yield port
        process.terminate()


@pytest.fixture
def client(turn: int) -> Iterator[Visit]:
    with visiting(read(f"turn:127.0.0.1:{turn}"), SECRET) as come:
        yield come


def test_nothing_special_is_relayed_to_and_the_internet_is(client: Visit) -> None:
    clients = {4: client(), 6: client(family=6)}
    assert {family: each.allocated for family, each in clients.items()} == {4: 0, 6: 0}
    answers = {
        address: clients[ipaddress.ip_address(address).version].ask(Method.CREATE_PERMISSION, peer=address).code
        for address in (*SPECIAL, *PERMITTED)
    }
    assert {address: answers[address] for address in SPECIAL} == dict.fromkeys(SPECIAL, FORBIDDEN)
    assert {address: answers[address] for address in PERMITTED} == dict.fromkeys(PERMITTED, 0)


def test_ipv4_in_the_clothes_of_ipv6_gets_no_packet(client: Visit) -> None:
    """coturn permits it, as a range of these would refuse all of IPv4; its sockets cannot send there."""
    somebody = client(family=6)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as victim:
        victim.bind(("127.0.0.1", 0))
        victim.settimeout(1.0)
        somebody.ask(Method.CREATE_PERMISSION, peer="::ffff:127.0.0.1")
        for _ in range(5):
            somebody.send("::ffff:127.0.0.1", victim.getsockname()[1], b"12345678")
        with pytest.raises(TimeoutError):
            victim.recv(100)


def test_no_tcp_is_relayed(client: Visit) -> None:
    somebody = client()
    assert somebody.ask(Method.CONNECT, peer="8.8.8.8").code != 0


def test_a_credential_is_good_for_ten_minutes(client: Visit) -> None:
    assert client(at=time.time() - 590).allocated == 0
    assert client(at=time.time() - 610).allocated == 401


def test_one_person_has_so_many_allocations_and_no_more(client: Visit) -> None:
    allocated = [client(at=time.time() - number, name="bob").allocated for number in range(26)]
    assert allocated[:24] == [0] * 24
    assert 486 in allocated[24:], "allocation quota reached (RFC 8656, 7.2)"
