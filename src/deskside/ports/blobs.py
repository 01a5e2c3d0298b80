"""Where large things lie: a folder, or a bucket. Whoever keeps something here has sealed it before."""

import re
from collections.abc import AsyncIterator
from typing import Protocol

from deskside.domain.ids import Millis

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}(/[a-z0-9][a-z0-9-]{0,63}){0,3}")


class BlobsUnavailable(Exception):
    """The storage cannot be used now, or refuses us. Try again; the message says what is wrong, for whoever runs it."""


class BlobMissing(Exception):
    """There is nothing of that name."""


def checked_name(name: str) -> str:
    """The name, if it can be one: words of small letters, digits and hyphens, with slashes between them. It leads
    nowhere else, on any storage. Raises ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a blob")
    return name


class Blobs(Protocol):
    """Each act has a limit of time, waits on no thread of the caller, and may raise BlobsUnavailable."""

    @property
    def where(self) -> str:
        """For whoever runs the machine: "the folder …", "the bucket … at …"."""
        ...

    async def put(self, name: str, content: AsyncIterator[bytes]) -> int:
        """Keep what the iterator gives under this name, in the place of what was there. Returns how many bytes.

        All of it or nothing, and on the disk when this returns. What the iterator raises is raised, and nothing is
        kept. Holds some megabytes, whatever the length.
        """
        ...

    async def get(self, name: str, start: int, end: int) -> bytes:
        """The bytes from `start` until before `end`, all at once; fewer where the blob ends before. Raises
        BlobMissing."""
        ...

    async def size(self, name: str) -> int:
        """In bytes. Raises BlobMissing."""
        ...

    async def delete(self, name: str) -> None:
        """It is gone afterwards; nothing happens if it was not there."""
        ...

    async def tidy(self, before: Millis) -> None:
        """Remove what writings left that never ended and were last heard of before this instant (of the wall's
        clock)."""
        ...
