"""Keys that are turned, lost and given up, and files that are opened meanwhile."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial

import pytest

from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import CenterId
from deskside.ports.storage import UnitOfWork
from deskside.ports.vault import MasterKeyUnusable, StaleKey
from deskside.services.keyring import ATTEMPTS, again
from tests.services.house import ELSEWHERE, HERE
from tests.services.safe import PLAIN, Safe, given


@pytest.fixture
async def safe() -> Safe:
    house = Safe()
    await house.open()
    return house


async def test_nothing_is_to_be_checked_before_something_is_sealed(safe: Safe) -> None:
    await safe.keyring.check()
    assert safe.master_keys.key is None
    with pytest.raises(NotFound):
        await safe.rotation.rotate_master()
    with pytest.raises(NotFound):
        await safe.rotation.rotate_center(HERE)


@pytest.mark.parametrize("instead", [None, bytes(32)])
async def test_a_lost_or_foreign_master_key_is_refused_and_what_to_do_is_said(
    safe: Safe, instead: bytes | None
) -> None:
    key = await safe.kept()
    await safe.keyring.check()
    safe.master_keys.key, was = instead, safe.master_keys.key
    for act in (
        safe.keyring.check,
        safe.rotation.rotate_master,
        lambda: safe.kept(b"x"),
        lambda: safe.read(key.file_id),
    ):
        with pytest.raises(MasterKeyUnusable, match="deskside keys give-up"):
            await act()
    with pytest.raises(MasterKeyUnusable, match="deskside keys give-up"):
        await safe.rotation.rotate_center(HERE)
    safe.master_keys.key = was
    assert await safe.read(key.file_id) == PLAIN


async def test_a_master_key_that_is_lost_for_good_is_given_up(safe: Safe) -> None:
    await safe.kept()
    async with safe.storage.reading() as unit:
        master = await unit.vault.master()
    assert master is not None
    with pytest.raises(NotFound, match="not the fingerprint"):
        await safe.rotation.give_up("another")
    with pytest.raises(Conflict, match="not lost"):
        await safe.rotation.give_up(master)
    safe.master_keys.key = None
    assert await safe.rotation.give_up(master) == 1
    await safe.vault.sweep()
    assert safe.blobs.kept == {}
    assert await safe.read((await safe.kept()).file_id) == PLAIN


async def test_another_master_key_opens_the_same_files_and_the_former_is_gone(safe: Safe) -> None:
    here, there = await safe.kept(), await safe.kept(b"there", ELSEWHERE)
    former = safe.master_keys.key
    fingerprint = await safe.rotation.rotate_master()
    assert former not in (safe.master_keys.key, safe.master_keys.proposed)
    async with safe.storage.reading() as unit:
        assert await unit.vault.master() == fingerprint
    assert await safe.read(here.file_id) == PLAIN
    assert await safe.read(there.file_id, center=ELSEWHERE) == b"there"


async def test_another_key_of_a_center_opens_the_same_files_and_the_former_is_gone(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.services.key_rotation.BATCH", 2)
    files = [await safe.kept(bytes((x,))) for x in range(5)]
    there = await safe.kept(b"there", ELSEWHERE)
    assert await safe.rotation.rotate_center(HERE) == 5
    async with safe.storage.reading() as unit:
        assert [(x.center_id, x.version) for x in await unit.vault.center_keys()] == [(ELSEWHERE, 1), (HERE, 2)]
    assert [await safe.read(x.file_id) for x in files] == [bytes((x,)) for x in range(5)]
    assert await safe.read(there.file_id, center=ELSEWHERE) == b"there"
    assert await safe.read((await safe.kept()).file_id) == PLAIN


async def test_whoever_comes_while_keys_are_turned_looks_again(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking at the keys and using them, somebody else turns them all."""
    key = await safe.kept()
    real = safe.storage.reading
    turning = False

    async def turn() -> None:
        nonlocal turning
        turning = True
        await safe.rotation.rotate_master()
        await safe.rotation.rotate_center(HERE)
        turning = False

    find = safe.keyring.find
    turned = 0

    async def find_late(master: str) -> bytes:
        nonlocal turned
        if not turning and turned == 0:
            turned += 1
            await turn()
        return await find(master)

    for act in (lambda: safe.read(key.file_id), safe.kept, safe.rotation.rotate_master, safe.keyring.check):
        turned = 0
        monkeypatch.setattr(safe.keyring, "find", find_late)
        await act()
        assert turned == 1
        monkeypatch.setattr(safe.keyring, "find", find)
    assert safe.storage.reading == real
    turned = 0
    monkeypatch.setattr(safe.keyring, "find", find_late)
    await safe.rotation.rotate_center(HERE)
    assert await safe.read(key.file_id) == PLAIN


