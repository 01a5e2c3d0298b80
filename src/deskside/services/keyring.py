"""The keys that open sealed files: a file's is wrapped by its center's, that by the master key. Nothing is remembered
between two acts, so whoever turns keys meanwhile (`key_rotation`) is in nobody's way.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import structlog

from deskside.domain.errors import NotFound
from deskside.domain.ids import CenterId, FileId
from deskside.ports.sealing import FileKey
from deskside.ports.vault import CenterKey, MasterKeyUnusable, SealedFile, StaleKey, WrappedKey
from deskside.services.outside import Outside

T = TypeVar("T")

ATTEMPTS = 20
"""At a key that somebody else turns meanwhile: a rotation turns each once."""

log = structlog.get_logger(__name__)


async def again(act: Callable[[], Awaitable[T]]) -> T:
    """Do it anew while it raises StaleKey: what it looked at was turned before it was done."""
    for _ in range(ATTEMPTS):
        try:
            return await act()
        except StaleKey:
            continue
    return await act()


class Keyring:
    """Makes keys and opens them."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._sealing = outside.keeping.sealing
        self._master_keys = outside.keeping.master_keys

    async def new_file(self, center_id: CenterId) -> tuple[FileKey, SealedFile]:
        """A key for a new file, and the row to add. `VaultStore.add` raises StaleKey if it came too late; then another
        one is needed. Makes the master key and the center's where there is none. Raises MasterKeyUnusable."""
        newest, wrapping = await again(partial(self._newest, center_id))
        file = FileKey(FileId(self._outside.secrets.new_id()), self._sealing.new_key())
        row = WrappedKey(file.file_id, center_id, newest.version, self._sealing.wrap(wrapping, file.key))
        return file, SealedFile(row, self._outside.clock.now())

    async def open(self, center_id: CenterId, file_id: FileId) -> tuple[FileKey, SealedFile]:
        """Raises NotFound where there is no such file, or its key is gone; MasterKeyUnusable; Tampered if the rows were
        changed."""
        return await again(partial(self._open, center_id, file_id))

    async def _open(self, center_id: CenterId, file_id: FileId) -> tuple[FileKey, SealedFile]:
        async with self._outside.storage.reading() as unit:
            master, file = await unit.vault.master(), await unit.vault.file(center_id, file_id)
            centers = await unit.vault.center_keys(center_id)
        if file is None or master is None:
            raise NotFound("There is no such file.")
        found = await self.find(master)
        wrapping = next(x for x in centers if x.version == file.key.version)
        key = self._sealing.unwrap(self._sealing.unwrap(found, wrapping.wrapped), file.key.wrapped)
        return FileKey(file_id, key), file

    async def derived(self, center_id: CenterId, purpose: bytes) -> bytes | None:
        """A secret of the center for something else than its files, 256 bits, the same as long as its key is not
        turned (HMAC as a key derivation, NIST SP 800-108r1, 4.1). None: it has no key, so nothing was ever sealed.
        Raises MasterKeyUnusable."""
        return await again(partial(self._derived, center_id, purpose))

    async def _derived(self, center_id: CenterId, purpose: bytes) -> bytes | None:
        async with self._outside.storage.reading() as unit:
            master, keys = await unit.vault.master(), await unit.vault.center_keys(center_id)
        if master is None or not keys:
            return None
        key = self._sealing.unwrap(await self.find(master), keys[0].wrapped)
        return hmac.new(key, purpose, hashlib.sha256).digest()

    async def find(self, master: str) -> bytes:
        """The master key. Raises StaleKey if it was turned meanwhile, MasterKeyUnusable if it is lost."""
        key = await self._outside.elsewhere(partial(self._master_keys.find, master))
        if key is not None:
            return key
        async with self._outside.storage.reading() as unit:
            now = await unit.vault.master()
        if now != master:
            raise StaleKey
        raise _lost(self._master_keys.where, master)

    async def check(self) -> None:
        """Whether what is sealed can be opened; a rotation of the master key that was interrupted is brought to its
        end. Raises MasterKeyUnusable."""
        await again(self._check)

    async def _check(self) -> None:
        async with self._outside.storage.reading() as unit:
            master = await unit.vault.master()
        if master is not None:
            await self._outside.elsewhere(partial(self._master_keys.settle, master))
            await self.find(master)

    async def _newest(self, center_id: CenterId) -> tuple[CenterKey, bytes]:
        """The center's key for new files, and the same unwrapped. Raises StaleKey."""
        async with self._outside.storage.reading() as unit:
            master, keys = await unit.vault.master(), await unit.vault.center_keys(center_id)
        if master is None:
            made = await self._outside.elsewhere(self._master_keys.make)
            async with self._outside.storage.transaction() as unit:
                master = await unit.vault.begin_master(self._sealing.fingerprint(made))
        found = await self.find(master)
        if not keys:
            return await self.add_center_key(CenterKey(center_id, 1, b""), master, found)
        return keys[0], self._sealing.unwrap(found, keys[0].wrapped)

    async def add_center_key(self, new: CenterKey, master: str, found: bytes) -> tuple[CenterKey, bytes]:
        """A key for this center and version, and the same unwrapped. `found`: the master key. Raises StaleKey."""
        key = self._sealing.new_key()
        made = CenterKey(new.center_id, new.version, self._sealing.wrap(found, key))
        async with self._outside.storage.transaction() as unit:
            await unit.vault.add_center_key(made, master)
        log.info("center_key_made", center=made.center_id, version=made.version)
        return made, key


def _lost(where: str, master: str) -> MasterKeyUnusable:
    return MasterKeyUnusable(
        where,
        f"the one with the fingerprint {master} is not there",
        "put its backup there, or set DESKSIDE_MASTER_KEY to where it is. If it is lost for good, nothing recorded can "
        f"ever be read again: deskside keys give-up {master}",
    )
