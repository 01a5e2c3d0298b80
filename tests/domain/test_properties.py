"""What must hold after anything that people can do, in any order."""

import random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.evolve import settle_watches
from deskside.domain.ids import Millis
from deskside.domain.people import Part
from deskside.domain.routing import routing_table, sources, surely_alike, wishes
from deskside.domain.session import Board, Session, looks_in, people, person_of
from deskside.domain.signs import audience, settle_signs
from deskside.domain.tracks import RECORDER, TrackKind
from deskside.domain.visibility import Viewer, envelope, receive, redact
from tests.domain.acts import (
    OBSERVER,
    START,
    STUDENTS,
    SUBSTITUTE,
    TUTOR,
    Change,
    apply,
    lesson,
    live,
    new_session,
    viewers,
)

seeds = st.integers(0, 2**48)


def anything(seed: int, acts: int) -> list[Change]:
    """A lesson from its planning on, or one that is held, perhaps with an open table: few of the former have anybody
    who receives anybody."""
    rng = random.Random(seed)
    session = new_session()
    if kind := rng.randrange(3):
        session = live(session, OBSERVER, TUTOR)
        if kind == 2:
            session = apply(session, lanes.set_open_table(session, open_table=True), START)
        session = live(session, *STUDENTS)
    return lesson(rng, acts, session)


def test_what_holds_is_shown_of_lessons_in_which_people_receive_each_other() -> None:
    tables = [[routing_table(after) for _, _, after in anything(seed, 60)] for seed in range(60)]
    assert sum(any(each) for each in tables) >= 30
    met = [
        {(x.source, x.target) for table in each for x in table if {x.source, x.target} <= {*STUDENTS}}
        for each in tables
    ]
    assert sum(map(bool, met)) >= 10


def assert_private(session: Session) -> None:
    """No forbidden edge in the table of this session."""
    lanes = {lane.person.user_id: lane for lane in session.lanes}
    for route in routing_table(session):
        if route.target == RECORDER:  # see `assert_written_by_consent`
            continue
        assert route.source != route.target
        assert route.source in sources(session, route.target)
        for end in (route.source, route.target):
            assert person_of(session, end).on_air, "an edge of a page that does not prove that it is drawn"
        if route.source in lanes and route.target in lanes:
            known_to_both = {*lanes[route.source].sign} & {*lanes[route.target].sign}
            adults = [x for x in (session.tutor, *session.observers) if x.attending and x.drawn]
            assert any(x.user_id in known_to_both for x in adults), "students meet without an adult"
        if route.source in lanes:
            assert route.target in lanes[route.source].sign, "an edge that the student's sign does not show"
            assert route.target in audience(session, route.source)
            assert session.open_table or route.target not in lanes, "a student receives another student"


def assert_clocks(session: Session) -> None:
    """Stopwatches run only for people who are really in the live room, with a page that is drawn."""
    for person in people(session):
        running = person.watch.running_since is not None
        assert running == (session.flowing and person.joined and person.connected and person.drawn)
        assert person.watch.gathered_ms >= 0
    for lane in session.lanes:
        assert lane.teach_watch.running_since is None or lane.person.watch.running_since is not None
    assert (session.watch.running_since is not None) == session.flowing


def assert_views(change: Change) -> None:
    """A view folded from visible envelopes equals the redacted session."""
    before, recorded, after = change
    for viewer in viewers(before):
        got = envelope(before, after, recorded, viewer)
        assert receive(redact(before, viewer), got) == redact(after, viewer)


@given(seeds)
def test_no_student_ever_receives_another_in_private_lanes_nor_anybody_unsigned(seed: int) -> None:
    for _, _, after in anything(seed, 60):
        assert_private(after)


@given(seeds)
def test_no_sign_holds_anybody_whom_the_rules_do_not_allow_nor_anything_of_a_former_page(seed: int) -> None:
    for before, _, after in anything(seed, 60):
        was = {lane.person.user_id: lane for lane in before.lanes}
        for lane in after.lanes:
            assert {*lane.sign} <= {*audience(after, lane.person.user_id)}
            assert not lane.sign or lane.sign_fault is None
            former = was.get(lane.person.user_id)
            if former is None or former.person.page != lane.person.page:
                assert lane.sign == ()


@given(seeds)
def test_what_an_event_leaves_as_it_was_stays_the_same_object(seed: int) -> None:
    for before, recorded, after in anything(seed, 60):
        about = getattr(recorded.event, "student_id", getattr(recorded.event, "person_id", None))
        was = {lane.person.user_id: lane for lane in before.lanes}
        for lane in after.lanes:
            former = was.get(lane.person.user_id)
            assert lane is former or lane != former or lane.person.user_id == about
        if about is None and after.lanes == before.lanes:
            assert after.lanes is before.lanes


