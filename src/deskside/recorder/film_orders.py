"""What a process that makes a film is told, and what it answers (`filmer` on this side, `filming.process` on that)."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from deskside.recorder.messages import KeyShape


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileShape(_Shape):
    """A sealed file of even chunks on this machine."""

    path: Path
    key: KeyShape


class PersonShape(_Shape):
    """See `film.Person`."""

    name: str
    file: FileShape | None
    screen: FileShape | None = None


class BoardShape(_Shape):
    """See `film.Board`."""

    at_ms: int
    file: FileShape | None


class FilmJob(_Shape):
    """One film. `folder` is this job's own: what a killed one left there of what it writes is deleted. `film` is the
    new file, in that folder or elsewhere."""

    people: tuple[PersonShape, ...]
    boards: tuple[BoardShape, ...] = ()
    duration_ms: int
    folder: Path
    film: FileShape


class Progress(_Shape):
    """`percent` goes up to 100; then, last, comes how many plain bytes the film has, or why there is none."""

    percent: int
    length: int | None = None
    width: int = 0
    height: int = 0
    why: str = ""
