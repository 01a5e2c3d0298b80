"""Offers and answers, as the socket takes them: each parses, calls one service, acknowledges."""

from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.suite import Services
from deskside.wire import commands as cmd
from deskside.wire.messages import Ack, Answered, Offer, Offered


async def publish(services: Services, page: Connection, fields: cmd.Publish) -> Answered:
    """Connect what the page sends."""
    seat = page.seat
    connecting = services.calls.publish(seat.actor, seat.session_id, seat.page, fields.offer, beside=fields.beside)
    return Answered(answer=await connecting)


async def subscribe(services: Services, page: Connection, fields: cmd.Subscribe) -> Offered:
    """Connect what the page receives."""
    seat = page.seat
    offer = await services.calls.subscribe(seat.actor, seat.session_id, seat.page, beside=fields.beside)
    return Offered(offer=None if offer is None else Offer.of(offer))


async def answer(services: Services, page: Connection, fields: cmd.MediaAnswer) -> Ack:
    """Finish the newest negotiation."""
    seat = page.seat
    await services.calls.answer(seat.actor, seat.session_id, seat.page, fields.answer, fields.of)
    return Ack()


async def refresh(services: Services, page: Connection, fields: cmd.Refresh) -> Ack:
    """Ask for keyframes."""
    await services.calls.refresh(page.seat.actor, page.seat.session_id)
    return Ack()


async def set_tiles(services: Services, page: Connection, fields: cmd.SetTiles) -> Ack:
    """Say how large the page shows everybody."""
    await services.calls.set_tiles(page.seat.actor, page.seat.session_id, fields.tiles)
    return Ack()


async def set_decodes(services: Services, page: Connection, fields: cmd.SetDecodes) -> Ack:
    """Say what the page's machine keeps up with."""
    await services.calls.set_decodes(page.seat.actor, page.seat.session_id, fields.pixels)
    return Ack()


ACTS: dict[str, Act] = {
    "media:publish": parsed(cmd.Publish, publish),
    "media:subscribe": parsed(cmd.Subscribe, subscribe),
    "media:answer": parsed(cmd.MediaAnswer, answer),
    "media:refresh": parsed(cmd.Refresh, refresh),
    "media:tiles": parsed(cmd.SetTiles, set_tiles),
    "media:decodes": parsed(cmd.SetDecodes, set_decodes),
}
"""By name of the message."""
