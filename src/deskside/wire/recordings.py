"""Shapes of recordings."""

from deskside.domain.recording.files import FileKind, FileStatus
from deskside.wire.http import Instant
from deskside.wire.shapes import Incoming, Outgoing


class RecordingView(Outgoing):
    """A recording. `percent`: how far it is while it is being made; `reason`: why it failed. `download_url` null: it
    cannot be read. `person`: whose it is, or for whom; empty: everybody's."""

    id: str
    kind: FileKind
    person_id: str | None
    person: str
    status: FileStatus
    percent: int
    reason: str
    started_at: Instant
    duration_ms: int | None
    bytes: int | None
    width: int
    height: int
    held: bool
    archived: bool
    media_type: str
    download_url: str | None


class RecordingsView(Outgoing):
    """In the order in which they began. `days`: after which they are deleted."""

    days: int
    recordings: tuple[RecordingView, ...]


class FilmView(Outgoing):
    """A film that is there or being made. `id`: of its line among the recordings."""

    id: str
    status: FileStatus


class HoldRequest(Incoming):
    """Whether it is kept beyond its time."""

    held: bool
