"""Random lessons as stories: with their whole log, from the planning on."""

import random

from deskside.domain import attendance, lanes, lifecycle
from deskside.domain.ids import PageId, UserId
from deskside.domain.people import Part
from deskside.domain.recording.story import Story
from deskside.domain.session import Session
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer
from tests.domain.acts import (
    OBSERVER,
    PARTS,
    START,
    STUDENTS,
    TUTOR,
    Change,
    changes,
    enrolment,
    lesson,
    new_session,
)


def told(seed: int, acts: int) -> tuple[Story, list[Change]]:
    """A lesson of private lanes, of an open table, or one that nobody has come to yet; and its changes."""
    rng = random.Random(seed)
    session = new_session(students=())
    done: list[Change] = []
    for student in STUDENTS:
        done += changes(_now(session, done), lifecycle.enroll(_now(session, done), enrolment(student)), START)
    if kind := rng.randrange(3):
        done += live_changes(_now(session, done), OBSERVER, TUTOR)
        if kind == 2:
            done += changes(_now(session, done), lanes.set_open_table(_now(session, done), open_table=True), START)
        done += live_changes(_now(session, done), *STUDENTS)
    done += lesson(rng, acts, _now(session, done))
    return Story(_now(session, done), tuple(x[1] for x in done)), done


def live_changes(session: Session, *present: UserId) -> list[Change]:
    """How a session comes to be live, with these people joined and every student's sign shown."""
    done = changes(session, lifecycle.start(session, "room"), START)
    for who in present:
        part = PARTS.get(who, Part.STUDENT)
        page = PageId(f"{who}-page")
        now = done[-1][2] if done else session
        done += changes(now, attendance.arrive(now, Viewer(who, part), str(who).title(), page), START)
        now = done[-1][2]
        done += changes(now, attendance.join(now, who, page, audience(now, who)), START)
    return done


def _now(session: Session, done: list[Change]) -> Session:
    return done[-1][2] if done else session
