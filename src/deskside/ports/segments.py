"""Segments: what the recorder wrote of one track without a break, as it is kept on record. The sealed file itself lies
in the recorder's folder (`Keeping.segments`) under `Segment.file`, and opens with the key of `Segment.file_id`.
"""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId
from deskside.domain.tracks import TrackKind


@dataclass(frozen=True, slots=True)
class Zero:
    """The instant that a session's recording counts from, on both clocks of the machine: the steady one while it is
    not started anew (`boot` names that), the wall's after that."""

    wall_us: int
    steady_us: int
    boot: str


@dataclass(frozen=True, slots=True)
class Segment:
    """On record before its file is made, so a file that no row knows of does not exist; there may be none, or one with
    nothing in it, if something died in between.

    `opened_at`, `closed_at`: of the wall, to sort by; exact instants are in the file. `closed_at` None: it is still
    being written. `why` it was closed: closed, full, file, or lost (its writer died; another one follows).
    """

    name: str
    center_id: CenterId
    session_id: SessionId
    person_id: UserId
    kind: TrackKind
    file_id: FileId
    file: str
    opened_at: Millis
    closed_at: Millis | None = None
    why: str = ""


class SegmentStore(Protocol):
    """Rows of segments, and each session's zero."""

    async def center_of(self, session_id: SessionId) -> CenterId | None:
        """Whose session it is, for an engine that knows its sessions by their ids alone."""
        ...

    async def zero(self, center_id: CenterId, session_id: SessionId) -> Zero | None:
        """None: nothing of the session was ever recorded."""
        ...

    async def begin_zero(self, center_id: CenterId, session_id: SessionId, zero: Zero) -> Zero:
        """From now on the session counts from there, unless it does already. The one that is."""
        ...

    async def add(self, segment: Segment) -> None:
        """One that is being opened. Its file's row (`VaultStore.add`) comes before it."""
        ...

    async def close(self, name: str, closed_at: Millis, why: str) -> None:
        """The first one to say so counts. Nothing happens to what is not known."""
        ...

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Segment, ...]:
        """In order of their opening."""
        ...

    async def still_open(self) -> tuple[Segment, ...]:
        """Of all centers: what a former server process left open."""
        ...

    async def readable(self, files: tuple[str, ...]) -> frozenset[str]:
        """Those of these files that are a segment's, of whichever center, whose key is still there."""
        ...

    async def remove(self, center_id: CenterId, names: tuple[str, ...]) -> None:
        """Forget them: everything that was to be made of them is made, and their keys are shredded. The next
        `SegmentRegister.sweep` deletes the files."""
        ...
