"""Files that were made of what was recorded: of whom, how far they are, how long they are kept."""

from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId

DAY_MS = 86_400_000


class FileKind(StrEnum):
    """What a file shows. Values are stored and go on the wire."""

    PERSON = "person"
    """Camera and microphone of one person."""
    SCREEN = "screen"
    """What one person shared."""
    TO_STUDENT = "to_student"
    """What the tutor said and showed to one student."""
    TO_STUDENT_SCREEN = "to_student_screen"
    COMPOSITE = "composite"
    """Everybody in one picture."""


CUT = (FileKind.TO_STUDENT, FileKind.TO_STUDENT_SCREEN)
"""Of the tutor, for one student."""


class FileStatus(StrEnum):
    """How far a file is (the plan's RecordingStatus)."""

    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A row of the plan's VideoRecording. `person_id`: whose, or to whom; None: everybody's. `file_id`: of the sealed
    file; `parts_id`: of what it is made of meanwhile. `reason`: why it failed, for people."""

    id: str
    center_id: CenterId
    session_id: SessionId
    kind: FileKind
    person_id: UserId | None
    started_at: Millis
    file_id: FileId | None
    parts_id: FileId | None = None
    status: FileStatus = FileStatus.PROCESSING
    ended_at: Millis | None = None
    duration_ms: Millis | None = None
    bytes: int | None = None
    width: int = 0
    height: int = 0
    reason: str = ""
    held: bool = False
    archived_at: Millis | None = None
    deleted_at: Millis | None = None

    @property
    def there(self) -> bool:
        """It can be played."""
        return self.status is FileStatus.READY

    @property
    def media_type(self) -> str:
        """Of its content (RFC 2046)."""
        return "video/mp4" if self.kind is FileKind.COMPOSITE else "video/webm"


def due_before(days: int, now: Millis) -> Millis:
    """What ended before this instant has been kept for long enough."""
    return Millis(now - days * DAY_MS)


def derived(of: RecordedFile, files: tuple[RecordedFile, ...], tutor: UserId) -> tuple[RecordedFile, ...]:
    """What else goes when this file goes: whatever shows or sounds something of it."""
    if of.kind not in (FileKind.PERSON, FileKind.SCREEN):
        return ()
    gone = (FileKind.COMPOSITE, *(CUT if of.person_id == tutor else ()))
    return tuple(x for x in files if x.kind in gone and x.status is not FileStatus.DELETED)