@given(seeds)
def test_what_is_surely_alike_has_the_same_table_sources_and_pages(seed: int) -> None:
    alike = 0
    for before, recorded, after in anything(seed, 60):
        if surely_alike(before, after):
            alike += 1
            assert routing_table(before) == routing_table(after)
            assert [(x.user_id, x.page) for x in people(before)] == [(x.user_id, x.page) for x in people(after)]
            for person in people(before):
                assert sources(before, person.user_id) == sources(after, person.user_id)
                received = routing_table(after)
                assert wishes(before, person.user_id, received) == wishes(after, person.user_id, received)
        elif isinstance(recorded.event, ev.AnswerGiven | ev.MessageSent | ev.MessagesRead):
            raise AssertionError("an answer or a message asks the engine for nothing")
    event(f"alike: {alike > 0}")


@given(seeds)
def test_whoever_comes_onto_a_sign_was_just_shown_by_its_page(seed: int) -> None:
    for before, recorded, after in anything(seed, 60):
        was = {lane.person.user_id: {*lane.sign} for lane in before.lanes}
        for lane in after.lanes:
            if {*lane.sign} - was.get(lane.person.user_id, set()):
                assert isinstance(recorded.event, ev.SignShown)
                assert recorded.event.student_id == lane.person.user_id


@given(seeds)
def test_stopwatches_never_run_for_an_absent_person(seed: int) -> None:
    for _, _, after in anything(seed, 60):
        assert_clocks(after)


@given(seeds)
def test_signs_and_stopwatches_are_right_after_every_event_in_every_view_whatever_it_was(seed: int) -> None:
    for _, recorded, after in anything(seed, 80):
        for view in (after, *(redact(after, viewer) for viewer in viewers(after))):
            assert settle_watches(settle_signs(view), recorded.at) == view


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_a_view_folded_from_visible_events_equals_the_redacted_session(seed: int) -> None:
    for change in anything(seed, 50):
        assert_views(change)


@given(seeds)
def test_nobody_gathers_more_time_than_has_passed(seed: int) -> None:
    done = anything(seed, 80)
    if not done:
        return
    _, last, session = done[-1]
    for person in people(session):
        assert person.watch.read(last.at) <= last.at - START
        assert person.watch.read(Millis(last.at - 10_000_000)) >= 0


@given(seeds)
def test_a_student_sees_no_other_student_in_private_lanes(seed: int) -> None:
    for _, _, after in anything(seed, 60):
        for viewer in viewers(after):
            if viewer.part is Part.STUDENT and not after.open_table:
                known = {x.user_id for x in people(redact(after, viewer))}
                assert not known & (set(STUDENTS) - {viewer.user_id})


@given(seeds)
@settings(deadline=None)
def test_who_looks_in_reads_no_word_before_they_are_on_the_signs_nor_after_they_left(seed: int) -> None:
    """Neither a view nor an envelope holds a word of anybody while they are no observer."""
    admin = Viewer(OBSERVER, Part.OBSERVER)
    for before, recorded, after in anything(seed, 60):
        got = envelope(before, after, recorded, admin)
        if looks_in(after, OBSERVER):
            continue
        assert got.event is None
        for view in filter(None, (redact(after, admin), got.view)):
            assert view.announcements == ()
            assert view.table_board == Board()
            for lane in view.lanes:
                assert (lane.messages, lane.exercise, lane.queue, lane.board) == ((), None, (), Board())
                assert lane.help is None or (lane.help.text, lane.help.board_revision) == ("", None)


@given(seeds)
@settings(deadline=None)
def test_whoever_is_not_the_tutor_any_more_reads_no_word_and_receives_nothing(seed: int) -> None:
    for before, recorded, after in anything(seed, 60):
        for former in {TUTOR, SUBSTITUTE} - {after.tutor.user_id}:
            got = envelope(before, after, recorded, Viewer(former, Part.TUTOR))
            assert got.event is None
            for view in filter(None, (redact(after, Viewer(former, Part.TUTOR)), got.view)):
                assert all((x.messages, x.exercise, x.queue, x.board) == ((), None, (), Board()) for x in view.lanes)
            assert sources(after, former) == frozenset()
            assert not any(former in (x.source, x.target) for x in routing_table(after))
            assert not any(former in lane.sign for lane in after.lanes)


@given(seeds)
def test_the_tutor_hears_every_student_whose_sign_shows_them(seed: int) -> None:
    for _, _, after in anything(seed, 60):
        table = {route.edge for route in routing_table(after)}
        for lane in after.lanes:
            tutor = after.tutor.user_id
            expected = after.flowing and after.tutor.on_air and lane.person.on_air and tutor in lane.sign
            assert ((lane.person.user_id, tutor, TrackKind.AUDIO) in table) == expected


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_million_random_acts_open_no_forbidden_edge() -> None:
    rng, acts = random.Random(20261122), 0
    while acts < 1_000_000:
        session = new_session()
        for _, _, after in lesson(rng, 500):
            session = after
            assert_private(session)
        acts += 500
