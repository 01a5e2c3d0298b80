"""Random acts about a session's time: planning it anew, and what happens once it is over."""

import random

from deskside.domain import events as ev
from deskside.domain import expiry, lifecycle
from deskside.domain.ids import Millis
from deskside.domain.session import Session
from tests.domain.work_acts import Act

START = Millis(1_700_000_000_000)


def _reschedule(rng: random.Random, session: Session) -> ev.Events:
    start, length = START + rng.randrange(3) * 3_600_000, rng.randrange(-1, 14) * 3_600_000
    return lifecycle.reschedule(session, Millis(start), Millis(start + length), rng.choice((None, "Algebra", "")))


def _foresee(rng: random.Random, session: Session) -> ev.Events:
    now = Millis(session.scheduled_end + rng.randrange(-1, 4) * 600_000)
    return expiry.foresee(session, now, Millis(600_000)) if rng.random() < 0.3 else ()


PLANNING: tuple[Act, ...] = (_reschedule, _foresee)
