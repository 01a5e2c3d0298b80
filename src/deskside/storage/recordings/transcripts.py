"""Transcripts in SQL."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import SessionStatus
from deskside.ports.transcripts import Place, TranscriptRow
from deskside.storage.recordings.tables import transcript
from deskside.storage.run import Run
from deskside.storage.tables import session

_t, _later = transcript.c, transcript.alias("later")
_OVER = (SessionStatus.COMPLETED.value, SessionStatus.CANCELLED.value)


class SqlTranscripts:
    """`TranscriptStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, row: TranscriptRow) -> bool:
        """Unless its number is taken."""

        def write(connection: Connection) -> bool:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            same = [_t.recording_id, _t.version]
            added = dialect.insert(transcript).values(asdict(row)).on_conflict_do_nothing(index_elements=same)
            return connection.execute(added).rowcount == 1

        return await self._run(write)

    async def finish(self, center_id: CenterId, recording_id: str, version: int, made_at: Millis) -> bool:
        """Also in the session's row."""
        this = (_t.center_id == center_id, _t.recording_id == recording_id, _t.version == version)
        done = update(transcript).where(*this).values(made_at=made_at).returning(_t.session_id)

        def write(connection: Connection) -> bool:
            session_id = connection.execute(done).scalar()
            if session_id is None:
                return False
            url = f"/api/sessions/{session_id}/transcript"
            connection.execute(update(session).where(session.c.id == session_id).values(transcription_url=url))
            return True

        return await self._run(write)

    async def versions(self, center_id: CenterId, recording_id: str) -> tuple[TranscriptRow, ...]:
        """In order."""
        this = (_t.center_id == center_id, _t.recording_id == recording_id)
        return await self._rows(select(transcript).where(*this).order_by(_t.version))

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[TranscriptRow, ...]:
        """The newest ones."""
        return await self._rows(_newest(_t.center_id == center_id, _t.session_id == session_id))

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[TranscriptRow, ...]:
        """All of them."""
        this = (_t.center_id == center_id, _t.person_id == person_id)
        query = select(transcript).where(*this).order_by(_t.recorded_at, _t.recording_id, _t.version)
        return await self._rows(query)

    async def page(
        self, center_id: CenterId, tutor_id: UserId | None, before: Place | None, most: int
    ) -> tuple[TranscriptRow, ...]:
        """Newest first."""
        which = [_t.center_id == center_id, session.c.id == _t.session_id, session.c.status.in_(_OVER)]
        if tutor_id is not None:
            which.append(session.c.tutor_id == tutor_id)
        if before is not None:
            at, recording_id = before
            behind = and_(_t.recorded_at == at, _t.recording_id < recording_id)
            which.append(or_(_t.recorded_at < at, behind))
        query = _newest(*which).order_by(None).order_by(_t.recorded_at.desc(), _t.recording_id.desc()).limit(most)
        return await self._rows(query)

    async def remove(self, center_id: CenterId, recording_id: str) -> None:
        """Nothing happens to what the center does not have."""
        gone = delete(transcript).where(_t.center_id == center_id, _t.recording_id == recording_id)
        await self._run(lambda connection: connection.execute(gone))

    async def _rows(self, query: Select[Any]) -> tuple[TranscriptRow, ...]:
        return await self._run(lambda connection: tuple(_read(row) for row in connection.execute(query)))


def _newest(*which: ColumnElement[bool]) -> Select[Any]:
    """Of each recording, of what is written."""
    same = (_later.c.recording_id == _t.recording_id, _later.c.made_at.is_not(None))
    newer = exists().where(*same, _later.c.version > _t.version)
    return select(transcript).where(*which, _t.made_at.is_not(None), ~newer).order_by(_t.recorded_at, _t.recording_id)


def _read(row: Row[Any]) -> TranscriptRow:
    return TranscriptRow(**row._asdict())
