"""Transcripts, as they are kept on record: whose they are, in which version. What was said lies in the vault."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A version of what one person said in one recording, from 1 on; the first one is the machine's.

    `recorded_at`: when the recording begins. `made_at` None: it is being written. `maker_id` None: nobody corrected it.
    """

    recording_id: str
    version: int
    center_id: CenterId
    session_id: SessionId
    person_id: UserId
    file_id: FileId
    recorded_at: Millis
    made_at: Millis | None = None
    maker_id: UserId | None = None


class Place(NamedTuple):
    """Where a transcript stands among those of a center, newest first."""

    recorded_at: Millis
    recording_id: str


class TranscriptStore(Protocol):
    """Rows of all centers' transcripts. What is being written is only in the answers that say
    so."""

    async def add(self, row: TranscriptRow) -> bool:
        """Its file's row is there. False, and nothing happens, if there is such a version."""
        ...

    async def finish(self, center_id: CenterId, recording_id: str, version: int, made_at: Millis) -> bool:
        """It is written. False: it is gone meanwhile. The session's own row says where its transcript is."""
        ...

    async def versions(self, center_id: CenterId, recording_id: str) -> tuple[TranscriptRow, ...]:
        """All of one recording, in order, also what is being written."""
        ...

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[TranscriptRow, ...]:
        """The newest version of each recording, in order of their beginning."""
        ...

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[TranscriptRow, ...]:
        """Every version of everything that this person said, also what is being written; oldest recording first."""
        ...

    async def page(
        self, center_id: CenterId, tutor_id: UserId | None, before: Place | None, most: int
    ) -> tuple[TranscriptRow, ...]:
        """Newest versions of sessions that are over, the newest recording first: of this tutor's sessions, or (None) of
        all. `before`: what stands behind that place."""
        ...

    async def remove(self, center_id: CenterId, recording_id: str) -> None:
        """All versions."""
        ...
