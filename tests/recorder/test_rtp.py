"""RTP is read as RFC 3550 has it, and nothing else comes through."""

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskside.recorder import opus, vp8
from deskside.recorder.rtp import MAX_DATAGRAM, Malformed, Packet, build, following, parse, picture_loss

PACKETS = st.builds(
    Packet,
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 63) | st.integers(96, 127),
    st.booleans(),
    st.binary(max_size=200),
)


@given(PACKETS)
def test_what_was_built_is_read(packet: Packet) -> None:
    assert parse(build(packet)) == packet


def test_sources_extension_and_padding_are_no_payload() -> None:
    plain = build(Packet(1, 2, 3, 96, True, b""))
    extended = bytes([plain[0] | 0x20 | 0x10 | 2]) + plain[1:] + bytes(8) + struct.pack(">HH", 0xBEDE, 1) + bytes(4)
    assert parse(extended + b"face" + b"\0\0\3").payload == b"face"


@given(st.binary(max_size=64) | st.builds(lambda head, rest: head + rest, st.just(b"\xbf\x60"), st.binary(max_size=90)))
@example(b"")
@example(bytes([0x80, 200]) + bytes(20))
@example(bytes([0xA0, 96]) + bytes(10))
@example(bytes([0xA0, 96]) + bytes(10) + b"\xff")
def test_hostile_bytes_are_malformed_or_a_packet_within_them(datagram: bytes) -> None:
    try:
        packet = parse(datagram)
    except Malformed:
        return
    assert packet.payload in datagram


def test_what_no_engine_sends_is_refused() -> None:
    with pytest.raises(Malformed):
        parse(build(Packet(1, 2, 3, 96, True, bytes(MAX_DATAGRAM))))


@given(st.integers(0, 2**40), st.integers(-(2**15) + 1, 2**15 - 1), st.just(16))
def test_numbers_that_wrap_go_on(last: int, step: int, bits: int) -> None:
    assert following(last, (last + step) % 2**bits, bits) == last + step


def test_a_question_for_a_keyframe_is_what_the_standard_says() -> None:
    assert picture_loss(0xCAFE0001).hex() == "81ce000200000000cafe0001"


@pytest.mark.parametrize(
    ("payload", "begins", "content"),
    [
        ("10ff", True, "ff"),
        ("00ff", False, "ff"),
        ("11ff", False, "ff"),  # another partition
        ("90802aff", True, "ff"),  # a number of 7 bits
        ("9080812aff", True, "ff"),  # of 15
        ("90c02a01ff", True, "ff"),
        ("90f02a0102ff", True, "ff"),
    ],
)
def test_a_payload_descriptor_is_taken_off(payload: str, *, begins: bool, content: str) -> None:
    assert vp8.content(bytes.fromhex(payload)) == (begins, bytes.fromhex(content))


@given(st.binary(max_size=12))
def test_a_hostile_payload_is_malformed_or_has_content(payload: bytes) -> None:
    try:
        _, content = vp8.content(payload)
    except Malformed:
        return
    assert content
    vp8.key_size(content)


def test_only_a_whole_head_of_a_keyframe_has_a_size() -> None:
    assert vp8.key_size(vp8.BLACK) == (160, 90)
    assert vp8.key_size(vp8.BLACK[:9]) is None
    assert vp8.key_size(bytes([vp8.BLACK[0] | 1]) + vp8.BLACK[1:]) is None


@pytest.mark.parametrize(
    ("packet", "milliseconds"),
    [("f8fffe", 20), ("00", 10), ("18", 60), ("70", 10), ("80", 2.5), ("f9", 40), ("fb03", 60), ("0801", 20)],
)
def test_how_long_a_packet_sounds_is_in_its_first_byte(packet: str, milliseconds: float) -> None:
    assert opus.samples(bytes.fromhex(packet)) == 48 * milliseconds


@pytest.mark.parametrize("packet", ["", "fb", "fb00", "1b03"])
def test_a_packet_of_no_length_or_of_more_than_opus_has_is_malformed(packet: str) -> None:
    with pytest.raises(Malformed):
        opus.samples(bytes.fromhex(packet))
