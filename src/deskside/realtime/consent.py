"""What somebody allows to be recorded of them, as the socket takes it: on their own page, and of nobody else."""

from deskside.realtime.act import Act, parsed
from deskside.realtime.connections import Connection
from deskside.services.consents import Answer
from deskside.services.suite import Services
from deskside.wire.consent import SayConsent
from deskside.wire.messages import Done


async def say_consent(services: Services, page: Connection, fields: SayConsent) -> Done:
    """From now on; acknowledged once the engine follows."""
    answer = Answer(frozenset(fields.kinds), fields.text_version, fields.language)
    return Done(seq=await services.consents.say(page.seat.actor, page.seat.session_id, answer))


ACTS: dict[str, Act] = {"consent": parsed(SayConsent, say_consent)}
"""By name of the message."""
