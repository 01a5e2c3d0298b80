"""How many words of known speech are heard wrong, and what listening costs.

    python -m bench.speech [--times 3] [--minutes 10] [--print]

A person who reads aloud (Debian's pocketsphinx-testdata), and made voices (espeak-ng) that say what is said in lessons,
each clip as a person's file is: Opus in WebM. Then a whole track, of which about a fifth is speech, the rest silence.
By the process that the server begins, with the small model of English that comes along.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from tests.transcribers.known import Known, made, read_aloud, word_errors, words
from tests.transcribers.spoken import frame_of, webm

from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.domain.ids import UserId
from deskside.domain.recording.transcripts import Transcript
from deskside.ports.speech import Track
from deskside.transcribers.whisper import LocalWhisper

PERSON = UserId("person")
SPOKEN = 5
"""One part of so many is speech in a whole track."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What was heard, and the seconds of CPU and of the clock that it took."""

    transcript: Transcript
    cpu: float
    clock: float

    @property
    def words(self) -> list[str]:
        return words(" ".join(x.text for x in self.transcript.lines))


async def _content(file: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(file), 65_536):
        yield file[at : at + 65_536]


async def _told(_: int) -> None:
    await asyncio.sleep(0)


async def listen(file: bytes) -> Listened:
    """By a process of its own."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    transcript = await LocalWhisper({}).transcribe(Track(PERSON, len(file), _content(file)), _told)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Listened(transcript, cpu, time.perf_counter() - began)


async def wrong(speech: Sequence[Known]) -> tuple[float, int]:
    """Percent of all words that were heard wrong, and how many words there are."""
    errors = count = 0
    for each in speech:
        said = words(each.text)
        errors += word_errors(said, (await listen(webm((0, each.wav)))).words)
        count += len(said)
    return 100 * errors / count, count


def track(speech: Sequence[Known], minutes: int) -> tuple[bytes, list[str], float]:
    """A track in which they speak in turn, the words, and the seconds of speech."""
    placed: list[tuple[int, bytes]] = []
    said: list[str] = []
    at = seconds = 0.0
    number = 0
    while True:
        each = speech[number % len(speech)]
        frame = frame_of(each.wav)
        lasts = frame.samples / frame.sample_rate
        if at + lasts * SPOKEN > minutes * 60:
            return webm(*placed, ends_ms=minutes * 60_000), said, seconds
        placed.append((int(at * 1_000), each.wav))
        said += words(each.text)
        at, seconds, number = at + lasts * SPOKEN, seconds + lasts, number + 1


async def main(given: argparse.Namespace) -> None:
    """All of it."""
    circumstances = Circumstances.now()
    persons, voices = read_aloud(), made()
    by_person, persons_words = await wrong(persons)
    by_voice, voices_words = await wrong(voices)
    file, said, seconds = track((*persons, *voices), given.minutes)
    whole = [await listen(file) for _ in range(given.times)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    lasts = given.minutes * 60
    of_track = f"{given.minutes} min, {seconds:.0f} s of it speech"
    found = [
        Comparison(
            Figure(f"words wrong, a person reads aloud, {len(persons)} clips, {persons_words} words, %", [by_person])
        ),
        Comparison(Figure(f"words wrong, made voices, {len(voices)} clips, {voices_words} words, %", [by_voice])),
        Comparison(
            Figure(
                f"words wrong, a track of {of_track}, {len(said)} words, %",
                [100 * word_errors(said, x.words) / len(said) for x in whole],
            )
        ),
        Comparison(Figure("seconds of CPU for a second of that track", [x.cpu / lasts for x in whole])),
        Comparison(Figure("seconds of CPU for a second of its speech", [x.cpu / seconds for x in whole])),
        Comparison(Figure("seconds of the clock for a second of that track", [x.clock / lasts for x in whole])),
        Comparison(Figure("memory of the process at most, MiB", [memory])),
    ]
    conditions = (
        "Model: Whisper tiny.en (CTranslate2, 8 bit), one thread, lowest priority. Words are compared without case and "
        "points, `Mr` as `mister`; a mistake in what the clips are said to say counts as an error of ours."
    )
    body = f"{table(found)}\n\n{conditions}"
    if given.print:
        print(circumstances.line(), body, sep="\n\n")
    else:
        write_section("Speech", "bench.speech", body, circumstances)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--print", action="store_true")
    asyncio.run(main(parser.parse_args()))
