"""Files of recordings in SQL: the plan's table, and a little in the session's own row."""

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.recording.files import FileKind, FileStatus, RecordedFile
from deskside.storage.run import Run
from deskside.storage.tables import session
from deskside.storage.tables import video_recording as table

_c = table.c
_SAME = (
    *("id", "center_id", "session_id", "person_id", "started_at", "ended_at", "duration_ms", "file_id", "parts_id"),
    *("bytes", "width", "height", "reason", "held", "archived_at", "deleted_at"),
)
"""Columns that are called as the fields are."""
_READ = (*(_c[x] for x in _SAME), _c.kind, _c.status)


class SqlRecordings:
    """`RecordingStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, files: tuple[RecordedFile, ...]) -> None:
        """Nothing for no files."""
        rows = [_row(file) for file in files]

        def write(connection: Connection) -> None:
            if rows:
                insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
                connection.execute(insert(table).on_conflict_do_nothing(), rows)

        await self._run(write)

    async def put(self, file: RecordedFile) -> None:
        """By its id and center."""
        change = update(table).where(_c.center_id == file.center_id, _c.id == file.id).values(_row(file))
        await self._run(lambda connection: connection.execute(change))

    async def file(self, center_id: CenterId, id: str) -> RecordedFile | None:
        """None for another center's."""
        found = await self._files(_c.center_id == center_id, _c.id == id)
        return found[0] if found else None

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[RecordedFile, ...]:
        """In the order in which they began."""
        return await self._files(_c.center_id == center_id, _c.session_id == session_id)

    async def expired(self, center_id: CenterId, before: Millis) -> tuple[RecordedFile, ...]:
        """Oldest first."""
        kept = (_c.status != FileStatus.DELETED.value, _c.held.is_(False))
        return await self._files(_c.center_id == center_id, _c.started_at < before, *kept)

    async def note_session(self, center_id: CenterId, session_id: SessionId, url: str, started_at: Millis) -> None:
        """Its row is there as long as it has files."""
        this = (session.c.center_id == center_id, session.c.id == session_id)
        change = update(session).where(*this).values(recording_url=url or None, recording_started_at=started_at)
        await self._run(lambda connection: connection.execute(change))

    async def _files(self, *which: ColumnElement[bool]) -> tuple[RecordedFile, ...]:
        query = select(*_READ).where(*which).order_by(_c.started_at, _c.id)

        return await self._run(
            lambda connection: tuple(
                RecordedFile(**{**row, "kind": FileKind(row["kind"]), "status": FileStatus(row["status"])})
                for row in connection.execute(query).mappings()
            )
        )


def _row(file: RecordedFile) -> dict[str, object]:
    same = {name: getattr(file, name) for name in _SAME}
    address = f"/api/recordings/{file.id}/download" if file.there else None
    return {
        **same,
        "kind": file.kind.value,
        "status": file.status.value,
        "recording_id": file.id,
        "download_url": address,
        "stream_url": address,
    }
