"""Random acts about recording: switching it on and off, agreeing to it and taking that back."""

import random

from deskside.domain import events as ev
from deskside.domain.consent import ConsentKind
from deskside.domain.ids import RecordingId
from deskside.domain.modes import StopReason
from deskside.domain.recording import life
from deskside.domain.recording.consenting import settle_consent
from deskside.domain.session import Session, people
from tests.domain.work_acts import Act


def _record(rng: random.Random, session: Session) -> ev.Events:
    if rng.random() < 0.2:
        return life.stop_recording(session, rng.choice(list(StopReason)))
    return life.start_recording(session, RecordingId(f"r{rng.randrange(9)}"))


def _agree(rng: random.Random, session: Session) -> ev.Events:
    if rng.random() < 0.1:
        return settle_consent(session, rng.choice(people(session)).user_id, None, rng.randrange(1, 4))
    kinds = frozenset(kind for kind in ConsentKind if rng.random() < 0.6)
    return life.change_consent(session, rng.choice(people(session)).user_id, kinds, rng.randrange(1, 4))


RECORDING: tuple[Act, ...] = (_record, _agree)
