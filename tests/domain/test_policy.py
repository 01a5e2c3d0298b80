"""Routing, access and quality by example; their properties are in test_properties."""

import pytest

from deskside.domain import attendance, lanes, lifecycle, quality
from deskside.domain import events as ev
from deskside.domain.access import Actor, Right, part_in, require
from deskside.domain.allocation import Wish
from deskside.domain.clock import Stopwatch
from deskside.domain.encodings import Encodings, encodings
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.ids import CenterId, Millis, PageId, UserId
from deskside.domain.modes import AddressAll, LaneMode, LeaveReason
from deskside.domain.people import Part, Role
from deskside.domain.routing import routing_table, sources, wishes
from deskside.domain.session import Session
from deskside.domain.signs import audience
from deskside.domain.tracks import Layer, Route, TrackKind
from deskside.domain.visibility import Viewer
from tests.domain.acts import OBSERVER, START, STUDENTS, TUTOR, apply, live, new_session

ALICE, BOB = STUDENTS[:2]


def received(session: Session, target: UserId, source: UserId) -> set[TrackKind]:
    return {x.kind for x in routing_table(session) if (x.target, x.source) == (target, source)}


def test_nothing_flows_before_the_start_in_a_break_and_after_the_end() -> None:
    session = live(new_session(), TUTOR, ALICE)
    assert routing_table(session)
    for event in (ev.SessionPaused(), ev.SessionEnded()):
        assert not routing_table(apply(session, (event,), START))


def test_in_observe_a_student_sees_the_tutor_small_and_hears_nothing() -> None:
    session = live(new_session(), TUTOR, ALICE)
    assert received(session, ALICE, TUTOR) == {TrackKind.VIDEO}
    (route,) = (x for x in routing_table(session) if x.target == ALICE)
    assert route.layer is Layer.LOW


def test_teach_opens_everything_and_address_all_opens_audio() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB)
    taught = apply(session, lanes.set_lane_mode(session, ALICE, LaneMode.TEACH), START)
    assert received(taught, ALICE, TUTOR) == set(TrackKind)
    assert received(taught, BOB, TUTOR) == {TrackKind.VIDEO}
    addressed = apply(session, lanes.address_all(session, AddressAll.HOLD), START)
    assert received(addressed, BOB, TUTOR) == {TrackKind.VIDEO, TrackKind.AUDIO}
    shared = apply(session, lanes.show_screen_to(session, to_all=True), START)
    assert received(shared, BOB, TUTOR) == {TrackKind.VIDEO, TrackKind.SCREEN}


def test_whoever_is_deafened_receives_no_sound_and_all_else_as_before() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB)
    taught = apply(session, lanes.set_lane_mode(session, ALICE, LaneMode.TEACH), START)
    deafened = apply(taught, lanes.deafen(taught, ALICE, deafened=True), START)
    assert received(deafened, ALICE, TUTOR) == {TrackKind.VIDEO, TrackKind.SCREEN}
    assert received(deafened, TUTOR, ALICE) == set(TrackKind)
    assert {x for x in routing_table(taught) if x.target != ALICE} == {
        x for x in routing_table(deafened) if x.target != ALICE
    }
    addressed = apply(deafened, lanes.address_all(deafened, AddressAll.LATCH), START)
    assert received(addressed, ALICE, TUTOR) == {TrackKind.VIDEO, TrackKind.SCREEN}
    assert lanes.deafen(deafened, ALICE, deafened=True) == ()
    heard = apply(deafened, lanes.deafen(deafened, ALICE, deafened=False), START)
    assert routing_table(heard) == routing_table(taught)


def test_a_page_needs_to_encode_what_anybody_receives_of_it_and_nothing_else() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB)
    wishes = {(TUTOR, ALICE): Layer.LOW, (TUTOR, BOB): Layer.MEDIUM}
    table = routing_table(session, wishes)
    assert encodings(table, ALICE) == Encodings(camera=(Layer.LOW,), screen=True)
    assert encodings(table, BOB) == Encodings(camera=(Layer.MEDIUM,), screen=True)
    assert encodings(table, TUTOR) == Encodings(camera=(Layer.LOW,), screen=False), "two lanes in OBSERVE"
    taught = apply(session, lanes.set_lane_mode(session, ALICE, LaneMode.TEACH), START)
    assert encodings(routing_table(taught, {(ALICE, TUTOR): Layer.HIGH}), TUTOR) == Encodings(
        camera=(Layer.LOW, Layer.HIGH), screen=True
    )
    assert encodings(routing_table(apply(session, (ev.SessionPaused(),), START)), TUTOR) == Encodings((), screen=False)
    assert encodings(frozenset({Route(ALICE, TUTOR, TrackKind.AUDIO)}), ALICE) == Encodings((), screen=False)


