"""What makes words of speech: one person's own track in, that person's transcript out."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import UserId
from deskside.domain.recording.transcripts import Transcript


class SpeechUnusable(Exception):
    """Nothing can be transcribed here until somebody changes the set-up. Says what, for people."""


class SpeechInterrupted(Exception):
    """It ended before its work was done. It can be done again."""


@dataclass(frozen=True, slots=True)
class Track:
    """What one person said, as a file that plays (WebM) from the session's zero on. `size`: its bytes. `language`: as
    BCP 47 has it; empty: whichever."""

    person_id: UserId
    size: int
    content: AsyncIterator[bytes]
    language: str = ""


class Transcriber(Protocol):
    """Never gives anything to anybody else: no network, no file."""

    @property
    def active(self) -> bool:
        """Whether anything is transcribed here."""
        ...

    async def transcribe(self, track: Track, told: Callable[[int], Awaitable[None]]) -> Transcript:
        """All that was said in it. `told` hears how many percent are done, and may raise to end it. Raises
        SpeechUnusable, SpeechInterrupted, and what reading the track raises."""
        ...


class NoTranscriber:
    """Where nothing is transcribed."""

    active = False

    async def transcribe(self, track: Track, told: Callable[[int], Awaitable[None]]) -> Transcript:
        """Cannot be."""
        raise SpeechUnusable("Nothing is transcribed here. Set DESKSIDE_SPEECH to have it done.")
