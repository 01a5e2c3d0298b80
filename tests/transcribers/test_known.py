"""How many words of speech are heard wrong: of a person who reads aloud, and of made voices."""

import asyncio
from collections.abc import AsyncIterator, Callable
from importlib.util import find_spec
from shutil import which

import pytest

from deskside.domain.ids import UserId
from deskside.ports.speech import Track
from deskside.transcribers.whisper import LocalWhisper
from tests.transcribers.known import READ_ALOUD, Known, made, read_aloud, word_errors, words
from tests.transcribers.spoken import frame_of, webm

AT_MOST = 0.2
"""Twice of what the small model was measured with for made voices (bench/RESULTS.md)."""
BETWEEN_MS = 2_000


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a b c", "a b x c", 1),
        ("a b c", "", 3),
        ("", "a b", 2),
        ("a b c d", "b c d e", 2),
    ],
)
def test_errors_are_the_fewest_that_explain_what_was_heard(said: str, heard: str, errors: int) -> None:
    assert word_errors(said.split(), heard.split()) == errors


def test_words_are_compared_without_case_points_and_abbreviations() -> None:
    assert words("Mr. Bennet’s, at 5!") == ["mister", "bennet's", "at", "5"]


async def _content(file: bytes) -> AsyncIterator[bytes]:
    yield file


async def _told(_: int) -> None:
    await asyncio.sleep(0)


@pytest.mark.speech
@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("faster_whisper") is None or which("espeak-ng") is None or not READ_ALOUD.is_dir(),
    reason="NOTHING IS TRANSCRIBED IN THESE TESTS: run DESKSIDE_SPEECH=whisper scripts/setup.sh test",
)
@pytest.mark.parametrize("speech", [read_aloud, made])
async def test_few_words_of_known_speech_are_heard_wrong(speech: Callable[[], tuple[Known, ...]]) -> None:
    known, at = speech(), 0
    placed: list[tuple[int, bytes]] = []
    for each in known:
        frame = frame_of(each.wav)
        placed.append((at, each.wav))
        at += frame.samples * 1_000 // frame.sample_rate + BETWEEN_MS
    file = webm(*placed)
    heard = await LocalWhisper({}).transcribe(Track(UserId("alice"), len(file), _content(file)), _told)
    said = words(" ".join(x.text for x in known))
    assert len(said) > 50
    assert word_errors(said, words(" ".join(x.text for x in heard.lines))) <= AT_MOST * len(said)
