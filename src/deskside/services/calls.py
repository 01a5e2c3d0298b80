"""Connecting people's media: offers and answers, and what the engine tells of itself."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import assert_never

import structlog

from deskside.domain import attendance
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Conflict, Forbidden, NotFound, Superseded
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.modes import StopReason
from deskside.domain.people import Part
from deskside.domain.recording.life import stop_recording
from deskside.domain.routing import sources
from deskside.domain.session import Session, find_person
from deskside.domain.tracks import Layer
from deskside.ports.media import (
    EngineError,
    EngineEvent,
    EngineLost,
    EngineRestarted,
    LinkMeasured,
    Offer,
    OfferMade,
    PublisherConnected,
    PublisherLost,
    Signalling,
)
from deskside.ports.recorder import EdgesChanged, RecorderStopped
from deskside.services.door import By, Door, Ref
from deskside.services.engine_state import EngineState
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
        self._quality = LinkQuality(door, outside.machine)
        self._state = EngineState(door)

    async def publish(
        self, actor: Actor, session_id: SessionId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        """Connect what the person sends; nothing of it is forwarded before the routing table says so. `beside`: as the
        port has it."""
        session = await self._on_page(actor, session_id, page)
        if require(actor, Right.ATTEND, session) is Part.OBSERVER:
            raise Forbidden("An observer listens and watches; only the tutor and the students send.")
        await self._outside.engine.open_room(session_id)
        try:
            answer = await self._signalling().publish(session_id, actor.user_id, page, offer, beside=beside)
        finally:  # a page that lost its place meanwhile may have been refused, or connected
            await self._still_here(actor, session_id, page)
        self._router.again(session_id)
        return answer

    async def subscribe(
        self, actor: Actor, session_id: SessionId, page: PageId, *, beside: bool = False
    ) -> Offer | None:
        """One receiving connection for everything that the person may ever receive. None: nobody sends yet."""
        session = await self._on_page(actor, session_id, page)
        await self._outside.engine.open_room(session_id)
        wanted = sources(session, actor.user_id)
        try:
            made = await self._signalling().subscribe(session_id, actor.user_id, page, wanted, beside=beside)
        finally:
            await self._still_here(actor, session_id, page)
        return made

    async def answer(
        self, actor: Actor, session_id: SessionId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        """Finish the negotiation of the newest offer to this page, by its id."""
        await self._on_page(actor, session_id, page)
        await self._signalling().accept(session_id, actor.user_id, page, answer, of)
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

    async def set_decodes(self, actor: Actor, session_id: SessionId, pixels: int | None) -> None:
        """What the person's machine decodes in a second; None: it keeps up with everything."""
        require(actor, Right.ATTEND, await self._door.read(By(actor, Right.ATTEND).ref(session_id)))
        self._router.want_decodes(session_id, actor.user_id, pixels)

    async def follow_engine(self) -> None:
        """Take note of what happens in the engine, for ever. One task of the application runs this.

        What connects media is done at once. What has to be stored waits for the database on tasks of its own: samples
        and notices of a database that is away keep no offer waiting.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._quality.follow(), name="quality")
            tasks.create_task(self._state.follow(), name="state of the engine")
            async for event in self._outside.engine.events():
                try:
                    await self._on_event(event, tasks)
                except Exception:  # noqa: BLE001  whatever one event runs into, the next may be a restarted engine
                    _log.exception("engine_event_failed", engine_event=type(event).__name__)

    async def _on_event(self, event: EngineEvent, tasks: asyncio.TaskGroup) -> None:
        match event:
            case EngineLost():
                self._state.change(up=False)
            case EngineRestarted():
                tasks.create_task(self._reopen(), name="open rooms again")
                self._state.change(up=True)
            case PublisherConnected(session_id) | PublisherLost(session_id) | EdgesChanged(session_id):
                self._router.again(session_id)
            case RecorderStopped(why, sessions):
                _log.error("recorder_stopped", why=why, sessions=sorted(sessions))
                tasks.create_task(self._end_recording(sessions, why), name="end recordings")
            case OfferMade(session_id, person, page, offer):
                await self._outside.broadcast.offer(session_id, person, page, offer)
            case LinkMeasured():
                self._router.measured(event)
                self._quality.take(event, self._router.strain(event.session, event.person))
            case _:
                assert_never(event)

    async def _end_recording(self, sessions: frozenset[SessionId], why: StopReason) -> None:
        """Nothing of these can be written: whoever is in them is told, and they go on. While that cannot be stored the
        signs say so already, as nothing is in force any more."""
        for session in self._door.known():
            if session.id in sessions:
                self._router.again(session.id)
                try:
                    await self._door.notice(Ref(session.center_id, session.id), lambda each: stop_recording(each, why))
                except Exception:  # noqa: BLE001  nothing is written all the same, and other engine events go on
                    _log.exception("recording_not_ended", session=session.id)

    async def _reopen(self) -> None:
        await asyncio.gather(*(self._reopen_room(x.id) for x in self._door.known() if not x.over))

    async def _reopen_room(self, session_id: SessionId) -> None:
        with suppress(EngineError):  # whoever publishes opens the room as well
            await self._outside.engine.open_room(session_id)
        self._router.again(session_id)

    async def _on_page(self, actor: Actor, session_id: SessionId, page: PageId) -> Session:
        session = await self._door.read(By(actor, Right.ATTEND).ref(session_id))
        require(actor, Right.ATTEND, session)
        if session.over:
            raise Conflict(f"This session is {session.status.lower()}.")
        attendance.on_page(session, actor.user_id, page)
        return session

    async def _still_here(self, actor: Actor, session_id: SessionId, page: PageId) -> None:
        """Whoever was sent away while the engine connected them has no connection afterwards."""
        try:
            await self._on_page(actor, session_id, page)
        except (Superseded, NotFound):
            person = find_person(await self._door.read(By(actor, Right.ATTEND).ref(session_id)), actor.user_id)
            if person is None or person.page is None:  # else another page's connection is in the place of this one
                await self._outside.engine.expel(session_id, actor.user_id)
            raise

    def _signalling(self) -> Signalling:
        signalling = self._outside.engine.signalling
        if signalling is None:
            raise Conflict("This session's engine talks to the browser itself; use what the join grant says.")
        return signalling
