"""Recorded files as they are seen again, and who may have which."""

from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.ids import FileId, Millis, UserId
from deskside.domain.people import Part
from deskside.domain.visibility import Viewer

CUT = ("to_student", "to_student_screen")
"""Kinds of files that were cut of a tutor's for one student."""


class FileState(StrEnum):
    """How far a file is."""

    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class Playable:
    """A file that begins with the recording's zero. `kind`: person, screen, one of CUT or composite; `person_id` None:
    several people are in it. `file_id`: where it lies in the vault, once it is READY."""

    id: str
    kind: str
    person_id: UserId | None
    state: FileState
    media_type: str
    duration_ms: Millis
    picture: bool
    file_id: FileId | None = None

    @property
    def plays(self) -> bool:
        """Whether it can be read."""
        return self.state is FileState.READY and self.file_id is not None


def may_have(viewer: Viewer, file: Playable) -> bool:
    """Whether a file is part of this person's replay. A student has their own ones, and what was cut for them of the
    tutor's; never one in which several people are."""
    if viewer.part is Part.STUDENT:
        return file.person_id == viewer.user_id and file.kind in ("person", "screen", *CUT)
    return file.kind in ("person", "screen", "composite")
