"""Random acts on the work in lanes: exercises, answers, messages, boards. Part of `acts`."""

import random
from collections.abc import Callable

from deskside.domain import events as ev
from deskside.domain import lanes, talk, work
from deskside.domain.boards import revisions, rights
from deskside.domain.exercises import Judgement
from deskside.domain.ids import ExerciseId, ItemId, MessageId, UserId
from deskside.domain.session import Session

TUTOR = UserId("tutor")
STUDENTS = tuple(UserId(name) for name in ("alice", "bob", "carol", "david", "erin"))
ITEMS = tuple(ItemId(f"i{number}") for number in range(3))

Act = Callable[[random.Random, Session], ev.Events]


def _assign(rng: random.Random, session: Session) -> ev.Events:
    given = ev.ExerciseAssigned(
        rng.choice(STUDENTS), ExerciseId(f"e{rng.randrange(3)}"), "Fractions", "Lesson 4", ITEMS
    )
    return lanes.assign(session, given)


def _answer(rng: random.Random, session: Session) -> ev.Events:
    item, value = rng.choice((*ITEMS, ItemId("other"))), rng.choice(("", "5/6", "7/8"))
    found = rng.choice((Judgement(correct=True), Judgement(correct=False), Judgement(), Judgement(unreadable=True)))
    return work.answer(session, rng.choice(STUDENTS), item, value, found)


def _queue(rng: random.Random, session: Session) -> ev.Events:
    queued = tuple(ev.Queued(ExerciseId(f"e{n}"), "Essay", "Lesson 5") for n in range(rng.randrange(3)))
    return work.queue(session, rng.choice(STUDENTS), queued)


def _next(rng: random.Random, session: Session) -> ev.Events:
    student = rng.choice(STUDENTS)
    queued = [x.queue[0] for x in session.lanes if x.person.user_id == student and x.queue]
    exercise_id = queued[0].exercise_id if queued else ExerciseId("none")
    return work.next_exercise(session, ev.ExerciseAssigned(student, exercise_id, "Essay", "Lesson 5", ITEMS[:1]))


def _message(rng: random.Random, session: Session) -> ev.Events:
    student = rng.choice(STUDENTS)
    sent = ev.MessageSent(student, MessageId(f"m{rng.randrange(9)}"), rng.choice((student, TUTOR)), "Well done")
    return talk.send_message(session, sent)


def _announce(rng: random.Random, session: Session) -> ev.Events:
    return talk.announce(session, ev.AnnouncementMade(MessageId(f"a{rng.randrange(9)}"), "Five minutes left"))


def _postpone(rng: random.Random, session: Session) -> ev.Events:
    calls = [(x.person.user_id, x.help.help_id) for x in session.lanes if x.help]
    return lanes.postpone_help(session, *rng.choice(calls)) if calls else ()


def _attach(rng: random.Random, session: Session) -> ev.Events:
    calls = [(x.person.user_id, x.help.help_id) for x in session.lanes if x.help]
    return (
        revisions.attach_board(session, ev.HelpBoardAttached(*rng.choice(calls), rng.randrange(1, 9))) if calls else ()
    )


WORK: tuple[Act, ...] = (
    _assign,
    _answer,
    _answer,
    _queue,
    _next,
    _message,
    _announce,
    _postpone,
    _attach,
    lambda rng, s: work.hint(s, rng.choice(STUDENTS), rng.choice(ITEMS), "Find a common denominator"),
    lambda rng, s: talk.read_messages(s, rng.choice(STUDENTS), by_tutor=rng.random() < 0.5),
    lambda rng, s: rights.lock_board(s, rng.choice(STUDENTS), locked=rng.random() < 0.5),
    lambda rng, s: revisions.revise_board(s, rng.choice(STUDENTS), rng.randrange(20)),
    lambda rng, s: revisions.revise_table_board(s, rng.randrange(20)),
)
