"""Who is there, what they send, and what a student's page shows of its audience."""

from dataclasses import dataclass

from deskside.domain.ids import PageId, UserId
from deskside.domain.modes import LeaveReason, SignFault


@dataclass(frozen=True, slots=True)
class PersonArrived:
    """A new page of this person is open (lobby). Any former page of theirs is superseded."""

    person_id: UserId
    page: PageId


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """The person is in the room."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonDropped:
    """The page's socket was lost; the person is expected back."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonReturned:
    """The same page is connected again; nothing else changed."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PageSilent:
    """The person's page does not prove any more that it draws its screen: nothing is forwarded to or from it."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PageDrawn:
    """The silent page proves again that it draws."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """The person is gone."""

    person_id: UserId
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class TracksChanged:
    """What the person sends: microphone, camera, screen. `camera_paused`: the camera is on and gives way to the sound,
    as the person's line does not carry both."""

    person_id: UserId
    mic: bool
    camera: bool
    screen: bool
    camera_paused: bool = False


@dataclass(frozen=True, slots=True)
class ActivityChanged:
    """The person's page saw input lately (active) or did not (idle)."""

    person_id: UserId
    active: bool


@dataclass(frozen=True, slots=True)
class QualityChanged:
    """The person's network got better or worse by at least one bar (0–4), in one direction or both: `bars` is the worse
    of `up` (from them) and `down` (to them); None: not measured."""

    person_id: UserId
    bars: int
    up: int | None = None
    down: int | None = None


@dataclass(frozen=True, slots=True)
class SignShown:
    """The student's page says: I am showing that exactly these people can hear and see this student."""

    student_id: UserId
    audience: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class SignTakenBack:
    """The student's page can no longer vouch for what its sign shows: nobody receives anything of this student."""

    student_id: UserId
    why: SignFault
