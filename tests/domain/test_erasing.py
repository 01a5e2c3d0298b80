"""One person is erased from a session: from its log and its state alike, and nobody else is touched."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain.erasing import ERASED_NAME, erased_event, erased_session
from deskside.domain.evolve import evolve
from deskside.domain.ids import ExerciseId, HelpId, ItemId, MessageId, Millis, Seq, UserId
from deskside.domain.modes import HelpOutcome, Urgency
from deskside.domain.session import find_lane, find_person
from tests.domain.acts import OBSERVER, STUDENTS, SUBSTITUTE, TUTOR, lesson, live, new_session

ALICE, BOB = STUDENTS[:2]


@given(st.integers(0, 2**48), st.sampled_from([*STUDENTS, TUTOR, OBSERVER, SUBSTITUTE]))
def test_the_log_without_somebody_folds_into_the_state_without_them(seed: int, who: UserId) -> None:
    rng = random.Random(seed)
    session = new_session() if rng.random() < 0.3 else live(new_session(), OBSERVER, *STUDENTS)
    for before, recorded, after in lesson(rng, 60, session):
        event = erased_event(recorded.event, who)
        folded = evolve(erased_session(before, who), replace(recorded, event=event))
        assert folded == erased_session(after, who)
        assert erased_event(event, who) == event
        others = [x for x in after.lanes if x.person.user_id != who]
        assert [x for x in folded.lanes if x.person.user_id != who] == others
        gone = find_person(folded, who)
        assert gone is None or gone.name == ERASED_NAME


WORD = "xyzzy"
OF_ALICE: tuple[ev.Event, ...] = (
    ev.StudentEnrolled(ALICE, WORD, WORD, WORD, Millis(5)),
    ev.HelpAsked(ALICE, HelpId("h"), Urgency.HIGH, WORD),
    ev.HelpClosed(ALICE, HelpId("h"), HelpOutcome.RESPONDED, WORD),
    ev.MessageSent(ALICE, MessageId("m"), TUTOR, WORD),
    ev.MessageSent(ALICE, MessageId("m"), ALICE, WORD),
    ev.AnswerGiven(ALICE, ItemId("i"), WORD, correct=True, percent=50),
    ev.HintGiven(ALICE, ItemId("i"), WORD),
    ev.ObserverAdmitted(ALICE, WORD),
    ev.TutorChanged(ALICE, WORD),
)


def test_no_word_of_theirs_or_to_them_is_left_and_others_keep_theirs() -> None:
    for event in OF_ALICE:
        assert WORD not in repr(erased_event(event, ALICE))
        assert erased_event(event, BOB) is event
    answer = erased_event(OF_ALICE[5], ALICE)
    assert isinstance(answer, ev.AnswerGiven)
    assert (answer.correct, answer.percent) == (None, 50)


def test_everything_in_the_state_of_a_lane_is_emptied() -> None:
    session = new_session()
    told: list[ev.Event] = [
        ev.StudentRemoved(ALICE),
        OF_ALICE[0],
        ev.ExerciseAssigned(ALICE, ExerciseId("e"), "Title", "Lesson", (ItemId("i"),)),
        OF_ALICE[1],
        *OF_ALICE[3:7],
    ]
    for event in told:
        session = evolve(session, ev.Recorded(Seq(session.seq + 1), Millis(session.seq), None, event))
    assert repr(session).count(WORD) >= 7
    after = erased_session(session, ALICE)
    assert WORD not in repr(after)
    lane = find_lane(after, ALICE)
    assert lane is not None
    assert lane.exercise is not None
    assert (len(lane.messages), len(lane.exercise.answers), lane.exercise.percent) == (2, 1, 50)
