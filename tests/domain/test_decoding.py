"""What a weak machine is given, by example, and what holds for every table and limit."""

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.allocation import NOMINAL_BPS, Wish, Wishes, allocation
from deskside.domain.decoding import FRAMES_A_SECOND, PIXELS, decodable
from deskside.domain.tracks import Frames, Layer, RoutingTable, TrackKind
from tests.domain.test_allocation import ALICE, BOB, OTHERS, edges, picture, situations

SMALL = PIXELS[Layer.LOW] * FRAMES_A_SECOND[Frames.ALL]
LARGE = PIXELS[Layer.HIGH] * FRAMES_A_SECOND[Frames.ALL]
FACES = (TrackKind.VIDEO,)
limits = st.one_of(st.none(), st.integers(0, 8 * LARGE))


def pixels_of(routes: RoutingTable) -> int:
    return sum(PIXELS[x.layer] * FRAMES_A_SECOND[x.frames] for x in routes if x.kind is TrackKind.VIDEO)


def shown(routes: RoutingTable) -> dict[str, tuple[Layer, Frames]]:
    return {x.source: (x.layer, x.frames) for x in routes if x.kind is TrackKind.VIDEO}


def test_layers_give_way_before_frames_and_whoever_comes_first_keeps_theirs_longest() -> None:
    two, wished = edges(ALICE, BOB, kinds=FACES), {ALICE: Wish(Layer.HIGH, first=True), BOB: Wish(Layer.HIGH)}
    whole = (Layer.HIGH, Frames.ALL)
    assert shown(decodable(two, wished, 2 * LARGE)) == {ALICE: whole, BOB: whole}
    assert shown(decodable(two, wished, LARGE + SMALL)) == {ALICE: whole, BOB: (Layer.LOW, Frames.ALL)}
    assert shown(decodable(two, wished, 2 * SMALL)) == {x: (Layer.LOW, Frames.ALL) for x in (ALICE, BOB)}
    assert shown(decodable(two, wished, 0)) == {x: (Layer.LOW, Frames.FEW) for x in (ALICE, BOB)}


def test_the_line_divides_what_the_machine_leaves() -> None:
    """And is not thought full for what the machine alone does without."""
    wished: Wishes = {who: Wish(Layer.HIGH) for who in OTHERS}
    table = decodable(edges(*OTHERS), wished, 5 * PIXELS[Layer.LOW] * FRAMES_A_SECOND[Frames.HALF])
    whole = allocation(table, wished, {}, None)
    assert whole.routes == table
    assert (whole.reduced, whole.paused, whole.next_bps) == (False, frozenset(), None)
    assert picture(whole, ALICE) == (Layer.LOW, Frames.HALF)
    assert allocation(table, wished, {}, 20 * NOMINAL_BPS[Layer.HIGH]).routes == table


@given(situations(), limits)
def test_no_edge_is_taken_away_and_nothing_is_better_than_allowed(
    situation: tuple[RoutingTable, Wishes, object], limit: int | None
) -> None:
    table, wished, _ = situation
    found = decodable(table, wished, limit)
    assert {x.edge for x in found} == {x.edge for x in table}
    before = {x.edge: x for x in table}
    assert all((x.layer, x.frames) <= (before[x.edge].layer, before[x.edge].frames) for x in found)
    assert {x for x in found if x.kind is not TrackKind.VIDEO} == {x for x in table if x.kind is not TrackKind.VIDEO}


@given(situations(), limits)
def test_no_more_than_the_limit_but_the_least_of_each(
    situation: tuple[RoutingTable, Wishes, object], limit: int | None
) -> None:
    table, wished, _ = situation
    found = decodable(table, wished, limit)
    if limit is None:
        assert found == table
    else:
        assert pixels_of(found) <= max(limit, pixels_of(decodable(table, wished, 0)))


@given(situations(), st.integers(0, 4 * LARGE), st.integers(0, 4 * LARGE))
def test_a_better_machine_is_given_no_less_of_any_picture(
    situation: tuple[RoutingTable, Wishes, object], limit: int, more: int
) -> None:
    table, wished, _ = situation
    weak, strong = shown(decodable(table, wished, limit)), shown(decodable(table, wished, limit + more))
    assert all(strong[who] >= weak[who] for who in weak)
