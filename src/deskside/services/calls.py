"""Connecting people's media: offers and answers, and what the engine tells of itself."""

from collections.abc import Mapping
from contextlib import suppress
from typing import assert_never

import structlog

from deskside.domain import attendance, lifecycle
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Conflict, Forbidden
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.routing import sources
from deskside.domain.session import Session
from deskside.domain.tracks import Layer
from deskside.ports.media import (
    EngineEvent,
    EngineLost,
    EngineRestarted,
    EngineUnavailable,
    LinkMeasured,
    Offer,
    OfferMade,
    PublisherConnected,
    PublisherLost,
    Signalling,
)
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside
from deskside.services.quality import LinkQuality
from deskside.services.routing import Router

_log = structlog.get_logger(__name__)


class CallService:
    """Relays between pages and an engine with signalling of ours. What is forwarded is not decided here."""

    def __init__(self, outside: Outside, door: Door, router: Router) -> None:
        self._outside = outside
        self._door = door
        self._router = router
        self._quality = LinkQuality(door)

    async def publish(self, actor: Actor, session_id: SessionId, page: PageId, offer: str) -> str:
        """Connect what the person sends; nothing of it is forwarded before the routing table says so."""
        session = await self._on_page(actor, session_id, page)
        if require(actor, Right.ATTEND, session) is Part.OBSERVER:
            raise Forbidden("An observer listens and watches; only the tutor and the students send.")
        await self._outside.engine.open_room(session_id)
        answer = await self._signalling().publish(session_id, actor.user_id, page, offer)
        self._router.again(session_id)
        return answer

    async def subscribe(self, actor: Actor, session_id: SessionId, page: PageId) -> Offer | None:
        """One receiving connection for everything that the person may ever receive. None: nobody sends yet."""
        session = await self._on_page(actor, session_id, page)
        await self._outside.engine.open_room(session_id)
        wanted = sources(session, actor.user_id)
        return await self._signalling().subscribe(session_id, actor.user_id, page, wanted)

    async def answer(self, actor: Actor, session_id: SessionId, page: PageId, answer: str) -> None:
        """Finish the negotiation of the newest offer to this page."""
        await self._on_page(actor, session_id, page)
        await self._signalling().accept(session_id, actor.user_id, page, answer)
        self._router.again(session_id)

    async def refresh(self, actor: Actor, session_id: SessionId) -> None:
        """The person's network is back: ask for whole pictures."""
        require(actor, Right.ATTEND, await self._door.read(By(actor, Right.ATTEND).ref(session_id)))
        await self._signalling().refresh(session_id, actor.user_id)

    async def set_tiles(self, actor: Actor, session_id: SessionId, tiles: Mapping[UserId, Layer]) -> None:
        """The best layer that each of the person's tiles can show."""
        session = await self._door.read(By(actor, Right.ATTEND).ref(session_id))
        require(actor, Right.ATTEND, session)
        known = sources(session, actor.user_id)
        self._router.want_tiles(session_id, actor.user_id, {s: tiles[s] for s in known & tiles.keys()})

    async def follow_engine(self) -> None:
        """Take note of what happens in the engine, for ever. One task of the application runs this."""
        async for event in self._outside.engine.events():
            try:
                await self._on_event(event)
            except Exception:  # noqa: BLE001  whatever one event runs into, the next may be that the engine restarted
                _log.exception("engine_event_failed", engine_event=type(event).__name__)

    async def _on_event(self, event: EngineEvent) -> None:
        match event:
            case EngineLost():
                await self._tell_all(up=False)
            case EngineRestarted():
                await self._reopen()
            case PublisherConnected(session_id) | PublisherLost(session_id):
                self._router.again(session_id)
            case OfferMade(session_id, person, page, offer):
                await self._outside.broadcast.offer(session_id, person, page, offer)
            case LinkMeasured():
                await self._quality.note(event)
            case _:
                assert_never(event)

    async def _reopen(self) -> None:
        for session in self._door.known():
            if not session.over:
                with suppress(EngineUnavailable):  # whoever publishes opens the room as well
                    await self._outside.engine.open_room(session.id)
                self._router.again(session.id)
        await self._tell_all(up=True)

    async def _tell_all(self, *, up: bool) -> None:
        for session in self._door.known():
            if not session.over:
                ref = Ref(session.center_id, session.id)
                await self._door.notice(ref, lambda s: lifecycle.set_engine_up(s, up=up))

    async def _on_page(self, actor: Actor, session_id: SessionId, page: PageId) -> Session:
        session = await self._door.read(By(actor, Right.ATTEND).ref(session_id))
        require(actor, Right.ATTEND, session)
        attendance.on_page(session, actor.user_id, page)
        if session.over:
            raise Conflict(f"This session is {session.status.lower()}.")
        return session

    def _signalling(self) -> Signalling:
        signalling = self._outside.engine.signalling
        if signalling is None:
            raise Conflict("This session's engine talks to the browser itself; use what the join grant says.")
        return signalling
