"""Sealed files on this machine: written, read while they are written, damaged."""

import random
from pathlib import Path

import pytest

from deskside.domain.sealed import CHUNK_BYTES, HEADER_BYTES, sealed_bytes
from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.header import Shape
from deskside.sealing.reading import Position, SealedReader, Unfinished
from deskside.sealing.writing import SealedWriter
from tests.sealing.files import damages, some_key, written

SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 1_300_000)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(9)


def even(path: Path, key: FileKey) -> tuple[bytes, bool]:
    """All of it that is there, and whether that is the whole."""
    with SealedReader(path, key) as reader:
        return b"".join(reader.read(0, reader.size)), reader.finished


def log(path: Path, key: FileKey) -> tuple[bytes, bool]:
    with SealedReader(path, key) as reader:
        parts = list(reader.read_log())
        return b"".join(plain for plain, _ in parts), bool(parts) and parts[-1][1].finished


@pytest.mark.parametrize("size", SIZES)
def test_a_finished_file_is_what_was_written_and_no_longer_than_it_must_be(
    size: int, tmp_path: Path, chance: random.Random
) -> None:
    plain, key = chance.randbytes(size), some_key(chance)
    sealed = written(tmp_path / "even", key, Shape.EVEN, plain, chance)
    written(tmp_path / "log", key, Shape.LOG, plain, chance)
    assert even(tmp_path / "even", key) == log(tmp_path / "log", key) == (plain, True)
    assert len(sealed) == sealed_bytes(size)
    assert not size or plain[: min(size, 16)] not in sealed or size < 3
    assert (tmp_path / "even").stat().st_mode & 0o777 == 0o600


def test_any_range_is_byte_exact(tmp_path: Path, chance: random.Random) -> None:
    plain, key = chance.randbytes(1_300_000), some_key(chance)
    written(tmp_path / "file", key, Shape.EVEN, plain, chance)
    with SealedReader(tmp_path / "file", key) as reader:
        for _ in range(300):
            start = chance.randrange(len(plain) + 10)
            end = start + chance.choice((0, 1, 17, CHUNK_BYTES, 300_000, 2_000_000))
            assert b"".join(reader.read(start, end)) == plain[start:end]


def test_what_was_changed_is_found_a_thousand_times_of_a_thousand(tmp_path: Path, chance: random.Random) -> None:
    plain, key, path = chance.randbytes(4 * CHUNK_BYTES + 1_234), some_key(chance), tmp_path / "file"
    sealed = written(path, key, Shape.EVEN, plain, chance)
    other = written(tmp_path / "other", some_key(chance, "file-2"), Shape.EVEN, plain, chance)
    same_key = written(
        tmp_path / "same", FileKey(some_key(chance, "file-2").file_id, key.key), Shape.EVEN, plain, chance
    )
    again = written(tmp_path / "again", key, Shape.EVEN, plain, chance)
    found = 0
    for foreign in (other, same_key, again):
        for what, changed in damages(sealed, foreign, chance, 334):
            path.write_bytes(changed)
            try:
                read, finished = even(path, key)
            except (Tampered, Unfinished):
                found += 1
                continue
            assert not finished, what
            assert plain.startswith(read), f"{what}: what is left of a file that is not finished is what was written"
            found += 1
    assert found == 3 * 334


