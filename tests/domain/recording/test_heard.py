"""Who received whom when, against the routing table itself at whichever instant."""

import itertools
import random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain import lanes, lifecycle
from deskside.domain.ids import Millis, UserId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.recording.heard import all_spans, spans
from deskside.domain.recording.story import Span, Story, planned, steps
from deskside.domain.routing import routing_table
from deskside.domain.session import people
from deskside.domain.tracks import RECORDER, TrackKind
from tests.domain.acts import START, STUDENTS, SUBSTITUTE, TUTOR, Change, changes, new_session
from tests.domain.recording.stories import live_changes, told

seeds = st.integers(0, 2**48)
ALICE, BOB = STUDENTS[:2]


class Told:
    """A lesson told step by step: Alice and Bob with their tutor."""

    def __init__(self) -> None:
        session = new_session(students=())
        self.first = session
        self.done: list[Change] = []
        for student in (ALICE, BOB):
            self.happens(START, ev.StudentEnrolled(student, student.title(), "", "", Millis(0)))
        self.done += live_changes(self.done[-1][2], TUTOR, ALICE, BOB)

    def happens(self, at: int, *events: ev.Event) -> "Told":
        now = self.done[-1][2] if self.done else self.first
        self.done += changes(now, events, Millis(at))
        return self

    @property
    def story(self) -> Story:
        return Story(self.done[-1][2], tuple(x[1] for x in self.done))

    def heard(self, source: UserId, target: UserId, kind: TrackKind = TrackKind.AUDIO) -> list[tuple[int, int]]:
        return [(x.start - START, x.end - START) for x in spans(self.story, source, target, kind)]


def test_a_student_in_observe_hears_the_tutor_only_while_they_are_taught_or_all_are_addressed() -> None:
    told = Told().happens(START + 1_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    told.happens(START + 3_000, ev.LaneModeChanged(ALICE, LaneMode.OBSERVE))
    told.happens(START + 5_000, ev.AddressAllChanged(AddressAll.HOLD)).happens(
        START + 6_000, ev.AddressAllChanged(AddressAll.OFF)
    )
    told.happens(START + 9_000, ev.SessionEnded())
    assert told.heard(TUTOR, ALICE) == [(1_000, 3_000), (5_000, 6_000)]
    assert told.heard(TUTOR, BOB) == [(5_000, 6_000)]
    assert told.heard(TUTOR, BOB, TrackKind.VIDEO) == [(0, 9_000)]
    assert told.heard(BOB, ALICE) == []


def test_a_break_a_silent_page_and_a_deafened_student_end_a_span_at_their_instant() -> None:
    told = Told().happens(START + 1_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    told.happens(START + 2_000, ev.SessionPaused()).happens(START + 3_000, ev.SessionResumed())
    told.happens(START + 4_000, ev.PageSilent(ALICE)).happens(START + 5_000, ev.PageDrawn(ALICE))
    told.happens(START + 6_000, ev.LaneDeafened(ALICE, deafened=True))
    told.happens(START + 7_000, ev.LaneDeafened(ALICE, deafened=False)).happens(START + 8_000, ev.EndForeseen(None))
    assert told.heard(TUTOR, ALICE) == [(1_000, 2_000), (3_000, 4_000), (5_000, 6_000), (7_000, 8_000)]
    assert told.heard(ALICE, TUTOR) == [(0, 2_000), (3_000, 4_000), (5_000, 8_000)]


def test_what_closes_and_opens_at_one_instant_is_one_span_and_what_opens_and_closes_is_none() -> None:
    told = Told().happens(START + 1_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    told.happens(START + 2_000, ev.SessionPaused(), ev.SessionResumed())
    told.happens(START + 3_000, ev.LaneModeChanged(BOB, LaneMode.TEACH), ev.LaneModeChanged(BOB, LaneMode.OBSERVE))
    told.happens(START + 4_000, ev.SessionEnded())
    assert told.heard(TUTOR, ALICE) == [(1_000, 4_000)]
    assert told.heard(TUTOR, BOB) == []


def test_who_took_a_session_over_is_heard_from_then_on_and_the_first_tutor_until_then() -> None:
    told = Told().happens(START + 1_000, ev.LaneModeChanged(ALICE, LaneMode.TEACH))
    told.happens(START + 2_000, *lifecycle.change_tutor(told.story.now, ev.TutorChanged(SUBSTITUTE, "Tina")))
    told.done += live_changes(told.story.now, SUBSTITUTE)
    told.happens(START + 3_000, ev.SignShown(ALICE, (SUBSTITUTE,))).happens(START + 4_000, ev.SessionEnded())
    assert told.heard(TUTOR, ALICE) == [(1_000, 2_000)]
    assert told.heard(ALICE, TUTOR) == [(0, 2_000)]
    assert told.heard(ALICE, SUBSTITUTE) == [(3_000, 4_000)]


def test_a_session_that_nobody_came_to_has_no_spans_whoever_was_its_first_tutor() -> None:
    session = new_session(students=())
    done = changes(session, lifecycle.change_tutor(session, ev.TutorChanged(SUBSTITUTE, "Tina")), START)
    story = Story(done[-1][2], tuple(x[1] for x in done))
    assert all_spans(story) == {}
    assert all_spans(Story(session, ())) == {}
    assert planned(story).tutor.user_id == ""


def test_an_open_table_from_the_planning_on_is_one_in_the_story_too() -> None:
    told = Told()
    told.happens(START + 1_000, *lanes.set_open_table(told.story.now, open_table=True))
    assert not planned(told.story).open_table
    told.happens(START + 2_000, *lanes.set_open_table(told.story.now, open_table=False))
    later = Story(told.story.now, told.story.log[-1:])
    assert planned(later).open_table


@given(seeds)
def test_a_story_ends_as_the_session_is(seed: int) -> None:
    story, _ = told(seed, 50)
    sessions = [session for _, session in steps(story)]
    if not sessions:
        return
    last = sessions[-1]
    assert last.lanes == story.now.lanes
    assert last.tutor.user_id == story.now.tutor.user_id
    assert (last.open_table, last.status, last.observers) == (
        story.now.open_table,
        story.now.status,
        story.now.observers,
    )


@given(seeds, st.randoms(use_true_random=False))
def test_at_any_instant_an_edge_is_in_a_span_if_and_only_if_it_is_in_the_table(seed: int, rng: random.Random) -> None:
    story, done = told(seed, 60)
    if not done:
        return
    found = all_spans(story)
    event(f"edges: {min(len(found), 20)}")
    instants = [rng.randrange(START - 1, story.last_at + 1) for _ in range(6)]
    instants += [x[1].at for x in rng.sample(done, min(6, len(done)))]
    known = {RECORDER} | {x.user_id for _, _, after in done for x in people(after)}
    for at in instants:
        after = [after for _, recorded, after in done if recorded.at <= at]
        table = {x.edge for x in routing_table(after[-1])} if after and at < story.last_at else set()
        assert table == {edge for edge, each in found.items() if any(x.start <= at < x.end for x in each)}
    assert all({source, target} <= known for source, target, _ in found)


@given(seeds)
@settings(max_examples=30)
def test_spans_of_an_edge_are_in_order_and_apart(seed: int) -> None:
    story, _ = told(seed, 60)
    for number, (edge, found) in enumerate(all_spans(story).items()):
        assert number or found == spans(story, *edge)
        assert all(x.start < x.end for x in found)
        assert all(x.end < y.start for x, y in itertools.pairwise(found))
        assert Span(found[0].start, found[-1].end).end <= story.last_at
