"""A client of a TURN server: whether it relays for somebody, asked as a browser would, over UDP, TCP or TLS. Blocks."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from deskside.ports.media import IceServer
from deskside.relay import stun
from deskside.relay.stun import Answer, Attribute, Attributes, Method
from deskside.relay.urls import Transport, TurnUrl

UDP_TRIES = 3
LIMIT_SECONDS = 3.0
"""For the connection, and for each answer over TCP or TLS; by UDP it is shared by the tries."""
SIGN_IN, STALE_NONCE = 401, 438
WHY = {
    SIGN_IN: "it does not know the credential (another secret, or its clock is wrong)",
    403: "it forbids it",
    437: "it takes this for a former connection",
    442: "it does not relay UDP",
    486: "this person has as many allocations as one may have",
    508: "it has no port left",
}


class NotAllocated(Exception):
    """The relay does not relay; says why."""


class Allocation:
    """One client's line to a relay. Signs in when it is asked to."""

    def __init__(self, line: socket.socket, url: TurnUrl, server: IceServer) -> None:
        self._line = line
        self._by_datagrams = url.transport is Transport.UDP
        self._username, self._password = server.username or "", server.credential or ""
        self._login: list[tuple[Attribute, bytes]] = []
        self._key: bytes | None = None

    def ask(self, method: Method, *attributes: tuple[Attribute, bytes], peer: str | None = None) -> Answer:
        """The answer in the end, granted or not. Raises NotAllocated if there is none."""
        answer = self._once(method, attributes, peer)
        for _ in range(2):  # to sign in, and once more with the nonce of another hour
            if answer.code not in (SIGN_IN, STALE_NONCE) or Attribute.NONCE not in answer.attributes:
                break
            if answer.code == SIGN_IN and self._key is not None:
                break
            realm, nonce = answer.attributes.get(Attribute.REALM, b""), answer.attributes[Attribute.NONCE]
            self._key = stun.key_of(self._username, realm, self._password)
            self._login = [
                (Attribute.USERNAME, self._username.encode()),
                (Attribute.REALM, realm),
                (Attribute.NONCE, nonce),
            ]
            answer = self._once(method, attributes, peer)
        return answer

    def allocate(self, family: int = 4) -> Answer:
        """Ask for an address of the relay, of IPv4 or IPv6 (RFC 8656, 7)."""
        return self.ask(
            Method.ALLOCATE,
            (Attribute.REQUESTED_TRANSPORT, bytes([stun.UDP_PROTOCOL, 0, 0, 0])),
            *(((Attribute.REQUESTED_ADDRESS_FAMILY, bytes([2, 0, 0, 0])),) if family == 6 else ()),
        )

    def give_back(self) -> None:
        """End the allocation (RFC 8656, 8)."""
        self.ask(Method.REFRESH, (Attribute.LIFETIME, bytes(4)))

    def send(self, address: str, port: int, data: bytes) -> None:
        """Have it relayed, if it is; there is no answer (RFC 8656, 11.1: an indication)."""
        transaction = stun.new_transaction()
        peer = stun.masked(address, transaction, port)
        self._line.sendall(
            stun.request(Method.SEND, transaction, ((Attribute.XOR_PEER_ADDRESS, peer), (Attribute.DATA, data)))
        )

    def _once(self, method: Method, attributes: Attributes, peer: str | None) -> Answer:
        transaction = stun.new_transaction()
        to = () if peer is None else ((Attribute.XOR_PEER_ADDRESS, stun.masked(peer, transaction)),)
        message = stun.request(method, transaction, (*attributes, *to, *self._login), self._key)
        tries = UDP_TRIES if self._by_datagrams else 1
        self._line.settimeout(LIMIT_SECONDS / tries)
        for _ in range(tries):
            try:
                self._line.sendall(message)
                return self._heard(transaction)
            except TimeoutError:
                continue
            except OSError as why:
                raise NotAllocated(f"nobody is there ({why.strerror or why})") from why
        raise NotAllocated("it does not answer")

    def _heard(self, transaction: bytes) -> Answer:
        """What answers this request; anything else, such as relayed data, is left."""
        while True:
            heard = stun.answer(self._message())
            if heard is None:
                raise NotAllocated("something else than a relay answers")
            if heard.transaction == transaction:
                return heard

    def _message(self) -> bytes:
        if self._by_datagrams:
            return self._line.recv(65536)
        header = self._exactly(stun.HEADER_BYTES)
        return header + self._exactly(stun.body_length(header))

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            more = self._line.recv(count - len(found))
            if not more:
                raise NotAllocated("it closes the connection")
            found += more
        return found


@contextmanager
def line_to(url: TurnUrl, trusting: ssl.SSLContext | None = None) -> Iterator[socket.socket]:
    """A socket to a relay. `trusting`: which certificates are believed; None: what the system does, for that host.

    Raises NotAllocated.
    """
    kind = socket.SOCK_DGRAM if url.transport is Transport.UDP else socket.SOCK_STREAM
    try:
        found = socket.getaddrinfo(url.host, url.port, type=kind)
        family, _, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as line:
            line.settimeout(LIMIT_SECONDS)
            line.connect(address)
            if url.transport is not Transport.TLS:
                yield line
                return
            context = trusting or ssl.create_default_context()
            with context.wrap_socket(line, server_hostname=url.host) as wrapped:
                yield wrapped
    except ssl.SSLCertVerificationError as why:
        raise NotAllocated(f"its certificate is not trusted: {why.verify_message}") from why
    except ssl.SSLError as why:
        raise NotAllocated(f"it does not speak TLS as browsers do ({why.reason or why})") from why
    except TimeoutError as why:
        raise NotAllocated("it does not answer") from why
    except OSError as why:
        raise NotAllocated(f"nobody is there ({why.strerror or why})") from why


def try_allocation(
    url: TurnUrl, server: IceServer, *, trusting: ssl.SSLContext | None = None, peers: tuple[str, ...] = ()
) -> None:
    """Get an address of the relay, ask whether it may be used towards each of `peers`, and give it back. Raises
    NotAllocated, which says what is wrong."""
    with line_to(url, trusting) as line:
        client = Allocation(line, url, server)
        _granted(client.allocate())
        for peer in peers:
            _granted(client.ask(Method.CREATE_PERMISSION, peer=peer))
        with suppress(NotAllocated):
            client.give_back()


def _granted(answer: Answer) -> None:
    if answer.code:
        raise NotAllocated(f"{WHY.get(answer.code, 'it refuses')} (error {answer.code})")
