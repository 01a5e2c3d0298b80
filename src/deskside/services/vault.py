"""Sealed files: begun with a key of their own, written once, read by ranges, shredded. The order is always the same:
first the row with the key, then what is sealed with it, then that it is whole. Whatever lies in the storage has a row.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import structlog

from deskside.domain.errors import NotFound
from deskside.domain.ids import CenterId, FileId, Millis
from deskside.domain.sealed import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES, Piece, chunk_count, pieces, sealed_bytes
from deskside.ports.blobs import BlobMissing, BlobsUnavailable
from deskside.ports.sealing import FileKey, Sealer, Tampered, Unsealer
from deskside.ports.vault import Doomed
from deskside.services.keyring import Keyring, again
from deskside.services.outside import Outside

AGAIN_MS = Millis(3_600_000)
"""After so long nobody is still writing a file that was shredded: it is deleted once more, then forgotten."""
LEFT_MS = Millis(86_400_000)
"""What a writing left that was last heard of so long ago is nobody's any more."""
BATCH, AT_ONCE = 200, 8
"""Files deleted between two commits, and at the same time."""

log = structlog.get_logger(__name__)


def blob_name(file_id: FileId) -> str:
    """Where a file lies in the storage. It says nothing about anybody."""
    return f"sealed/{file_id}"


