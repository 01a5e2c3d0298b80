"""The seam to whatever carries media. Every call is idempotent; an engine may forget everything at any time.

Two errors leave an engine and no others: `EngineUnavailable` (the same call may work later) and
`EngineRefused` (it never will).
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.rates import LayerRates
from deskside.domain.tracks import RoutingTable, TrackKind
from deskside.ports.engine_errors import EngineError as EngineError
from deskside.ports.engine_errors import EngineRefused as EngineRefused
from deskside.ports.engine_errors import EngineUnavailable as EngineUnavailable
from deskside.ports.recorder import CopyEvent


@dataclass(frozen=True, slots=True)
class IceServer:
    """STUN or TURN for browsers, as in RTCIceServer (W3C WebRTC 4.2.4)."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a browser needs to connect to the engine. `provider_*` stay None where the server relays signalling."""

    engine: str
    ice_servers: tuple[IceServer, ...] = ()
    provider_url: str | None = None
    provider_token: str | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """Which m-line of a receiving connection carries whose track."""

    mid: str
    source: UserId
    kind: TrackKind


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of the engine for one browser's receiving connection. Answer it with `Signalling.accept`.

    `fresh` means that the offer belongs to a new connection: the browser makes a new RTCPeerConnection for it.
    Otherwise it renegotiates the one that the person's page already has.
    """

    sdp: str
    streams: tuple[Stream, ...]
    fresh: bool

    @property
    def id(self) -> str:
        """The offer's name for its answer."""
        return offer_id(self.sdp)


def offer_id(sdp: str) -> str:
    """An offer's name: the same in any process that knows the offer."""
    return sha256(sdp.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine died or hangs: nothing is forwarded. A restart is under way."""


@dataclass(frozen=True, slots=True)
class EngineRestarted:
    """A new, empty engine is up: rooms and routes must be given again, browsers must connect again."""


@dataclass(frozen=True, slots=True)
class PublisherConnected:
    """The media path of a publishing connection is up (DTLS finished): others can receive from it."""

    session: SessionId
    person: UserId


@dataclass(frozen=True, slots=True)
class PublisherLost:
    """A publishing connection is gone: closed by its browser or dead for longer than the engine waits."""

    session: SessionId
    person: UserId


@dataclass(frozen=True, slots=True)
class OfferMade:
    """The engine wants to (re)negotiate a receiving connection: a source appeared or was replaced."""

    session: SessionId
    person: UserId
    page: PageId
    offer: Offer


@dataclass(frozen=True, slots=True)
class Delivery:
    """How what was sent to a person fared since the sample before: bits with everything around the packets, the share
    of packets that was lost (0 to 1), the round trip as their browser reported it last."""

    sent_bps: int
    lost: float
    rtt_ms: float | None = None


@dataclass(frozen=True, slots=True)
class LinkMeasured:
    """A sample of a person's connection, every few seconds: round trip, loss and bits of what comes from them, and how
    what is sent to them fares. None means not measured in this sample."""

    session: SessionId
    person: UserId
    rtt_ms: float | None
    loss_percent: float | None
    bitrate_bps: int | None
    delivery: Delivery | None = None
    """None: nothing was sent to them."""
    layers: LayerRates = field(default_factory=dict)
    """What came from them. Empty: not measured."""


EngineEvent = EngineLost | EngineRestarted | PublisherConnected | PublisherLost | OfferMade | LinkMeasured | CopyEvent


class Signalling(Protocol):
    """Offers and answers for engines that we run ourselves. SDP from browsers is checked before it is passed on."""

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        """Take the offer of `person`'s publishing connection and return the answer (both SDP, candidates inside).

        The offer has exactly three sendonly m-lines in this order: audio, video (camera, up to three rids h, m, l),
        video (screen). A page that publishes again, or another page of the same person, replaces the former
        connection once it is up; with `beside` the page itself closes the former one, within some seconds, so that
        nobody misses anything. Nothing is forwarded before `route` says so. Raises EngineRefused for any other SDP.
        """
        ...

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        """Open the one receiving connection of this page for everything it may ever receive from `sources`.

        All m-lines are negotiated paused: nothing is forwarded before `route` says so. None: no source is
        publishing yet; an `OfferMade` follows as soon as one is. Sources that appear later come by `OfferMade`.
        Called again (also by another page of the same person): a complete new connection replaces the old one once it
        is up, or with `beside` when the page closes that.
        """
        ...

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        """What this person may ever receive has changed (a student was enrolled, the table was opened or closed).

        Their present receiving connection is renegotiated by `OfferMade`; without one nothing happens.
        """
        ...

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        """Finish the negotiation of the newest offer, by its `Offer.id`; None: whoever answers does not say which.

        Raises EngineRefused for an answer to nothing, or to an offer that a newer one has followed.
        """
        ...

    async def refresh(self, session: SessionId, person: UserId) -> None:
        """The person's network is back: ask for keyframes of everything that is forwarded to and from them."""
        ...


class MediaEngine(Protocol):
    """What carries media. Nothing here is an order to mute or to unmute: the table is made equal, that is all."""

    @property
    def name(self) -> str:
        """Value of the plan's `VideoProvider` column: DAILY, JITSI, CUSTOM (embedded) or NONE."""
        ...

    @property
    def signalling(self) -> Signalling | None:
        """None where the browser talks to the provider itself."""
        ...

    @property
    def records(self) -> bool:
        """Whether routes to RECORDER come into force here: what they carry is written."""
        ...

    async def start(self) -> None:
        """Bring the engine up, or claim one that outlived the server. Returns once it answers."""
        ...

    async def stop(self, *, keep: bool) -> None:
        """Let go of the engine. `keep` leaves it running for the next server process to claim."""
        ...

    async def open_room(self, session: SessionId) -> str:
        """Make sure that a room exists; returns its id (the plan's `video_room_id`)."""
        ...

    async def close_room(self, session: SessionId) -> None:
        """End every connection of the session."""
        ...

    async def admit(self, session: SessionId, person: UserId) -> Grant:
        """What this person's browser needs in order to connect."""
        ...

    async def expel(self, session: SessionId, person: UserId) -> None:
        """Close every connection of this person in this session; nothing is forwarded to or from them."""
        ...

    async def keep(self, session: SessionId, pages: Mapping[UserId, PageId]) -> None:
        """From now on these pages have connections and no others: those of a former page, or of somebody without one,
        are closed when it returns, and a new one of such a page is refused. Before the first call any page may."""
        ...

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        """Make what is forwarded equal to `table`; returns the edges that really are in force afterwards.

        Edges whose ends are not connected yet come into force as soon as they are (the last table is remembered), those
        to RECORDER beside (`EdgesChanged`). When it returns, no packet of an edge outside `table` is forwarded.
        """
        ...

    async def healthy(self) -> bool:
        """Whether the engine really does its work now (asked of itself, not of the process table)."""
        ...

    def events(self) -> AsyncIterator[EngineEvent]:
        """What happens in the engine, in order. One reader."""
        ...
