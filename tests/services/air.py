"""What is on the air in a house, and pages that prove."""

import asyncio

from deskside.domain.access import Actor
from deskside.domain.ids import PageId, UserId
from deskside.domain.modes import SignFault
from deskside.domain.signs import audience
from deskside.domain.tracks import RoutingTable
from tests.services.house import House


async def forwarded(house: House) -> RoutingTable:
    """What the engine forwards once it is at rest."""
    await asyncio.sleep(1)
    return house.fake.in_force(house.session_id)


def of(table: RoutingTable, actor: Actor) -> RoutingTable:
    return frozenset(x for x in table if actor.user_id in (x.source, x.target))


async def prove(house: House, actor: Actor, fault: SignFault | None = None, *, but: tuple[UserId, ...] = ()) -> None:
    sign = tuple(x for x in audience(await house.session(), actor.user_id) if x not in but)
    page = PageId(f"{actor.user_id}-page")
    await house.services.proofs.prove(actor, house.session_id, page, sign, fault)
