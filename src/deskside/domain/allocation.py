"""What one receiver's line carries, divided: sound first, then pictures, as many and as good as fit.

Pictures give way in this order: layers, then frames, then the pictures of those who do not come first, then all. Before
the last frames of all do, sound is made thin: fewer bits in fewer packets, understood as well. The other way round
everything climbs the same ladder, and the budget decides how far: a longer budget never takes anything away (monotone),
and what is given is kept while it still fits (no flapping at a border).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from deskside.domain.ids import UserId
from deskside.domain.tracks import Frames, Layer, Route, RoutingTable, TrackKind

NOMINAL_SOUND_BPS = 58_000
"""A voice of 32 kbit/s in 50 packets a second, with 64 bytes of RTP, SRTP, UDP and IP around each."""
THIN_SOUND_BPS = 28_000
"""A voice of 16 kbit/s in 17 packets a second, of 60 ms each (RFC 7587, 4.2)."""
NOMINAL_SCREEN_BPS = 600_000
"""A screen on which something moves; the ceiling of pages is 2.5 Mbit/s, a still one takes next to nothing."""
NOMINAL_BPS = {Layer.LOW: 165_000, Layer.MEDIUM: 490_000, Layer.HIGH: 1_500_000}
"""Ceilings that pages encode with (`web/src/media/layers.ts`), with 40 bytes around each packet."""
SHARE = {Frames.FEW: 0.5, Frames.HALF: 0.7, Frames.ALL: 1.0}
"""Of a layer's bits in its temporal layers: encoders give 0.4, 0.2, 0.4; careful, as they need not keep to that."""
MARGIN = 1.1
"""More is given only if it fits with so much to spare, and taken back once it does not fit at all."""

Rates = Mapping[tuple[UserId, TrackKind, Layer], int]
"""Bits a second of each layer as measured lately, everything around its packets included. Sound and screens have one
layer (HIGH). Absent: not measured, so the nominal rate counts. 0: nothing is sent."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a receiver's page makes of one person's picture: the best layer that its tile can show, and whether this
    person comes first: is taught, looked at large, or calls for help."""

    layer: Layer = Layer.LOW
    first: bool = False


Wishes = Mapping[UserId, Wish]
"""Of one receiver, by source. Absent: a small tile of somebody who does not come first."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one person receives."""

    routes: RoutingTable
    paused: frozenset[UserId]
    """Whose picture or screen is sent and not received, as the line does not carry it."""
    reduced: bool
    """Something is received in fewer frames or in a lesser layer than wished for, or not at all."""
    cost_bps: int
    """What the routes take by the rates."""
    next_bps: int | None
    """The least budget with which more would be given. None: everything that is wished for is."""
    least: bool
    """No picture that takes anything is received: nothing can give way any more."""


LADDER: tuple[tuple[Layer, Frames], ...] = (
    (Layer.LOW, Frames.FEW),
    (Layer.LOW, Frames.HALF),
    (Layer.LOW, Frames.ALL),
    (Layer.MEDIUM, Frames.ALL),
    (Layer.HIGH, Frames.ALL),
)
"""Rungs of a camera, from 1 on; rung 0 is nothing. A screen has one rung."""
_SMALL = 3
"""The rung of all frames of the smallest layer."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A camera or screen that could be received, or all sound. `costs[n]`: bits a second on rung n, never falling."""

    route: Route
    first: bool
    costs: tuple[int, ...]

    @property
    def top(self) -> int:
        return len(self.costs) - 1


@dataclass(frozen=True, slots=True)
class _Step:
    """One picture goes up to a rung; `up_to_bps` is what everything up to here takes."""

    picture: _Picture
    rung: int
    up_to_bps: int = 0


def allocation(
    table: Iterable[Route], wishes: Wishes, rates: Rates, budget: int | None, former: RoutingTable = frozenset()
) -> Allocation:
    """Divide `budget` (bits a second; None: no limit is known) among the edges of `table`, all to one receiver, each
    with the best layer and as many frames as may be given. `former`: what this receiver was given last."""
    edges, measured_thin = sorted(table), _is_thin(former)
    given = _divided(edges, wishes, rates, (budget, former), thin=measured_thin)
    if measured_thin or not _is_thin(given.routes):
        return given
    return _divided(edges, wishes, rates, (budget, former), thin=True)  # whole again takes what it takes then


def _is_thin(routes: RoutingTable) -> bool:
    return any(each.kind is TrackKind.AUDIO and each.frames is Frames.FEW for each in routes)


def _divided(
    edges: list[Route], wishes: Wishes, rates: Rates, line: tuple[int | None, RoutingTable], *, thin: bool
) -> Allocation:
    budget, former = line
    voices = [each for each in edges if each.kind is TrackKind.AUDIO]
    sound = _sound(voices, rates, thin=thin)
    pictures = [_picture(each, wishes, rates) for each in edges if each.kind is not TrackKind.AUDIO]
    steps = list(_steps([each for each in pictures if each.costs[-1]], sound))
    most = _rungs(steps, budget)
    sure = _rungs(steps, None if budget is None else budget / MARGIN)
    had = {each.edge: _rung(each) for each in former}
    rungs = {edge: min(most[edge], max(sure.get(edge, 0), had.get(edge, 0))) for edge in most}
    whole = sound is None or rungs.get(sound.route.edge, 0) > 0
    given = [(each, rungs.get(each.route.edge, 0) if each.costs[-1] else each.top) for each in pictures]
    missing = (step for step in steps if rungs.get(step.picture.route.edge, 0) < step.rung)
    following = next(missing, None)
    return Allocation(
        frozenset(
            [
                *(voices if whole else (replace(x, frames=Frames.FEW) for x in voices)),
                *(_route(each.route, rung) for each, rung in given if rung),
            ]
        ),
        frozenset(each.route.source for each, rung in given if not rung),
        any(rung < each.top for each, rung in given),
        (sound.costs[whole] if sound else 0) + sum(each.costs[rung] for each, rung in given),
        None if following is None else round(following.up_to_bps * MARGIN) + 1,
        not any(each.costs[rung] for each, rung in given),
    )


