"""Whose picture and voice a replay lacks, and why: people look for somebody who is not there."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from deskside.domain.consent import Consent, ConsentKind
from deskside.domain.ids import UserId
from deskside.domain.people import Part
from deskside.domain.recording.heard import Edge
from deskside.domain.recording.playable import CUT, FileState, Playable
from deskside.domain.recording.replay import Seat
from deskside.domain.recording.story import Span, Story, steps
from deskside.domain.session import find_person
from deskside.domain.tracks import RECORDER, TrackKind
from deskside.domain.visibility import Viewer

Spans = Mapping[Edge, tuple[Span, ...]]


class Why(StrEnum):
    """Stable: they go on the wire."""

    PROCESSING = "processing"
    FAILED = "failed"
    DELETED = "deleted"
    NOT_RECORDED = "not_recorded"
    """Recording was never on."""
    NO_CONSENT = "no_consent"
    """This person did not agree to be recorded."""
    NOTHING = "nothing"
    """They sent nothing that anybody received, or nothing to this student."""


def missing(
    story: Story, viewer: Viewer, seats: Iterable[Seat], files: Iterable[Playable], spans: Spans
) -> dict[UserId, Why]:
    """`files`: those that the viewer may have. `spans`: who was ever allowed to receive whom, the recorder too."""
    there = tuple(files)
    found: dict[UserId, Why] = {}
    for seat in seats:
        own = viewer.part is not Part.STUDENT or seat.user_id == viewer.user_id
        kinds = ("person", "screen") if own else CUT
        states = {
            x.state for x in there if x.kind in kinds and x.person_id == (seat.user_id if own else viewer.user_id)
        }
        if FileState.READY in states or seat.part is Part.OBSERVER:
            continue
        found[seat.user_id] = next(
            (why for state, why in _OF_STATE.items() if state in states),
            _unwritten(story, seat.user_id, RECORDER if own else viewer.user_id, spans),
        )
    return found


def _unwritten(story: Story, person_id: UserId, target: UserId, spans: Spans) -> Why:
    """Why there is no file of what this person sent to `target`."""
    if not story.now.was_recorded:
        return Why.NOT_RECORDED
    written = {kind: spans.get((person_id, RECORDER, kind), ()) for kind in TrackKind}
    if not any(written.values()):
        return Why.NOTHING if _agreed(story, person_id) else Why.NO_CONSENT
    reached = any(_meet(each, spans.get((person_id, target, kind), ())) for kind, each in written.items())
    return Why.PROCESSING if reached else Why.NOTHING


def _meet(some: Iterable[Span], others: tuple[Span, ...]) -> bool:
    return any(x.start < y.end and y.start < x.end for x in some for y in others)


_OF_STATE = {
    FileState.PROCESSING: Why.PROCESSING,
    FileState.FAILED: Why.FAILED,
    FileState.DELETED: Why.DELETED,
}


def _agreed(story: Story, person_id: UserId) -> bool:
    """Whether they ever agreed to sound or picture while recording was on."""
    recorded = (find_person(session, person_id) for _, session in steps(story) if session.recording is not None)
    return any(person is not None and _covers(person.consent) for person in recorded)


def _covers(consent: Consent | None) -> bool:
    return consent is not None and (ConsentKind.SOUND in consent or ConsentKind.PICTURE in consent)
