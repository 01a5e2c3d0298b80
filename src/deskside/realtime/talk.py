"""Words between tutor and students, as the socket takes them."""

from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.suite import Services
from deskside.services.talk import Words
from deskside.wire import talk
from deskside.wire.messages import Done


async def send_message(services: Services, page: Connection, fields: talk.SendMessage) -> Done:
    """Write in a lane."""
    words = Words(fields.message_id, fields.text)
    return Done(seq=await services.talk.message(page.seat.actor, page.seat.session_id, fields.student_id, words))


async def announce(services: Services, page: Connection, fields: talk.Announce) -> Done:
    """Write to everybody."""
    words = Words(fields.message_id, fields.text)
    return Done(seq=await services.talk.announce(page.seat.actor, page.seat.session_id, words))


async def read_messages(services: Services, page: Connection, fields: talk.ReadMessages) -> Done:
    """Nothing is unread any more."""
    return Done(seq=await services.talk.read(page.seat.actor, page.seat.session_id, fields.student_id))


ACTS: dict[str, Act] = {
    "message": parsed(talk.SendMessage, send_message),
    "announce": parsed(talk.Announce, announce),
    "messages-read": parsed(talk.ReadMessages, read_messages),
}
"""By name of the message."""
