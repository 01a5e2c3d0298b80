"""A ZIP as it is made, part by part: nothing of it is in memory but the file that is put in."""

import zipfile
from collections.abc import AsyncIterator

File = tuple[str, bytes]
"""A name within the archive, and what is in it."""


class _Taken:
    """What the archive wrote since it was last asked for. It cannot be gone back in, so sizes follow what they are of
    (APPNOTE.TXT 4.4.4, bit 3)."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Everything is there already."""

    def take(self) -> bytes:
        """All of it, once."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


async def zipped(files: AsyncIterator[File]) -> AsyncIterator[bytes]:
    """The archive of these files."""
    taken = _Taken()
    with zipfile.ZipFile(taken, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        async for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
            yield taken.take()
    yield taken.take()
