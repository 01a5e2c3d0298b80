"""Words of speech, by the small model that comes along: who said what, when; and what happens when it cannot be had."""

import asyncio
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from deskside.domain.ids import UserId
from deskside.domain.recording.transcripts import Transcript, in_order
from deskside.ports.speech import SpeechUnusable, Track
from deskside.transcribers.whisper import LocalWhisper
from tests.transcribers.spoken import silence, voice, webm

pytestmark = [
    pytest.mark.speech,
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("faster_whisper") is None or which("espeak-ng") is None,
        reason="NOTHING IS TRANSCRIBED IN THESE TESTS: run DESKSIDE_SPEECH=whisper scripts/setup.sh test",
    ),
]
ALICE = UserId("alice")
BROKEN = "It is broken."


async def pieces(content: bytes, *, broken: bool = False) -> AsyncIterator[bytes]:
    for at in range(0, len(content), 10_000):
        yield content[at : at + 10_000]
        if broken:
            raise OSError(BROKEN)


class Listened:
    """What came of it."""

    def __init__(self, models: dict[str, Path] | None = None) -> None:
        self.whisper = LocalWhisper(models or {})
        self.percents: list[int] = []

    async def told(self, percent: int) -> None:
        self.percents.append(percent)

    async def to(self, content: bytes) -> Transcript:
        return await self.whisper.transcribe(Track(ALICE, len(content), pieces(content)), self.told)


async def test_what_is_said_has_its_words_at_their_times_and_silence_has_none() -> None:
    content = webm(
        (1_500, voice("Good morning. Today we will learn about fractions.")),
        (61_000, voice("What is one half of ten?")),
        ends_ms=90_000,
    )
    listened = Listened()
    transcript = await listened.to(content)
    assert (transcript.person_id, transcript.language) == (ALICE, "en")
    assert in_order(transcript.lines)
    said = {x.text.lower().strip(".,?!"): x for line in transcript.lines for x in line.words}
    assert {"good", "fractions", "half", "ten"} <= said.keys()
    assert abs(said["good"].start_ms - 1_500) < 1_000
    assert abs(said["half"].start_ms - 61_800) < 1_000
    assert not [x for x in said.values() if 8_000 < x.start_ms < 60_000 or x.start_ms > 70_000], "made up"
    assert listened.percents == sorted(listened.percents)
    assert listened.percents[-1] == 100


@pytest.mark.parametrize("content", [webm((0, silence(4_000))), webm((0, silence(100)))])
async def test_nothing_is_heard_where_nothing_is_said(content: bytes) -> None:
    assert (await Listened().to(content)).lines == ()


async def test_what_is_no_recording_cannot_be_read() -> None:
    with pytest.raises(SpeechUnusable, match="cannot be read"):
        await Listened().to(bytes(50_000))


async def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpeechUnusable, match=r"model\.bin"):
        await Listened({"en": tmp_path}).to(webm((0, silence(100))))
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(SpeechUnusable, match="cannot be loaded"):
        await Listened({"": tmp_path}).to(webm((0, silence(100))))


async def test_what_goes_wrong_with_reading_or_telling_is_told_as_it_is() -> None:
    content, listened = webm((0, silence(20_000))), Listened()
    track = Track(ALICE, len(content) + 10_000, pieces(content, broken=True))
    with pytest.raises(OSError, match=BROKEN):
        await listened.whisper.transcribe(track, listened.told)

    async def lost(_: int) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await listened.whisper.transcribe(Track(ALICE, len(content), pieces(content)), lost)
    assert (await listened.to(content)).lines == (), "the next one goes on"
