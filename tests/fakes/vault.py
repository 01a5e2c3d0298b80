"""The vault in memory: rows of files and keys, where blobs lie, and a master key that a test can lose."""

import os
from collections.abc import AsyncIterator
from copy import copy
from dataclasses import dataclass, field, fields, replace

from deskside.domain.ids import CenterId, FileId, Millis
from deskside.ports.blobs import BlobMissing, BlobsUnavailable, checked_name
from deskside.ports.vault import CenterKey, Doomed, SealedFile, StaleKey, WrappedKey
from deskside.sealing.suite import AesSealing
from deskside.sealing.suite import fingerprint as fingerprint_of
from deskside.services.outside import Keeping


@dataclass(slots=True)
class VaultTables:
    """Everything kept. Values are immutable, so a copy of the dictionaries is a snapshot."""

    master: dict[int, str] = field(default_factory=dict)
    centers: dict[tuple[CenterId, int], CenterKey] = field(default_factory=dict)
    files: dict[FileId, SealedFile] = field(default_factory=dict)
    doomed: dict[FileId, Doomed] = field(default_factory=dict)

    def snapshot(self) -> "VaultTables":
        """What is kept now, whatever is done to this later."""
        return VaultTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeVault:
    """`VaultStore` in memory."""

    def __init__(self, tables: VaultTables) -> None:
        self._t = tables

    async def master(self) -> str | None:
        return self._t.master.get(1)

    async def begin_master(self, fingerprint: str) -> str:
        return self._t.master.setdefault(1, fingerprint)

    async def change_master(self, old: str, new: str, rewrapped: tuple[CenterKey, ...]) -> None:
        if self._t.master.get(1) != old or {(x.center_id, x.version) for x in rewrapped} != set(self._t.centers):
            raise StaleKey
        self._t.master[1] = new
        self._t.centers |= {(x.center_id, x.version): x for x in rewrapped}

    async def center_keys(self, center_id: CenterId | None = None) -> tuple[CenterKey, ...]:
        found = [x for x in self._t.centers.values() if center_id in (None, x.center_id)]
        return tuple(sorted(found, key=lambda x: (x.center_id, -x.version)))

    async def add_center_key(self, key: CenterKey, master: str) -> None:
        newest = max((x.version for x in await self.center_keys(key.center_id)), default=0)
        if self._t.master.get(1) != master or key.version != newest + 1:
            raise StaleKey
        self._t.centers[key.center_id, key.version] = key

    async def retire(self, center_id: CenterId, version: int) -> bool:
        used = {x.key.version for x in self._t.files.values() if x.key.center_id == center_id}
        older = [x.version for x in await self.center_keys(center_id) if x.version < version]
        for each in set(older) - used:
            del self._t.centers[center_id, each]
        return not set(older) & used

    async def add(self, file: SealedFile) -> None:
        keys = await self.center_keys(file.key.center_id)
        if not keys or keys[0].version != file.key.version:
            raise StaleKey
        self._t.files[file.key.file_id] = replace(file, size=None, header=None)

    async def file(self, center_id: CenterId, file_id: FileId) -> SealedFile | None:
        found = self._t.files.get(file_id)
        return found if found is not None and found.key.center_id == center_id else None

    async def finish(self, center_id: CenterId, file_id: FileId, size: int, header: bytes) -> bool:
        found = await self.file(center_id, file_id)
        if found is not None:
            self._t.files[file_id] = replace(found, size=size, header=header)
        return found is not None

    async def keys_before(self, center_id: CenterId, version: int, most: int) -> tuple[WrappedKey, ...]:
        keys = [x.key for x in self._t.files.values()]
        return tuple(x for x in keys if x.center_id == center_id and x.version < version)[:most]

    async def rewrap(self, keys: tuple[tuple[WrappedKey, WrappedKey], ...]) -> None:
        for old, new in keys:
            found = self._t.files.get(old.file_id)
            if found is not None and found.key.version == old.version:
                self._t.files[old.file_id] = replace(found, key=new)

    async def shred(self, center_id: CenterId, file_ids: tuple[FileId, ...], now: Millis) -> None:
        for file_id in file_ids:
            if await self.file(center_id, file_id) is not None:
                del self._t.files[file_id]
                self._t.doomed[file_id] = Doomed(file_id, now, deleted=False)

    async def shred_all(self, now: Millis) -> int:
        count = len(self._t.files)
        self._t.doomed |= {x: Doomed(x, now, deleted=False) for x in self._t.files}
        for table in (self._t.files, self._t.centers, self._t.master):
            table.clear()
        return count

    async def doomed(self, again_before: Millis, most: int) -> tuple[Doomed, ...]:
        due = [x for x in self._t.doomed.values() if not x.deleted or x.doomed_at < again_before]
        return tuple(sorted(due, key=lambda x: x.doomed_at)[:most])

    async def deleted(self, file_ids: tuple[FileId, ...]) -> None:
        for file_id in file_ids:
            self._t.doomed[file_id] = replace(self._t.doomed[file_id], deleted=True)

    async def remove(self, file_ids: tuple[FileId, ...]) -> None:
        for file_id in file_ids:
            self._t.doomed.pop(file_id, None)

    async def counts(self) -> dict[CenterId, int]:
        found: dict[CenterId, int] = {}
        for file in self._t.files.values():
            found[file.key.center_id] = found.get(file.key.center_id, 0) + 1
        return found


class MemoryBlobs:
    """`Blobs` in memory. A test reads and changes `kept`, and may let the storage be `away`."""

    where = "the memory"

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.away = False
        self.tidied: list[Millis] = []
        self.fetched = 0
        """Bytes."""

    def _here(self, name: str) -> str:
        if self.away:
            raise BlobsUnavailable("the memory cannot be used: it is away")
        return checked_name(name)

    async def put(self, name: str, content: AsyncIterator[bytes]) -> int:
        self._here(name)
        found = b"".join([part async for part in content])
        self.kept[self._here(name)] = found
        return len(found)

    async def get(self, name: str, start: int, end: int) -> bytes:
        await self.size(name)
        self.fetched += max(0, end - start)
        return self.kept[name][start : max(start, end)]

    async def size(self, name: str) -> int:
        if self._here(name) not in self.kept:
            raise BlobMissing(name)
        return len(self.kept[name])

    async def delete(self, name: str) -> None:
        self.kept.pop(self._here(name), None)

    async def tidy(self, before: Millis) -> None:
        self._here("tidy")
        self.tidied.append(before)


class HeldMasterKeys:
    """`MasterKeys` in memory."""

    where = "the test's pocket"

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.proposed: bytes | None = None

    def find(self, fingerprint: str) -> bytes | None:
        return next((x for x in (self.key, self.proposed) if x and fingerprint_of(x) == fingerprint), None)

    def make(self) -> bytes:
        self.key = self.key or os.urandom(32)
        return self.key

    def propose(self) -> bytes:
        self.proposed = os.urandom(32)
        return self.proposed

    def settle(self, fingerprint: str) -> None:
        found = self.find(fingerprint)
        if found is not None:
            self.key, self.proposed = found, None


def kept_in_memory() -> Keeping:
    """With real ciphers: they need nothing outside."""
    return Keeping(MemoryBlobs(), AesSealing(os.urandom), HeldMasterKeys())
