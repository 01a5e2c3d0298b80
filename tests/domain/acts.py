"""Random but well-formed lessons: what people could do, in any order, also what the rules refuse."""

import random
from dataclasses import replace

from deskside.domain import attendance, lanes, lifecycle
from deskside.domain import events as ev
from deskside.domain.errors import DomainError
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, HelpId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import AddressAll, LaneMode, LeaveReason, SignFault, Urgency
from deskside.domain.people import Part, Person
from deskside.domain.session import Session, find_lane, people
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer
from tests.domain.planning_acts import PLANNING
from tests.domain.planning_acts import START as START
from tests.domain.recording_acts import RECORDING
from tests.domain.work_acts import STUDENTS as STUDENTS
from tests.domain.work_acts import TUTOR as TUTOR
from tests.domain.work_acts import WORK, Act

OBSERVER = UserId("olga")
SUBSTITUTE = UserId("tina")
"""Who conducts the session instead, at times."""
PARTS = {TUTOR: Part.TUTOR, SUBSTITUTE: Part.TUTOR, OBSERVER: Part.OBSERVER}

Change = tuple[Session, ev.Recorded, Session]


def new_session(*, students: tuple[UserId, ...] = STUDENTS) -> Session:
    """A scheduled session with a lane for each student, as it is when it has just been planned."""
    session = Session(
        SessionId("session-123"),
        CenterId("center"),
        "Math Class",
        Person(TUTOR, "Ms Rivera", Part.TUTOR),
        START,
        Millis(START + 3_600_000),
    )
    for student in students:
        session = apply(session, lifecycle.enroll(session, enrolment(student)), START)
    return session


def enrolment(student: UserId) -> ev.StudentEnrolled:
    """An enrolment with a history of one second."""
    return ev.StudentEnrolled(student, str(student).title(), "Grade 8", "Math G5", Millis(1000))


def changes(session: Session, events: ev.Events, at: Millis) -> list[Change]:
    """Each event with the session before and after it."""
    found: list[Change] = []
    for event in events:
        recorded = ev.Recorded(Seq(session.seq + 1), at, None, event)
        after = evolve(session, recorded)
        found.append((session, recorded, after))
        session = after
    return found


def apply(session: Session, events: ev.Events, at: Millis) -> Session:
    """The session after these events."""
    done = changes(session, events, at)
    return done[-1][2] if done else session


def viewers(session: Session) -> list[Viewer]:
    """Everybody whose view matters, also a student who is not enrolled, an observer who is not admitted yet, and
    whoever was the tutor."""
    return [
        *(Viewer(tutor, Part.TUTOR) for tutor in (TUTOR, SUBSTITUTE)),
        Viewer(OBSERVER, Part.OBSERVER),
        *(Viewer(student, Part.STUDENT) for student in STUDENTS),
    ]


def random_act(rng: random.Random, session: Session) -> ev.Events:
    """One act that somebody could try now; a refused one is no event."""
    try:
        return lifecycle.unless_over(session, rng.choice(ACTS)(rng, session))
    except DomainError:
        return ()


def lesson(rng: random.Random, acts: int, begun: Session | None = None) -> list[Change]:
    """A whole lesson of that many tried acts, or the rest of one, with time passing between them."""
    session, now, done = begun or new_session(), START, []
    for _ in range(acts):
        now = Millis(now + rng.choice((0, 1, 20, 1_000, 30_000)))
        made = changes(session, random_act(rng, session), now)
        done += made
        session = made[-1][2] if made else session
    return done


def _anybody(rng: random.Random) -> UserId:
    return rng.choice((TUTOR, SUBSTITUTE, OBSERVER, *STUDENTS, *STUDENTS))


def _page(rng: random.Random, session: Session, who: UserId) -> PageId:
    current = [x.page for x in people(session) if x.user_id == who and x.page is not None]
    return rng.choice([*current, *current, PageId(f"{who}-{rng.randrange(4)}")])


