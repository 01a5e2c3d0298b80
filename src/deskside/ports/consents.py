"""What is kept of consent: the texts that people read, what they said to them, and guardians' links."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.consent import Consent
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.recording.standing import GivenBy, Said
from deskside.domain.recording.texts import Language, TextVersion


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What somebody said, as it stays. A withdrawal is a row with fewer kinds."""

    center_id: CenterId
    person_id: UserId
    said: Said
    language: Language
    at: Millis
    session_id: SessionId | None = None
    """In which session; None: in none, so beforehand."""
    guardian_name: str | None = None
    """As a guardian has typed it."""

    @property
    def kinds(self) -> Consent:
        """To what."""
        return self.said.kinds

    @property
    def by_guardian(self) -> bool:
        """Whether a guardian said it."""
        return self.said.by is GivenBy.GUARDIAN


@dataclass(frozen=True, slots=True)
class GuardianLink:
    """By which a guardian says what may be recorded of a student; good for nothing else. Only the hash is kept."""

    secret_hash: str
    center_id: CenterId
    student_id: UserId
    maker_id: UserId
    made_at: Millis
    expires_at: Millis


class ConsentStore(Protocol):
    """What somebody read and said is only ever added to: it stays as it was."""

    async def texts(self, center_id: CenterId) -> tuple[TextVersion, ...]:
        """Every version that is kept, newest first."""
        ...

    async def newest_text(self, center_id: CenterId) -> TextVersion | None: ...

    async def text(self, center_id: CenterId, number: int) -> TextVersion | None: ...

    async def add_text(self, center_id: CenterId, version: TextVersion) -> bool:
        """Keep a version. False, and nothing happens, if one of this number is there."""
        ...

    async def add(self, row: ConsentRow) -> None:
        """Its text has to be kept."""
        ...

    async def of_person(self, center_id: CenterId, person_id: UserId) -> tuple[ConsentRow, ...]:
        """Everything that was said about this person, the oldest first."""
        ...

    async def add_guardian_link(self, link: GuardianLink) -> None:
        """In place of any other of this student."""
        ...

    async def guardian_link(self, secret_hash: str, now: Millis) -> GuardianLink | None:
        """None if it is unknown, expired or revoked, or its student disabled."""
        ...

    async def guardian_link_of(self, student_id: UserId, now: Millis) -> GuardianLink | None:
        """The one that works for this student."""
        ...

    async def remove_guardian_links(self, student_id: UserId) -> bool:
        """None works any more. False if none was there."""
        ...
