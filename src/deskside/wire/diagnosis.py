"""Shapes of HTTP: the connection test (docs/protocol.md, "HTTP")."""

from deskside.ports.media import Grant
from deskside.wire.http import Instant
from deskside.wire.messages import Offer
from deskside.wire.shapes import Outgoing


class ConnectionTestView(Outgoing):
    """A test that runs until `closes_at`."""

    test_id: str
    now: Instant
    closes_at: Instant
    grant: Grant


class ConnectionTestAnswer(Outgoing):
    """The engine's answer (SDP) to what the test sends."""

    answer: str


class ConnectionTestOffer(Outgoing):
    """The engine's offer of what comes back; null: nothing is sent yet, ask again."""

    offer: Offer | None
