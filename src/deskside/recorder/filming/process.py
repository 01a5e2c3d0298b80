"""Making a film, in a process of its own: told on standard input, with the keys of what is sealed; it says how far it
is line by line. It runs only while nobody else wants the machine (SCHED_IDLE), and may be killed at any moment."""

import os
from collections.abc import AsyncGenerator
from contextlib import aclosing, closing
from functools import partial

import structlog
from av.error import FFmpegError

from deskside.children.lowly import answers, begin
from deskside.ports.sealing import Tampered
from deskside.recorder.beginning import command
from deskside.recorder.film_orders import FileShape, FilmJob, Progress
from deskside.recorder.filming.composite import composite
from deskside.recorder.filming.film import Board, Film, Opened, Person
from deskside.recorder.filming.layout import HEIGHT, WIDTH
from deskside.recorder.filming.sealed_files import SealedOutput, SealedScratch, opened
from deskside.sealing.reading import Unfinished

SCRATCH_FILE = "film.scratch"

log = structlog.get_logger(__name__)


def made(job: FilmJob) -> int:
    """Make it, saying how far it is; its plain bytes. Raises OSError where there is no room, Tampered, Unfinished."""
    failures: list[Exception] = []

    def opening(file: FileShape | None) -> Opened | None:
        return None if file is None else partial(opened, file.path, file.key.file_key(), failures)

    people = [Person(each.name, opening(each.file), opening(each.screen)) for each in job.people]
    film = Film(people, [Board(each.at_ms, opening(each.file)) for each in job.boards], job.duration_ms)
    _tidy(job)
    sink = SealedOutput(job.film.path, job.film.key.file_key())
    with closing(SealedScratch(job.folder / SCRATCH_FILE)) as kept:
        try:
            length = composite(film, kept, sink, lambda percent: _say(Progress(percent=percent)))
        except FFmpegError as wrong:
            raise (failures or [wrong])[0] from wrong
    if failures:  # what reads a file for us may take it for the file's end
        raise failures[0]
    sink.close()
    return length


def _say(progress: Progress) -> None:
    print(progress.model_dump_json(), flush=True)


async def filmed(job: FilmJob) -> AsyncGenerator[Progress, None]:
    """Have it made beside everything else. Whoever stops listening ends it (`aclosing`); what it had written is deleted
    then.

    Raises LowlyLost if the process ends before its work, as when it is killed: it can be begun again.
    """
    whole = False
    try:
        async with aclosing(answers(command(__name__), job.model_dump_json().encode())) as lines:
            async for line in lines:
                progress = Progress.model_validate_json(line)
                whole = progress.length is not None
                yield progress
    finally:
        if not whole:
            _tidy(job)


def _tidy(job: FilmJob) -> None:
    for left in (job.folder / SCRATCH_FILE, job.film.path):
        left.unlink(missing_ok=True)


def _give_way() -> None:
    """More than its niceness says: it gets what nobody else wants of a processor."""
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError) as error:  # not Linux, or not allowed: the lowest priority is what is left
        log.info("a film is made at the lowest priority only", why=str(error))


def main() -> int:
    """Make the film that standard input tells of. Returns 0."""
    told = begin()
    _give_way()
    job = FilmJob.model_validate_json(told)
    try:
        length = made(job)
    except (OSError, Tampered, Unfinished, FFmpegError) as wrong:
        _say(Progress(percent=0, why=f"{type(wrong).__name__}: {wrong}"))
        return 0
    _say(Progress(percent=100, length=length, width=WIDTH, height=HEIGHT))
    return 0
