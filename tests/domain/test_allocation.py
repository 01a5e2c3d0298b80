"""What a line carries, divided: by example, and what holds for every table, rates and budget."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.allocation import (
    MARGIN,
    NOMINAL_BPS,
    NOMINAL_SCREEN_BPS,
    NOMINAL_SOUND_BPS,
    Allocation,
    Rates,
    Wish,
    Wishes,
    allocation,
)
from deskside.domain.ids import UserId
from deskside.domain.tracks import Frames, Layer, Route, RoutingTable, TrackKind

ME = UserId("tutor")
OTHERS = tuple(UserId(name) for name in ("alice", "bob", "carol", "david", "erin"))
ALICE, BOB = OTHERS[:2]
LARGE, SMALL = Wish(Layer.HIGH, first=True), Wish()


def edges(*sources: UserId, kinds: tuple[TrackKind, ...] = (TrackKind.AUDIO, TrackKind.VIDEO)) -> RoutingTable:
    return frozenset(Route(source, ME, kind) for source in sources for kind in kinds)


def picture(given: Allocation, source: UserId) -> tuple[Layer, Frames] | None:
    found = [x for x in given.routes if x.source == source and x.kind is TrackKind.VIDEO]
    return (found[0].layer, found[0].frames) if found else None


def rung(routes: RoutingTable, edge: tuple[UserId, UserId, TrackKind]) -> tuple[int, int]:
    """How much an edge gets; larger is more."""
    return next(((1 + x.layer, x.frames) for x in routes if x.edge == edge), (0, 0))


@st.composite
def situations(draw: st.DrawFn) -> tuple[RoutingTable, Wishes, Rates]:
    """Anything that one receiver could be given: a few people, some of them measured, some silent."""
    table = draw(st.sets(st.sampled_from(sorted(edges(*OTHERS, kinds=tuple(TrackKind)))), min_size=1))
    wishes = draw(st.dictionaries(st.sampled_from(OTHERS), st.builds(Wish, st.sampled_from(Layer), st.booleans())))
    keys = st.tuples(st.sampled_from(OTHERS), st.sampled_from(TrackKind), st.sampled_from(Layer))
    rates = draw(st.dictionaries(keys, st.integers(0, 3_000_000), max_size=12))
    ruled = frozenset(
        replace(x, layer=draw(st.sampled_from(Layer))) if x.kind is TrackKind.VIDEO else x for x in sorted(table)
    )
    return ruled, wishes, rates


budgets = st.integers(0, 8_000_000)


def test_without_a_limit_everybody_gets_what_their_tile_can_show_and_an_unmentioned_tile_is_small() -> None:
    given = allocation(edges(ALICE, BOB), {ALICE: Wish(Layer.MEDIUM)}, {}, None)
    assert picture(given, ALICE) == (Layer.MEDIUM, Frames.ALL)
    assert picture(given, BOB) == (Layer.LOW, Frames.ALL)
    assert (given.paused, given.reduced, given.next_bps) == (frozenset(), False, None)
    ruled = frozenset({Route(ALICE, ME, TrackKind.VIDEO, Layer.LOW)})
    assert picture(allocation(ruled, {ALICE: LARGE}, {}, None), ALICE) == (Layer.LOW, Frames.ALL), "as the rules say"


def test_layers_give_way_then_frames_then_pictures_nobody_looks_at_then_all() -> None:
    table, wishes = edges(ALICE, BOB), {ALICE: LARGE, BOB: Wish(Layer.MEDIUM)}
    seen: list[tuple[tuple[Layer, Frames] | None, tuple[Layer, Frames] | None]] = []
    for budget in range(3_000_000, 0, -10_000):
        given = allocation(table, wishes, {}, budget)
        shown = (picture(given, ALICE), picture(given, BOB))
        if not seen or seen[-1] != shown:
            seen.append(shown)
    low, half, few = ((Layer.LOW, frames) for frames in (Frames.ALL, Frames.HALF, Frames.FEW))
    medium, high = (Layer.MEDIUM, Frames.ALL), (Layer.HIGH, Frames.ALL)
    assert seen == [
        (high, medium),
        (high, low),
        (medium, low),
        (low, low),
        (low, half),
        (low, few),
        (half, few),
        (few, few),
        (few, None),
        (None, None),
    ]


def test_others_get_evenly() -> None:
    table = edges(*OTHERS)
    wishes = dict.fromkeys(OTHERS, Wish(Layer.HIGH))
    ladder = [(0, 0), (1, 0), (1, 1), (1, 2), (2, 2), (3, 2)]
    for budget in range(0, 9_000_000, 50_000):
        given = allocation(table, wishes, {}, budget)
        places = [ladder.index(rung(given.routes, (source, ME, TrackKind.VIDEO))) for source in OTHERS]
        assert max(places) - min(places) <= 1


def test_measured_rates_count_instead_of_nominal_ones() -> None:
    table, budget = edges(ALICE), NOMINAL_SOUND_BPS + 120_000
    assert picture(allocation(table, {}, {}, budget), ALICE) == (Layer.LOW, Frames.FEW)
    small: Rates = {(ALICE, TrackKind.VIDEO, Layer.LOW): 80_000}
    assert picture(allocation(table, {}, small, budget), ALICE) == (Layer.LOW, Frames.ALL)
    odd: Rates = {(ALICE, TrackKind.VIDEO, Layer.LOW): 150_000, (ALICE, TrackKind.VIDEO, Layer.MEDIUM): 20_000}
    asked = {ALICE: Wish(Layer.MEDIUM)}
    assert allocation(table, asked, odd, None).cost_bps == NOMINAL_SOUND_BPS + 150_000, "a better layer is not cheaper"


def test_a_screen_comes_before_the_better_layers_of_whose_it_is_and_after_a_small_picture() -> None:
    table, wishes = edges(ALICE, kinds=tuple(TrackKind)), {ALICE: LARGE}
    small = NOMINAL_SOUND_BPS + NOMINAL_BPS[Layer.LOW]
    without = allocation(table, wishes, {}, small + NOMINAL_SCREEN_BPS)
    assert without.paused == {ALICE}
    assert picture(without, ALICE) == (Layer.LOW, Frames.ALL)
    enough = round((small + NOMINAL_SCREEN_BPS) * MARGIN) + 1
    given = allocation(table, wishes, {}, enough)
    assert {x.kind for x in given.routes} == set(TrackKind)
    assert without.next_bps == enough


def test_somebody_whose_camera_is_off_is_not_paused() -> None:
    off: Rates = dict.fromkeys(((ALICE, TrackKind.VIDEO, layer) for layer in Layer), 0)
    given = allocation(edges(ALICE, BOB), {ALICE: Wish(Layer.HIGH)}, off, 0)
    assert given.paused == {BOB}
    assert allocation(edges(ALICE), {ALICE: Wish(Layer.HIGH)}, off, 0).reduced is False
    assert given.least
    assert not allocation(edges(ALICE, BOB), {}, off, None).least


@given(situations(), budgets)
def test_sound_is_never_taken_away(situation: tuple[RoutingTable, Wishes, Rates], budget: int) -> None:
    table, wishes, rates = situation
    given_routes = allocation(table, wishes, rates, budget).routes
    voices = {x.edge for x in table if x.kind is TrackKind.AUDIO}
    assert voices <= {x.edge for x in given_routes}


@given(situations(), budgets)
def test_nothing_is_given_that_the_rules_or_the_tile_do_not_allow(
    situation: tuple[RoutingTable, Wishes, Rates], budget: int
) -> None:
    table, wishes, rates = situation
    ruled = {x.edge: x.layer for x in table}
    for limit in (budget, None):
        for route in allocation(table, wishes, rates, limit).routes:
            assert route.layer <= ruled[route.edge]
            if route.kind is TrackKind.VIDEO:
                assert route.layer <= wishes.get(route.source, SMALL).layer


@given(situations(), budgets, budgets)
def test_it_is_never_above_the_budget_while_anything_can_still_give_way(
    situation: tuple[RoutingTable, Wishes, Rates], budget: int, earlier: int
) -> None:
    table, wishes, rates = situation
    former = allocation(table, wishes, rates, earlier).routes
    given = allocation(table, wishes, rates, budget, former)
    paid = [
        x
        for x in given.routes
        if x.kind is not TrackKind.AUDIO
        if allocation(frozenset({x}), wishes, rates, None).cost_bps > 0
    ]
    assert given.cost_bps <= budget or not paid


@given(situations(), budgets, budgets)
def test_a_larger_budget_takes_nothing_away(
    situation: tuple[RoutingTable, Wishes, Rates], one: int, another: int
) -> None:
    table, wishes, rates = situation
    less, more = (allocation(table, wishes, rates, budget) for budget in sorted((one, another)))
    for route in table:
        assert rung(less.routes, route.edge) <= rung(more.routes, route.edge)
    assert less.cost_bps <= more.cost_bps
    assert less.paused >= more.paused


@given(situations(), st.integers(100_000, 8_000_000), st.lists(st.floats(0.96, 1.04), min_size=1, max_size=6))
def test_a_budget_that_wavers_a_little_takes_nothing_back(
    situation: tuple[RoutingTable, Wishes, Rates], budget: int, wavers: list[float]
) -> None:
    table, wishes, rates = situation
    former = allocation(table, wishes, rates, budget).routes
    for waver in wavers:
        given = allocation(table, wishes, rates, round(budget * waver), former)
        for route in table:
            assert rung(former, route.edge) <= rung(given.routes, route.edge)
        former = given.routes
    settled = allocation(table, wishes, rates, round(budget * wavers[-1]), former).routes
    assert settled == former


def test_what_was_given_is_kept_while_it_fits_and_given_anew_only_with_something_to_spare() -> None:
    table, wishes = edges(ALICE), {ALICE: Wish(Layer.MEDIUM)}
    needed = NOMINAL_SOUND_BPS + NOMINAL_BPS[Layer.MEDIUM]
    former = allocation(table, wishes, {}, None).routes
    small, medium = (Layer.LOW, Frames.ALL), (Layer.MEDIUM, Frames.ALL)
    assert picture(allocation(table, wishes, {}, needed, former), ALICE) == medium
    assert picture(allocation(table, wishes, {}, needed - 1, former), ALICE) == small
    assert picture(allocation(table, wishes, {}, needed), ALICE) == small, "nothing to spare"
    assert picture(allocation(table, wishes, {}, round(needed * MARGIN) + 1), ALICE) == medium


@given(situations(), budgets)
def test_the_next_budget_gives_more(situation: tuple[RoutingTable, Wishes, Rates], budget: int) -> None:
    table, wishes, rates = situation
    given = allocation(table, wishes, rates, budget)
    if given.next_bps is None:
        assert given.routes == allocation(table, wishes, rates, None).routes
    else:
        assert allocation(table, wishes, rates, given.next_bps, given.routes).routes != given.routes


@pytest.mark.parametrize("layer", list(Layer))
def test_what_one_picture_takes_is_known(layer: Layer) -> None:
    given = allocation(edges(ALICE), {ALICE: Wish(layer)}, {}, None)
    assert given.cost_bps == NOMINAL_SOUND_BPS + NOMINAL_BPS[layer]
