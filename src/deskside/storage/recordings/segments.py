"""Segments in SQL."""

from dataclasses import astuple
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.tracks import TrackKind
from deskside.ports.segments import Segment, Zero
from deskside.storage.recordings.tables import recording_segment, recording_zero
from deskside.storage.run import Run
from deskside.storage.tables import session
from deskside.storage.vault.tables import sealed_file_key

_segment, _zero = recording_segment.c, recording_zero.c


class SqlSegments:
    """`SegmentStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def center_of(self, session_id: SessionId) -> CenterId | None:
        """By the session's row."""
        query = select(session.c.center_id).where(session.c.id == session_id)
        return await self._run(lambda connection: connection.execute(query).scalar())

    async def zero(self, center_id: CenterId, session_id: SessionId) -> Zero | None:
        """None: nothing was recorded."""
        return await self._run(lambda connection: _found_zero(connection, center_id, session_id))

    async def begin_zero(self, center_id: CenterId, session_id: SessionId, zero: Zero) -> Zero:
        """The one that is."""
        wall_us, steady_us, boot = astuple(zero)
        row = {"wall_us": wall_us, "steady_us": steady_us, "boot": boot}

        def write(connection: Connection) -> Zero:
            if (known := _found_zero(connection, center_id, session_id)) is not None:
                return known
            try:
                with connection.begin_nested():
                    connection.execute(insert(recording_zero).values(session_id=session_id, center_id=center_id, **row))
            except IntegrityError:  # somebody was faster, or there is no such session
                if (known := _found_zero(connection, center_id, session_id)) is None:
                    raise
                return known
            return zero

        return await self._run(write)

    async def add(self, segment: Segment) -> None:
        """Its file's row is there."""
        names = [column.name for column in recording_segment.columns]
        row = dict(zip(names, astuple(segment), strict=True))
        await self._run(lambda connection: connection.execute(insert(recording_segment).values(row)))

    async def close(self, name: str, closed_at: Millis, why: str) -> None:
        """Once."""
        this = (_segment.name == name, _segment.closed_at.is_(None))
        done = update(recording_segment).where(*this).values(closed_at=closed_at, why=why)
        await self._run(lambda connection: connection.execute(done))

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Segment, ...]:
        """In order of their opening."""
        return await self._segments(_segment.center_id == center_id, _segment.session_id == session_id)

    async def still_open(self) -> tuple[Segment, ...]:
        """Of all centers."""
        return await self._segments(_segment.closed_at.is_(None))

    async def readable(self, files: tuple[str, ...]) -> frozenset[str]:
        """Of all centers."""
        of_key = sealed_file_key.c.file_id == _segment.file_id
        query = select(_segment.file).join(sealed_file_key, of_key).where(_segment.file.in_(files))
        return await self._run(lambda connection: frozenset(connection.execute(query).scalars()))

    async def remove(self, center_id: CenterId, names: tuple[str, ...]) -> None:
        """Nothing happens to what the center does not have."""
        gone = delete(recording_segment).where(_segment.center_id == center_id, _segment.name.in_(names))
        await self._run(lambda connection: connection.execute(gone))

    async def _segments(self, *which: ColumnElement[bool]) -> tuple[Segment, ...]:
        query = select(recording_segment).where(*which).order_by(_segment.opened_at, _segment.name)
        return await self._run(lambda connection: tuple(_read(row) for row in connection.execute(query)))


def _read(row: Row[Any]) -> Segment:
    values = row._asdict()
    return Segment(**{**values, "kind": TrackKind(values["kind"])})


def _found_zero(connection: Connection, center_id: CenterId, session_id: SessionId) -> Zero | None:
    this = (_zero.center_id == center_id, _zero.session_id == session_id)
    row = connection.execute(select(_zero.wall_us, _zero.steady_us, _zero.boot).where(*this)).first()
    return None if row is None else Zero(*row)
