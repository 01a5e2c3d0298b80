"""Turning keys: what was wrapped by a key is wrapped by another one, and the former is forgotten. No file is sealed
anew.

Each step is whole in itself: whoever is interrupted does it again, everything can be read at any moment, and lessons go
on beside it.
"""

from functools import partial

import structlog

from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import CenterId
from deskside.ports.vault import CenterKey, WrappedKey
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside

BATCH = 500
"""Keys of files wrapped anew in one transaction: others wait for some 20 ms (100,000 in 3.3 s)."""

log = structlog.get_logger(__name__)


class KeyRotation:
    """For whoever has the machine."""

    def __init__(self, outside: Outside, keyring: Keyring) -> None:
        self._outside = outside
        self._keyring = keyring
        self._sealing = outside.keeping.sealing
        self._master_keys = outside.keeping.master_keys

    async def rotate_master(self) -> str:
        """Another master key; the former is gone from its file. Returns the new fingerprint. Raises NotFound if nothing
        was sealed yet, MasterKeyUnusable."""
        await self._keyring.check()
        return await again(self._rotate_master)

    async def _rotate_master(self) -> str:
        async with self._outside.storage.reading() as unit:
            master, keys = await unit.vault.master(), await unit.vault.center_keys()
        if master is None:
            raise NotFound("Nothing was sealed yet: there is no master key.")
        old = await self._keyring.find(master)
        new = await self._outside.elsewhere(self._master_keys.propose)
        fingerprint = self._sealing.fingerprint(new)
        wrapped = tuple(
            CenterKey(x.center_id, x.version, self._sealing.wrap(new, self._sealing.unwrap(old, x.wrapped)))
            for x in keys
        )
        async with self._outside.storage.transaction() as unit:
            await unit.vault.change_master(master, fingerprint, wrapped)
        await self._outside.elsewhere(partial(self._master_keys.settle, fingerprint))
        log.warning("master_key_rotated", fingerprint=fingerprint, centers=len({x.center_id for x in keys}))
        return fingerprint

    async def rotate_center(self, center_id: CenterId) -> int:
        """Another key of the center, or the end of a rotation that was interrupted. How many files' keys were wrapped
        anew. Raises NotFound if the center has none, MasterKeyUnusable."""
        await self._keyring.check()
        newest = await again(partial(self._next_key, center_id))
        moved = 0
        while True:
            if batch := await again(partial(self._move, center_id, newest)):
                moved += batch
                continue
            async with self._outside.storage.transaction() as unit:
                alone = await unit.vault.retire(center_id, newest)
            if alone:
                log.warning("center_key_rotated", center=center_id, version=newest, files=moved)
                return moved

    async def _next_key(self, center_id: CenterId) -> int:
        """The version that all files are to have."""
        async with self._outside.storage.reading() as unit:
            master, keys = await unit.vault.master(), await unit.vault.center_keys(center_id)
        if master is None or not keys:
            raise NotFound("Nothing of this center was sealed yet: it has no key.")
        if len(keys) > 1:  # interrupted
            return keys[0].version
        found = await self._keyring.find(master)
        made, _ = await self._keyring.add_center_key(CenterKey(center_id, keys[0].version + 1, b""), master, found)
        return made.version

    async def _move(self, center_id: CenterId, newest: int) -> int:
        """Some files' keys; how many. None is left at 0. Raises StaleKey if the master key was turned meanwhile."""
        async with self._outside.storage.reading() as unit:
            batch = await unit.vault.keys_before(center_id, newest, BATCH)
            master, keys = await unit.vault.master(), await unit.vault.center_keys(center_id)
        if not batch or master is None:
            return 0
        found = await self._keyring.find(master)
        opened = {x.version: self._sealing.unwrap(found, x.wrapped) for x in keys}
        pairs = tuple((x, self._rewrapped(x, opened, newest)) for x in batch)
        async with self._outside.storage.transaction() as unit:
            await unit.vault.rewrap(pairs)
        return len(batch)

    def _rewrapped(self, key: WrappedKey, opened: dict[int, bytes], newest: int) -> WrappedKey:
        plain = self._sealing.unwrap(opened[key.version], key.wrapped)
        return WrappedKey(key.file_id, key.center_id, newest, self._sealing.wrap(opened[newest], plain))

    async def give_up(self, fingerprint: str) -> int:
        """The master key is lost: forget every key, and doom every file. How many these were. Raises NotFound if that
        is not the one, Conflict if it is there."""
        async with self._outside.storage.reading() as unit:
            master = await unit.vault.master()
        if master != fingerprint:
            raise NotFound("This is not the fingerprint of the master key. See: deskside keys list")
        there = await self._outside.elsewhere(partial(self._master_keys.find, fingerprint))
        if there is not None:
            raise Conflict(f"The master key is not lost: it is at {self._master_keys.where}.")
        async with self._outside.storage.transaction() as unit:
            return await unit.vault.shred_all(self._outside.clock.now())
