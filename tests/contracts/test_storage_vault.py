"""What every storage keeps of sealed files and their keys, and what it refuses when keys are turned meanwhile."""

import pytest

from deskside.domain.ids import CenterId, FileId, Millis
from deskside.ports.storage import Storage
from deskside.ports.vault import CenterKey, Doomed, SealedFile, StaleKey, WrappedKey
from tests.contracts.room import CENTER, populate

OTHER = CenterId("center-2")
NOW = Millis(5_000)
ONE, TWO, THREE = FileId("file-1"), FileId("file-2"), FileId("file-3")


def key(version: int, center: CenterId = CENTER, wrapped: bytes = b"a center's") -> CenterKey:
    return CenterKey(center, version, wrapped)


def wrapped(file_id: FileId, version: int = 1, center: CenterId = CENTER, by: bytes = b"a file's") -> WrappedKey:
    return WrappedKey(file_id, center, version, by)


@pytest.fixture(autouse=True)
async def two_centers(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    async with storage.transaction() as work:
        assert await work.vault.master() is None
        assert await work.vault.begin_master("master-1") == "master-1"
        await work.vault.add_center_key(key(1), "master-1")
        await work.vault.add_center_key(key(1, OTHER), "master-1")
        for file_id in (ONE, TWO):
            await work.vault.add(SealedFile(wrapped(file_id), NOW))
        await work.vault.add(SealedFile(wrapped(THREE, center=OTHER), NOW))


async def test_there_is_one_master_key_whoever_comes_later(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.vault.begin_master("master-2") == "master-1"
        assert await work.vault.master() == "master-1"


async def test_a_file_is_of_its_center_and_whole_once_it_is_finished(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert await work.vault.file(CENTER, ONE) == SealedFile(wrapped(ONE), NOW)
        assert await work.vault.file(OTHER, ONE) is None
        assert not await work.vault.finish(OTHER, ONE, 17, b"header")
        assert await work.vault.finish(CENTER, ONE, 17, b"header")
    async with storage.reading() as work:
        assert await work.vault.file(CENTER, ONE) == SealedFile(wrapped(ONE), NOW, 17, b"header")
        assert await work.vault.counts() == {CENTER: 2, OTHER: 1}


async def test_a_shredded_file_has_no_key_and_is_doomed_until_it_is_forgotten(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.vault.shred(OTHER, (ONE,), NOW)
        await work.vault.shred(CENTER, (ONE, FileId("unknown")), NOW)
        await work.vault.shred(CENTER, (ONE,), Millis(9_000))
        await work.vault.shred(CENTER, (), NOW)
    async with storage.transaction() as work:
        assert await work.vault.file(CENTER, ONE) is None
        assert not await work.vault.finish(CENTER, ONE, 17, b"header")
        assert await work.vault.doomed(NOW, 10) == (Doomed(ONE, NOW, deleted=False),)
        await work.vault.deleted((ONE,))
        assert await work.vault.doomed(NOW, 10) == ()
        assert await work.vault.doomed(Millis(NOW + 1), 10) == (Doomed(ONE, NOW, deleted=True),)
        await work.vault.shred(CENTER, (TWO,), Millis(4_000))
        assert [x.file_id for x in await work.vault.doomed(Millis(NOW + 1), 10)] == [TWO, ONE], "oldest first"
        assert [x.file_id for x in await work.vault.doomed(Millis(NOW + 1), 1)] == [TWO]
        await work.vault.remove((ONE, TWO))
        assert await work.vault.doomed(Millis(NOW + 1), 10) == ()
        assert await work.vault.counts() == {OTHER: 1}


async def test_a_new_file_takes_the_newest_key_only(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.vault.add_center_key(key(2), "master-1")
        assert await work.vault.center_keys(CENTER) == (key(2), key(1))
    for version in (1, 3):
        with pytest.raises(StaleKey):
            async with storage.transaction() as work:
                await work.vault.add(SealedFile(wrapped(FileId("late"), version), NOW))
    async with storage.transaction() as work:
        await work.vault.add(SealedFile(wrapped(FileId("new"), 2), NOW))
        assert await work.vault.center_keys() == (key(2), key(1), key(1, OTHER))


@pytest.mark.parametrize(("version", "master"), [(1, "master-1"), (3, "master-1"), (2, "another")])
async def test_a_centers_key_is_the_next_one_and_by_the_master_key_of_now(
    storage: Storage, version: int, master: str
) -> None:
    with pytest.raises(StaleKey):
        async with storage.transaction() as work:
            await work.vault.add_center_key(key(version), master)
    async with storage.reading() as work:
        assert await work.vault.center_keys(CENTER) == (key(1),)


async def test_a_centers_former_key_stays_until_no_file_needs_it(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.vault.add_center_key(key(2), "master-1")
        assert not await work.vault.retire(CENTER, 2)
        assert await work.vault.keys_before(CENTER, 1, 10) == ()
        assert len(await work.vault.keys_before(CENTER, 2, 1)) == 1
        before = await work.vault.keys_before(CENTER, 2, 10)
        assert set(before) == {wrapped(ONE), wrapped(TWO)}
        await work.vault.rewrap(tuple((x, wrapped(x.file_id, 2, by=b"anew")) for x in before))
        await work.vault.rewrap(((wrapped(ONE), wrapped(ONE, 2, by=b"too late")),))
        await work.vault.rewrap(())
        assert await work.vault.retire(CENTER, 2)
    async with storage.reading() as work:
        assert await work.vault.center_keys() == (key(2), key(1, OTHER))
        found = await work.vault.file(CENTER, ONE)
        assert found is not None
        assert found.key == wrapped(ONE, 2, by=b"anew")


async def test_the_master_key_changes_for_all_centers_or_for_none(storage: Storage) -> None:
    anew = (key(1, wrapped=b"anew"), key(1, OTHER, b"anew"))
    for old, rewrapped in (("another", anew), ("master-1", anew[:1]), ("master-1", (*anew, key(2)))):
        with pytest.raises(StaleKey):
            async with storage.transaction() as work:
                await work.vault.change_master(old, "master-2", rewrapped)
    async with storage.transaction() as work:
        assert (await work.vault.master(), await work.vault.center_keys()) == ("master-1", (key(1), key(1, OTHER)))
        await work.vault.change_master("master-1", "master-2", anew)
    async with storage.transaction() as work:
        assert (await work.vault.master(), await work.vault.center_keys()) == ("master-2", anew)


async def test_giving_up_forgets_every_key_and_dooms_every_file(storage: Storage) -> None:
    async with storage.transaction() as work:
        await work.vault.shred(CENTER, (ONE,), Millis(4_000))
        assert await work.vault.shred_all(NOW) == 2
    async with storage.transaction() as work:
        assert (await work.vault.master(), await work.vault.center_keys(), await work.vault.counts()) == (None, (), {})
        assert next((x.file_id, x.doomed_at) for x in await work.vault.doomed(NOW, 10)) == (ONE, 4_000)
        assert {x.file_id for x in await work.vault.doomed(NOW, 10)} == {ONE, TWO, THREE}
        assert await work.vault.begin_master("master-2") == "master-2"
        await work.vault.change_master("master-2", "master-3", ())
