"""What the server sends over the socket: messages and acknowledgements."""

from typing import Literal

from deskside.domain import encodings, visibility
from deskside.domain.ids import Millis, Seq, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.session import Session
from deskside.domain.tracks import RECORDER, Layer, RoutingTable, TrackKind
from deskside.ports.media import IceServer, Stream
from deskside.ports.media import Offer as EngineOffer
from deskside.wire.board_messages import UPDATE, BoardUpdate
from deskside.wire.events import ENVELOPE_MESSAGES, WireEvent, event_to_json
from deskside.wire.shapes import JsonObject, Outgoing


class Envelope(Outgoing):
    """One number of the log for one person: the event, or a whole new view, or neither (nothing for this person)."""

    session_id: SessionId
    seq: Seq
    at: Millis
    event: WireEvent | None
    view: Session | None

    @classmethod
    def of(cls, session_id: SessionId, got: visibility.Envelope) -> "Envelope":
        """The domain's envelope with its session."""
        return cls(session_id=session_id, seq=got.seq, at=got.at, event=got.event, view=got.view)

    @classmethod
    def json_of(cls, session_id: SessionId, got: visibility.Envelope) -> JsonObject:
        """The same as it goes on the wire, without a look at what is known to be right."""
        if got.view is not None:
            return cls.of(session_id, got).to_json()
        event = None if got.event is None else event_to_json(got.event)
        return {"session_id": session_id, "seq": got.seq, "at": got.at, "event": event, "view": None}


class Welcome(Outgoing):
    """First message after connecting: start from `view`, or fold `envelopes` into what the page holds. One is null."""

    user_id: UserId
    part: Part
    now: Millis
    seq: Seq
    view: Session | None
    envelopes: tuple[Envelope, ...] | None


class Edges(Outgoing):
    """The edges in force in the engine, from and to this person; sorted. `seen_by` and `sees`: camera or screen.
    `paused_cameras`, `paused_screens`: whose picture is kept from this person, as their own line does not carry it.
    `recorded_sound`, `recorded_picture`: who is written at this moment, of this person and those whom they receive."""

    heard_by: tuple[UserId, ...]
    seen_by: tuple[UserId, ...]
    hears: tuple[UserId, ...]
    sees: tuple[UserId, ...]
    paused_cameras: tuple[UserId, ...]
    paused_screens: tuple[UserId, ...]
    recorded_sound: tuple[UserId, ...]
    recorded_picture: tuple[UserId, ...]

    @classmethod
    def of(cls, table: RoutingTable, kept: RoutingTable, person: UserId) -> "Edges":
        """This person's part of what is in force, and of what their line does not carry."""
        sent = [route for route in table if route.source == person and route.target != RECORDER]
        received = [route for route in table if route.target == person]
        known = {person, *(x.source for x in received)}
        written = [route for route in table if route.target == RECORDER and route.source in known]
        return cls(
            heard_by=_sorted({x.target for x in sent if x.kind is TrackKind.AUDIO}),
            seen_by=_sorted({x.target for x in sent if x.kind is not TrackKind.AUDIO}),
            hears=_sorted({x.source for x in received if x.kind is TrackKind.AUDIO}),
            sees=_sorted({x.source for x in received if x.kind is not TrackKind.AUDIO}),
            paused_cameras=_sorted({x.source for x in kept if x.target == person and x.kind is TrackKind.VIDEO}),
            paused_screens=_sorted({x.source for x in kept if x.target == person and x.kind is TrackKind.SCREEN}),
            recorded_sound=_sorted({x.source for x in written if x.kind is TrackKind.AUDIO}),
            recorded_picture=_sorted({x.source for x in written if x.kind is not TrackKind.AUDIO}),
        )


def _sorted(people: set[UserId]) -> tuple[UserId, ...]:
    return tuple(sorted(people))


class Encodings(Outgoing):
    """What anybody is to receive of this person: layers of the camera, smallest first, and the screen. The page encodes
    nothing else. `thin_sound`: its sound in fewer bits and packets."""

    camera: tuple[Layer, ...]
    screen: bool
    thin_sound: bool

    @classmethod
    def of(cls, wanted: encodings.Encodings) -> "Encodings":
        """The domain's."""
        return cls(camera=wanted.camera, screen=wanted.screen, thin_sound=wanted.thin_sound)


class Offer(Outgoing):
    """An offer of the engine. `fresh`: make a new receiving connection; else renegotiate the present one."""

    id: str
    sdp: str
    streams: tuple[Stream, ...]
    fresh: bool

    @classmethod
    def of(cls, offer: EngineOffer) -> "Offer":
        """The port's offer."""
        return cls(id=offer.id, sdp=offer.sdp, streams=offer.streams, fresh=offer.fresh)


class Closed(Outgoing):
    """Why the socket is closed right after this: superseded, removed, session_over, rate_limited."""

    code: str
    message: str


class Prove(Outgoing):
    """Prove at once that your screen is drawn, by `page-drawn`: nothing was heard of it for a while."""


WELCOME, EDGES, OFFER, CLOSED = "session:welcome", "media:edges", "media:offer", "session:closed"
PROVE, ENCODINGS = "page:prove", "media:encodings"

SERVER_MESSAGES: dict[str, type[Outgoing]] = {
    WELCOME: Welcome,
    **dict.fromkeys(ENVELOPE_MESSAGES, Envelope),
    EDGES: Edges,
    ENCODINGS: Encodings,
    OFFER: Offer,
    UPDATE: BoardUpdate,
    PROVE: Prove,
    CLOSED: Closed,
}
"""Every message of the server by name."""


class Ack(Outgoing):
    """It was done; nothing of it is in the log."""

    ok: Literal[True] = True


class Done(Ack):
    """It was done and is visible from `seq` on."""

    seq: Seq


class Beat(Done):
    """The server's time; a new token where the grant was renewed, relays for the next connections where the former
    credentials are growing old (else null)."""

    now: Millis
    token: str | None = None
    expires_at: Millis | None = None
    ice_servers: tuple[IceServer, ...] | None = None


class CaughtUp(Done):
    """What was missed: start from `view`, or fold `envelopes`. One is null."""

    view: Session | None
    envelopes: tuple[Envelope, ...] | None


class Answered(Ack):
    """The engine's answer (SDP) to what this page publishes."""

    answer: str


class Offered(Ack):
    """The engine's offer of what this page may receive; null: nobody publishes yet, it comes as `media:offer`."""

    offer: Offer | None


class Refused(Outgoing):
    """It was not done. `code` is stable; `message` says to a person what would be possible."""

    ok: Literal[False] = False
    code: str
    message: str
