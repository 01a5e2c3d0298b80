"""What was written is read, whatever happens to the rest of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.recorder.records import Kind, Record, Torn, TrackKind, described, described_track, encode, read
from deskside.recorder.rtp import Malformed
from tests.recorder.segments import MemorySegment, track

CONTENTS = st.lists(st.binary(max_size=60) | st.just(b"\xd5\x4b\x02\x00"), min_size=1, max_size=12)


def _written(contents: list[bytes]) -> list[bytes]:
    return [encode(Kind.PACKET, 1_000 * number, content) for number, content in enumerate(contents)]


def _contents(found: list[Record | Torn]) -> list[bytes]:
    return [each.content for each in found if isinstance(each, Record)]


@given(CONTENTS, st.integers(1, 100))
def test_whatever_pieces_it_comes_in(contents: list[bytes], piece: int) -> None:
    segment = MemorySegment(b"".join(_written(contents)), piece)
    found = list(read(segment.chunks(0)))
    assert _contents(found) == contents
    assert [each.at_us for each in found if isinstance(each, Record)] == [1_000 * n for n in range(len(contents))]
    offset = found[-1].offset
    assert _contents(list(read(segment.chunks(offset), offset))) == contents[-1:]


@given(CONTENTS, st.data())
def test_a_killed_writer_costs_its_last_record_only(contents: list[bytes], data: st.DataObject) -> None:
    records = _written(contents)
    cut = data.draw(st.integers(0, sum(map(len, records))))
    whole = [n for n in range(len(records)) if sum(map(len, records[: n + 1])) <= cut]
    segment = MemorySegment(b"".join(records)[:cut], 7)
    assert _contents(list(read(segment.chunks(0), whole=False))) == contents[: len(whole)]
    found = list(read(segment.chunks(0)))
    assert _contents(found) == contents[: len(whole)]
    rest = cut - sum(map(len, records[: len(whole)]))
    assert [each for each in found if isinstance(each, Torn)] == ([Torn(cut - rest, rest)] if rest else [])


@given(CONTENTS, CONTENTS, st.binary(min_size=1, max_size=80), st.integers(1, 50))
def test_a_torn_middle_is_told_and_passed_over(
    before: list[bytes], after: list[bytes], torn: bytes, piece: int
) -> None:
    first, last = b"".join(_written(before)), b"".join(_written(after))
    found = list(read(MemorySegment(first + torn + last, piece).chunks(0)))
    assert _contents(found) == before + after
    assert [each for each in found if isinstance(each, Torn)] == [Torn(len(first), len(torn))]


@given(CONTENTS, st.data())
def test_one_changed_byte_costs_one_record(contents: list[bytes], data: st.DataObject) -> None:
    records = _written(contents)
    hit = data.draw(st.integers(0, len(records) - 1))
    at = data.draw(st.integers(0, len(records[hit]) - 1))
    changed = bytearray(records[hit])
    changed[at] ^= data.draw(st.integers(1, 255))
    found = list(read(MemorySegment(b"".join([*records[:hit], changed, *records[hit + 1 :]]), 9).chunks(0)))
    assert _contents(found) == contents[:hit] + contents[hit + 1 :]
    assert sum(each.length for each in found if isinstance(each, Torn)) == len(changed)


@given(content=st.binary(max_size=300), whole=st.booleans())
def test_hostile_bytes_are_told_as_torn(*, content: bytes, whole: bool) -> None:
    for each in read([content], whole=whole):
        assert isinstance(each, Torn) or each.content in content


def test_a_track_is_told_as_it_was() -> None:
    camera = track(TrackKind.CAMERA)
    (record,) = read([described(camera, 5)])
    assert isinstance(record, Record)
    assert (record.kind, record.at_us, described_track(record.content)) == (Kind.TRACK, 5, camera)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"version": 2}', b'{"version": 1, "zero": 3}', b"[" * 900]
)
def test_no_track_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed):
        described_track(content)
