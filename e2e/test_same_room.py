"""Two students in one room: their microphones bring the same sound, and one of them hears by the other's machine."""

import math
import struct
import wave
from pathlib import Path

from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.lesson import Student, Tutor, start
from e2e.people import PITCHES

BEATS = ((0.0, 0.12, 1.0), (0.18, 0.24, 0.3), (0.34, 0.5, 0.7))
"""Of a rhythm that comes again and again: from, to (seconds), how loud. Speech is never so regular, but two browsers
begin to play their file at different moments, and only of a short rhythm is it the same at all of them."""
BAR_SECONDS = 0.8
NOTICED_SECONDS = 45


def rhythm(path: Path, pitch: int) -> Path:
    """A voice of one pitch (Hz) that rises and falls: 8 s, 48 kHz."""
    step = 2 * math.pi * pitch / 48_000
    bar = bytearray()
    for n in range(int(BAR_SECONDS * 48_000)):
        loud = next((loud for begin, end, loud in BEATS if begin <= n / 48_000 < end), 0.001)
        bar += struct.pack("<h", int(16_000 * loud * math.sin(step * n)))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(48_000)
        out.writeframes(bytes(bar) * 10)
    return path


async def test_the_tutor_is_told_of_two_in_one_room_and_takes_the_sound_from_one_of_them(
    invite: Invite, tmp_path: Path
) -> None:
    tutor = Tutor.of(await invite("tutor"))
    voices = [
        f"--use-file-for-fake-audio-capture={rhythm(tmp_path / f'{x}-beats.wav', PITCHES[x])}" for x in ("alice", "bob")
    ]
    alice = Student.of(await invite("alice", voices[0]))
    bob = Student.of(await invite("bob", voices[1]))
    await start(tutor)
    for student in (alice, bob):
        await student.joins()
        await tutor.sees(student.name)
    await tutor.sets_mode(alice, "Teach")
    await alice.hears("tutor")
    told = tutor.page.get_by_text("seem to sit in one room")
    await expect(told).to_be_visible(timeout=NOTICED_SECONDS * 1000)
    await tutor.click(f"No sound for {alice.full_name}")
    await alice.is_told("Your tutor has switched your sound off.")
    await alice.is_told("Ms Rivera hears you.")
    await alice.does_not_hear("tutor")
    await expect(told).to_be_hidden()
    await tutor.hears("alice")
    await alice.sees("tutor")
    await tutor.click("Turn it on")
    await alice.hears("tutor")
