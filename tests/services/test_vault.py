"""Sealed files: written once, read by ranges, shredded; and keys that are turned or lost meanwhile."""

import random
from collections.abc import AsyncIterator

import pytest

from deskside.domain.errors import NotFound
from deskside.domain.ids import FileId
from deskside.domain.sealed import CHUNK_BYTES, HEADER_BYTES, PIECE_CHUNKS
from deskside.ports.blobs import BlobsUnavailable
from deskside.ports.sealing import Tampered
from deskside.services.vault import AGAIN_MS, LEFT_MS, blob_name
from tests.sealing.files import damages
from tests.services.house import ELSEWHERE, HERE
from tests.services.safe import PLAIN, Safe, given


@pytest.fixture
async def safe() -> Safe:
    house = Safe()
    await house.open()
    return house


async def test_a_file_is_read_as_it_was_written_in_any_range(safe: Safe) -> None:
    key = await safe.kept()
    opened = await safe.vault.open(HERE, key.file_id)
    assert opened.size == len(PLAIN)
    assert await safe.read(key.file_id) == PLAIN
    chance = random.Random(2)
    for _ in range(50):
        start = chance.randrange(len(PLAIN) + 10)
        end = start + chance.choice((0, 1, 100, 200_000))
        assert await safe.read(key.file_id, start, end) == PLAIN[start:end]
    assert not any(PLAIN[at : at + 20] in x for x in safe.blobs.kept.values() for at in range(0, 260_000, 20_000))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 2 * PIECE_CHUNKS * CHUNK_BYTES + 1])
async def test_files_of_every_size_are_kept(safe: Safe, size: int) -> None:
    plain = random.Random(size).randbytes(size)
    assert await safe.read((await safe.kept(plain)).file_id) == plain


async def test_a_range_fetches_its_own_chunks_only(safe: Safe) -> None:
    key = await safe.kept(bytes(40 * CHUNK_BYTES))
    safe.blobs.fetched = 0
    assert len(await safe.read(key.file_id, 30 * CHUNK_BYTES + 5, 30 * CHUNK_BYTES + 10)) == 5
    assert safe.blobs.fetched < CHUNK_BYTES + 100


async def test_whatever_is_changed_in_the_storage_is_found_a_thousand_times_of_a_thousand(safe: Safe) -> None:
    key, other = await safe.kept(), await safe.kept()
    name = blob_name(key.file_id)
    sealed, foreign = safe.blobs.kept[name], safe.blobs.kept[blob_name(other.file_id)]
    found = 0
    for what, changed in damages(sealed, foreign, random.Random(3), 1_000):
        safe.blobs.kept[name] = changed
        try:
            await safe.read(key.file_id)
        except Tampered:
            found += 1
        else:
            pytest.fail(what)
    assert found == 1_000
    del safe.blobs.kept[name]
    with pytest.raises(Tampered, match="not in the storage"):
        await safe.read(key.file_id)


async def test_another_writing_of_the_same_file_is_not_taken_for_the_one_that_counts(safe: Safe) -> None:
    key = await safe.kept()
    name = blob_name(key.file_id)
    former = safe.blobs.kept[name]
    await safe.vault.write(HERE, key, given(PLAIN))
    assert former[HEADER_BYTES:] != safe.blobs.kept[name][HEADER_BYTES:]
    safe.blobs.kept[name] = former
    with pytest.raises(Tampered, match="another writing"):
        await safe.read(key.file_id, 0, 10)
    with pytest.raises(Tampered):
        await safe.read(key.file_id, 3 * CHUNK_BYTES)


async def test_what_somebody_else_has_sealed_is_taken_as_it_is_or_not_at_all(safe: Safe) -> None:
    key = await safe.vault.begin(HERE)
    sealer = safe.services.outside.keeping.sealing.sealer(key)
    sealed = sealer.header + sealer.add(PLAIN) + sealer.finish()
    for wrong in (sealed[:-1], sealed[:-1] + b"\0", sealed[: HEADER_BYTES + CHUNK_BYTES + 16]):
        with pytest.raises(Tampered):
            await safe.vault.take(HERE, key, len(PLAIN), given(wrong))
        with pytest.raises(NotFound, match="not written"):
            await safe.vault.open(HERE, key.file_id)
    await safe.vault.take(HERE, key, len(PLAIN), given(sealed))
    assert await safe.read(key.file_id) == PLAIN


