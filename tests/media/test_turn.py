"""The shipped TURN configuration, in a real coturn: it relays to nothing special, and to nobody's TCP.

Only permissions are asked for (RFC 8656, 9): nothing is sent to any of these addresses.
"""

import hashlib
import hmac
import ipaddress
import secrets
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deskside.domain.ids import Millis, UserId
from deskside.ice import IceConfig

SHIPPED = Path(__file__).parents[2] / "deploy" / "turnserver.conf"
SECRET, REALM = "change-me", "turn.example.org"
MAGIC = 0x2112A442
ALLOCATE, CREATE_PERMISSION, CONNECT, SEND, DATA = 0x003, 0x008, 0x00A, 0x016, 0x13
UDP, TCP = 17, 6
USERNAME, INTEGRITY, ERROR, XOR_PEER, REALM_, NONCE, FAMILY, TRANSPORT = 6, 8, 9, 0x12, 0x14, 0x15, 0x17, 0x19
FORBIDDEN = 403
PERMITTED = ("8.8.8.8", "203.0.114.1", "100.63.255.255", "100.128.0.1", "2600::1")
SPECIAL = (
    *("0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.254", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
    *("198.19.255.254", "198.51.100.7", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1"),
    *("2002:a00:1::1", "fc00::1", "fd12::1", "fe80::1", "ff02::1"),
)


class Client:
    """A TURN client over one UDP socket."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(("127.0.0.1", port))
        self.socket.settimeout(2.0)
        self.allocated = -1
        """What was answered to the allocation."""
        self._login: list[tuple[int, bytes]] = []
        self._username = username
        self._key = hashlib.md5(f"{username}:{REALM}:{password}".encode(), usedforsecurity=False).digest()

    def ask(self, method: int, *attributes: tuple[int, bytes], peer: str | None = None) -> int:
        """0: granted; else the error's number. Signs in, or again, when it is asked to."""
        code = -1
        for _ in range(3):
            answer = self._once(method, list(attributes), peer)
            error = answer.get(ERROR)
            code = 0 if error is None else error[2] * 100 + error[3]
            if code not in (401, 438):
                break
            self._login = [(USERNAME, self._username.encode()), (REALM_, answer[REALM_]), (NONCE, answer[NONCE])]
        return code

    def _once(self, method: int, attributes: list[tuple[int, bytes]], peer: str | None) -> dict[int, bytes]:
        transaction = secrets.token_bytes(12)
        if peer is not None:
            attributes.append((XOR_PEER, _masked(peer, transaction)))
        attributes += self._login
        body = b"".join(struct.pack("!HH", code, len(v)) + v + bytes(-len(v) % 4) for code, v in attributes)
        if self._login:
            signed = struct.pack("!HHI", method, len(body) + 24, MAGIC) + transaction + body
            body += struct.pack("!HH", INTEGRITY, 20) + hmac.digest(self._key, signed, "sha1")
        message = struct.pack("!HHI", method, len(body), MAGIC) + transaction + body
        for _ in range(10):
            with suppress(TimeoutError, ConnectionError):  # it may not listen yet
                self.socket.send(message)
                while (answer := self.socket.recv(4096))[8:20] != transaction:
                    pass
                return _attributes(answer)
            time.sleep(0.2)
        raise TimeoutError("the TURN server does not answer")

    def send(self, address: str, port: int, data: bytes) -> None:
        """Have it relayed, if it is."""
        transaction = secrets.token_bytes(12)
        attributes = ((XOR_PEER, _masked(address, transaction, port)), (DATA, data))
        body = b"".join(struct.pack("!HH", code, len(v)) + v + bytes(-len(v) % 4) for code, v in attributes)
        self.socket.send(struct.pack("!HHI", SEND, len(body), MAGIC) + transaction + body)


def _masked(address: str, transaction: bytes, port: int = 0) -> bytes:
    """XOR-PEER-ADDRESS (RFC 8656, 18.3)."""
    parsed = ipaddress.ip_address(address)
    mask = struct.pack("!I", MAGIC) + transaction
    hidden = bytes(a ^ b for a, b in zip(parsed.packed, mask, strict=False))
    return struct.pack("!BBH", 0, 1 if parsed.version == 4 else 2, port ^ MAGIC >> 16) + hidden


def _attributes(message: bytes) -> dict[int, bytes]:
    found, offset = dict[int, bytes](), 20
    while offset + 4 <= len(message):
        code, length = struct.unpack_from("!HH", message, offset)
        found.setdefault(code, message[offset + 4 : offset + 4 + length])
        offset += 4 + length + (-length % 4)
    return found


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


def client(port: int, *, at: float | None = None, family: int = 4, name: str = "alice") -> Client:
    """Somebody with an allocation, signed in as Deskside's browsers are."""
    ice = IceConfig(turn_urls=("turn:x",), turn_secret=SECRET)
    (server,) = ice.servers(UserId(name), Millis(int((at or time.time()) * 1000)))
    assert server.username is not None
    assert server.credential is not None
    made = Client(port, server.username, server.credential)
    made.allocated = made.ask(
        ALLOCATE, (TRANSPORT, bytes([UDP, 0, 0, 0])), (FAMILY, bytes([1 if family == 4 else 2, 0, 0, 0]))
    )
    return made


def test_nothing_special_is_relayed_to_and_the_internet_is(turn: int) -> None:
    clients = {4: client(turn), 6: client(turn, family=6)}
    assert {family: each.allocated for family, each in clients.items()} == {4: 0, 6: 0}
    answers = {
        address: clients[ipaddress.ip_address(address).version].ask(CREATE_PERMISSION, peer=address)
        for address in (*SPECIAL, *PERMITTED)
    }
    assert {address: answers[address] for address in SPECIAL} == dict.fromkeys(SPECIAL, FORBIDDEN)
    assert {address: answers[address] for address in PERMITTED} == dict.fromkeys(PERMITTED, 0)


def test_ipv4_in_the_clothes_of_ipv6_gets_no_packet(turn: int) -> None:
    """coturn permits it, as a range of these would refuse all of IPv4; its sockets cannot send there."""
    somebody = client(turn, family=6)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as victim:
        victim.bind(("127.0.0.1", 0))
        victim.settimeout(1.0)
        somebody.ask(CREATE_PERMISSION, peer="::ffff:127.0.0.1")
        for _ in range(5):
            somebody.send("::ffff:127.0.0.1", victim.getsockname()[1], b"12345678")
        with pytest.raises(TimeoutError):
            victim.recv(100)


def test_no_tcp_is_relayed(turn: int) -> None:
    somebody = client(turn)
    assert somebody.ask(CONNECT, peer="8.8.8.8") != 0


def test_a_credential_is_good_for_ten_minutes(turn: int) -> None:
    assert client(turn, at=time.time() - 590).allocated == 0
    assert client(turn, at=time.time() - 610).allocated == 401


def test_one_person_has_so_many_allocations_and_no_more(turn: int) -> None:
    allocated = [client(turn, at=time.time() - number, name="bob").allocated for number in range(26)]
    assert allocated[:24] == [0] * 24
    assert 486 in allocated[24:], "allocation quota reached (RFC 8656, 7.2)"
