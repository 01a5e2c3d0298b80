"""Parts of a file by range requests (RFC 9110, 14): one range at a time; whoever asks for several gets all of it."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Part:
    """From `start` until before `end`. `whole`: nothing was asked for in particular."""

    start: int
    end: int
    whole: bool


def part_of(size: int, wanted: str | None, if_range: str | None, tag: str) -> Part | None:
    """Which part is meant by the headers Range and If-Range; None: none of it is there (416). `tag`: of the content, in
    quotes. What is no range of bytes is as if nobody had asked."""
    everything = Part(0, size, whole=True)
    found = _RANGE.fullmatch((wanted or "").strip())
    if found is None or (if_range is not None and if_range.strip() != tag):
        return everything
    first, last = found.groups()
    if not first and not last:
        return everything
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), size if not last else min(size, int(last) + 1)
        if last and int(last) < int(first):
            return everything
    return Part(start, end, whole=False) if start < end else None