def _sound(voices: list[Route], rates: Rates, *, thin: bool) -> _Picture | None:
    """All of it as one thing, on rung 0 thin and on rung 1 whole. None: there is none. `thin`: it is measured so."""
    if not voices:
        return None
    now = [rates.get((each.source, each.kind, Layer.HIGH), NOMINAL_SOUND_BPS) for each in voices]
    least = _sound_bps([min(each, THIN_SOUND_BPS) for each in now], THIN_SOUND_BPS)
    whole = _sound_bps([max(each, NOMINAL_SOUND_BPS) if thin and each else each for each in now], NOMINAL_SOUND_BPS)
    return _Picture(voices[0], first=False, costs=(least, max(least, whole)))


def _sound_bps(now: list[int], voice_bps: int) -> int:
    """What to keep free for sound: what it takes now, and one voice more that may begin at any moment; at most all of
    them at once. Silent microphones send next to nothing (RFC 7587, 3.1.3)."""
    open_ones = [each for each in now if each > 0]
    return min(sum(open_ones) + voice_bps, sum(max(each, voice_bps) for each in open_ones))


def _picture(route: Route, wishes: Wishes, rates: Rates) -> _Picture:
    wish = wishes.get(route.source, Wish())
    if route.kind is TrackKind.SCREEN:
        costs = (0, rates.get((route.source, route.kind, Layer.HIGH), NOMINAL_SCREEN_BPS))
        return _Picture(route, wish.first, costs)
    best = min(wish.layer, route.layer)
    rungs = [(layer, frames) for layer, frames in LADDER if layer <= best and frames <= route.frames]
    rate = {layer: rates.get((route.source, route.kind, layer), NOMINAL_BPS[layer]) for layer, _ in rungs}
    taken = (round(rate[layer] * SHARE[frames]) for layer, frames in rungs)
    return _Picture(route, wish.first, (0, *accumulate(taken, max)))


def _steps(pictures: list[_Picture], sound: _Picture | None) -> Iterator[_Step]:
    """All steps in the order in which they are taken, with what everything takes up to each."""
    taken = sound.costs[0] if sound else 0
    for step in _ordered(pictures, sound):
        taken += step.picture.costs[step.rung] - step.picture.costs[step.rung - 1]
        yield replace(step, up_to_bps=taken)


def _ordered(pictures: list[_Picture], sound: _Picture | None) -> Iterator[_Step]:
    """Whoever comes first is ahead at each stage; among equals everybody gets a rung before anybody gets the next."""
    faces = [each for each in pictures if each.route.kind is TrackKind.VIDEO]
    screens = [each for each in pictures if each.route.kind is TrackKind.SCREEN]
    firsts, others = _parted(faces)
    first_screens, other_screens = _parted(screens)
    small, larger = range(2, _SMALL + 1), range(_SMALL + 1, len(LADDER) + 1)
    yield from _climb(firsts, range(1, 2))
    yield from _climb(others, range(1, 2))
    yield from _climb([sound] if sound else [], range(1, 2))
    yield from _climb(firsts, small)
    yield from _climb(first_screens, range(1, 2))
    yield from _climb(others, small)
    yield from _climb(firsts, larger)
    yield from _climb(other_screens, range(1, 2))
    yield from _climb(others, larger)


def _parted(pictures: list[_Picture]) -> tuple[list[_Picture], list[_Picture]]:
    return [each for each in pictures if each.first], [each for each in pictures if not each.first]


def _climb(pictures: list[_Picture], rungs: range) -> Iterator[_Step]:
    for rung in rungs:
        yield from (_Step(each, rung) for each in pictures if rung <= each.top)


def _rungs(steps: list[_Step], budget: float | None) -> dict[tuple[UserId, UserId, TrackKind], int]:
    """How far each picture climbs: the steps are taken in order, up to the first that does not fit."""
    reached: dict[tuple[UserId, UserId, TrackKind], int] = {}
    for step in steps:
        if budget is not None and step.up_to_bps > budget:
            break
        reached[step.picture.route.edge] = step.rung
    return reached


def _rung(route: Route) -> int:
    """On which rung this edge is."""
    if route.kind is TrackKind.AUDIO:
        return int(route.frames is not Frames.FEW)
    if route.kind is TrackKind.SCREEN:
        return 1
    return 1 + LADDER.index((route.layer, route.frames if route.layer is Layer.LOW else Frames.ALL))


def _route(route: Route, rung: int) -> Route:
    """The edge on this rung."""
    if route.kind is not TrackKind.VIDEO:
        return route
    layer, frames = LADDER[rung - 1]
    return replace(route, layer=layer, frames=frames)
