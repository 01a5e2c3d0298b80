"""Offers and answers, as the socket takes them: each parses, calls one service, acknowledges."""

from deskside.realtime.connections import Connection
from deskside.realtime.desk import Act, Desk, parsed
from deskside.wire import commands as cmd
from deskside.wire.messages import Ack, Answered, Offer, Offered


async def publish(desk: Desk, page: Connection, fields: cmd.Publish) -> Answered:
    """Connect what the page sends."""
    seat = page.seat
    return Answered(answer=await desk.calls.publish(seat.actor, seat.session_id, seat.page, fields.offer))


async def subscribe(desk: Desk, page: Connection, fields: cmd.Subscribe) -> Offered:
    """Connect what the page receives."""
    seat = page.seat
    offer = await desk.calls.subscribe(seat.actor, seat.session_id, seat.page)
    return Offered(offer=None if offer is None else Offer.of(offer))


async def answer(desk: Desk, page: Connection, fields: cmd.MediaAnswer) -> Ack:
    """Finish the newest negotiation."""
    seat = page.seat
    await desk.calls.answer(seat.actor, seat.session_id, seat.page, fields.answer)
    return Ack()


async def refresh(desk: Desk, page: Connection, fields: cmd.Refresh) -> Ack:
    """Ask for keyframes."""
    await desk.calls.refresh(page.seat.actor, page.seat.session_id)
    return Ack()


async def set_tiles(desk: Desk, page: Connection, fields: cmd.SetTiles) -> Ack:
    """Say how large the page shows everybody."""
    await desk.calls.set_tiles(page.seat.actor, page.seat.session_id, fields.tiles)
    return Ack()


ACTS: dict[str, Act] = {
    "media:publish": parsed(cmd.Publish, publish),
    "media:subscribe": parsed(cmd.Subscribe, subscribe),
    "media:answer": parsed(cmd.MediaAnswer, answer),
    "media:refresh": parsed(cmd.Refresh, refresh),
    "media:tiles": parsed(cmd.SetTiles, set_tiles),
}
"""By name of the message."""
