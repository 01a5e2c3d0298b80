"""What a person has agreed to be recorded, kind by kind; and what may be copied of them by that."""

from enum import StrEnum

from deskside.domain.tracks import TrackKind


class ConsentKind(StrEnum):
    """What somebody agrees to, each by itself."""

    SOUND = "sound"
    """The microphone."""
    PICTURE = "picture"
    """Camera and shared screen."""
    BOARD = "board"
    """The own board, in what is played again."""


Consent = tuple[ConsentKind, ...]
"""Sorted, each once. Empty: asked, and nothing was agreed to."""

_NEEDED = {
    TrackKind.AUDIO: ConsentKind.SOUND,
    TrackKind.VIDEO: ConsentKind.PICTURE,
    TrackKind.SCREEN: ConsentKind.PICTURE,
}


def consent_of(kinds: frozenset[ConsentKind]) -> Consent:
    """These kinds, as they are kept."""
    return tuple(sorted(kinds))


def covers(consent: Consent | None, kind: TrackKind) -> bool:
    """Whether a track of this kind may be written. None: never asked, so nothing may."""
    return consent is not None and _NEEDED[kind] in consent