async def test_a_file_of_another_center_or_of_nobody_is_not_found(safe: Safe) -> None:
    with pytest.raises(NotFound):
        await safe.vault.open(HERE, FileId("nobody"))
    key = await safe.kept()
    with pytest.raises(NotFound):
        await safe.vault.open(ELSEWHERE, key.file_id)
    await safe.vault.shred(ELSEWHERE, (key.file_id,))
    assert await safe.read(key.file_id) == PLAIN


async def test_a_shredded_file_is_gone_at_once_and_deleted_once_more_later(safe: Safe) -> None:
    key, stays = await safe.kept(), await safe.kept()
    sealed = safe.blobs.kept[blob_name(key.file_id)]
    await safe.vault.shred(HERE, (key.file_id,))
    assert list(safe.blobs.kept) == [blob_name(stays.file_id)]
    with pytest.raises(NotFound):
        await safe.vault.open(HERE, key.file_id)
    safe.blobs.kept[blob_name(key.file_id)] = sealed  # whoever was writing it still
    await safe.vault.sweep()
    safe.clock.pass_ms(AGAIN_MS + 1)
    await safe.vault.sweep()
    assert list(safe.blobs.kept) == [blob_name(stays.file_id)]
    assert safe.blobs.tidied[-1] == safe.clock.now() - LEFT_MS
    async with safe.storage.reading() as unit:
        assert await unit.vault.doomed(safe.clock.now(), 10) == ()


async def test_a_file_that_is_shredded_while_it_is_written_is_not_there_afterwards(safe: Safe) -> None:
    key = await safe.vault.begin(HERE)

    async def interrupted() -> AsyncIterator[bytes]:
        yield PLAIN
        await safe.vault.shred(HERE, (key.file_id,))

    with pytest.raises(NotFound, match="deleted"):
        await safe.vault.write(HERE, key, interrupted())
    assert safe.blobs.kept == {}


@pytest.mark.parametrize("shredded", [True, False])
async def test_what_is_gone_right_after_it_arrived_is_on_record_as_nothing(
    safe: Safe, shredded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, put = await safe.vault.begin(HERE), safe.blobs.put

    async def put_and_gone(name: str, content: AsyncIterator[bytes]) -> int:
        size = await put(name, content)
        if shredded:
            await safe.vault.shred(HERE, (key.file_id,))
        else:
            del safe.blobs.kept[name]
        return size

    monkeypatch.setattr(safe.blobs, "put", put_and_gone)
    with pytest.raises(NotFound if shredded else Tampered):
        await safe.vault.write(HERE, key, given(PLAIN))
    with pytest.raises(NotFound):
        await safe.vault.open(HERE, key.file_id)


async def test_a_storage_that_is_away_is_said_and_what_has_to_be_deleted_is_deleted_later(safe: Safe) -> None:
    keys = [await safe.kept(b"x") for _ in range(20)]
    safe.blobs.away = True
    with pytest.raises(BlobsUnavailable):
        await safe.read(keys[0].file_id)
    with pytest.raises(BlobsUnavailable):
        await safe.kept()
    await safe.vault.shred(HERE, tuple(x.file_id for x in keys))
    assert len(safe.blobs.kept) == 20
    safe.blobs.away = False
    await safe.vault.sweep()
    assert safe.blobs.kept == {}


async def test_many_files_are_deleted_by_and_by(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskside.services.vault.BATCH", 3)
    keys = [await safe.kept(b"x") for _ in range(7)]
    await safe.vault.shred(HERE, tuple(x.file_id for x in keys))
    assert safe.blobs.kept == {}
