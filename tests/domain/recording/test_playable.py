"""Who may have which file, which words, and why somebody is missing."""

from deskside.domain import events as ev
from deskside.domain.consent import ConsentKind
from deskside.domain.ids import FileId, Millis, RecordingId, UserId
from deskside.domain.modes import LaneMode, LeaveReason
from deskside.domain.people import Part
from deskside.domain.recording.heard import all_spans
from deskside.domain.recording.missing import Why, missing
from deskside.domain.recording.playable import FileState, Playable, may_have
from deskside.domain.recording.replay import Window, replay_of
from deskside.domain.recording.spoken import Line, Word, lines_for
from deskside.domain.recording.story import Span
from deskside.domain.visibility import Viewer
from tests.domain.acts import OBSERVER, START, STUDENTS, TUTOR
from tests.domain.recording.test_heard import Told

ALICE, BOB = STUDENTS[:2]
STAFF, AS_ALICE = Viewer(TUTOR, Part.TUTOR), Viewer(ALICE, Part.STUDENT)
BOTH = (ConsentKind.PICTURE, ConsentKind.SOUND)


def file(kind: str, person_id: UserId | None, state: FileState = FileState.READY) -> Playable:
    return Playable("f", kind, person_id, state, "video/webm", Millis(1), picture=True, file_id=FileId("v"))


def line(person_id: UserId, *words: tuple[int, int, str]) -> Line:
    return Line(person_id, tuple(Word(Millis(start), Millis(end), text) for start, end, text in words))


def test_a_student_has_their_own_files_and_what_was_cut_for_them() -> None:
    for kind in ("person", "screen", "to_student", "to_student_screen"):
        assert may_have(AS_ALICE, file(kind, ALICE))
        assert not [who for who in (BOB, TUTOR, None) if may_have(AS_ALICE, file(kind, who))]
    assert not may_have(AS_ALICE, file("composite", ALICE))
    assert not may_have(AS_ALICE, file("composite", None))
    assert all(may_have(STAFF, file(kind, BOB)) for kind in ("person", "screen", "composite"))
    assert not may_have(STAFF, file("to_student", BOB))


def test_only_a_whole_file_plays() -> None:
    assert file("person", ALICE).plays
    assert not any(file("person", ALICE, state).plays for state in FileState if state is not FileState.READY)
    assert not Playable("f", "person", ALICE, FileState.READY, "video/webm", Millis(1), picture=True).plays


def test_a_student_reads_their_own_words_and_of_the_tutors_those_that_they_could_hear() -> None:
    lines = (
        line(TUTOR, (900, 1_100, "Look"), (1_200, 1_400, "here"), (1_900, 2_100, "Bob")),
        line(TUTOR, (5_000, 5_500, "Bob")),
        line(ALICE, (100, 200, "Yes")),
        line(BOB, (1_200, 1_300, "No")),
    )
    heard = {TUTOR: (Span(Millis(1_000), Millis(2_000)),)}
    assert lines_for(AS_ALICE, lines, heard) == (
        line(ALICE, (100, 200, "Yes")),
        line(TUTOR, (1_200, 1_400, "here")),
    )
    assert [x.start for x in lines_for(STAFF, lines, {})] == [100, 900, 1_200, 5_000]


def why(told: Told, viewer: Viewer, *files: Playable) -> dict[UserId, Why]:
    seats = replay_of(told.story, viewer, Window(START, Millis(START + 60_000))).people
    return missing(told.story, viewer, seats, files, all_spans(told.story))


def test_a_session_that_was_not_recorded_says_so_of_everybody() -> None:
    told = Told().happens(START + 1_000, ev.ObserverAdmitted(OBSERVER, "Olga"))
    assert why(told, STAFF) == dict.fromkeys((TUTOR, ALICE, BOB), Why.NOT_RECORDED)
    assert OBSERVER not in why(told, STAFF)


def test_whoever_is_missing_has_a_reason() -> None:
    told = Told().happens(START + 1_000, ev.RecordingStarted(RecordingId("r")))
    told.happens(START + 2_000, ev.ConsentChanged(ALICE, BOTH, 1), ev.ConsentChanged(BOB, (ConsentKind.BOARD,), 1))
    told.happens(START + 3_000, ev.ConsentChanged(TUTOR, (ConsentKind.SOUND,), 1)).happens(
        START + 9_000, ev.SessionEnded()
    )
    assert why(told, STAFF) == {TUTOR: Why.NOTHING, ALICE: Why.PROCESSING, BOB: Why.NO_CONSENT}
    found = why(told, STAFF, file("person", ALICE), file("person", TUTOR, FileState.FAILED))
    assert found == {TUTOR: Why.FAILED, BOB: Why.NO_CONSENT}
    assert why(told, STAFF, file("screen", ALICE, FileState.DELETED))[ALICE] is Why.DELETED
    assert why(told, STAFF, file("screen", ALICE, FileState.PROCESSING))[ALICE] is Why.PROCESSING


def test_a_student_is_told_of_the_tutor_by_what_was_cut_for_them() -> None:
    told = Told().happens(START + 1_000, ev.RecordingStarted(RecordingId("r")))
    told.happens(START + 1_000, ev.ConsentChanged(TUTOR, BOTH, 1)).happens(
        START + 2_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH)
    )
    told.happens(START + 9_000, ev.SessionEnded())
    assert why(told, AS_ALICE, file("person", ALICE))[TUTOR] is Why.PROCESSING
    assert TUTOR not in why(told, AS_ALICE, file("to_student", ALICE))
    assert why(told, AS_ALICE)[ALICE] is Why.NO_CONSENT


def test_who_agreed_and_sent_nothing_is_missing_for_that() -> None:
    told = Told().happens(START + 500, ev.PersonLeft(ALICE, LeaveReason.LEFT))
    told.happens(START + 1_000, ev.RecordingStarted(RecordingId("r")), ev.ConsentChanged(ALICE, BOTH, 1))
    told.happens(START + 1_000, ev.ConsentChanged(TUTOR, BOTH, 1)).happens(START + 2_000, ev.SessionEnded())
    assert why(told, STAFF)[ALICE] is Why.NOTHING
    assert why(told, AS_ALICE)[TUTOR] is Why.NOTHING
    assert why(told, STAFF)[TUTOR] is Why.PROCESSING
