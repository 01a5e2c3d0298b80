"""What recording costs: the recorder while 20 sessions come in, what a kill -9 of it loses, and making files of six
people who flash and beep, minute by minute and at the end.

    python -m bench.recorder [--seconds 20] [--minutes 30] [--print]

A session is a tutor whose picture is large and five students; packets come over loopback as the engine forwards them,
from a process of its own. `--print`: the figures go to the terminal, not to RESULTS.md.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import structlog
from tests.recorder.registered import SESSION, Registered, registered
from tests.recorder.segments import MEDIA, recorded, track
from tests.recorder.senders import SECOND_US, SIZES, Line, Span, camera, microphone, received
from tests.recorder.watching import watched

from bench.processes import cpu_seconds, resident_mb
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.domain.ids import UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import CopiedTrack
from deskside.recorder import opening, records
from deskside.recorder.playable.remux import Job, remuxed
from deskside.recorder.records import Kind, Record, read
from deskside.recorder.rtp import Packet, build
from deskside.recorder.running import RecorderSettings
from deskside.recorder.sealed import SealedSegment
from deskside.recorder.tracks import SealedRecorder
from deskside.recorder.writing import LOOPBACK

log = structlog.get_logger(__name__)

SESSIONS, PEOPLE = 20, 6
KINDS = {"microphone": (50, 90), "camera": (50, 1_000), "tutor": (150, 1_000)}
"""Packets a second and bytes of each: 400 kbit/s from a student's camera, 1.2 Mbit/s from the tutor's."""
TICK_SECONDS = 0.01
WARM_SECONDS = 3.0
LINE = Line(jitter_us=30_000, loss=0.001, twice=0.005, overtaken=0.01)


def send(ports: dict[str, list[tuple[int, int]]]) -> None:
    """Packets at the pace of the kinds to all of their ports, each with an SSRC of its own, until ended."""
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    began, numbers = time.perf_counter(), dict.fromkeys(ports, 0)
    while True:
        passed = time.perf_counter() - began
        for kind, (rate, size) in KINDS.items():
            while numbers[kind] < passed * rate:
                number = numbers[kind]
                _, payload_type = MEDIA["microphone" if kind == "microphone" else "camera"]
                payload = bytes([0x10, 0xF8 if kind == "microphone" else 0x31]) + bytes(size - 2)
                for port, ssrc in ports[kind]:
                    datagram = build(Packet(number % 65_536, number * 960, ssrc, payload_type, False, payload))
                    sender.sendto(datagram, (LOOPBACK, port))
                numbers[kind] += 1
        time.sleep(TICK_SECONDS)


@asynccontextmanager
async def sessions(folder: Path) -> AsyncIterator[tuple[SealedRecorder, Registered]]:
    """A recorder with all their tracks, and what sends to them. What is on record is in memory."""
    known = await registered()
    recorder = SealedRecorder(RecorderSettings(folder / "run", folder, 0), known.register)
    await recorder.start()
    ports: dict[str, list[tuple[int, int]]] = {kind: [] for kind in KINDS}
    for person in range(SESSIONS * PEOPLE):
        for kind, name in (
            (TrackKind.AUDIO, "microphone"),
            (TrackKind.VIDEO, "camera" if person % PEOPLE else "tutor"),
        ):
            of = track(opening.KINDS[kind])
            ssrc = 2 * person + (kind is TrackKind.VIDEO)
            wanted = CopiedTrack(SESSION, UserId(str(person)), kind, ssrc, of.payload_type, of.codec, of.clock_rate)
            ports[name].append((await recorder.open(wanted), ssrc))
    sending = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.recorder", "--send", json.dumps(ports))
    try:
        async with asyncio.timeout(30):
            while True:
                if all(each.packets for each in (await recorder.status()).tracks):
                    break
                await asyncio.sleep(0.1)
        await asyncio.sleep(WARM_SECONDS)
        yield recorder, known
    finally:
        sending.kill()
        await sending.wait()
        await recorder.stop(keep=False)


async def busy(recorder: SealedRecorder, seconds: int) -> list[Comparison]:
    """CPU second by second, and what became of the packets."""
    pid = recorder.pid
    assert pid is not None
    shares, costs = [], []
    before = await recorder.status()
    for _ in range(seconds):
        began, cpu = time.perf_counter(), cpu_seconds(pid)
        count = sum(each.packets for each in before.tracks)
        await asyncio.sleep(1)
        after = await recorder.status()
        spent = cpu_seconds(pid) - cpu
        shares.append(100 * spent / (time.perf_counter() - began))
        costs.append(1e6 * spent / (sum(each.packets for each in after.tracks) - count))
        before = after
    return [
        Comparison(Figure(f"recorder, {SESSIONS} sessions of {PEOPLE}: % of a core", shares), None, "p50 ≤ 30"),
        Comparison(Figure("CPU of a packet, microseconds", costs)),
        Comparison(Figure("packets that never came, of all", [sum(each.holes for each in before.tracks)])),
        Comparison(Figure("memory of the recorder, MiB", [resident_mb(pid)])),
    ]


async def killed(folder: Path, recorder: SealedRecorder, known: Registered) -> list[Comparison]:
    """The hole in each track, by what is in the files."""
    pid = recorder.pid
    assert pid is not None
    former = {each.ssrc: each.name for each in (await recorder.status()).tracks}
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(30):
        for here in (False, True):
            while True:
                if all(recorder.writes(ssrc) is here for ssrc in former):
                    break
                await asyncio.sleep(0.01)
    await asyncio.sleep(1)
    segments, holes = {each.name: each for each in await known.segments()}, []
    for each in (await recorder.status()).tracks:
        came = []
        for name in (former[each.ssrc], each.name):
            key, _ = await known.keyring.open(known.center, segments[name].file_id)
            came.append(written(SealedSegment(folder / segments[name].file, key)))
        holes.append((came[1][0] - came[0][-1]) / 1_000)
    name = "kill -9: from a track's last packet to the first of its next segment, ms"
    return [Comparison(Figure(name, holes), None, "every one ≤ 1000")]


def written(segment: SealedSegment) -> list[int]:
    """When each packet of it came."""
    found = (each for each in read(segment.chunks(0)) if isinstance(each, Record))
    return [each.at_us for each in found if each.kind is Kind.PACKET]


def people(folder: Path, minutes: int) -> tuple[Job, ...]:
    """Segments of six with a mute, a camera that was off, a larger layer; and the files to be made of them."""
    end, jobs = minutes * 60 * SECOND_US, []
    for person in range(PEOPLE):
        half = end // 2 // (5 * SECOND_US) * 5 * SECOND_US
        faces = camera([Span(0, half - 20 * SECOND_US), Span(half, end, -19_900_000, SIZES[1])], ppm=10 * person)
        voices = microphone([Span(0, half), Span(half + 5 * SECOND_US, end, -5_000_000)], ppm=-10 * person)
        paths = folder / f"{person}-face.rtp", folder / f"{person}-voice.rtp"
        for path, kind, sent in zip(
            paths, (records.TrackKind.CAMERA, records.TrackKind.MICROPHONE), (faces, voices), strict=True
        ):
            path.write_bytes(recorded(track(kind), received(sent, LINE, Random(person)), end).content)
        jobs.append(
            Job(
                pictures=paths[:1],
                sounds=paths[1:],
                sounding=True,
                parts=folder / f"{person}-parts",
                file=folder / f"{person}.webm",
                now_us=end,
                ends_us=None,
            )
        )
    return tuple(jobs)


async def files(folder: Path, minutes: int) -> list[Comparison]:
    """Everything but the last minutes while the session ran; the rest and the files at its end."""
    jobs = people(folder, minutes)
    took = []
    for each in (jobs, tuple(job.model_copy(update={"ends_us": job.now_us}) for job in jobs)):
        began = time.perf_counter()
        results = [result async for result in remuxed(each)]
        assert not any(result.why for result in results)
        took.append(time.perf_counter() - began)
    late = [
        each - round(each / 1_000) * 1_000
        for job in jobs[:2]
        for seen in [watched(job.file.read_bytes())]
        for each in (*seen.flashes, *seen.beeps)
    ]
    megabytes = sum(job.file.stat().st_size for job in jobs) / 1e6
    media = minutes * 60 * PEOPLE
    return [
        Comparison(
            Figure(
                f"{minutes} min of {PEOPLE}, {megabytes:.0f} MB: minute by minute, % of its time",
                [100 * took[0] / media],
            ),
            None,
            "p50 ≤ 1",
        ),
        Comparison(Figure("from the end to files that play, s", [took[1]]), None, "p50 ≤ 10"),
        Comparison(Figure("flashes and beeps, later than true, ms", late), None, "p95 ≤ 50"),
    ]


async def main(given: argparse.Namespace) -> None:
    """All of it."""
    circumstances = Circumstances.now()
    with tempfile.TemporaryDirectory() as name:
        async with sessions(Path(name) / "live") as (recorder, known):
            found = await busy(recorder, given.seconds)
            found += await killed(Path(name) / "live", recorder, known)
        found += await files(Path(name), given.minutes)
    body = table(found)
    if given.print:
        print(circumstances.line(), body, sep="\n\n")
    else:
        write_section("Recording", "bench.recorder", body, circumstances)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--send", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.send:
        send(json.loads(asked.send))
    asyncio.run(main(asked))
