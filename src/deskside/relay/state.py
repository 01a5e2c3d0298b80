"""What outlives the server: the relay's secret, its configuration, and which process it is, in private files."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from deskside.children.files import replace_private
from deskside.children.process import Identity

SECRET_FILE = "secret"  # noqa: S105 - its name
PROCESS_FILE = "turnserver.json"
CONFIG_FILE = "turnserver.conf"

Certified = tuple[tuple[int, float], ...]
"""Which files a certificate was read from: number and time of the last change of each."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A running relay."""

    identity: Identity
    certified: Certified


_SAVED = TypeAdapter(Saved)


def known_secret(run_dir: Path) -> str | None:
    """What the relay's credentials are made with. None: there is none yet."""
    try:
        return (run_dir / SECRET_FILE).read_text().strip() or None
    except FileNotFoundError:
        return None


def the_secret(run_dir: Path) -> str:
    """The same for every process to come, so that credentials which pages have stay good; made if there is none."""
    known = known_secret(run_dir)
    if known is None:
        known = secrets.token_urlsafe(32)
        run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(run_dir / SECRET_FILE, known.encode())
    return known


def load(run_dir: Path) -> Saved | None:
    """The relay that a former server process left. None: none, or nothing that can be understood."""
    try:
        return _SAVED.validate_json((run_dir / PROCESS_FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def packed(saved: Saved) -> bytes:
    """As it is in the file."""
    return _SAVED.dump_json(saved)


def known_config(run_dir: Path) -> str:
    """What the relay was last started with; empty if it never was."""
    try:
        return (run_dir / CONFIG_FILE).read_text()
    except FileNotFoundError:
        return ""
