"""What is there of a recorded session when it is seen again: its files, and what was said in it."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.recording.playable import Playable
from deskside.domain.recording.spoken import Line


@dataclass(frozen=True, slots=True)
class Material:
    """All of it. `zero`: the instant of the wall's clock that everything counts from; None: nothing was recorded."""

    zero: Millis | None = None
    files: tuple[Playable, ...] = ()
    lines: tuple[Line, ...] = ()


class Materials(Protocol):
    """Where it is found."""

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> Material:
        """Nothing for a session that this center does not have."""
        ...
