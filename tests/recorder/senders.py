"""People whose faces flash and whose microphones beep at each whole second, as RTP; and lines that lose, delay and
reorder it. What is in the files afterwards can be compared with what was true."""

import functools
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import av

from deskside.recorder.rtp import Packet, build
from tests.recorder.segments import MEDIA

SECOND_US = 1_000_000
CYCLE_SECONDS = 5
"""A keyframe each cycle."""
FPS, FLASH_FRAMES = 25, 2
BEEP_MS, SOUND_MS = 60, 20
PAYLOAD = 1_100
SIZES = ((160, 96), (320, 192))


@functools.cache
def faces(size: tuple[int, int]) -> tuple[bytes, ...]:
    """VP8 frames of one cycle: white at the beginning of each second, dark otherwise."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, FPS), Fraction(FPS)
    encoder.bit_rate = 100_000
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "kf-max-dist": "10000"}
    made = []
    for number in range(CYCLE_SECONDS * FPS):
        frame = av.VideoFrame(*size, "yuv420p")
        luma = 235 if number % FPS < FLASH_FRAMES else 30 + number % 7
        for index, plane in enumerate(frame.planes):
            plane.update(bytes([luma if index == 0 else 128]) * plane.buffer_size)
        frame.pts = number
        made += [bytes(packet) for packet in encoder.encode(frame)]
    made += [bytes(packet) for packet in encoder.encode(None)]
    assert len(made) == CYCLE_SECONDS * FPS
    return tuple(made)


@functools.cache
def voices() -> tuple[bytes, ...]:
    """Opus packets of one second that begins with a beep, as a stream repeats them."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate = 24_000
    encoder.options = {"application": "lowdelay"}
    made: list[bytes] = []
    per_packet = 48 * SOUND_MS
    for number in range(3 * 1_000 // SOUND_MS):
        frame = av.AudioFrame(format="s16", layout="mono", samples=per_packet)
        frame.sample_rate, frame.pts = 48_000, number * per_packet
        at = number * SOUND_MS % 1_000
        samples = [
            int(12_000 * math.sin(2 * math.pi * 1_000 * n / 48_000)) if at < BEEP_MS else 0 for n in range(per_packet)
        ]
        frame.planes[0].update(struct.pack(f"<{per_packet}h", *samples))
        made += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(made[1_000 // SOUND_MS : 2 * 1_000 // SOUND_MS])


@dataclass(frozen=True, slots=True)
class Span:
    """Sends from one instant of the truth to another. `skew_us`: the RTP clock is set by so much at its beginning, as
    after a mute in which it stood still, or on another layer."""

    from_us: int
    until_us: int
    skew_us: int = 0
    size: tuple[int, int] = SIZES[0]


@dataclass(frozen=True, slots=True)
class Sent:
    """One packet and when it was true."""

    at_us: int
    packet: Packet


def camera(spans: Sequence[Span], *, ppm: int = 0, first: int = 65_500) -> Iterator[Sent]:
    """RTP of a face. Each span begins with a frame that stands alone."""
    sequence, base = first, 4_294_900_000
    for span in spans:
        base += span.skew_us * 90 // 1_000
        frames = faces(span.size)
        number = -(-span.from_us * FPS // SECOND_US)
        number += -number % len(frames)  # the first that stands alone
        while (at := number * SECOND_US // FPS) < span.until_us:
            frame, timestamp = (
                frames[number % len(frames)],
                (base + at * 90 * (1_000_000 + ppm) // 1_000_000_000) % 2**32,
            )
            pieces = [frame[n : n + PAYLOAD] for n in range(0, len(frame), PAYLOAD)]
            for index, piece in enumerate(pieces):
                described = (b"\x10" if index == 0 else b"\x00") + piece
                last = index == len(pieces) - 1
                yield Sent(at, Packet(sequence % 65_536, timestamp, *MEDIA["camera"], last, described))
                sequence += 1
            number += 1


def microphone(spans: Sequence[Span], *, ppm: int = 0, first: int = 65_000) -> Iterator[Sent]:
    """RTP of a voice."""
    sequence, base = first, 4_294_000_000
    packets = voices()
    for span in spans:
        base += span.skew_us * 48 // 1_000
        number = -(-span.from_us // (SOUND_MS * 1_000))
        while (at := number * SOUND_MS * 1_000) < span.until_us:
            timestamp = (base + at * 48 * (1_000_000 + ppm) // 1_000_000_000) % 2**32
            packet = packets[number % len(packets)]
            yield Sent(at, Packet(sequence % 65_536, timestamp, *MEDIA["microphone"], False, packet))
            sequence, number = sequence + 1, number + 1


@dataclass(frozen=True, slots=True)
class Line:
    """What happens to packets. Shares are of 1; `stalls`: from and until which instant nothing comes through."""

    delay_us: int = 20_000
    jitter_us: int = 15_000
    loss: float = 0.0
    twice: float = 0.0
    overtaken: float = 0.0
    stalls: tuple[tuple[int, int], ...] = ()


def received(sent: Iterator[Sent], line: Line, random: Random) -> list[tuple[int, bytes]]:
    """When what came, in order of its coming."""
    came = []
    ready = 0
    for each in sent:
        if random.random() < line.loss:
            continue
        at = each.at_us + line.delay_us + int(random.random() ** 3 * line.jitter_us)
        at = next((until for begin, until in line.stalls if begin <= at < until), at)
        ready = max(ready, at)  # a queue keeps its order
        late = 30_000 if random.random() < line.overtaken else 0
        came.append((ready + late, build(each.packet)))
        if random.random() < line.twice:
            came.append((ready + late + 500, build(each.packet)))
    return sorted(came, key=lambda each: each[0])
