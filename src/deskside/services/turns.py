"""One turn at the door: on whose behalf, about which sessions, and what a decision becomes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from deskside.domain import lifecycle
from deskside.domain.access import Actor, Right, require
from deskside.domain.events import Events, Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import ActId, CenterId, Millis, Seq, SessionId
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.ports.storage import UnitOfWork

Decide = Callable[[Session], Events]
Beside = Callable[[UnitOfWork], Awaitable[None]]
"""Stores what belongs to a change, in the same transaction."""
Outcome = tuple[Session, ...] | Exception
"""The sessions as they are after an act, in the order in which it names them; or why nothing was done."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A session by its center and id: nothing is looked up without the center."""

    center_id: CenterId
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class By:
    """On whose behalf, and as which kind of act it is to be allowed."""

    actor: Actor
    act: Right

    def ref(self, session_id: SessionId) -> Ref:
        """The session in the actor's own center."""
        return Ref(self.actor.center_id, session_id)


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """What is to be done in one turn: decisions about sessions, and what is stored beside them."""

    decisions: tuple[tuple[Ref, Decide], ...]
    actor: Actor | None = None
    act_id: ActId | None = None
    at: Millis | None = None
    beside: Beside | None = None
    done: asyncio.Future[tuple[Session, ...]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    """What became of it; nobody is told before it is stored."""

    @property
    def refs(self) -> tuple[Ref, ...]:
        """In one order for all, or two acts could wait for each other."""
        return tuple(sorted((ref for ref, _ in self.decisions), key=lambda ref: ref.session_id))

    @property
    def shares(self) -> bool:
        """Whether it may be stored in one commit with other acts of its session."""
        return self.beside is None and len(self.decisions) == 1

    def end(self, outcome: Outcome) -> None:
        """Tell whoever waits. Ending it twice tells the first outcome."""
        if self.done.done():
            return
        if isinstance(outcome, Exception):
            self.done.set_exception(outcome)
        else:
            self.done.set_result(outcome)


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
