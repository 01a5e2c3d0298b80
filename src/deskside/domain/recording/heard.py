"""Who received whose microphone, camera and screen, and when: the routing table over the whole log.

Pauses, modes, addressing all, signs, pages that fell silent and students who were deafened follow from the table. What
a line did not carry is not looked at: somebody was allowed to receive it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.story import Story, planned, steps
from deskside.domain.routing import routing_table, surely_alike
from deskside.domain.tracks import TrackKind

Edge = tuple[UserId, UserId, TrackKind]
"""Source, target, kind."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until before `end`: instants of the wall's clock. Never empty."""

    start: Millis
    end: Millis


def spans(story: Story, source: UserId, target: UserId, kind: TrackKind) -> tuple[Span, ...]:
    """When `target` was allowed to receive this track, in order, apart from each other. An edge counts from the instant
    of the event that opened it until that of the one that closed it; one that is open yet, until the last event."""
    return all_spans(story).get((source, target, kind), ())


def all_spans(story: Story) -> Mapping[Edge, tuple[Span, ...]]:
    """The same for every edge that there ever was."""
    found: dict[Edge, list[Span]] = defaultdict(list)
    since: dict[Edge, Millis] = {}
    before = planned(story)
    for recorded, session in steps(story):
        if not surely_alike(before, session):
            edges = {x.edge for x in routing_table(session)}
            for edge in since.keys() - edges:
                _add(found[edge], since.pop(edge), recorded.at)
            since |= dict.fromkeys(edges - since.keys(), recorded.at)
        before = session
    for edge, start in since.items():
        _add(found[edge], start, story.last_at)
    return {edge: tuple(each) for edge, each in found.items() if each}


def _add(spans: list[Span], start: Millis, end: Millis) -> None:
    """What closed and opened again at one instant is one span; what opened and closed at one instant is none."""
    if start >= end:
        return
    if spans and spans[-1].end == start:
        start = spans.pop().start
    spans.append(Span(start, end))
