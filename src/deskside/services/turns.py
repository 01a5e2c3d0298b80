"""One turn at the door: on whose behalf, about which sessions, and what a decision becomes. Pure but for the locks that
rooms hold."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from deskside.domain import lifecycle
from deskside.domain.access import Actor, Right, require
from deskside.domain.events import Events, Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import ActId, Millis, Seq, SessionId
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.ports.storage import UnitOfWork
from deskside.services.rooms import Ref, Room

Decide = Callable[[Session], Events]
Beside = Callable[[UnitOfWork], Awaitable[None]]
"""Stores what belongs to a change, in the same transaction."""
Made = tuple[Room, tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class By:
    """On whose behalf, and as which kind of act it is to be allowed."""

    actor: Actor
    act: Right

    def ref(self, session_id: SessionId) -> Ref:
        """The session in the actor's own center."""
        return Ref(self.actor.center_id, session_id)


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done in one turn: decisions about sessions, and what is stored beside them."""

    turns: tuple[tuple[Room, Decide], ...]
    actor: Actor | None = None
    act_id: ActId | None = None
    at: Millis | None = None
    beside: Beside | None = None

    @property
    def rooms(self) -> tuple[Room, ...]:
        """In one order for all, or two acts could wait for each other."""
        return tuple(sorted((room for room, _ in self.turns), key=lambda room: room.session.id))


@dataclass(frozen=True, slots=True)
class Mark:
    """What every event of a turn carries."""

    at: Millis
    actor: Actor | None
    act_id: ActId | None = None


def allowed(by: By, decide: Decide) -> Decide:
    """The decision, for whoever may take it, about what is not over."""

    def decided(session: Session) -> Events:
        require(by.actor, by.act, session)
        return lifecycle.unless_over(session, decide(session))

    return decided


def in_time(decide: Decide) -> Decide:
    """The decision; nothing of it where it comes too late."""
    return lambda session: lifecycle.still_possible(session, decide(session))


def fold(session: Session, events: Events, mark: Mark) -> tuple[Change, ...]:
    """Each event with its number and the session before and after it."""
    changes: list[Change] = []
    who = mark.actor.user_id if mark.actor else None
    for event in events:
        recorded = Recorded(Seq(session.seq + 1), mark.at, who, event, mark.act_id)
        after = evolve(session, recorded)
        changes.append((session, recorded, after))
        session = after
    return tuple(changes)
