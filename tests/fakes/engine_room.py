"""What an engine in memory knows of one session."""

from dataclasses import dataclass, field

from deskside.domain.ids import PageId, UserId
from deskside.domain.tracks import RECORDER, Route, RoutingTable
from deskside.ports.media import EngineRefused


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

    def require(self, person: UserId, page: PageId) -> None:
        if self.pages is not None and self.pages.get(person) != page:
            raise EngineRefused("another page of this person has their place")

    def carries(self, route: Route, *, recorder_up: bool) -> bool:
        """Whether both ends of this route are there."""
        if not self.publishers.get(route.source):
            return False
        if route.target == RECORDER:
            return recorder_up
        receiver = self.receivers.get(route.target)
        return receiver is not None and route.source in receiver.negotiated
