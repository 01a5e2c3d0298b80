"""What happens to a session as a whole: its time, its beginning, its breaks, its end."""

from dataclasses import dataclass

from deskside.domain.ids import Millis, UserId


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """SCHEDULED → LIVE; the room is open. `text_allowed`: as the center has it by then; None: as it was planned."""

    video_room_id: str
    text_allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class SessionPaused:
    """A break: clocks stand still and nothing is forwarded to anybody."""


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """The break is over."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """LIVE → COMPLETED; the call is closed for all."""


@dataclass(frozen=True, slots=True)
class EndForeseen:
    """No tutor is there after the planned end: the session ends at this instant. None: one is there (again)."""

    ends_at: Millis | None


@dataclass(frozen=True, slots=True)
class SessionCancelled:
    """SCHEDULED → CANCELLED."""

    reason: str


@dataclass(frozen=True, slots=True)
class SessionRescheduled:
    """A scheduled session has another time, or another title: what it is called and planned for from now on."""

    title: str
    scheduled_start: Millis
    scheduled_end: Millis


@dataclass(frozen=True, slots=True)
class TutorChanged:
    """Somebody else conducts the session from now on, and is not there yet; the former tutor has no part in it."""

    user_id: UserId
    name: str


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """The media engine is down: nobody hears or sees anybody until it is restored."""


@dataclass(frozen=True, slots=True)
class EngineRestored:
    """A new engine is up; every browser connects its media again."""
