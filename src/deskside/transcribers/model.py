"""faster-whisper (the only importer of it, and of numpy): words of samples. Silence is found by the VAD that it brings
along (silero), without which models make up words where nothing is said."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from deskside.domain.recording.transcripts import LINE_LIMIT
from deskside.transcribers.messages import HeardLine, HeardWord
from deskside.transcribers.sound import RATE, SAMPLE_BYTES

BLOCK_SECONDS, SEEK_SECONDS, QUIET_SECONDS = 300, 20, 0.4
"""What is looked at in one go, whatever the length of the file; where within its end the quietest place is cut."""


class Listener:
    """A model that is loaded. `model`: a folder as CTranslate2 has it."""

    def __init__(self, model: Path, language: str) -> None:
        self._model = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
        own = self._model.model.is_multilingual
        self.language = language if own else "en"
        """Empty: not known yet."""

    def lines(self, block: np.ndarray, begins_ms: int) -> Iterator[HeardLine]:
        """What is said in these samples, which begin there."""
        found, info = self._model.transcribe(
            block,
            language=self.language or None,
            beam_size=5,
            condition_on_previous_text=False,  # one that misheard goes on to repeat it otherwise
            word_timestamps=True,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 500},
        )
        last_ms = begins_ms + len(block) * 1_000 // RATE
        at = begins_ms
        for segment in found:
            self.language = self.language or info.language
            words = list(_words(segment.words or (), begins_ms, at, last_ms))
            text = " ".join(segment.text.split())
            if words and text and len(text) <= LINE_LIMIT:
                at = words[-1].start_ms
                yield HeardLine(text=text, words=tuple(words))


def _words(words: Iterable[object], begins_ms: int, at: int, last_ms: int) -> Iterator[HeardWord]:
    """In order, however the model puts them."""
    for word in words:
        text = "".join(str(getattr(word, "word", "")).split())[:200]
        start, end = (begins_ms + int(getattr(word, x) * 1_000) for x in ("start", "end"))
        at = min(max(at, start), last_ms)
        sure = min(1.0, max(0.0, float(getattr(word, "probability", 0.0))))
        if text:
            yield HeardWord(text=text, start_ms=at, end_ms=min(max(at, end), last_ms), confidence=sure)


def blocks(pieces: Iterable[bytes]) -> Iterator[tuple[int, np.ndarray]]:
    """Pieces of samples as blocks of minutes, cut where it is quietest, each with the instant where it begins."""
    gathered, at, most = bytearray(), 0, BLOCK_SECONDS * RATE * SAMPLE_BYTES
    for piece in pieces:
        gathered += piece
        while len(gathered) >= most:
            samples = _floats(gathered[:most])
            cut = _quietest(samples)
            yield at * 1_000 // RATE, samples[:cut]
            del gathered[: cut * SAMPLE_BYTES]
            at += cut
    if gathered:
        yield at * 1_000 // RATE, _floats(gathered)


def _floats(samples: bytes | bytearray) -> np.ndarray:
    return np.frombuffer(bytes(samples), dtype="<i2").astype(np.float32) / 32_768


def _quietest(samples: np.ndarray) -> int:
    """Where to cut."""
    step = int(QUIET_SECONDS * RATE)
    first = len(samples) - SEEK_SECONDS * RATE
    loud = [float(np.abs(samples[x : x + step]).mean()) for x in range(first, len(samples) - step, step // 2)]
    return int(first + loud.index(min(loud)) * (step // 2) + step // 2)
