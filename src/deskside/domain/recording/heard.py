"""Who received whose microphone, camera and screen, and when: the routing table over the whole log.

Pauses, modes, addressing all, signs, pages that fell silent and students who were deafened follow from the table. What
a line did not carry is not looked at: somebody was allowed to receive it.
"""

from collections.abc import Mapping, Set

from deskside.domain.ids import UserId
from deskside.domain.recording.story import Span as Span
from deskside.domain.recording.story import Story, lasting
from deskside.domain.routing import routing_table, surely_alike
from deskside.domain.session import Session
from deskside.domain.tracks import TrackKind

Edge = tuple[UserId, UserId, TrackKind]
"""Source, target, kind."""


def spans(story: Story, source: UserId, target: UserId, kind: TrackKind) -> tuple[Span, ...]:
    """When `target` was allowed to receive this track, in order, apart from each other. An edge counts from the instant
    of the event that opened it until that of the one that closed it; one that is open yet, until the last event."""
    return all_spans(story).get((source, target, kind), ())


def all_spans(story: Story) -> Mapping[Edge, tuple[Span, ...]]:
    """The same for every edge that there ever was."""
    return lasting(story, _edges, story.last_at)


def _edges(before: Session, session: Session) -> Set[Edge] | None:
    return None if surely_alike(before, session) else {x.edge for x in routing_table(session)}