def test_an_open_table_needs_a_new_sign_before_students_receive_each_other() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB)
    opened = apply(session, lanes.set_open_table(session, open_table=True), START)
    assert received(opened, BOB, ALICE) == set()
    shown = apply(opened, (ev.SignShown(ALICE, audience(opened, ALICE)),), START)
    assert received(shown, BOB, ALICE) == set(TrackKind)
    assert received(shown, ALICE, BOB) == set()
    assert received(shown, BOB, TUTOR) == set(TrackKind)


def test_an_observer_receives_all_once_the_signs_show_them() -> None:
    session = live(new_session(), TUTOR, ALICE, OBSERVER)
    assert received(session, OBSERVER, TUTOR) == set(TrackKind)
    assert received(session, OBSERVER, ALICE) == set(), "Alice's sign was shown before the observer came"
    shown = apply(session, (ev.SignShown(ALICE, audience(session, ALICE)),), START)
    assert received(shown, OBSERVER, ALICE) == set(TrackKind)


def test_receiving_connections_are_negotiated_for_what_the_rules_could_ever_route() -> None:
    session = live(new_session(), TUTOR, OBSERVER)
    assert sources(session, TUTOR) == set(STUDENTS)
    assert sources(session, ALICE) == {TUTOR}
    assert sources(session, OBSERVER) == {TUTOR, *STUDENTS}
    assert sources(session, UserId("mallory")) == frozenset()
    opened = apply(session, lanes.set_open_table(session, open_table=True), START)
    assert sources(opened, ALICE) == {TUTOR, *STUDENTS} - {ALICE}
    assert audience(session, UserId("mallory")) == ()


def test_a_small_tile_gets_a_low_layer_and_a_big_one_no_more_than_the_rules_give() -> None:
    session = live(new_session(), TUTOR, ALICE)
    table = routing_table(session, {(TUTOR, ALICE): Layer.LOW, (ALICE, TUTOR): Layer.HIGH})
    layers = {(x.target, x.source): x.layer for x in table if x.kind is TrackKind.VIDEO}
    assert layers == {(TUTOR, ALICE): Layer.LOW, (ALICE, TUTOR): Layer.LOW}


def test_a_tile_that_nobody_told_of_is_a_small_one() -> None:
    """Classmates at a table, the tutor in the corner of a shared screen, a page that has just come."""
    session = live(new_session(), TUTOR, ALICE, BOB)
    opened = apply(session, lanes.set_open_table(session, open_table=True), START)
    for student in (ALICE, BOB):
        opened = apply(opened, (ev.SignShown(student, audience(opened, student)),), START)
    table = routing_table(opened, {(ALICE, TUTOR): Layer.HIGH})
    layers = {x.source: x.layer for x in table if x.target == ALICE and x.kind is TrackKind.VIDEO}
    assert layers == {TUTOR: Layer.HIGH, BOB: Layer.LOW}


def test_those_who_are_attended_to_come_first_on_a_line_that_does_not_carry_all() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB, OBSERVER)
    for student in (ALICE, BOB):
        session = apply(session, (ev.SignShown(student, audience(session, student)),), START)
    tiles = dict.fromkeys([(x, y) for x in (TUTOR, OBSERVER) for y in (TUTOR, ALICE, BOB)], Layer.LOW)

    def firsts(now: Session, receiver: UserId, large: UserId | None = None) -> set[UserId]:
        table = routing_table(now, tiles if large is None else tiles | {(receiver, large): Layer.HIGH})
        return {who for who, wish in wishes(now, receiver, table).items() if wish.first}

    assert firsts(session, TUTOR) == set()
    assert firsts(session, TUTOR, large=BOB) == {BOB}
    taught = apply(session, lanes.set_lane_mode(session, ALICE, LaneMode.TEACH), START)
    assert firsts(taught, TUTOR) == {ALICE}
    assert firsts(taught, OBSERVER) == {TUTOR, ALICE}
    assert firsts(taught, BOB) == {TUTOR}
    assert wishes(taught, TUTOR, routing_table(taught, tiles))[BOB] == Wish(Layer.LOW)


def actor(user_id: UserId, role: Role, center: str = "center") -> Actor:
    return Actor(user_id, CenterId(center), role, str(user_id))


