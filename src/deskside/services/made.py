"""What an act makes has an id of the act's: done again, it finds what it has made."""

import hashlib

from deskside.domain.access import Actor
from deskside.domain.errors import NotFound
from deskside.domain.ids import SessionId
from deskside.domain.session import Session
from deskside.services.door import Door, Ref
from deskside.services.once import asked_now


def made_id(actor: Actor, number: int) -> SessionId | None:
    """The id of the n-th session that the present act makes: the same whenever it is done. None: it has no name."""
    act_id = asked_now().act_id
    if act_id is None:
        return None
    return SessionId(hashlib.sha256(f"{actor.user_id} {act_id} {number}".encode()).hexdigest()[:32])


async def made_before(door: Door, actor: Actor, count: int) -> tuple[Session, ...]:
    """The sessions that the present act has made already, if it has made them."""
    ids = [made_id(actor, n) for n in range(count)]
    try:
        return tuple([await door.read(Ref(actor.center_id, x)) for x in ids if x is not None])
    except NotFound:
        return ()
