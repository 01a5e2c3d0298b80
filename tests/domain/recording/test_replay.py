"""What is seen again of a session: all of it by staff, by a student their own lane alone."""

import random
from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain.consent import ConsentKind
from deskside.domain.ids import ExerciseId, HelpId, MessageId, Millis, RecordingId, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, LeaveReason, Urgency
from deskside.domain.people import Part
from deskside.domain.recording.holding import Held, Holding
from deskside.domain.recording.replay import BoardAt, Replay, Seat, Window, replay_of
from deskside.domain.recording.story import Story
from deskside.domain.visibility import Viewer
from tests.domain.acts import OBSERVER, START, STUDENTS, SUBSTITUTE, TUTOR
from tests.domain.recording.stories import told
from tests.domain.recording.test_heard import Told

seeds = st.integers(0, 2**48)
ALICE, BOB = STUDENTS[:2]
STAFF, AS_ALICE = Viewer(TUTOR, Part.TUTOR), Viewer(ALICE, Part.STUDENT)
ZERO = Window(START, Millis(START + 10_000))


def lesson() -> Told:
    told = Told().happens(START + 1_000, ev.ExerciseAssigned(ALICE, ExerciseId("e"), "Fractions", "Lesson 4"))
    told.happens(START + 2_000, ev.HelpAsked(BOB, HelpId("h"), Urgency.HIGH, "Stuck"))
    told.happens(START + 3_000, ev.HelpClosed(BOB, HelpId("h"), HelpOutcome.RESPONDED, ""))
    told.happens(START + 3_000, ev.LaneModeChanged(BOB, LaneMode.TEACH))
    told.happens(START + 4_000, ev.SessionPaused()).happens(START + 5_000, ev.SessionResumed())
    told.happens(START + 6_000, ev.AddressAllChanged(AddressAll.LATCH))
    told.happens(START + 7_000, ev.AnnouncementMade(MessageId("a"), "Well done"))
    told.happens(START + 8_000, ev.PersonLeft(ALICE, LeaveReason.LEFT))
    return told.happens(START + 9_000, ev.SessionEnded())


def stretches(found: Replay) -> list[tuple[Holding, str | None, int, int]]:
    return [(x.held.what, x.held.person_id, x.start, x.end) for x in found.stretches]


def test_staff_see_every_lane_and_how_long_things_held() -> None:
    found = replay_of(lesson().story, STAFF, ZERO)
    assert found.people == (
        Seat(TUTOR, "Ms Rivera", Part.TUTOR),
        Seat(ALICE, "Alice", Part.STUDENT),
        Seat(BOB, "Bob", Part.STUDENT),
    )
    assert found.ends_at == 9_000
    held = stretches(found)
    assert (Holding.HELP, BOB, 2_000, 3_000) in held
    assert (Holding.TEACH, BOB, 3_000, 4_000) in held
    assert (Holding.TEACH, BOB, 5_000, 9_000) in held
    assert (Holding.BREAK, None, 4_000, 5_000) in held
    assert (Holding.ALL, None, 6_000, 9_000) in held
    assert (Holding.PRESENT, ALICE, 5_000, 8_000) in held
    assert (Holding.EXERCISE, ALICE, 1_000, 9_000) in held
    assert [type(x.event).__name__ for x in found.moments if x.person_id == BOB] == [
        "PersonJoined",
        "HelpAsked",
        "HelpClosed",
        "LaneModeChanged",
    ]


def test_a_student_sees_their_own_lane_the_tutor_and_what_was_for_all() -> None:
    found = replay_of(lesson().story, AS_ALICE, ZERO)
    assert [x.user_id for x in found.people] == [TUTOR, ALICE]
    assert {x.held.person_id for x in found.stretches} == {None, TUTOR, ALICE}
    assert [(x.at, type(x.event).__name__) for x in found.moments] == [
        (0, "SessionStarted"),
        (0, "PersonJoined"),
        (0, "PersonJoined"),
        (1_000, "ExerciseAssigned"),
        (4_000, "SessionPaused"),
        (5_000, "SessionResumed"),
        (6_000, "AddressAllChanged"),
        (7_000, "AnnouncementMade"),
        (8_000, "PersonLeft"),
        (9_000, "SessionEnded"),
    ]


