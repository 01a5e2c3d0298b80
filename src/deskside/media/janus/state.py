"""What the next server process needs in order to claim a running engine; one private file, replaced atomically."""

from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from deskside.children.process import Identity
from deskside.media.janus.config import Access
from deskside.media.janus.rooms import Room

log = structlog.get_logger(__name__)

FILE = "janus.json"


@dataclass(frozen=True, slots=True)
class Saved:
    """One engine process, our session with it, and its rooms."""

    identity: Identity
    access: Access
    session_id: int
    rooms: list[Room]


_SAVED = TypeAdapter(Saved)


def packed(saved: Saved) -> bytes:
    """As it is in the file. Tables are left out: after a restart they are given again."""
    return _SAVED.dump_json(saved, exclude={"rooms": {"__all__": {"table", "pages"}}})


def load(run_dir: Path) -> Saved | None:
    """What a former process left. None: nothing, or nothing that can be understood."""
    try:
        return _SAVED.validate_json((run_dir / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        log.warning("state of the engine cannot be read; starting afresh", errors=error.error_count())
        return None
