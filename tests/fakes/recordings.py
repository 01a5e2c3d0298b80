"""Files of recordings in memory."""

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.recording.files import FileStatus, RecordedFile

Files = dict[str, RecordedFile]


class FakeRecordings:
    """`RecordingStore` in memory."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def add(self, files: tuple[RecordedFile, ...]) -> None:
        for file in files:
            self._files.setdefault(file.id, file)

    async def put(self, file: RecordedFile) -> None:
        if await self.file(file.center_id, file.id) is not None:
            self._files[file.id] = file

    async def file(self, center_id: CenterId, id: str) -> RecordedFile | None:
        found = self._files.get(id)
        return found if found is not None and found.center_id == center_id else None

    def _sorted(self) -> list[RecordedFile]:
        return sorted(self._files.values(), key=lambda x: (x.started_at, x.id))

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[RecordedFile, ...]:
        return tuple(x for x in self._sorted() if (x.center_id, x.session_id) == (center_id, session_id))

    async def expired(self, center_id: CenterId, before: Millis) -> tuple[RecordedFile, ...]:
        kept = [x for x in self._sorted() if not x.held and x.status is not FileStatus.DELETED]
        return tuple(x for x in kept if x.center_id == center_id and x.started_at < before)

    async def note_session(self, center_id: CenterId, session_id: SessionId, url: str, started_at: Millis) -> None:
        """No list here shows it."""