def _arrive(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    part = PARTS.get(who, Part.STUDENT)
    return attendance.arrive(session, Viewer(who, part), str(who).title(), _page(rng, session, who))


def _join(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    allowed = audience(session, who)
    sign = tuple(rng.sample(allowed, rng.randint(0, len(allowed)))) if rng.random() < 0.3 else allowed
    return attendance.join(session, who, _page(rng, session, who), sign)


def _sign(rng: random.Random, session: Session) -> ev.Events:
    who = rng.choice(STUDENTS)
    anybody = [x.user_id for x in people(session)]
    sign = audience(session, who) if rng.random() < 0.7 else tuple(rng.sample(anybody, rng.randint(0, len(anybody))))
    return attendance.show_sign(session, who, _page(rng, session, who), sign)


def _prove(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    fault = rng.choice((None, None, *SignFault))
    return attendance.prove(session, who, _page(rng, session, who), audience(session, who), fault)


def _fall_silent(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    return attendance.fall_silent(session, who, _page(rng, session, who))


def _drop(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    return attendance.drop(session, who, _page(rng, session, who))


def _leave(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    return attendance.leave(session, who, _page(rng, session, who), rng.choice((LeaveReason.LEFT, LeaveReason.LOST)))


def _tracks(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    tracks = ev.TracksChanged(who, mic=rng.random() < 0.5, camera=rng.random() < 0.5, screen=rng.random() < 0.2)
    return attendance.set_tracks(session, tracks, _page(rng, session, who))


def _ask(rng: random.Random, session: Session) -> ev.Events:
    asked = ev.HelpAsked(rng.choice(STUDENTS), HelpId(f"h{rng.randrange(6)}"), rng.choice(list(Urgency)), "Question 3")
    return lanes.ask_help(session, asked)


def _close_help(rng: random.Random, session: Session) -> ev.Events:
    open_calls = [(x.person.user_id, x.help.help_id) for x in session.lanes if x.help]
    if not open_calls:
        return ()
    student, help_id = rng.choice(open_calls)
    return rng.choice(
        (
            lanes.respond_to_help(session, student, help_id),
            lanes.dismiss_help(session, student, help_id, "In a minute."),
            lanes.withdraw_help(session, student, help_id),
        )
    )


def _enroll(rng: random.Random, session: Session) -> ev.Events:
    return lifecycle.enroll(session, enrolment(rng.choice(STUDENTS)))


ACTS: tuple[Act, ...] = (
    _arrive,
    _arrive,
    _join,
    _join,
    _join,
    _sign,
    _prove,
    _prove,
    _fall_silent,
    _drop,
    _leave,
    _tracks,
    _ask,
    _close_help,
    _enroll,
    lambda rng, s: _change_tutor(rng, s) if rng.random() < 0.3 else (),
    lambda rng, s: lifecycle.remove(s, rng.choice(STUDENTS)) if rng.random() < 0.1 else (),
    lambda rng, s: lifecycle.start(s, "room", text_allowed=rng.choice((None, True, True, False))),
    lambda rng, s: lifecycle.pause(s) if rng.random() < 0.3 else (),
    lambda rng, s: lifecycle.resume(s),
    lambda rng, s: lifecycle.end(s) if rng.random() < 0.01 else (),
    lambda rng, s: lifecycle.cancel(s, "ill") if rng.random() < 0.02 else (),
    lambda rng, s: lifecycle.count_prior(s, {x: Millis(rng.randrange(3) * 1_000) for x in STUDENTS[:3]}),
    lambda rng, s: lifecycle.set_engine_up(s, up=rng.random() < 0.7),
    lambda rng, s: lanes.deafen(s, rng.choice(STUDENTS), deafened=rng.random() < 0.5),
    lambda rng, s: lanes.set_lane_mode(s, rng.choice(STUDENTS), rng.choice(list(LaneMode))),
    lambda rng, s: lanes.set_lane_mode(s, rng.choice(STUDENTS), rng.choice(list(LaneMode))),
    lambda rng, s: lanes.address_all(s, rng.choice(list(AddressAll))),
    lambda rng, s: lanes.show_screen_to(s, to_all=rng.random() < 0.5),
    lambda rng, s: lanes.set_open_table(s, open_table=rng.random() < 0.3),
    lambda rng, s: lanes.set_progress(s, rng.choice(STUDENTS), rng.randrange(0, 101, 10)),
    lambda rng, s: attendance.set_bars(s, _anybody(rng), rng.choice((None, 1, 4)), rng.choice((None, 2, 3))),
    lambda rng, s: _active(rng, s),
    *PLANNING,
    *WORK,
    *RECORDING,
)


def _change_tutor(rng: random.Random, session: Session) -> ev.Events:
    seated = [each for each in STUDENTS[:1] if find_lane(session, each)]  # refused; services know who is staff
    to = rng.choice((TUTOR, SUBSTITUTE, SUBSTITUTE, OBSERVER, *seated))
    if to == OBSERVER and not any(x.user_id == OBSERVER for x in session.observers):
        return ()  # an admin who is not there could be made the tutor; here there is one of each kind
    return lifecycle.change_tutor(session, ev.TutorChanged(to, str(to).title()))


def _active(rng: random.Random, session: Session) -> ev.Events:
    who = _anybody(rng)
    return attendance.set_active(session, who, _page(rng, session, who), active=rng.random() < 0.5)


def live(session: Session, *present: UserId) -> Session:
    """The session live, with these people joined and every student's sign shown."""
    session = apply(session, lifecycle.start(session, "room"), START)
    for who in present:
        part = PARTS.get(who, Part.STUDENT)
        page = PageId(f"{who}-page")
        session = apply(session, attendance.arrive(session, Viewer(who, part), str(who).title(), page), START)
        session = apply(session, attendance.join(session, who, page, audience(session, who)), START)
    return session


def without_seq(session: Session) -> Session:
    """For comparing what two sessions say, whatever their numbers."""
    return replace(session, seq=Seq(0))