class VaultService:
    """Everything of a center's files that does not know what is in them. Who may do what is the caller's business."""

    def __init__(self, outside: Outside, keyring: Keyring) -> None:
        self._outside = outside
        self._blobs = outside.keeping.blobs
        self._sealing = outside.keeping.sealing
        self._keyring = keyring

    async def begin(self, center_id: CenterId) -> FileKey:
        """A new file with a key, on record before anything is sealed with it. Raises MasterKeyUnusable.

        Whoever wants it on record together with something else takes `Keyring.new_file` and `VaultStore.add`.
        """
        return await again(partial(self._begin, center_id))

    async def _begin(self, center_id: CenterId) -> FileKey:
        key, row = await self._keyring.new_file(center_id)
        async with self._outside.storage.transaction() as unit:
            await unit.vault.add(row)
        return key

    async def write(self, center_id: CenterId, key: FileKey, plain: AsyncIterator[bytes]) -> int:
        """Seal what comes, keep it, and have it on record as whole: its plain bytes. Done again from the beginning, it
        takes the place of what was there. Parts should have some 64 KiB to a mebibyte. Raises BlobsUnavailable, and
        NotFound if it was shredded meanwhile."""
        sealer = self._sealing.sealer(key)
        await self._blobs.put(blob_name(key.file_id), self._sealed(sealer, plain))
        await self._finish(center_id, key, sealer.plain_bytes, sealer.header)
        return sealer.plain_bytes

    async def take(self, center_id: CenterId, key: FileKey, size: int, sealed: AsyncIterator[bytes]) -> None:
        """Keep a whole file that somebody else has sealed, an even one with so many plain bytes, as it is. Raises
        Tampered if it is not that when it has arrived, BlobsUnavailable, NotFound."""
        header = bytearray()
        await self._blobs.put(blob_name(key.file_id), _noting(sealed, header))
        await self._finish(center_id, key, size, bytes(header))

    async def _finish(self, center_id: CenterId, key: FileKey, size: int, header: bytes) -> None:
        """On record only if the storage has all of it: its length, and an end that opens."""
        arrived = await self._arrived(key, size, header)
        async with self._outside.storage.transaction() as unit:
            if arrived:
                there = await unit.vault.finish(center_id, key.file_id, size, header)
            else:
                there = await unit.vault.file(center_id, key.file_id) is not None
        if not there:
            await self._blobs.delete(blob_name(key.file_id))
            raise NotFound("The file was deleted while it was written.")
        if not arrived:
            raise Tampered(f"file {key.file_id} did not arrive whole")

    async def _arrived(self, key: FileKey, size: int, header: bytes) -> bool:
        """Raises Tampered if the end does not open."""
        name, last, whole = blob_name(key.file_id), chunk_count(size) - 1, sealed_bytes(size)
        start = whole - (size - last * CHUNK_BYTES) - TAG_BYTES
        try:
            if await self._blobs.size(name) != whole:
                return False
            sealed = await self._blobs.get(name, start, whole)
        except BlobMissing:
            return False
        self._sealing.unsealer(key, header).open(last, sealed, last=True)
        return True

    async def _sealed(self, sealer: Sealer, plain: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield sealer.header
        async for part in plain:
            if sealed := await self._outside.elsewhere(partial(sealer.add, part)):
                yield sealed
        yield sealer.finish()

    async def open(self, center_id: CenterId, file_id: FileId) -> "OpenedFile":
        """A whole file of this center, for reading. Raises NotFound, also for what is not whole or was shredded;
        MasterKeyUnusable, Tampered."""
        key, file = await self._keyring.open(center_id, file_id)
        if file.size is None or file.header is None:
            raise NotFound("The file is not written yet.")
        return OpenedFile(self._outside, key, file.size, file.header)

    async def shred(self, center_id: CenterId, file_ids: tuple[FileId, ...]) -> None:
        """Nothing of these files can be read any more when this returns; they are deleted now if the storage can be
        used, else later. (Who reads at this moment has a key in memory until they have read.)"""
        async with self._outside.storage.transaction() as unit:
            await unit.vault.shred(center_id, file_ids, self._outside.clock.now())
        await self.sweep()

    async def sweep(self) -> None:
        """Delete from the storage what is shredded, and what unfinished writings left. Goes on later if the storage
        cannot be used."""
        now = self._outside.clock.now()
        again_before = Millis(now - AGAIN_MS)
        try:
            while True:
                async with self._outside.storage.reading() as unit:
                    due = await unit.vault.doomed(again_before, BATCH)
                for at in range(0, len(due), AT_ONCE):
                    await asyncio.gather(*(self._blobs.delete(blob_name(x.file_id)) for x in due[at : at + AT_ONCE]))
                await self._note(due, again_before)
                if len(due) < BATCH:
                    break
            await self._blobs.tidy(Millis(now - LEFT_MS))
        except BlobsUnavailable as why:
            log.warning("deleting_later", why=str(why))

    async def _note(self, deleted: tuple[Doomed, ...], again_before: Millis) -> None:
        if deleted:
            async with self._outside.storage.transaction() as unit:
                await unit.vault.deleted(tuple(x.file_id for x in deleted))
                await unit.vault.remove(tuple(x.file_id for x in deleted if x.doomed_at < again_before))


async def _noting(sealed: AsyncIterator[bytes], header: bytearray) -> AsyncIterator[bytes]:
    """What comes, as it is; how it begins is put into `header`."""
    async for part in sealed:
        header += part[: HEADER_BYTES - len(header)]
        yield part


class OpenedFile:
    """A whole file whose key is at hand. `size`: its plain bytes."""

    def __init__(self, outside: Outside, key: FileKey, size: int, header: bytes) -> None:
        self._outside = outside
        self._key = key
        self._header = header
        self.size = size

    @property
    def key(self) -> FileKey:
        """What opens it."""
        return self._key

    async def sealed(self) -> AsyncIterator[bytes]:
        """All of it as it lies in the storage, up to a mebibyte at a time. Raises BlobsUnavailable, and Tampered where
        something is missing; what was changed is found by whoever opens it."""
        for piece in pieces(0, self.size, self.size):
            yield await self._fetch(piece)

    async def read(self, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The plain bytes from `start` until before `end` (None, or beyond: the end of the file), up to a mebibyte at a
        time; only what is asked for is fetched. Raises BlobsUnavailable, and Tampered before anything is given away of
        a piece that was changed, cut off or exchanged."""
        until = self.size if end is None else min(end, self.size)
        opener = self._outside.keeping.sealing.unsealer(self._key, self._header)
        for piece in pieces(min(start, until), until, self.size):
            sealed = await self._fetch(piece)
            yield await self._outside.elsewhere(partial(self._opened, opener, piece, sealed))

    async def _fetch(self, piece: Piece) -> bytes:
        try:
            sealed = await self._outside.keeping.blobs.get(blob_name(self._key.file_id), piece.start, piece.end)
        except BlobMissing as missing:
            raise self._damaged("it is not in the storage") from missing
        if len(sealed) != piece.end - piece.start:
            raise self._damaged("it is cut off")
        return sealed

    def _opened(self, opener: Unsealer, piece: Piece, sealed: bytes) -> bytes:
        if piece.first == 0:
            if sealed[:HEADER_BYTES] != self._header:
                raise self._damaged("it is another writing")
            sealed = sealed[HEADER_BYTES:]
        plain, last = bytearray(), chunk_count(self.size) - 1
        for at in range(piece.count):
            chunk = sealed[at * (CHUNK_BYTES + TAG_BYTES) : (at + 1) * (CHUNK_BYTES + TAG_BYTES)]
            try:
                plain += opener.open(piece.first + at, chunk, last=piece.first + at == last)
            except Tampered as changed:
                raise self._damaged(str(changed)) from changed
        return bytes(plain[piece.skip : piece.skip + piece.keep])

    def _damaged(self, why: str) -> Tampered:
        log.error("sealed_file_damaged", file=self._key.file_id, why=why)
        return Tampered(f"file {self._key.file_id} cannot be read: {why}")
