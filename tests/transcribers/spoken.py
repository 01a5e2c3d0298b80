"""Speech of which the words are known, as a file that plays."""

import io
import subprocess
import wave

import av


def voice(text: str, name: str = "en-us") -> bytes:
    """A made voice says this: 16 kHz or so, one channel, WAV. Needs espeak-ng."""
    return subprocess.run(
        ["espeak-ng", "-v", name, "-s", "140", "--stdout", text], check=True, capture_output=True
    ).stdout


def webm(*said: tuple[int, bytes], ends_ms: int = 0) -> bytes:
    """A file with these WAVs at these instants, milliseconds, in order; between them is nothing at all."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        for at_ms, wav in (*said, *([(ends_ms, silence(40))] if ends_ms else [])):
            resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000, frame_size=960)
            at = at_ms * 48
            for frame in (*resampler.resample(frame_of(wav)), *resampler.resample(None)):
                frame.pts, at = at, at + frame.samples
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def frame_of(wav: bytes) -> av.AudioFrame:
    with wave.open(io.BytesIO(wav)) as opened:
        content = opened.readframes(10**9)  # espeak-ng writes no length into what it does not know the end of
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(content) // 2)
        frame.planes[0].update(content[: frame.samples * 2])
        frame.rate = opened.getframerate()
        return frame


def silence(ms: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(16_000)
        opened.writeframes(bytes(ms * 32))
    return file.getvalue()
