"""The newest row of each center's record, kept outside of the database: a file that is only ever added to, one line of
JSON each time, on the disk before anybody goes on. Whoever changes the database cannot change what was written here.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from deskside.domain.chain import Head
from deskside.ports.audit import Heads, HeadsUnreadable, KnownHeads, NoHeads

log = structlog.get_logger(__name__)

Entropy = Callable[[int], bytes]
"""So many random bytes."""
_MEND = "let whoever runs Deskside have it, on a disk with room: DESKSIDE_AUDIT_HEADS"


@dataclass(frozen=True, slots=True)
class Witness:
    """What a storage chains its record with."""

    heads: Heads = NoHeads()
    entropy: Entropy = os.urandom

    async def note(self, written: Iterable[Head]) -> None:
        """Keep the newest rows of a transaction that was committed."""
        if heads := tuple(written):
            await asyncio.to_thread(self.heads.note, heads)


UNSEEN = Witness()
"""For a storage whose record nobody checks."""


class HeadsFile:
    """`Heads` in a file. Several processes may add to it: each line goes into it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def where(self) -> str:
        """The file."""
        return str(self._path)

    def note(self, heads: tuple[Head, ...]) -> None:
        """One write and one sync."""
        for head in heads:
            log.info("audit_head", center=head.center_id, number=head.number, hash=head.hash)
        lines = "".join(f"{json.dumps(asdict(x), ensure_ascii=True)}\n" for x in heads).encode("ascii")
        try:
            self._add(lines)
        except OSError as why:
            log.error("audit_head_not_kept", file=self.where, why=why.strerror or str(why), mend=_MEND)

    def _add(self, lines: bytes) -> None:
        there = self._path.exists()
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(file).st_size
            if size and os.pread(file, 1, size - 1) != b"\n":  # the machine went off while one was written
                lines = b"\n" + lines
            if os.write(file, lines) != len(lines):
                raise OSError("only a part of it could be written")
            os.fsync(file)
        finally:
            os.close(file)
        if not there:
            self._sync_folder()

    def _sync_folder(self) -> None:
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def read(self) -> KnownHeads:
        """Every line."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return KnownHeads()
        except OSError as why:
            raise HeadsUnreadable(f"{self.where} cannot be read ({why.strerror}): {_MEND}") from why
        heads = [_head(x) for x in lines if x]
        torn = sum(x is None for x in heads) - (bool(lines[-1]) and heads[-1] is None)
        return KnownHeads(tuple(x for x in heads if x is not None), torn)


def _head(line: bytes) -> Head | None:
    """None: that is none."""
    try:
        head = Head(**json.loads(line))
    except (ValueError, TypeError):
        return None
    fields = (head.center_id, str), (head.number, int), (head.hash, str)
    return head if all(isinstance(value, kind) for value, kind in fields) else None
