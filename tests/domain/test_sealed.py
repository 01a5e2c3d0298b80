"""Which pieces of a sealed file hold a range of its bytes."""

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.sealed import (
    CHUNK_BYTES,
    HEADER_BYTES,
    PIECE_CHUNKS,
    TAG_BYTES,
    chunk_count,
    chunk_start,
    pieces,
    sealed_bytes,
)

MOST = 3 * PIECE_CHUNKS * CHUNK_BYTES
edges = st.sampled_from([x * CHUNK_BYTES + y for x in (0, 1, 2, 16, 17, 33) for y in (-1, 0, 1) if x or y >= 0])
lengths = edges | st.integers(0, MOST)


@given(lengths, lengths, lengths)
def test_pieces_are_just_the_chunks_of_the_range(size: int, one: int, other: int) -> None:
    start, end = sorted((min(one, size), min(other, size)))
    found = list(pieces(start, end, size))
    at = start
    for piece in found:
        assert piece.count <= PIECE_CHUNKS
        begins, ends = piece.first * CHUNK_BYTES, min((piece.first + piece.count) * CHUNK_BYTES, size)
        assert (begins + piece.skip, begins + piece.skip + piece.keep) == (at, min(end, ends))
        assert piece.start == (0 if piece.first == 0 else chunk_start(piece.first))
        plain = piece.end - chunk_start(piece.first) - piece.count * TAG_BYTES
        assert plain == ends - begins, "all of each chunk, and nothing else"
        assert piece.skip < CHUNK_BYTES
        at += piece.keep
    assert at == end
    assert bool(found) == (start < end or size == 0)


def test_a_file_is_as_long_as_its_chunks() -> None:
    assert [chunk_count(x) for x in (0, 1, CHUNK_BYTES, CHUNK_BYTES + 1)] == [1, 1, 1, 2]
    assert sealed_bytes(0) == HEADER_BYTES + TAG_BYTES
    assert sealed_bytes(CHUNK_BYTES + 1) == HEADER_BYTES + CHUNK_BYTES + 1 + 2 * TAG_BYTES
    [whole] = pieces(0, 0, 0)
    assert (whole.start, whole.end, whole.keep) == (0, sealed_bytes(0), 0)
