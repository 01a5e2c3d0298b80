"""Segments in memory."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace

from deskside.domain.ids import CenterId, FileId, Millis, SessionId
from deskside.domain.session import Session
from deskside.ports.segments import Segment, Zero


@dataclass(slots=True)
class SegmentTables:
    """Everything kept. Values are immutable, so a copy of the dictionaries is a snapshot."""

    zeros: dict[tuple[CenterId, SessionId], Zero] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)

    def snapshot(self) -> "SegmentTables":
        """What is kept now, whatever is done to this later."""
        return SegmentTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeSegments:
    """`SegmentStore` in memory."""

    def __init__(
        self, tables: SegmentTables, sessions: Mapping[SessionId, Session], keys: Mapping[FileId, object]
    ) -> None:
        self._t = tables
        self._keys = keys
        self._sessions = sessions

    async def center_of(self, session_id: SessionId) -> CenterId | None:
        session = self._sessions.get(session_id)
        return None if session is None else session.center_id

    async def zero(self, center_id: CenterId, session_id: SessionId) -> Zero | None:
        return self._t.zeros.get((center_id, session_id))

    async def begin_zero(self, center_id: CenterId, session_id: SessionId, zero: Zero) -> Zero:
        return self._t.zeros.setdefault((center_id, session_id), zero)

    async def add(self, segment: Segment) -> None:
        self._t.segments[segment.name] = segment

    async def close(self, name: str, closed_at: Millis, why: str) -> None:
        found = self._t.segments.get(name)
        if found is not None and found.closed_at is None:
            self._t.segments[name] = replace(found, closed_at=closed_at, why=why)

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Segment, ...]:
        return self._sorted(lambda x: (x.center_id, x.session_id) == (center_id, session_id))

    async def still_open(self) -> tuple[Segment, ...]:
        return self._sorted(lambda x: x.closed_at is None)

    async def readable(self, files: tuple[str, ...]) -> frozenset[str]:
        return frozenset(x.file for x in self._sorted(lambda x: x.file in files and x.file_id in self._keys))

    async def remove(self, center_id: CenterId, names: tuple[str, ...]) -> None:
        for each in self._sorted(lambda x: x.center_id == center_id and x.name in names):
            del self._t.segments[each.name]

    def _sorted(self, which: Callable[[Segment], bool]) -> tuple[Segment, ...]:
        return tuple(sorted(filter(which, self._t.segments.values()), key=lambda x: (x.opened_at, x.name)))
