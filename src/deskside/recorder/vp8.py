"""VP8 in RTP (RFC 7741): where a frame begins, whether it stands alone, how large it is."""

from deskside.recorder.rtp import Malformed

_START_CODE = b"\x9d\x01\x2a"
_KEY_HEADER = 10
BLACK = bytes.fromhex(
    "5005009d012aa0005a0000470885858885848802020006280f0875549aee21d5526bb8875549aee21d5526bb8875549aee21bc00feffab5080"
)
"""A frame of 160x90 black pixels that stands alone."""


def content(payload: bytes) -> tuple[bool, bytes]:
    """Whether a frame begins with this payload, and the bytes of the frame in it (RFC 7741, 4.2). Raises Malformed."""
    if not payload:
        raise Malformed("no payload descriptor")
    first, at = payload[0], 1
    try:
        if first & 0x80:
            extended, at = payload[1], 2
            if extended & 0x80:  # I: a picture's number, of 7 or 15 bits
                at += 2 if payload[at] & 0x80 else 1
            at += bool(extended & 0x40)  # L
            at += bool(extended & 0x30)  # T or K
    except IndexError:
        raise Malformed("a payload descriptor that is cut off") from None
    if at >= len(payload):
        raise Malformed("a payload descriptor without payload")
    return first & 0x17 == 0x10, payload[at:]


def key_size(frame: bytes) -> tuple[int, int] | None:
    """Width and height of a keyframe by its first ten bytes (RFC 7741, 4.3; RFC 6386, 9.1). None: another frame."""
    if len(frame) < _KEY_HEADER or frame[0] & 1 or frame[3:6] != _START_CODE:
        return None
    width, height = int.from_bytes(frame[6:8], "little") & 0x3FFF, int.from_bytes(frame[8:10], "little") & 0x3FFF
    return (width, height) if width and height else None
