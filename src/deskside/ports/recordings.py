"""Files of recordings, as they are kept on record. What is in them lies in the vault."""

from typing import Protocol

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.recording.files import RecordedFile


class RecordingStore(Protocol):
    """Rows of all centers' files."""

    async def add(self, files: tuple[RecordedFile, ...]) -> None:
        """Nothing happens to one whose id is there."""
        ...

    async def put(self, file: RecordedFile) -> None:
        """It is so from now on. Nothing happens if there is none of its id in its center."""
        ...

    async def file(self, center_id: CenterId, id: str) -> RecordedFile | None:
        """One of this center, deleted ones too."""
        ...

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[RecordedFile, ...]:
        """All of them, deleted ones too, in the order in which they began."""
        ...

    async def expired(self, center_id: CenterId, before: Millis) -> tuple[RecordedFile, ...]:
        """What began before this instant, is neither held nor deleted."""
        ...

    async def note_session(self, center_id: CenterId, session_id: SessionId, url: str, started_at: Millis) -> None:
        """In the session's own row: where its recordings are, and since when it was recorded (the plan's
        recordingUrl and recordingStartedAt). An empty `url`: nowhere any more."""
        ...