def test_a_log_that_was_changed_gives_away_nothing_but_what_was_written(tmp_path: Path, chance: random.Random) -> None:
    plain, key, path = chance.randbytes(150_000), some_key(chance), tmp_path / "file"
    sealed = written(path, key, Shape.LOG, plain, chance)
    for _ in range(1_000):
        changed = bytearray(sealed)
        if chance.random() < 0.5:
            bit = chance.randrange(len(sealed) * 8)
            changed[bit // 8] ^= 1 << bit % 8
        else:
            del changed[chance.randrange(len(sealed)) :]
        path.write_bytes(changed)
        try:
            read, finished = log(path, key)
        except (Tampered, Unfinished):
            continue
        assert not finished
        assert plain.startswith(read)


def test_a_log_that_goes_on_after_its_end_is_refused(tmp_path: Path, chance: random.Random) -> None:
    key, path = some_key(chance), tmp_path / "file"
    sealed = written(path, key, Shape.LOG, b"all", chance)
    path.write_bytes(sealed + b"\0")
    with pytest.raises(Tampered):
        log(path, key)
    path.write_bytes(sealed[:HEADER_BYTES] + (CHUNK_BYTES + 1).to_bytes(4, "big") + bytes(CHUNK_BYTES + 17))
    with pytest.raises(Tampered):
        log(path, key)


def test_a_log_is_read_from_any_byte_on_also_while_it_is_written(tmp_path: Path, chance: random.Random) -> None:
    plain, key, path = chance.randbytes(300_000), some_key(chance), tmp_path / "file"
    with SealedWriter(path, key, Shape.LOG, chance.randbytes) as writer:
        for at in range(0, len(plain), 7_000):
            writer.write(plain[at : at + 7_000])
            writer.flush()
        with SealedReader(path, key) as reader:
            for start in (0, 1, 6_999, 7_000, 123_456, 299_999, 300_000, 400_000):
                assert b"".join(reader.read_log_from(start)) == plain[start:]
        writer.finish()
    with SealedReader(path, key) as reader:
        for _ in range(50):
            start = chance.randrange(310_000)
            assert b"".join(reader.read_log_from(start)) == plain[start:]
    sealed = bytearray(path.read_bytes())
    sealed[HEADER_BYTES + 3] ^= 1
    path.write_bytes(sealed)
    with SealedReader(path, key) as reader, pytest.raises(Tampered):
        list(reader.read_log_from(200_000))


def test_a_log_is_read_while_it_is_written_and_further_from_where_one_was(
    tmp_path: Path, chance: random.Random
) -> None:
    key, path = some_key(chance), tmp_path / "file"
    with SealedWriter(path, key, Shape.LOG, chance.randbytes) as writer:
        assert log(path, key) == (b"", False)
        writer.write(b"held back")
        assert log(path, key) == (b"", False)
        writer.flush()
        writer.flush()
        with SealedReader(path, key) as reader:
            [(plain, position)] = reader.read_log()
        assert (plain, position.index, position.finished) == (b"held back", 1, False)
        writer.write(b", and more")
        writer.finish()
    with SealedReader(path, key) as reader:
        [(plain, end)] = reader.read_log(position)
        assert (plain, end.finished) == (b", and more", True)
        assert list(reader.read_log(end)) == []
        assert next(iter(reader.read_log(Position())))[0] == b"held back"


def test_an_even_file_is_read_as_far_as_it_has_whole_chunks(tmp_path: Path, chance: random.Random) -> None:
    key, path, plain = some_key(chance), tmp_path / "file", chance.randbytes(3 * CHUNK_BYTES + 5)
    with SealedWriter(path, key, Shape.EVEN, chance.randbytes) as writer:
        assert even(path, key) == (b"", False)
        writer.write(plain)
        assert even(path, key) == (plain[: 3 * CHUNK_BYTES], False)
        with pytest.raises(ValueError, match="only a log"):
            writer.flush()
    sealed = path.read_bytes()
    for cut in (len(sealed) - 1, len(sealed) - CHUNK_BYTES, HEADER_BYTES + 3):
        path.write_bytes(sealed[:cut])
        read, finished = even(path, key)
        assert not finished
        assert plain.startswith(read)
        assert len(read) == max(0, (cut - HEADER_BYTES) // (CHUNK_BYTES + 16)) * CHUNK_BYTES
    path.write_bytes(sealed[: HEADER_BYTES - 1])
    with pytest.raises(Unfinished):
        even(path, key)


def test_a_reader_keeps_to_the_shape_and_the_writer_to_its_end(tmp_path: Path, chance: random.Random) -> None:
    key = some_key(chance)
    written(tmp_path / "log", key, Shape.LOG, b"x", chance)
    with SealedReader(tmp_path / "log", key) as reader:
        assert reader.shape is Shape.LOG
        with pytest.raises(ValueError, match="in order"):
            list(reader.read(0, 1))
    with pytest.raises(FileExistsError):
        SealedWriter(tmp_path / "log", key, Shape.LOG, chance.randbytes)
    writer = SealedWriter(tmp_path / "new", key, Shape.LOG, chance.randbytes)
    writer.finish()
    with pytest.raises(ValueError, match="finished"):
        writer.write(b"more")
    assert writer.plain_bytes == 0


def test_a_file_of_another_version_or_kind_says_so(tmp_path: Path, chance: random.Random) -> None:
    key, path = some_key(chance), tmp_path / "file"
    sealed = written(path, key, Shape.EVEN, b"x", chance)
    for at, value, word in (
        (0, 0, "no sealed file"),
        (4, 9, "version 9"),
        (5, 7, "shape"),
        (6, 1, "no sealed"),
        (47, 1, "no"),
    ):
        path.write_bytes(sealed[:at] + bytes((value,)) + sealed[at + 1 :])
        with pytest.raises(Tampered, match=word):
            SealedReader(path, key)
