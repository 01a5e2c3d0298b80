"""A session seen again: shapes of HTTP (docs/protocol.md, "HTTP"). Instants are milliseconds from the recording's zero,
but for `zero` and `expires_at`."""

from deskside.domain.ids import Millis
from deskside.domain.people import Part
from deskside.domain.recording.holding import Holding
from deskside.domain.recording.missing import Why
from deskside.wire.events import WireEvent
from deskside.wire.shapes import Outgoing


class SeatView(Outgoing):
    """Somebody who is in it. `missing`: why there is neither picture nor voice of them; null: there is."""

    user_id: str
    name: str
    part: Part
    missing: Why | None


class FileView(Outgoing):
    """A recorded file. `url`: good until `expires_at`. `person_id` null: several people are in it."""

    id: str
    kind: str
    person_id: str | None
    url: str
    media_type: str
    duration_ms: Millis
    picture: bool


class FilesView(Outgoing):
    """Files with new links, and how late it is."""

    files: tuple[FileView, ...]
    expires_at: Millis
    now: Millis


class MomentView(Outgoing):
    """Something happened: in somebody's lane, to somebody, or (null) to the session."""

    at: Millis
    person_id: str | None
    event: WireEvent


class StretchView(Outgoing):
    """Something held for a while. `ref`, `text`: id and title of an exercise, id and words of a call for help."""

    what: Holding
    person_id: str | None
    ref: str
    text: str
    start: Millis
    end: Millis


class BoardAtView(Outgoing):
    """From `at` on a lane's board was as this revision has it."""

    lane: str
    at: Millis
    number: int


class LineView(Outgoing):
    """A sentence."""

    person_id: str
    start: Millis
    end: Millis
    text: str


class ReplayView(FilesView):
    """Everything. `viewer`: whose eyes these are, and what they were in the session."""

    session_id: str
    title: str
    viewer_id: str
    part: Part
    zero: Millis
    duration_ms: Millis
    people: tuple[SeatView, ...]
    moments: tuple[MomentView, ...]
    stretches: tuple[StretchView, ...]
    boards: tuple[BoardAtView, ...]
    lines: tuple[LineView, ...]
