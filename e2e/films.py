"""Recorded files for looking at a lesson again: a drawn face and a tone for each person, as WebM."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser

from e2e.faces import make_face

FACES = ("tutor", "alice", "bob", "carol", "david")
"""Erin did not agree to be recorded."""


async def make_films(browser: Browser, folder: Path, seconds: int) -> dict[str, Path]:
    """A film of each person, and what was cut of the tutor for Alice. Keyframes are ten seconds apart, as in files that
    are recorded."""
    films = {}
    for number, name in enumerate(FACES):
        film = folder / f"{name}-{seconds}.webm"
        if not film.exists():
            face = await make_face(browser, name, folder)
            await _encode(face, 220 + 60 * number, film, seconds)
        films[name] = film
    return {**films, "to-alice": films["tutor"]}


async def _encode(face: Path, hertz: int, film: Path, seconds: int) -> None:
    command = ["nice", "ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-stream_loop", "-1", "-i", str(face)]
    sound = ["-f", "lavfi", "-i", f"sine=frequency={hertz}:sample_rate=48000,volume=0.05", "-t", str(seconds)]
    picture = ["-r", "24", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "500k", "-g", "240"]
    made = await asyncio.create_subprocess_exec(*command, *sound, *picture, "-c:a", "libopus", "-b:a", "24k", str(film))
    assert await made.wait() == 0
