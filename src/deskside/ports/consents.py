"""What is kept of consent: the texts that people read, what they said to them, and guardians' links."""

from typing import Protocol

from deskside.domain.ids import CenterId
from deskside.domain.recording.texts import TextVersion


class ConsentStore(Protocol):
    """Only ever added to: what somebody read and said stays as it was."""

    async def texts(self, center_id: CenterId) -> tuple[TextVersion, ...]:
        """Every version that is kept, newest first."""
        ...

    async def newest_text(self, center_id: CenterId) -> TextVersion | None: ...

    async def text(self, center_id: CenterId, number: int) -> TextVersion | None: ...

    async def add_text(self, center_id: CenterId, version: TextVersion) -> bool:
        """Keep a version. False, and nothing happens, if one of this number is there."""
        ...
