"""What is kept on this machine or in a database cannot be had at all: in words, for whoever runs the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError


class Unusable(Exception):
    """What cannot be had, why, and what to do about it."""

    def __init__(self, what: str, why: str, mend: str) -> None:
        super().__init__(f"{what} cannot be used: {why} -> {mend}")


def named(url: str) -> str:
    """The database without its password."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return f"SQLite file {parsed.database}"
    return parsed.set(drivername="postgresql").render_as_string()


def reason(error: Exception) -> str:
    """The first line of what the driver or the system says."""
    return next(iter(str(getattr(error, "orig", None) or error).splitlines()), type(error).__name__)


@contextmanager
def usable_database(url: str) -> Iterator[None]:
    """Raises Unusable for what keeps the database from being opened inside."""
    try:
        yield
    except (OSError, DBAPIError) as error:
        raise Unusable(named(url), reason(error), "start it, or mend DESKSIDE_DATABASE_URL") from error


@contextmanager
def usable_folder(folder: Path) -> Iterator[None]:
    """Raises Unusable for what keeps this process from writing in the folder."""
    try:
        yield
    except OSError as error:
        mend = "let it be a folder that belongs to whoever runs Deskside, on a disk with room: DESKSIDE_VAR_DIR"
        raise Unusable(f"the folder {folder}", error.strerror or str(error), mend) from error
