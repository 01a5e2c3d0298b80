"""What the engine has been told and has confirmed: connections, m-lines, tables; and what would make them equal.

Values and pure rules; no I/O. The wish is the table, the fact is `Line.send`; `differences.py` has what is between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import Frames, Layer, Route, RoutingTable, TrackKind
from deskside.media.janus.gates import Copy, Gate
from deskside.media.janus.videoroom import Subscription, Summary
from deskside.ports.media import EngineRefused, Stream, offer_id

OVERSTAYED = 5
"""Looks, one in two seconds: a page that moves from one connection to another has closed the former one long before."""

Wish = dict[tuple[UserId, TrackKind], Route]
"""What one person is to receive, and how good."""


@dataclass(slots=True, eq=False)
class Publisher:
    """One publishing connection. `feed` is its name in the engine, new with every connection."""

    handle: int
    person: UserId
    page: PageId
    feed: str
    gates: dict[TrackKind, Gate]
    copies: dict[TrackKind, Copy] = field(default_factory=dict)
    up: bool = False
    beside: bool = False
    """The page itself closes the one that this one replaces."""
    doubled: int = 0
    """How often was looked while another one was up that replaces it."""

    def subscriptions(self, wish: Wish) -> list[Subscription]:
        """Everything that can be received from here, open where `wish` says so."""
        active = [(gate.mid, kind, wish.get((self.person, kind))) for kind, gate in self.gates.items() if gate.active]
        return [
            Subscription(
                feed=self.feed,
                mid=mid,
                send=wished is not None,
                substream=int(wished.layer if wished else Layer.LOW) if kind is TrackKind.VIDEO else None,
            )
            for mid, kind, wished in active
        ]


@dataclass(slots=True)
class Line:
    """One m-line of a receiving connection."""

    mid: str
    feed: str
    source: UserId
    kind: TrackKind
    send: bool | None = None
    """None: not known; the next route sends it again."""
    layer: int | None = None
    frames: int | None = None
    """What the engine was told to forward at best; None: not known, or there are no layers."""
    ready: bool = False
    """The browser has answered for it."""


@dataclass(slots=True, eq=False)
class Receiver:
    """One receiving connection."""

    handle: int
    person: UserId
    page: PageId
    sources: frozenset[UserId]
    lines: dict[str, Line] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    """M-lines that nobody feeds any more, of which the browser has not been told. None may be used again before it has:
    the engine begins the picture numbers of VP8 anew under the same SSRC, and the browser takes new frames for old.
    Source: janus_videoroom.c, janus_videoroom_subscriber_stream_add; measured: one frame in 3 s for 10 to 25 s."""
    offer: str | None = None
    """The offer that waits for an answer."""
    unanswered: str | None = None
    """The offer that waited when it was looked last."""
    fresh: bool = True
    """Nothing has been answered yet."""
    up: bool = False
    beside: bool = False
    """The page itself closes the one that this one replaces."""
    doubled: int = 0
    """How often was looked while another one was up that replaces it."""

    def take(self, summaries: Iterable[Summary], feeds: dict[str, Publisher]) -> None:
        """Make the m-lines what the engine says they are."""
        self.lines = {}
        for each in summaries:
            if each.feed is not None:
                self.retired.discard(each.mid)
            publisher = feeds.get(each.feed or "")
            kind = publisher and next((k for k, gate in publisher.gates.items() if gate.mid == each.feed_mid), None)
            if publisher and kind:
                state = (each.send, each.substream, each.temporal, each.ready)
                self.lines[each.mid] = Line(each.mid, publisher.feed, publisher.person, kind, *state)

    def streams(self, publishers: Iterable[Publisher]) -> tuple[Stream, ...]:
        """What the page is to show: of a connection that is being replaced only the new one, while both have lines."""
        feeds = {each.feed for each in publishers}
        return tuple(Stream(line.mid, line.source, line.kind) for line in self.lines.values() if line.feed in feeds)


@dataclass(slots=True)
class Waiting:
    """A page that wants to receive, while nobody that it may receive from publishes."""

    page: PageId
    sources: frozenset[UserId]
    beside: bool = False


@dataclass(slots=True, eq=False)
class Room:
    """One session in the engine. A person has at most one connection of each direction that is up or was, and one newer
    that is to replace it as soon as it is up; or, with `beside`, when the page closes the former one."""

    session: SessionId
    secret: str
    table: RoutingTable | None = None
    """None: not told since this process started; what is forwarded stays as it is."""
    pages: dict[UserId, PageId] | None = None
    """Each person's page; None: not told since this process started."""
    publishers: list[Publisher] = field(default_factory=list)
    receivers: list[Receiver] = field(default_factory=list)
    waiting: dict[UserId, Waiting] = field(default_factory=dict)

    def admits(self, person: UserId, page: PageId) -> bool:
        """Whether this page of the person may have connections."""
        return self.pages is None or self.pages.get(person) == page

    def require(self, person: UserId, page: PageId) -> None:
        """Raises EngineRefused for a page that may have no connection."""
        if not self.admits(person, page):
            raise EngineRefused("another page of this person has their place; only the newest is connected")

    def connections(self) -> list[Publisher | Receiver]:
        return [*self.publishers, *self.receivers]

    def feeds(self) -> dict[str, Publisher]:
        return {each.feed: each for each in self.publishers}

    def sources(self, sources: frozenset[UserId]) -> list[Publisher]:
        """The connections that can be received from, one a person."""
        newest = {each.person: each for each in self.publishers if each.up and each.person in sources}
        return list(newest.values())

    def flowing(self, sources: frozenset[UserId]) -> list[Publisher]:
        """The connections that are received from: of a person who is moving to another one, both."""
        return [each for each in self.publishers if each.up and each.person in sources]

    def answered(self, page: PageId, of: str | None) -> Receiver | None:
        """The receiving connection of a page that waits for the answer to this offer (`offer_id`); without one, or if
        none is known, the newest that waits for any."""
        asked = [each for each in reversed(self.receivers) if each.page == page and each.offer is not None]
        return next((each for each in asked if each.offer and offer_id(each.offer) == of), next(iter(asked), None))

    def replaced_by(self, new: Publisher | Receiver) -> list[Publisher | Receiver]:
        """What ends now that this connection is up: of those that are older than it."""
        same: list[Publisher | Receiver] = [*(self.publishers if isinstance(new, Publisher) else self.receivers)]
        former = [each for each in same[: same.index(new)] if each.person == new.person]
        return [each for each in former if not (new.beside and each.up and each.page == new.page)]

    def overstayed(self) -> list[Publisher | Receiver]:
        """Former connections that nobody has closed, though their successors have been up for `OVERSTAYED` looks."""
        newest = {(type(each), each.person): each for each in self.connections() if each.up}
        former = [each for each in self.connections() if each.up and newest[type(each), each.person] is not each]
        for each in self.connections():
            each.doubled = each.doubled + 1 if each in former else 0
        return [each for each in former if each.doubled >= OVERSTAYED]

    def wish_of(self, person: UserId) -> Wish:
        return {(each.source, each.kind): each for each in self.table or () if each.target == person}

    def in_force(self) -> RoutingTable:
        """The edges that are open at both ends: the publisher's media path is up, the receiver's page has answered.

        Pictures that `settings_for` holds back until the receiver's media path is up count already.
        """
        feeds = self.feeds()
        return frozenset(
            route
            for receiver in self.receivers
            for line in receiver.lines.values()
            if (route := self._open_route(receiver, line)) is not None
            if line.ready and (source := feeds.get(line.feed)) and source.up
            if source.gates[line.kind].send is not False
        )

    def _open_route(self, receiver: Receiver, line: Line) -> Route | None:
        """None: closed."""
        wished = self.wish_of(receiver.person).get((line.source, line.kind))
        if wished is not None and is_held_back(receiver, line):
            return wished
        if not line.send:
            return None
        route = Route(line.source, receiver.person, line.kind)
        if line.kind is not TrackKind.VIDEO:
            return route
        layer = route.layer if line.layer is None else Layer(line.layer)
        return replace(route, layer=layer, frames=route.frames if line.frames is None else Frames(line.frames))


def is_held_back(receiver: Receiver, line: Line) -> bool:
    """Whether it is too early to open this line.

    The plugin asks for a keyframe whenever a picture is opened or its layer set, but at most once a second. One that is
    asked for before the media path is up is lost, and the next comes a second later.
    Source: janus_videoroom.c, janus_videoroom_reqpli; measured with 1.4.1.
    """
    return line.kind is not TrackKind.AUDIO and not receiver.up
