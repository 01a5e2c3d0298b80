"""Transcripts in memory."""

from dataclasses import replace

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import Session
from deskside.ports.transcripts import Place, TranscriptRow

Rows = dict[tuple[str, int], TranscriptRow]


class FakeTranscripts:
    """`TranscriptStore` in memory."""

    def __init__(self, rows: Rows, sessions: dict[SessionId, Session]) -> None:
        self._rows = rows
        self._sessions = sessions

    async def add(self, row: TranscriptRow) -> bool:
        return self._rows.setdefault((row.recording_id, row.version), row) is row

    async def finish(self, center_id: CenterId, recording_id: str, version: int, made_at: Millis) -> bool:
        row = self._rows.get((recording_id, version))
        if row is None or row.center_id != center_id:
            return False
        self._rows[recording_id, version] = replace(row, made_at=made_at)
        return True

    async def versions(self, center_id: CenterId, recording_id: str) -> tuple[TranscriptRow, ...]:
        found = (x for x in self._rows.values() if (x.center_id, x.recording_id) == (center_id, recording_id))
        return tuple(sorted(found, key=lambda x: x.version))

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[TranscriptRow, ...]:
        return tuple(x for x in self._newest(center_id) if x.session_id == session_id)

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[TranscriptRow, ...]:
        found = (x for x in self._rows.values() if (x.center_id, x.person_id) == (center_id, person_id))
        return tuple(sorted(found, key=lambda x: (x.recorded_at, x.recording_id, x.version)))

    async def page(
        self, center_id: CenterId, tutor_id: UserId | None, before: Place | None, most: int
    ) -> tuple[TranscriptRow, ...]:
        def wanted(row: TranscriptRow) -> bool:
            session = self._sessions[row.session_id]
            behind = before is None or (row.recorded_at, row.recording_id) < before
            return behind and session.over and tutor_id in (None, session.tutor.user_id)

        return tuple(x for x in reversed(self._newest(center_id)) if wanted(x))[:most]

    async def remove(self, center_id: CenterId, recording_id: str) -> None:
        for row in await self.versions(center_id, recording_id):
            del self._rows[recording_id, row.version]

    def _newest(self, center_id: CenterId) -> list[TranscriptRow]:
        done = (x for x in self._rows.values() if x.center_id == center_id and x.made_at is not None)
        newest = {x.recording_id: x for x in sorted(done, key=lambda x: x.version)}
        return sorted(newest.values(), key=lambda x: (x.recorded_at, x.recording_id))
