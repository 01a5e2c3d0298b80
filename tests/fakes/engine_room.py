"""What an engine in memory knows of one session."""

from dataclasses import dataclass, field

from deskside.domain.ids import PageId, UserId
from deskside.domain.tracks import RoutingTable


@dataclass(slots=True)
class Receiver:
    page: PageId
    sources: frozenset[UserId]
    negotiated: set[UserId] = field(default_factory=set)
    """Sources that the page has answered for."""
    offered: set[UserId] | None = None
    fresh: bool = True
    """Nothing has been answered yet."""


@dataclass(slots=True)
class Room:
    table: RoutingTable = frozenset()
    publishers: dict[UserId, bool] = field(default_factory=dict)
    """Whether the media path of each is up."""
    published: dict[UserId, PageId] = field(default_factory=dict)
    pages: dict[UserId, PageId] | None = None
    receivers: dict[UserId, Receiver] = field(default_factory=dict)
