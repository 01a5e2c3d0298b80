"""What one film of six people costs, alone and beside a recorder that 20 sessions send to.

    python -m bench.composite [--minutes 5] [--times 3] [--print]

Six cameras of 640x360 at 24 frames a second with much motion, six voices, and a screen that is shared for the second
half. Sealed files in, a sealed film out, by the process that the server begins for it. `--print`: the figures go to the
terminal, not to RESULTS.md.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import av
from tests.recorder.making import made
from tests.recorder.segments import MEDIA, recorded, track
from tests.recorder.senders import PAYLOAD, SECOND_US, Sent, Span, microphone, received
from tests.recorder.senders import Line as Transmission

from bench.recorder import PEOPLE, SESSIONS, sessions
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.recorder.film_orders import FileShape, FilmJob, PersonShape
from deskside.recorder.filming.process import filmed
from deskside.recorder.filming.sealed_files import SealedOutput
from deskside.recorder.messages import KeyShape
from deskside.recorder.playable.parts import Material
from deskside.recorder.records import TrackKind
from deskside.recorder.rtp import Packet

FPS, SCREEN_FPS, CLIP_SECONDS = 24, 5, 10
SIZE, SCREEN_SIZE = (640, 360), (1280, 720)
LINE = Transmission(jitter_us=20_000)


def clip(size: tuple[int, int], fps: int, seed: int) -> list[bytes]:
    """VP8 of stripes and blocks that wander; the first frame stands alone."""
    encoder, random = av.CodecContext.create("libvpx", "w"), Random(seed)
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.framerate, encoder.bit_rate = Fraction(1, fps), Fraction(fps), 600_000
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "kf-max-dist": "10000"}
    noise = random.randbytes(4 * size[0] * size[1])
    frames: list[bytes] = []
    for number in range(CLIP_SECONDS * fps):
        frame = av.VideoFrame(*size, "yuv420p")
        for index, plane in enumerate(frame.planes):
            wide = plane.line_size
            lines = []
            for y in range(plane.height):
                band = bytes([(y * 3 + number * 5 + seed * 40) % 200 + 20]) * wide
                at = (number * 7 + y // 16 * 31) % wide
                patch = noise[y // 8 * 40 + number // 6 * 3 :][:40] if index == 0 and y % 64 < 40 else b""
                lines.append((band[:at] + patch + band)[:wide])
            plane.update(b"".join(lines))
        frame.pts = number
        frames += [bytes(packet) for packet in encoder.encode(frame)]
    return frames + [bytes(packet) for packet in encoder.encode(None)]


def sent(frames: list[bytes], kind: str, from_us: int, until_us: int) -> Iterator[Sent]:
    """The clip again and again, as RTP."""
    sequence = number = 0
    fps = len(frames) // CLIP_SECONDS
    while (at := from_us + number * SECOND_US // fps) < until_us:
        frame = frames[number % len(frames)]
        pieces = [frame[begins : begins + PAYLOAD] for begins in range(0, len(frame), PAYLOAD)]
        for index, piece in enumerate(pieces):
            described = (b"\x10" if index == 0 else b"\x00") + piece
            packet = Packet(
                sequence % 65_536, at * 90 // 1_000 % 2**32, *MEDIA[kind], index == len(pieces) - 1, described
            )
            yield Sent(at, packet)
            sequence += 1
        number += 1


def sealed(folder: Path, name: str, content: bytes | None) -> FileShape:
    """A file of this content; None: it is still to be written."""
    shape = FileShape(path=folder / name, key=KeyShape(file_id=name, key="11" * 32))
    if content is not None:
        sink = SealedOutput(shape.path, shape.key.file_key())
        sink.append(content)
        sink.close()
    return shape


def lesson(folder: Path, minutes: int) -> tuple[FilmJob, float]:
    """Six people and a screen, and how many megabytes they are."""
    ends, people, megabytes = minutes * 60 * SECOND_US, [], 0.0
    for number in range(PEOPLE):
        face = sent(clip(SIZE, FPS, number), "camera", 0, ends)
        voice = microphone([Span(0, ends)], first=number)
        segments = (
            recorded(track(kind), received(each, LINE, Random(number)), ends)
            for kind, each in ((TrackKind.CAMERA, face), (TrackKind.MICROPHONE, voice))
        )
        pictures, sounds = segments
        content, _ = made(Material([pictures], [sounds], sounding=True), ends)
        screen = None
        if number == 0:
            shown = received(sent(clip(SCREEN_SIZE, SCREEN_FPS, 7), "screen", ends // 2, ends), LINE, Random(9))
            written, _ = made(Material([recorded(track(TrackKind.SCREEN), shown, ends)], [], sounding=False), ends)
            screen = sealed(folder, "screen", written)
        people.append(PersonShape(name=f"Person {number}", file=sealed(folder, f"{number}", content), screen=screen))
        megabytes += len(content) / 1e6
    own = folder / "own"
    own.mkdir()
    job = FilmJob(people=tuple(people), duration_ms=ends // 1_000, folder=own, film=sealed(own, "film", None))
    return job, megabytes


async def film(job: FilmJob) -> tuple[float, float, float]:
    """Seconds of CPU and of the clock that it takes, and its megabytes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    last = [each async for each in filmed(job)][-1]
    assert last.length is not None, last.why
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - began, last.length / 1e6


async def main(given: argparse.Namespace) -> None:
    """All of it."""
    circumstances = Circumstances.now()
    seconds = given.minutes * 60
    with tempfile.TemporaryDirectory() as name:
        job, megabytes = lesson(Path(name), given.minutes)
        alone = [await film(job) for _ in range(given.times)]
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        async with sessions(Path(name) / "live") as (recorder, _):
            before = await recorder.status()
            beside = await film(job)
            after = await recorder.status()
    packets, holes = (
        sum(getattr(each, what) for each in after.tracks) - sum(getattr(each, what) for each in before.tracks)
        for what in ("packets", "holes")
    )
    found = [
        Comparison(
            Figure(
                f"film of {PEOPLE} and a screen, {given.minutes} min of {megabytes:.0f} MB: CPU, of one core",
                [cpu / seconds for cpu, _, _ in alone],
            ),
            None,
            "p50 ≤ 0.3",
        ),
        Comparison(Figure("seconds of the clock for a second of film", [clock / seconds for _, clock, _ in alone])),
        Comparison(Figure("memory of the process at most, MiB", [memory])),
        Comparison(Figure("the film, kbit/s", [8_000 * size / seconds for _, _, size in alone])),
        Comparison(Figure(f"beside {SESSIONS} sessions that are recorded: CPU, of one core", [beside[0] / seconds])),
        Comparison(Figure(f"packets of these that never came, of {packets}", [holes]), None, "0"),
    ]
    body = table(found)
    if given.print:
        print(circumstances.line(), body, sep="\n\n")
    else:
        write_section("Film", "bench.composite", body, circumstances)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=5)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--print", action="store_true")
    asyncio.run(main(parser.parse_args()))
