"""RTP as an engine forwards it (RFC 3550, 5.1), and the one thing that is asked back: a keyframe (RFC 4585, 6.3.1)."""

import struct
from typing import NamedTuple

MAX_DATAGRAM = 1_500
"""Bytes. No engine sends more than an Ethernet frame holds."""
_FIXED = struct.Struct(">BBHII")
_EXTENSION = struct.Struct(">HH")
_PLI = struct.Struct(">BBHII")
_VERSION = 2
_RTCP = range(192, 224)
"""Second byte of RTCP where both come to one port (RFC 5761, 4)."""
_PSFB, _PLI_FORMAT = 206, 1
_WORDS = struct.calcsize(">II") // 4


class Malformed(ValueError):
    """Bytes that are not what they should be; the only thing that reading them raises."""


class Packet(NamedTuple):
    """One RTP packet. `payload` is without header extension and padding, and may be empty."""

    sequence: int
    timestamp: int
    ssrc: int
    payload_type: int
    marker: bool
    payload: bytes


def parse(datagram: bytes) -> Packet:
    """Raises Malformed for whatever is no RTP packet of at most MAX_DATAGRAM bytes."""
    length = len(datagram)
    if not _FIXED.size <= length <= MAX_DATAGRAM:
        raise Malformed(f"{length} bytes are no RTP packet")
    first, second, sequence, timestamp, ssrc = _FIXED.unpack_from(datagram)
    if first >> 6 != _VERSION or second in _RTCP:
        raise Malformed("not RTP of version 2")
    start, end = _FIXED.size + 4 * (first & 0x0F), length
    if first & 0x10:
        if start + _EXTENSION.size > length:
            raise Malformed("no room for the header extension")
        _, words = _EXTENSION.unpack_from(datagram, start)
        start += _EXTENSION.size + 4 * words
    if first & 0x20:
        padding = datagram[-1]
        if not padding:
            raise Malformed("padding of no bytes")
        end -= padding
    if start > end:
        raise Malformed("longer header and padding than packet")
    return Packet(sequence, timestamp, ssrc, second & 0x7F, second >= 0x80, datagram[start:end])


def build(packet: Packet) -> bytes:
    """The bytes of a packet without extension or padding; what `parse` reads."""
    second = packet.payload_type | (0x80 if packet.marker else 0)
    fixed = _FIXED.pack(_VERSION << 6, second, packet.sequence, packet.timestamp, packet.ssrc)
    return fixed + packet.payload


def picture_loss(media_ssrc: int) -> bytes:
    """A request for a keyframe of this source: 12 bytes of RTCP, from a sender without a name (SSRC 0)."""
    return _PLI.pack(_VERSION << 6 | _PLI_FORMAT, _PSFB, _WORDS, 0, media_ssrc)


def following(last: int, value: int, bits: int) -> int:
    """The number nearest to `last` of which `value` is the lowest `bits`: numbers that wrap, made to go on."""
    half = 1 << (bits - 1)
    return last + ((value - last + half) & ((1 << bits) - 1)) - half
