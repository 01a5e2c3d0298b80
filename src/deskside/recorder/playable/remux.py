"""The work of making files, in a process of its own and of low priority: told on standard input, answered line by line
as each file is as far as it can be."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from deskside.recorder.beginning import command
from deskside.recorder.plain import PlainParts, PlainSegment, PlainSink
from deskside.recorder.playable.cutting import Cut
from deskside.recorder.playable.parts import Joined, Material, advance, join
from deskside.recorder.playable.samples import Unplayable

NICE = 19
"""Live media goes first: measured beside a room of six, it loses no packet to work of this priority."""
_MAX_LINE = 16_000_000


class Job(BaseModel):
    """One file. `pictures` and `sounds` are segments of one person in order of their beginning; `parts` is the file's
    own folder for what is made of them meanwhile. See `parts.advance` for `now_us` and `ends_us`, and `parts.Material`
    for `sounding` and `cut`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pictures: tuple[Path, ...]
    sounds: tuple[Path, ...]
    sounding: bool
    parts: Path
    file: Path
    """Written once there is an end; replaces what was there, whole."""
    now_us: int
    ends_us: int | None
    cut: Cut | None = None


class Done(BaseModel):
    """How far a job is. `why` is empty, or why nothing can be made of these segments."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: int
    joined: Joined | None
    why: str = ""


_JOBS = TypeAdapter(tuple[Job, ...])


def done(job: Job) -> Done:
    """Do what can be done by now; again, it is the same bytes. Raises OSError where there is no room."""
    job.parts.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = PlainParts(job.parts)
    pictures, sounds = ([PlainSegment(path) for path in paths] for paths in (job.pictures, job.sounds))
    material = Material(pictures, sounds, job.sounding, job.cut)
    try:
        count = advance(material, parts, now_us=job.now_us, ends_us=job.ends_us)
    except Unplayable as wrong:
        return Done(parts=0, joined=None, why=str(wrong))
    if job.ends_us is None:
        return Done(parts=count, joined=None)
    fresh = job.file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    joined = join(parts, count, PlainSink(fresh), sounding=job.sounding, ends_us=job.ends_us)
    fresh.replace(job.file)
    return Done(parts=count, joined=joined)


async def remuxed(jobs: tuple[Job, ...]) -> AsyncIterator[Done]:
    """Have them done in a process of its own, one after another; what is not done when this is left is not done.

    Raises RuntimeError if the process ends before its work.
    """
    process = await asyncio.create_subprocess_exec(
        *command(__name__), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_MAX_LINE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(_JOBS.dump_json(jobs))
        process.stdin.close()
        for _ in jobs:
            line = await process.stdout.readline()
            if not line:
                raise RuntimeError(f"making files ended with {await process.wait()}")
            yield Done.model_validate_json(line)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def main() -> int:
    """Do what standard input says. Returns 0."""
    os.nice(NICE)
    for job in _JOBS.validate_json(sys.stdin.buffer.read()):
        print(done(job).model_dump_json(), flush=True)
    return 0
