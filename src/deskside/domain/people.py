"""The people of a session as the session knows them: role, presence, tracks."""

from dataclasses import dataclass
from enum import StrEnum

from deskside.domain.clock import Stopwatch
from deskside.domain.consent import Consent
from deskside.domain.ids import Millis, PageId, UserId


class Role(StrEnum):
    """What a user is in their center."""

    STUDENT = "STUDENT"
    TEACHER = "TEACHER"
    CENTER_ADMIN = "CENTER_ADMIN"


class Part(StrEnum):
    """What a person is in one session."""

    TUTOR = "tutor"
    STUDENT = "student"
    OBSERVER = "observer"


class Presence(StrEnum):
    """How far a person has come in: nowhere, device check and waiting room, in the room."""

    OFFLINE = "offline"
    LOBBY = "lobby"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a session.

    `connected` is the state of the page's socket: a joined person who is not connected is *reconnecting*.
    `drawn`: the page proves again and again that its screen is there; while it does not, nothing flows to or from it.
    `bars` is the quality of their network from 0 (unusable) to 4, the worse of `up` (what comes from them) and `down`
    (what goes to them); None as long as it was not measured.
    `camera_paused`: the camera is on, but their line carries the sound only for now.
    `consent`: what they agreed to be recorded; None: they were never asked, which is no.
    `watch` runs while they are really in the live room; `prior_ms` is what they gathered in earlier sessions.
    """

    user_id: UserId
    name: str
    part: Part
    presence: Presence = Presence.OFFLINE
    connected: bool = False
    page: PageId | None = None
    drawn: bool = True
    mic: bool = False
    camera: bool = False
    screen: bool = False
    camera_paused: bool = False
    active: bool = True
    bars: int | None = None
    up: int | None = None
    down: int | None = None
    consent: Consent | None = None
    watch: Stopwatch = Stopwatch()
    prior_ms: Millis = Millis(0)

    @property
    def joined(self) -> bool:
        """In the room, perhaps reconnecting."""
        return self.presence is Presence.JOINED

    @property
    def on_air(self) -> bool:
        """In the room, with a page that is drawn: only then anything is forwarded to or from them."""
        return self.joined and self.drawn

    @property
    def attending(self) -> bool:
        """In the room and reachable. Time counts while the page is drawn, too."""
        return self.joined and self.connected
