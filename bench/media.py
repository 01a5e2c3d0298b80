"""Media made once by ffmpeg and kept in `bench/media/`: encoded for lean peers, raw for the fake devices of browsers.

The pictures are noisy on purpose, so that the encoder uses its whole bit rate, as a real camera makes it do.
"""

import os
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.commands import run

FOLDER = Path(__file__).parent / "media"
LOOP_SECONDS = 20
KEYFRAME_SECONDS = 2
"""Lean publishers do not answer keyframe requests: whoever joins waits for the next of these."""
ENCODING_LIMIT_SECONDS = 300.0
PAYLOAD_BYTES = 1150
"""Of VP8 in a packet: below an MTU of 1200 with RTP header, extensions and authentication tag, as browsers do."""
OPUS_PACKET_SECONDS = 0.02
OPUS_BITRATE_BPS = 32_000


@dataclass(frozen=True, slots=True)
class VideoEncoding:
    """One layer of a camera."""

    width: int
    height: int
    fps: int
    bitrate_kbps: int


STUDENT_CAMERA = (VideoEncoding(320, 180, 15, 150),)
TUTOR_CAMERA = (VideoEncoding(640, 360, 20, 500),)
SIMULCAST_CAMERA = (
    VideoEncoding(1280, 720, 30, 1400),
    VideoEncoding(640, 360, 30, 450),
    VideoEncoding(320, 180, 30, 130),
)
"""Rids h, m, l: best layer first."""

Frame = tuple[bytes, ...]
"""One encoded picture, cut into packets' payloads (without the VP8 payload descriptor)."""


def _made(name: str, *options: str) -> Path:
    """The file of this name, made by ffmpeg with these options if it is not there yet."""
    path = FOLDER / name
    if not path.exists():
        FOLDER.mkdir(exist_ok=True)
        fresh = path.with_name(f".{os.getpid()}-{name}")
        ffmpeg = ("ffmpeg", "-hide_banner", "-loglevel", "error", "-y")
        run(*ffmpeg, *options, str(fresh), limit_seconds=ENCODING_LIMIT_SECONDS)
        fresh.replace(path)
    return path


@cache
def video_frames(encoding: VideoEncoding) -> tuple[Frame, ...]:
    """A loop of VP8 pictures with a keyframe every KEYFRAME_SECONDS. The same instants for all layers of a camera."""
    e = encoding
    rate, every = f"{e.bitrate_kbps}k", str(e.fps * KEYFRAME_SECONDS)
    path = _made(
        f"{e.width}x{e.height}-{e.fps}-{rate}.ivf",
        *("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate={e.fps},noise=alls=8:allf=t"),
        *("-t", str(LOOP_SECONDS), "-vf", f"scale={e.width}:{e.height}"),
        *("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-error-resilient", "1"),
        *("-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-g", every, "-keyint_min", every, "-f", "ivf"),
    )
    return tuple(_fragments(picture) for picture in ivf_pictures(path.read_bytes()))


def _fragments(picture: bytes) -> Frame:
    return tuple(picture[i : i + PAYLOAD_BYTES] for i in range(0, len(picture), PAYLOAD_BYTES))


def ivf_pictures(file: bytes) -> list[bytes]:
    """Pictures of an IVF file: after a header of its own length, each has 12 bytes before it (length, timestamp)."""
    offset = int(struct.unpack_from("<H", file, 6)[0])
    pictures = []
    while offset < len(file):
        length = int(struct.unpack_from("<I", file, offset)[0])
        pictures.append(file[offset + 12 : offset + 12 + length])
        offset += 12 + length
    return pictures


@cache
def opus_packets() -> tuple[bytes, ...]:
    """A loop of Opus packets of OPUS_PACKET_SECONDS each."""
    path = _made(
        f"opus-{OPUS_BITRATE_BPS}.ogg",
        *("-f", "lavfi", "-i", f"sine=frequency=440:duration={LOOP_SECONDS}"),
        *("-c:a", "libopus", "-b:a", str(OPUS_BITRATE_BPS), "-frame_duration", "20", "-f", "ogg"),
    )
    return tuple(ogg_packets(path.read_bytes())[2:])  # the first two are OpusHead and OpusTags (RFC 7845, 3)


def ogg_packets(file: bytes) -> list[bytes]:
    """Packets of an Ogg file with one stream (RFC 3533, 6): a lacing value below 255 ends a packet."""
    packets, unfinished, offset = [], b"", 0
    while offset < len(file):
        lacing = file[offset + 27 : offset + 27 + file[offset + 26]]
        offset += 27 + len(lacing)
        for length in lacing:
            unfinished += file[offset : offset + length]
            offset += length
            if length < 255:
                packets.append(unfinished)
                unfinished = b""
    return packets


def camera_file(hue_degrees: int, encoding: VideoEncoding = STUDENT_CAMERA[0]) -> Path:
    """Raw moving pictures (Y4M) for Chromium's fake camera. `hue_degrees` tells people apart; no bit rate applies."""
    size, seconds = f"{encoding.width}x{encoding.height}", 2
    return _made(
        f"camera-{size}-{encoding.fps}-{hue_degrees}.y4m",
        *("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={encoding.fps}:duration={seconds},hue=h={hue_degrees}"),
        *("-pix_fmt", "yuv420p"),
    )


def tone_file(frequency_hz: int) -> Path:
    """A tone (WAV) for Chromium's fake microphone; whole cycles, so that its loop does not click."""
    return _made(f"tone-{frequency_hz}.wav", "-f", "lavfi", "-i", f"sine=frequency={frequency_hz}:duration=10")
