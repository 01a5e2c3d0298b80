"""`Blobs` over a store of obstore, which works in threads of its own: the event loop never waits, and each act ends in
time.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import obstore
from obstore.store import LocalStore, S3Store

from deskside.blobs.words import in_words
from deskside.domain.ids import Millis
from deskside.ports.blobs import BlobMissing, BlobsUnavailable, checked_name

T = TypeVar("T")

PART_BYTES = 8 * 1024 * 1024
"""Sent at once. S3 takes 10,000 parts: 80 GB a blob. The least that it takes is 5 MiB."""
PARTS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the storage may take in all, with its retries, in seconds."""

    ask: float = 20.0
    """A range, a size, a deletion."""
    send: float = 150.0
    """Until it takes more of what it is given: two parts over a line of 1 Mbit/s take 134 s."""


class Place(Protocol):
    """What differs between stores."""

    @property
    def where(self) -> str:
        """For whoever runs the machine."""
        ...

    async def store(self) -> LocalStore | S3Store:
        """The store, ready to be used."""
        ...

    async def expect(self, name: str) -> None:
        """Something is about to be kept under this name."""
        ...

    async def settle(self, name: str) -> None:
        """It was kept: have it on the disk."""
        ...

    async def tidy(self, before: Millis) -> None:
        """As `Blobs.tidy`."""
        ...


class StoredBlobs:
    """`Blobs` at any place."""

    def __init__(self, place: Place, limits: Limits | None = None) -> None:
        self._place = place
        self._limits = limits or Limits()

    @property
    def where(self) -> str:
        """For whoever runs the machine."""
        return self._place.where

    async def put(self, name: str, content: AsyncIterator[bytes]) -> int:
        """In parts of 8 MiB; the limit is anew with each of them, and does not run while `content` takes its time. A
        caller who goes away leaves parts behind: see `tidy`, and docs/operations.md for buckets."""
        checked_name(name)
        parts = _Measured(content, self._limits.send)
        with in_words(self.where, name):
            async with asyncio.timeout(self._limits.send) as parts.limit:
                await self._place.expect(name)
                sending = obstore.put_async(
                    await self._place.store(),
                    name,
                    parts.each(),
                    chunk_size=PART_BYTES,
                    max_concurrency=PARTS_AT_ONCE,
                )
                await sending
                await self._place.settle(name)
        return parts.bytes

    async def get(self, name: str, start: int, end: int) -> bytes:
        """In one request; in three where the blob ends before."""
        if start >= end:
            return b""
        try:
            return await self._get(name, start, end)
        except BlobsUnavailable:
            size = await self.size(name)  # a range beyond the end is an error to some stores
            if size >= end:
                raise
            return await self._get(name, start, size) if start < size else b""

    async def _get(self, name: str, start: int, end: int) -> bytes:
        return bytes(await self._answer(name, lambda store: obstore.get_range_async(store, name, start=start, end=end)))

    async def size(self, name: str) -> int:
        """In one request; in two where there is nothing."""
        try:
            found = await self._answer(name, lambda store: obstore.head_async(store, name))
        except BlobMissing:
            await self._get(name, 0, 1)  # only an answer with a body says whether the bucket is there
            raise
        return found["size"]

    async def delete(self, name: str) -> None:
        """Also what is not there."""
        try:
            await self._answer(name, lambda store: obstore.delete_async(store, name))
        except BlobMissing:
            return

    async def tidy(self, before: Millis) -> None:
        """As the place does."""
        with in_words(self.where, ""):
            await self._place.tidy(before)

    async def _answer(self, name: str, act: Callable[[LocalStore | S3Store], Awaitable[T]]) -> T:
        """Raises BlobMissing, BlobsUnavailable."""
        checked_name(name)
        with in_words(self.where, name):
            async with asyncio.timeout(self._limits.ask):
                return await act(await self._place.store())


class _Measured:
    """What is sent, with a limit of time that begins anew whenever the storage has taken something, and stands still
    while the content itself is waited for."""

    limit: asyncio.Timeout

    def __init__(self, content: AsyncIterator[bytes], seconds: float) -> None:
        self._content = content
        self._seconds = seconds
        self.bytes = 0

    async def each(self) -> AsyncIterator[bytes]:
        """The content."""
        loop = asyncio.get_running_loop()
        self.limit.reschedule(None)
        async for part in self._content:
            self.bytes += len(part)
            self.limit.reschedule(loop.time() + self._seconds)
            yield part
            self.limit.reschedule(None)
        self.limit.reschedule(loop.time() + self._seconds)
