"""Sealed files and the keys that open them, as they are kept: a key a file, wrapped by its center's key, which is
wrapped by the master key. The master key itself lies in a file, beside no backup of these.
"""

from dataclasses import dataclass, field
from typing import Protocol

from deskside.domain.ids import CenterId, FileId, Millis


class MasterKeyUnusable(Exception):
    """What is sealed cannot be opened: the master key is lost, another one, or unreadable. Says what to do."""

    def __init__(self, where: str, why: str, mend: str) -> None:
        super().__init__(f"the master key of what is recorded ({where}) cannot be used: {why} -> {mend}")


class StaleKey(Exception):
    """Somebody turned the keys meanwhile: look again, and wrap anew."""


@dataclass(frozen=True, slots=True)
class CenterKey:
    """A center's key. The one with the highest version is used for new files; others are about to be retired."""

    center_id: CenterId
    version: int
    wrapped: bytes = field(repr=False)
    """By the master key."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A file's key, as it is kept. `version`: which of its center's keys it is wrapped by."""

    file_id: FileId
    center_id: CenterId
    version: int
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file with its key. `size` and `header` are None until it was written wholly: plain bytes, and how the writing
    begins that counts."""

    key: WrappedKey
    begun_at: Millis
    size: int | None = None
    header: bytes | None = None


@dataclass(frozen=True, slots=True)
class Doomed:
    """A file without a key: nothing of it can be read. What lies in the storage is deleted, then the row."""

    file_id: FileId
    doomed_at: Millis
    deleted: bool
    """From the storage, once; somebody may have been writing still."""


class VaultStore(Protocol):
    """Rows of files and of keys. Nothing here can be opened without the master key."""

    async def master(self) -> str | None:
        """Fingerprint of the master key by which the centers' keys are wrapped; None: nothing was sealed yet."""
        ...

    async def begin_master(self, fingerprint: str) -> str:
        """From now on this master key is the one, unless another one is already. The one that is."""
        ...

    async def change_master(self, old: str, new: str, rewrapped: tuple[CenterKey, ...]) -> None:
        """The centers' keys are wrapped by another master key now. Raises StaleKey if these are not all of them, or
        `old` is not the one."""
        ...

    async def center_keys(self, center_id: CenterId | None = None) -> tuple[CenterKey, ...]:
        """Of one center or (None) of all, the newest of each center first."""
        ...

    async def add_center_key(self, key: CenterKey, master: str) -> None:
        """Raises StaleKey if that is not the center's next version, or this is not the master key any more."""
        ...

    async def retire(self, center_id: CenterId, version: int) -> bool:
        """Forget the center's keys before this version that no file needs. Whether none is left."""
        ...

    async def add(self, file: SealedFile) -> None:
        """Raises StaleKey if the center's key is not the newest any more."""
        ...

    async def file(self, center_id: CenterId, file_id: FileId) -> SealedFile | None:
        """None also for a file whose key is gone."""
        ...

    async def finish(self, center_id: CenterId, file_id: FileId, size: int, header: bytes) -> bool:
        """It is written wholly. False: its key is gone meanwhile."""
        ...

    async def keys_before(self, center_id: CenterId, version: int, most: int) -> tuple[WrappedKey, ...]:
        """Files' keys that are wrapped by an older key of the center than this one; at most so many."""
        ...

    async def rewrap(self, keys: tuple[tuple[WrappedKey, WrappedKey], ...]) -> None:
        """Put the second in the place of the first, where that one is still there."""
        ...

    async def shred(self, center_id: CenterId, file_ids: tuple[FileId, ...], now: Millis) -> None:
        """Their keys are gone, and the files doomed. Nothing happens to what the center does not have."""
        ...

    async def shred_all(self, now: Millis) -> int:
        """Every key of every center is gone, and the master key's fingerprint. How many files that were."""
        ...

    async def doomed(self, again_before: Millis, most: int) -> tuple[Doomed, ...]:
        """Files that have to be deleted from the storage: not yet done, or doomed before that instant; oldest first."""
        ...

    async def deleted(self, file_ids: tuple[FileId, ...]) -> None:
        """Deleted from the storage once."""
        ...

    async def remove(self, file_ids: tuple[FileId, ...]) -> None:
        """Forget files that are doomed."""
        ...

    async def counts(self) -> dict[CenterId, int]:
        """How many files with a key each center has; centers without any are missing."""
        ...


class MasterKeys(Protocol):
    """The master key, in a file that this process can read. Blocks for as long as a small file takes; each may raise
    MasterKeyUnusable."""

    @property
    def where(self) -> str:
        """The file."""
        ...

    def find(self, fingerprint: str) -> bytes | None:
        """The key with this fingerprint. None: it is not there."""
        ...

    def make(self) -> bytes:
        """The key that is there, else a new one. It is on the disk when this returns, and never written over."""
        ...

    def propose(self) -> bytes:
        """A new key, on the disk beside the present one."""
        ...

    def settle(self, fingerprint: str) -> None:
        """The key with this fingerprint takes the one place; what else lies there is removed. Nothing happens without
        it."""
        ...
