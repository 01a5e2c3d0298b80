"""When recording is on: it begins and ends by the tutor, with the session, or because it cannot go on."""

from deskside.domain import events as ev
from deskside.domain.consent import ConsentKind, consent_of
from deskside.domain.errors import Conflict
from deskside.domain.ids import RecordingId, UserId
from deskside.domain.modes import StopReason
from deskside.domain.session import Session, SessionStatus, person_of


def start_recording(session: Session, recording_id: RecordingId) -> ev.Events:
    """From now on what people agreed to is written. Already on: no event. Needs a live session; one that is paused
    writes nothing before it goes on."""
    if session.status is not SessionStatus.LIVE:
        raise Conflict("Only a live session is recorded. Start the session first.")
    return () if session.recording is not None else (ev.RecordingStarted(recording_id),)


def stop_recording(session: Session, reason: StopReason) -> ev.Events:
    """Nothing is written any more. Not on: no event."""
    return () if session.recording is None else (ev.RecordingStopped(session.recording.recording_id, reason),)


def change_consent(session: Session, person_id: UserId, kinds: frozenset[ConsentKind], text_version: int) -> ev.Events:
    """What this person agrees to from now on; less than before is a withdrawal. Already so: no event. Raises NotFound
    for whom the session does not know."""
    person = person_of(session, person_id)
    consent = consent_of(kinds)
    return () if person.consent == consent else (ev.ConsentChanged(person_id, consent, text_version),)
