"""Opus in RTP (RFC 7587): a packet is a frame; how long it sounds is in its first byte (RFC 6716, 3.1)."""

from collections.abc import Iterator

from deskside.recorder.rtp import Malformed

CLOCK = 48_000
SILENCE = b"\xf8\xff\xfe"
"""20 ms in which nothing is heard."""
SILENCE_SAMPLES = 960
_SILENCES = {960: SILENCE, 480: b"\xf0\xff\xfe", 240: b"\xe8\xff\xfe", 120: b"\xe0\xff\xfe"}
MAX_SAMPLES = 5_760
"""120 ms (RFC 6716, 3.2.5)."""
_SILK = (480, 960, 1920, 2880)
_HYBRID = (480, 960)
_CELT = (120, 240, 480, 960)


def samples(packet: bytes) -> int:
    """How long it sounds, in samples of 48 kHz. Raises Malformed."""
    if not packet:
        raise Malformed("an Opus packet of no bytes")
    config, code = packet[0] >> 3, packet[0] & 3
    frame = _SILK[config & 3] if config < 12 else _HYBRID[config & 1] if config < 16 else _CELT[config & 3]
    if code == 3 and len(packet) < 2:
        raise Malformed("an Opus packet without its number of frames")
    count = (1, 2, 2)[code] if code < 3 else packet[1] & 0x3F
    if not 0 < frame * count <= MAX_SAMPLES:
        raise Malformed("an Opus packet of no length, or of more than 120 ms")
    return frame * count


def silence(length: int) -> Iterator[bytes]:
    """Packets in which nothing is heard for so many samples, up to 2.5 ms less: that is the shortest there is."""
    for each, packet in _SILENCES.items():
        while length >= each:
            yield packet
            length -= each
