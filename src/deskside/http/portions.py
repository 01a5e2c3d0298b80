"""A part of a file, as players ask for it: one range of bytes (RFC 9110, 14)."""

import re
from collections.abc import AsyncIterator
from typing import Protocol

from fastapi.responses import Response, StreamingResponse

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Readable(Protocol):
    """A file of `size` bytes."""

    @property
    def size(self) -> int: ...

    def read(self, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """From `start` until before `end`."""
        ...


def wanted(header: str | None, size: int) -> tuple[int, int] | None:
    """From where until before where. What is no single range asks for everything (14.2); None: it lies outside."""
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found[1] == found[2] == "":
        return 0, size
    if found[1] == "":
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), size if found[2] == "" else min(int(found[2]) + 1, size)
        if found[2] != "" and int(found[2]) < start:
            return 0, size
    return (start, end) if start < end else None


async def ranged(content: Readable, media_type: str, header: str | None) -> Response:
    """The answer to whoever asks for this range. What cannot be read shows before the answer begins."""
    part = wanted(header, content.size)
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": "inline"}
    if part is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{content.size}"})
    start, end = part
    pieces = content.read(start, end)
    first = await anext(pieces, b"")

    async def body() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    headers["Content-Length"] = str(end - start)
    whole = (start, end) == (0, content.size) and not header
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{content.size}"
    return StreamingResponse(body(), 200 if whole else 206, headers, media_type)
