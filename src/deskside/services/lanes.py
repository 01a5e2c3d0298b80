"""Conducting a session lane by lane: modes, address all, progress, calls for help.

What takes sound or picture away from somebody returns only once the engine forwards nothing of it any more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.access import Actor, Right
from deskside.domain.ids import HelpId, ItemId, Seq, SessionId, UserId
from deskside.domain.modes import AddressAll, LaneMode, Urgency
from deskside.domain.session import Session
from deskside.services.door import By, Decide, Door
from deskside.services.outside import Outside
from deskside.services.routing import Router


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A call for help as the student's page makes it; a retry carries the same id."""

    help_id: HelpId
    urgency: Urgency
    text: str
    item_id: ItemId | None = None
    """What of the exercise it is about."""


OnHelp = Callable[[Session, ev.HelpAsked], None]
"""Told of each call once it is stored, also of a repeated one. Never waits, never fails."""


def _nothing(_session: Session, _asked: ev.HelpAsked) -> None:
    """Nothing goes along."""


class LaneService:
    """Every act returns the number after which it is visible; nothing is done twice for a repeated act."""

    def __init__(self, outside: Outside, door: Door, router: Router, on_help: OnHelp = _nothing) -> None:
        self._outside = outside
        self._door = door
        self._router = router
        self._on_help = on_help

    async def set_lane_mode(self, actor: Actor, session_id: SessionId, student_id: UserId, mode: LaneMode) -> Seq:
        """TEACH or OBSERVE; returns once the engine forwards nothing that the new mode forbids."""
        seq = await self._teach(actor, session_id, lambda session: lanes.set_lane_mode(session, student_id, mode))
        return await self._settled(session_id, seq)

    async def deafen(self, actor: Actor, session_id: SessionId, student_id: UserId, *, deafened: bool) -> Seq:
        """Take all sound to one lane, or give it back; returns once the engine follows."""
        seq = await self._teach(actor, session_id, lambda session: lanes.deafen(session, student_id, deafened=deafened))
        return await self._settled(session_id, seq)

    async def address_all(self, actor: Actor, session_id: SessionId, kind: AddressAll) -> Seq:
        """Speak to every lane, or no longer; returns once the engine follows."""
        seq = await self._teach(actor, session_id, lambda session: lanes.address_all(session, kind))
        return await self._settled(session_id, seq)

    async def show_screen_to(self, actor: Actor, session_id: SessionId, *, to_all: bool) -> Seq:
        """The tutor's screen for every lane, or for lanes in TEACH."""
        seq = await self._teach(actor, session_id, lambda session: lanes.show_screen_to(session, to_all=to_all))
        return await self._settled(session_id, seq)

    async def set_open_table(self, actor: Actor, session_id: SessionId, *, open_table: bool) -> Seq:
        """Everyone receives everyone, or private lanes."""
        seq = await self._teach(actor, session_id, lambda session: lanes.set_open_table(session, open_table=open_table))
        return await self._settled(session_id, seq)

    async def set_progress(self, actor: Actor, session_id: SessionId, student_id: UserId, percent: int) -> Seq:
        """Progress of a lane's exercise in percent; 100 marks it complete."""
        return await self._teach(actor, session_id, lambda session: lanes.set_progress(session, student_id, percent))

    async def ask_help(self, actor: Actor, session_id: SessionId, call: HelpCall) -> Seq:
        """A student calls the tutor. What goes along with the call follows it: the call itself waits for nothing."""
        asked = ev.HelpAsked(actor.user_id, call.help_id, call.urgency, call.text, call.item_id)
        session = await self._door.act(By(actor, Right.LEARN), session_id, lambda now: lanes.ask_help(now, asked))
        self._on_help(session, asked)
        return session.seq

    async def withdraw_help(self, actor: Actor, session_id: SessionId, help_id: HelpId) -> Seq:
        """A student takes the call back."""
        return await self._learn(
            actor, session_id, lambda session: lanes.withdraw_help(session, actor.user_id, help_id)
        )

    async def respond_to_help(self, actor: Actor, session_id: SessionId, student_id: UserId, help_id: HelpId) -> Seq:
        """The tutor answers: call closed, lane in TEACH."""
        return await self._teach(actor, session_id, lambda session: lanes.respond_to_help(session, student_id, help_id))

    async def postpone_help(self, actor: Actor, session_id: SessionId, student_id: UserId, help_id: HelpId) -> Seq:
        """The tutor has seen the call and comes later; it keeps its place."""
        return await self._teach(actor, session_id, lambda session: lanes.postpone_help(session, student_id, help_id))

    async def dismiss_help(self, actor: Actor, session_id: SessionId, call: tuple[UserId, HelpId], word: str) -> Seq:
        """The tutor puts a call (student, id) aside with a word."""
        return await self._teach(actor, session_id, lambda session: lanes.dismiss_help(session, *call, word))

    async def _teach(self, actor: Actor, session_id: SessionId, decide: Decide) -> Seq:
        return (await self._door.act(By(actor, Right.TEACH), session_id, decide)).seq

    async def _learn(self, actor: Actor, session_id: SessionId, decide: Decide) -> Seq:
        return (await self._door.act(By(actor, Right.LEARN), session_id, decide)).seq

    async def _settled(self, session_id: SessionId, seq: Seq) -> Seq:
        await self._router.settled(session_id, seq)
        return seq
