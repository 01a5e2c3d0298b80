"""What every storage of blobs does: in memory, in a folder, in a bucket."""

import random
import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from deskside.blobs.bucket import Bucket
from deskside.blobs.local import LocalFolder
from deskside.blobs.stored import PART_BYTES, StoredBlobs
from deskside.domain.ids import Millis
from deskside.ports.blobs import BlobMissing, Blobs, checked_name
from tests.fakes.vault import MemoryBlobs
from tests.s3 import Gateway

_numbers = count()
LONG_AGO = Millis(0)


@pytest.fixture(params=["memory", "folder", pytest.param("bucket", marks=pytest.mark.s3)])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "memory":
        return MemoryBlobs()
    if request.param == "folder":
        return StoredBlobs(LocalFolder(tmp_path / "recordings"))
    server: Gateway = request.getfixturevalue("s3")
    return StoredBlobs(Bucket(server.settings))


@pytest.fixture
def name() -> str:
    return f"sealed/{next(_numbers)}"


async def given(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def whole(blobs: Blobs, name: str) -> bytes:
    return await blobs.get(name, 0, await blobs.size(name))


@pytest.mark.parametrize("size", [0, 1, PART_BYTES, 2 * PART_BYTES + 12_345])
async def test_what_is_kept_is_got_again(blobs: Blobs, name: str, size: int) -> None:
    content = random.Random(size).randbytes(size)
    parts = [content[at : at + 1_000_000] for at in range(0, size, 1_000_000)]
    assert await blobs.put(name, given(*parts)) == size
    assert await blobs.size(name) == size
    assert await whole(blobs, name) == content


async def test_any_range_is_got_and_fewer_bytes_where_the_blob_ends(blobs: Blobs, name: str) -> None:
    content = random.Random(5).randbytes(100_000)
    await blobs.put(name, given(content))
    for start, end in ((0, 1), (17, 70_000), (99_999, 100_000), (5, 5), (7, 3), (90_000, 200_000), (100_000, 100_001)):
        assert await blobs.get(name, start, end) == content[start:end], (start, end)
    assert await blobs.get(name, 300_000, 400_000) == b""


async def test_a_second_writing_takes_the_place_of_the_first(blobs: Blobs, name: str) -> None:
    await blobs.put(name, given(b"the first, and longer"))
    await blobs.put(name, given(b"the ", b"second"))
    assert await whole(blobs, name) == b"the second"


async def test_what_is_not_there_is_missing_and_is_deleted_all_the_same(blobs: Blobs, name: str) -> None:
    with pytest.raises(BlobMissing):
        await blobs.size(name)
    with pytest.raises(BlobMissing):
        await blobs.get(name, 0, 10)
    await blobs.delete(name)
    await blobs.put(name, given(b"x"))
    await blobs.delete(name)
    await blobs.delete(name)
    with pytest.raises(BlobMissing):
        await blobs.get(name, 0, 1)


class SourceFailed(Exception):
    pass


async def failing(size: int) -> AsyncIterator[bytes]:
    for _ in range(0, size, 1_000_000):
        yield bytes(1_000_000)
    raise SourceFailed


@pytest.mark.parametrize("size", [0, 2_000_000, 2 * PART_BYTES])
async def test_of_a_writing_that_fails_nothing_is_kept(blobs: Blobs, name: str, size: int) -> None:
    await blobs.put(name, given(b"before"))
    with pytest.raises(SourceFailed):
        await blobs.put(name, failing(size))
    assert await whole(blobs, name) == b"before"


async def test_tidying_leaves_what_is_kept(blobs: Blobs, name: str) -> None:
    await blobs.put(name, given(b"kept"))
    await blobs.tidy(Millis(1 << 50))
    assert await whole(blobs, name) == b"kept"


@pytest.mark.parametrize(
    "wrong",
    ["", "/etc/passwd", "../x", "sealed/../../x", "a/./b", "a//b", "Alice", "a b", "a%2fb", "a#1", "ä", "x" * 65],
)
async def test_a_name_leads_nowhere_else(blobs: Blobs, wrong: str) -> None:
    for act in (blobs.put(wrong, given(b"x")), blobs.get(wrong, 0, 1), blobs.size(wrong), blobs.delete(wrong)):
        with pytest.raises(ValueError, match=re.escape(repr(wrong))):
            await act
    with pytest.raises(ValueError, match="no name"):
        checked_name(wrong)


async def test_it_says_where_it_is(blobs: Blobs) -> None:
    assert blobs.where.startswith("the ")
    assert "secret" not in blobs.where
