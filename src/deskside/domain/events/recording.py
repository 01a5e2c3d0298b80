"""When the session is recorded, and what each person agreed to."""

from dataclasses import dataclass

from deskside.domain.consent import Consent
from deskside.domain.ids import RecordingId, UserId
from deskside.domain.modes import StopReason


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """From now on what people agreed to is written, while somebody else receives it."""

    recording_id: RecordingId


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    """Nothing is written any more."""

    recording_id: RecordingId
    reason: StopReason


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """What this person agrees to from now on, in place of all before. `text_version`: of the center's text that was
    shown. `kinds` None: it is another text than they answered, so they agreed to nothing yet."""

    person_id: UserId
    kinds: Consent | None
    text_version: int
