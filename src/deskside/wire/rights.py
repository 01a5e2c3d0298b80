"""Shapes of what a person may ask of a center: a copy of what is kept of them, and to be erased."""

from typing import Annotated

from deskside.wire.http import Instant
from deskside.wire.shapes import Incoming, Outgoing, text

NAME_TYPED = 200


class ExportView(Outgoing):
    """A copy of everything of a person. `size` (bytes) is null while it is put together, or if that failed: then
    `failed` says why. It can be fetched until `until`."""

    id: str
    asked_at: Instant
    until: Instant
    size: int | None
    failed: str


class ExportsView(Outgoing):
    """Newest first."""

    exports: tuple[ExportView, ...]


class EraseRequest(Incoming):
    """The person's name, as it stands: nothing of this can be taken back."""

    name: Annotated[str, text(NAME_TYPED)]


class ErasureView(Outgoing):
    """What was erased so far. `done_at` null: it goes on. `counts`: how much of what; `limits`: what is not reached."""

    person_id: str
    by: str
    begun_at: Instant
    done_at: Instant | None
    counts: dict[str, int]
    limits: tuple[str, ...]
    certificate_path: str