PEOPLE = {
    "tutor": (actor(TUTOR, Role.TEACHER), Part.TUTOR),
    "student": (actor(ALICE, Role.STUDENT), Part.STUDENT),
    "admin": (actor(OBSERVER, Role.CENTER_ADMIN), Part.OBSERVER),
    "other tutor": (actor(UserId("t2"), Role.TEACHER), None),
    "other student": (actor(UserId("s2"), Role.STUDENT), None),
    "foreign tutor": (actor(TUTOR, Role.TEACHER, "elsewhere"), None),
    "foreign admin": (actor(OBSERVER, Role.CENTER_ADMIN, "elsewhere"), None),
}
ALLOWED = {
    Part.TUTOR: {Right.SEE, Right.READ, Right.ATTEND, Right.MANAGE, Right.TEACH},
    Part.STUDENT: {Right.SEE, Right.READ, Right.ATTEND, Right.LEARN},
    Part.OBSERVER: {Right.SEE, Right.ATTEND, Right.MANAGE},
    None: set[Right](),
}


@pytest.mark.parametrize("act", list(Right))
@pytest.mark.parametrize("who", list(PEOPLE))
def test_who_may_do_what(who: str, act: Right) -> None:
    person, part = PEOPLE[who]
    session = new_session()
    assert part_in(session, person) is part
    if act in ALLOWED[part]:
        assert require(person, act, session) is part
    else:
        with pytest.raises(Forbidden if part else NotFound):
            require(person, act, session)


def test_an_admin_reads_along_while_they_are_on_the_signs_and_by_their_role_afterwards() -> None:
    admin = actor(OBSERVER, Role.CENTER_ADMIN)
    session = live(new_session(), TUTOR, ALICE)
    looking = apply(session, attendance.arrive(session, Viewer(OBSERVER, Part.OBSERVER), "Olga", PageId("o")), START)
    assert require(admin, Right.READ, looking) is Part.OBSERVER
    left = apply(looking, attendance.leave(looking, OBSERVER, PageId("o"), LeaveReason.LEFT), START)
    for unseen in (session, left):
        with pytest.raises(Forbidden, match="on the students' signs"):
            require(admin, Right.READ, unseen)
    assert require(admin, Right.READ, apply(left, lifecycle.end(left), START)) is Part.OBSERVER


@pytest.mark.parametrize(
    ("loss", "rtt", "expected"),
    [
        (None, None, None),
        (0.0, 20.0, 4),
        (1.0, None, 3),
        (0.5, 200.0, 3),
        (4.0, 20.0, 2),
        (0.0, 900.0, 1),
        (9.0, 20.0, 1),
        (30.0, 20.0, 0),
    ],
)
def test_the_worse_of_loss_and_round_trip_decides_the_bars(
    loss: float | None, rtt: float | None, expected: int | None
) -> None:
    assert quality.bars(loss, rtt) == expected


def test_a_stopwatch_does_not_run_backwards() -> None:
    watch = Stopwatch().set_running(Millis(1_000), running=True)
    assert watch.set_running(Millis(2_000), running=True) is watch
    assert watch.read(Millis(400)) == 0
    assert watch.set_running(Millis(3_000), running=False).read(Millis(9_000)) == 2_000


def test_an_event_about_somebody_whom_a_view_does_not_hold_changes_nothing_but_the_number() -> None:
    session = new_session(students=(ALICE,))
    for event in (ev.PersonDropped(BOB), ev.LaneModeChanged(BOB, LaneMode.TEACH)):
        assert apply(session, (event,), START).lanes == session.lanes


@pytest.mark.parametrize(
    ("shown", "before", "now", "expected"),
    [(None, None, 2, 2), (4, None, 2, 4), (4, 2, 2, 2), (4, 2, 4, 4), (4, 1, 2, 2), (2, 3, 4, 3), (2, 4, None, 2)],
)
def test_bars_change_only_as_far_as_two_samples_in_a_row_agree(
    shown: int | None, before: int | None, now: int | None, expected: int
) -> None:
    assert quality.steadied(shown, before, now) == expected


def test_a_line_on_which_something_gives_way_is_weak_although_nothing_is_lost() -> None:
    assert quality.strained(4, quality.Strain.NONE) == 4
    assert quality.strained(4, quality.Strain.REDUCED) == 2
    assert quality.strained(None, quality.Strain.PAUSED) == 1
    assert quality.strained(0, quality.Strain.REDUCED) == 0
    assert quality.strained(None, quality.Strain.NONE) is None