async def test_a_file_that_was_begun_with_the_former_key_keeps_it_alive_until_it_has_the_new_one(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction began before the new key was there, and ended after all others had been wrapped anew."""
    await safe.kept()
    with pytest.raises(NotFound, match="has no key"):
        await safe.rotation.rotate_center(ELSEWHERE)
    late, row = await safe.keyring.new_file(HERE)
    move = safe.rotation._move

    async def move_and_add(center: CenterId, newest: int) -> int:
        moved = await move(center, newest)
        if not moved:
            async with safe.storage.transaction() as unit:
                tables = unit.vault._t  # type: ignore[attr-defined]  # the fake: nobody else could be so late
                tables.files.setdefault(row.key.file_id, row)
        return moved

    monkeypatch.setattr(safe.rotation, "_move", move_and_add)
    assert await safe.rotation.rotate_center(HERE) == 2
    await safe.vault.write(HERE, late, given(b"late"))
    assert await safe.read(late.file_id) == b"late"


async def test_two_who_turn_keys_at_once_are_both_done(safe: Safe) -> None:
    keys = [await safe.kept(b"x") for _ in range(3)]
    turns = [safe.rotation.rotate_center(HERE), safe.rotation.rotate_master(), safe.rotation.rotate_center(HERE)]
    await asyncio.gather(*turns, *(safe.kept(b"y") for _ in range(3)))
    await safe.rotation.rotate_center(HERE)
    assert [await safe.read(x.file_id) for x in keys] == [b"x"] * 3


async def test_what_is_turned_each_time_that_one_looks_is_given_up_in_the_end() -> None:
    tries = 0

    async def stale() -> None:
        nonlocal tries
        tries += 1
        raise StaleKey

    with pytest.raises(StaleKey):
        await again(stale)
    assert tries == ATTEMPTS + 1


async def test_a_row_that_comes_too_late_is_refused(safe: Safe) -> None:
    await safe.kept()
    _, row = await safe.keyring.new_file(HERE)
    await safe.rotation.rotate_center(HERE)
    with pytest.raises(StaleKey):
        async with safe.storage.transaction() as unit:
            await unit.vault.add(row)


@pytest.mark.parametrize("steps", range(7))
async def test_a_rotation_that_is_interrupted_at_any_step_is_done_again_and_all_is_readable_meanwhile(
    safe: Safe, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr("deskside.services.key_rotation.BATCH", 1)
    keys = [await safe.kept(b"x") for _ in range(3)]
    real, left = safe.storage.transaction, steps

    def interrupted() -> AbstractAsyncContextManager[UnitOfWork]:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return real()

    for rotate in (safe.rotation.rotate_master, partial(safe.rotation.rotate_center, HERE)):
        monkeypatch.setattr(safe.storage, "transaction", interrupted)
        with suppress(KeyboardInterrupt):
            await rotate()
        monkeypatch.setattr(safe.storage, "transaction", real)
        assert [await safe.read(x.file_id) for x in keys] == [b"x"] * 3
        await rotate()
        assert [await safe.read(x.file_id) for x in keys] == [b"x"] * 3
    async with safe.storage.reading() as unit:
        assert len(await unit.vault.center_keys(HERE)) == 1
    assert safe.master_keys.proposed is None