def test_a_replay_begins_at_zero_with_things_as_they_were_by_then() -> None:
    found = replay_of(lesson().story, STAFF, Window(Millis(START + 2_500), Millis(START + 20_000)))
    assert (Holding.HELP, BOB, 0, 500) in stretches(found)
    assert (Holding.EXERCISE, ALICE, 0, 6_500) in stretches(found)
    assert min(x.at for x in found.moments) == 500
    assert found.ends_at == 6_500
    assert replay_of(lesson().story, STAFF, Window(Millis(START + 10_000), ZERO.now)).ends_at == 0


def test_of_a_session_that_goes_on_it_ends_now() -> None:
    told = Told().happens(START + 1_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    found = replay_of(told.story, AS_ALICE, ZERO)
    assert found.ends_at == 10_000
    assert (Holding.TEACH, ALICE, 1_000, 10_000) in stretches(found)
    assert replay_of(Told().story, AS_ALICE, ZERO).people[1].user_id == ALICE


def test_a_board_is_in_it_only_from_revisions_that_its_student_agreed_to() -> None:
    told = Told().happens(START + 1_000, ev.BoardRevised(ALICE, 1))
    told.happens(START + 2_000, ev.ConsentChanged(ALICE, (ConsentKind.BOARD,), 1), ev.BoardRevised(ALICE, 2))
    told.happens(START + 3_000, ev.BoardRevised(ALICE, 3), ev.BoardRevised(BOB, 1))
    told.happens(START + 4_000, ev.HelpAsked(ALICE, HelpId("h"), Urgency.HIGH, ""))
    told.happens(START + 4_000, ev.HelpBoardAttached(ALICE, HelpId("h"), 4))
    told.happens(START + 5_000, ev.ConsentChanged(ALICE, (ConsentKind.SOUND,), 1), ev.BoardRevised(ALICE, 5))
    told.happens(START + 6_000, ev.StudentRemoved(BOB), ev.BoardRevised(BOB, 2))
    expected = ((2_000, 2), (3_000, 3), (4_000, 4))
    for viewer in (STAFF, AS_ALICE):
        assert replay_of(told.story, viewer, ZERO).boards == tuple(
            BoardAt(ALICE, Millis(at), number) for at, number in expected
        )
    later = Window(Millis(START + 3_500), ZERO.now)
    assert replay_of(told.story, AS_ALICE, later).boards == (
        BoardAt(ALICE, Millis(0), 3),
        BoardAt(ALICE, Millis(500), 4),
    )


def sent(found: Replay) -> list[tuple[Holding, UserId | None, int, int]]:
    kinds = (Holding.MIC, Holding.CAMERA, Holding.SCREEN)
    return [(x.held.what, x.held.person_id, x.start, x.end) for x in found.stretches if x.held.what in kinds]


def test_a_camera_is_on_while_it_is_written_and_the_viewer_may_have_that() -> None:
    both = (ConsentKind.PICTURE, ConsentKind.SOUND)
    told = Told().happens(START, ev.RecordingStarted(RecordingId("r")), ev.ConsentChanged(TUTOR, both, 1))
    told.happens(START + 1_000, ev.TracksChanged(TUTOR, mic=True, camera=True, screen=True))
    told.happens(START + 2_000, ev.ConsentChanged(ALICE, (ConsentKind.PICTURE,), 1))
    told.happens(START + 2_000, ev.TracksChanged(ALICE, mic=True, camera=True, screen=False))
    told.happens(START + 3_000, ev.TracksChanged(ALICE, mic=True, camera=True, screen=False, camera_paused=True))
    told.happens(START + 4_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    told.happens(START + 5_000, ev.SessionPaused()).happens(START + 9_000, ev.SessionEnded())
    assert sent(replay_of(told.story, AS_ALICE, ZERO)) == [
        (Holding.CAMERA, TUTOR, 1_000, 5_000),
        (Holding.CAMERA, ALICE, 2_000, 3_000),
        (Holding.MIC, TUTOR, 4_000, 5_000),
        (Holding.SCREEN, TUTOR, 4_000, 5_000),
    ]
    of_tutor = [x for x in sent(replay_of(told.story, STAFF, ZERO)) if x[1] == TUTOR]
    assert (Holding.CAMERA, TUTOR, 1_000, 5_000) in of_tutor
    assert not [x for x in of_tutor if x[0] is Holding.MIC and x[2] < 4_000], "nobody could hear it"


def test_observers_and_tutors_who_took_over_are_among_the_people() -> None:
    told = Told().happens(START + 1_000, ev.ObserverAdmitted(OBSERVER, "Olga"), ev.TutorChanged(SUBSTITUTE, "Tina"))
    assert replay_of(told.story, STAFF, ZERO).people == (
        Seat(TUTOR, "", Part.TUTOR),
        Seat(ALICE, "Alice", Part.STUDENT),
        Seat(BOB, "Bob", Part.STUDENT),
        Seat(OBSERVER, "Olga", Part.OBSERVER),
        Seat(SUBSTITUTE, "Tina", Part.TUTOR),
    )
    assert [x.user_id for x in replay_of(told.story, AS_ALICE, ZERO).people] == [TUTOR, ALICE, SUBSTITUTE]


def test_a_session_whose_tutor_is_not_known_has_only_its_students() -> None:
    story = Told().story
    nobody = Story(story.now, (ev.Recorded(story.log[0].seq, START, None, ev.TutorChanged(TUTOR, "Ms Rivera")),))
    assert replay_of(nobody, STAFF, ZERO).people == (Seat(TUTOR, "Ms Rivera", Part.TUTOR),)


@given(seeds)
def test_nothing_of_another_student_is_in_a_students_replay(seed: int) -> None:
    story, _ = told(seed, 80)
    if not story.log:
        return
    window = Window(START, Millis(story.last_at + 1))
    for student in STUDENTS:
        found = repr(replay_of(story, Viewer(student, Part.STUDENT), window)).lower()
        assert not [other for other in STUDENTS if other != student and other in found]
    everything = repr(replay_of(story, STAFF, window)).lower()
    event(f"students in all of it: {sum(x in everything for x in STUDENTS)}")


@given(seeds, st.sampled_from(STUDENTS))
def test_what_others_do_changes_nothing_in_a_students_replay(seed: int, student: UserId) -> None:
    """Neither a count nor an instant of it: without them the replay is the same."""
    story, _ = told(seed, 80)
    others = {*STUDENTS} - {student}

    def about(event: ev.Event) -> UserId | None:
        return getattr(event, "student_id", getattr(event, "person_id", None))

    alone = tuple(x for x in story.log if about(x.event) not in others)
    if not alone:
        return
    window = Window(START, Millis(story.last_at + 1))
    viewer = Viewer(student, Part.STUDENT)
    now = replace(story.now, lanes=tuple(x for x in story.now.lanes if x.person.user_id == student))
    assert replay_of(Story(now, alone), viewer, window) == replay_of(story, viewer, window)


@given(seeds, st.randoms(use_true_random=False))
def test_stretches_lie_within_the_replay_and_say_what_held(seed: int, rng: random.Random) -> None:
    story, done = told(seed, 60)
    if not done:
        return
    found = replay_of(story, STAFF, Window(START, Millis(story.last_at + 1)))
    assert all(0 <= x.start < x.end <= found.ends_at for x in found.stretches)
    assert [x.at for x in found.moments] == sorted(x.at for x in found.moments)
    at = Millis(rng.randrange(START, story.last_at + 1))
    before = [after for _, recorded, after in done if recorded.at <= at]
    if not before:
        return
    held = {x.held for x in found.stretches if x.start <= at - START < x.end}
    taught = {
        Held(Holding.TEACH, x.person.user_id)
        for x in before[-1].lanes
        if x.person.joined and x.mode is LaneMode.TEACH and before[-1].flowing
    }
    assert {x for x in held if x.what is Holding.TEACH} == taught
    assert (Held(Holding.BREAK) in held) == before[-1].paused
