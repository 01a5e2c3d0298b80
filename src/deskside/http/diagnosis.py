"""Paths of the connection test: a room of one's own in the engine."""

from typing import Annotated

from fastapi import APIRouter, Path

from deskside.domain.access import Actor
from deskside.domain.ids import SessionId
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.wire.commands import MediaAnswer, Publish
from deskside.wire.diagnosis import ConnectionTestAnswer, ConnectionTestOffer, ConnectionTestView
from deskside.wire.messages import Offer
from deskside.wire.shapes import ID

TestInPath = Annotated[SessionId, Path(), ID]

router = APIRouter(prefix="/api/diagnosis", tags=["diagnosis"])


@router.post("", status_code=201, responses=problems(401, 403, 409))
async def begin_test(edge: TheEdge, actor: TheActor) -> ConnectionTestView:
    """A room for half a minute in which one's own microphone and camera come back. One a person at a time."""
    edge.rates.take(edge.config.limits.tests_of_user, actor.user_id)
    test = await edge.services.diagnosis.open(actor)
    now = edge.services.outside.clock.now()
    return ConnectionTestView(test_id=test.id, now=now, closes_at=test.closes_at, grant=test.grant)


@router.post("/{test_id}/publish", responses=problems(401, 403, 404, 413))
async def publish(edge: TheEdge, actor: TheActor, test_id: TestInPath, asked: Publish) -> ConnectionTestAnswer:
    """Connect what the test sends."""
    _count(edge, actor)
    return ConnectionTestAnswer(answer=await edge.services.diagnosis.publish(actor, test_id, asked.offer))


@router.post("/{test_id}/subscribe", responses=problems(401, 403, 404))
async def subscribe(edge: TheEdge, actor: TheActor, test_id: TestInPath) -> ConnectionTestOffer:
    """Connect what comes back."""
    _count(edge, actor)
    offer = await edge.services.diagnosis.subscribe(actor, test_id)
    return ConnectionTestOffer(offer=None if offer is None else Offer.of(offer))


@router.post("/{test_id}/answer", status_code=204, responses=problems(401, 403, 404, 413))
async def answer(edge: TheEdge, actor: TheActor, test_id: TestInPath, asked: MediaAnswer) -> None:
    """Finish the negotiation of what comes back."""
    _count(edge, actor)
    await edge.services.diagnosis.answer(actor, test_id, asked.answer)


@router.delete("/{test_id}", status_code=204, responses=problems(401, 403))
async def end_test(edge: TheEdge, actor: TheActor, test_id: TestInPath) -> None:
    """End a test before its time."""
    await edge.services.diagnosis.close(actor, test_id)


def _count(edge: Edge, actor: Actor) -> None:
    edge.rates.take(edge.config.limits.calls_of_test, actor.user_id)
