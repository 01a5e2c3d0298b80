"""Speech that a test has said beforehand."""

from collections.abc import Awaitable, Callable

from deskside.domain.recording.transcripts import Transcript
from deskside.ports.speech import Track


class FakeTranscriber:
    """`Transcriber` that hears what a test says, whatever is in the file; `heard`: what it was given."""

    def __init__(self, says: Transcript) -> None:
        self.active = True
        self.says = says
        self.fails: Exception | None = None
        self.heard: list[tuple[bytes, str]] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """Happens while it listens."""

    async def transcribe(self, track: Track, told: Callable[[int], Awaitable[None]]) -> Transcript:
        self.heard.append((b"".join([part async for part in track.content]), track.language))
        assert len(self.heard[-1][0]) == track.size
        await told(50)
        await told(50)
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.fails is not None:
            raise self.fails
        return self.says
