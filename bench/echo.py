"""Round trips to an address as the kernels see them: a small `ping`, because not every machine has one.

`python -m bench.echo ADDRESS COUNT` prints one figure in milliseconds a line; it is a process of its own because it
runs in a client's network namespace.
"""

import os
import socket
import struct
import sys
import time
from collections.abc import Iterator

LIMIT_SECONDS = 2.0
PAUSE_SECONDS = 0.01
ECHO_REQUEST, ECHO_REPLY = 8, 0
IP_HEADER_BYTES = 20


def checksum(packet: bytes) -> int:
    """The internet checksum of a packet of even length (RFC 1071)."""
    total: int = sum(struct.unpack(f"!{len(packet) // 2}H", packet))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def echo_request(identifier: int, number: int) -> bytes:
    """An ICMP echo request without payload (RFC 792)."""
    blank = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, identifier, number)
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum(blank), identifier, number)


def round_trips(address: str, count: int) -> Iterator[float | None]:
    """Milliseconds of `count` round trips, one after the other; None for one that was lost. Needs root."""
    identifier = os.getpid() & 0xFFFF
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as asking:
        asking.settimeout(LIMIT_SECONDS)
        for number in range(count):
            wanted = struct.pack("!HH", identifier, number)
            sent = time.perf_counter()
            asking.sendto(echo_request(identifier, number), (address, 0))
            try:
                answer = b""
                while answer[:1] != bytes([ECHO_REPLY]) or answer[4:8] != wanted:
                    answer = asking.recv(256)[IP_HEADER_BYTES:]
            except TimeoutError:
                yield None
                continue
            yield (time.perf_counter() - sent) * 1000
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    for milliseconds in round_trips(sys.argv[1], int(sys.argv[2])):
        print("lost" if milliseconds is None else f"{milliseconds:.4f}")
