"""What is stored of a recorded session, as it is seen again: its files and what was said."""

from typing import Protocol

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.recording.files import RecordedFile
from deskside.domain.recording.playable import FileState, Playable
from deskside.domain.recording.spoken import Line
from deskside.ports.replays import Material
from deskside.ports.storage import Storage


class Said(Protocol):
    """Where what was said is read."""

    async def lines(self, center_id: CenterId, session_id: SessionId) -> tuple[Line, ...]:
        """Of everybody; whoever shows it cuts it."""
        ...


class StoredMaterials:
    """`Materials` of the storage."""

    def __init__(self, storage: Storage, said: Said) -> None:
        self._storage = storage
        self._said = said

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> Material:
        """Nothing for a session that this center does not have, or of which nothing was recorded."""
        async with self._storage.reading() as unit:
            zero = await unit.segments.zero(center_id, session_id)
            files = await unit.recordings.of_session(center_id, session_id)
        if not files:
            return Material(None if zero is None else Millis(zero.wall_us // 1_000))
        # What the files were made of is gone once they are there; they begin with it.
        began = Millis(zero.wall_us // 1_000) if zero is not None else min(x.started_at for x in files)
        lines = await self._said.lines(center_id, session_id)
        return Material(began, tuple(_playable(x) for x in files), lines)


def _playable(file: RecordedFile) -> Playable:
    state, length = FileState(file.status.value), file.duration_ms or Millis(0)
    return Playable(
        file.id, file.kind.value, file.person_id, state, file.media_type, length, file.width > 0, file.file_id
    )
