"""What acts make of their sessions before any of it is stored: each is judged on what those before it have made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deskside.domain import caretaking
from deskside.domain.clock import instant
from deskside.domain.ids import ActId, Millis, UserId
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.services.rooms import Room
from deskside.services.turns import Beside, Decide, Job, Mark, Outcome, Ref, fold

Made = tuple[Room, tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """`made`: what is to be stored, in each room in order, and `beside` with it."""

    made: tuple[Made, ...]
    beside: Beside | None
    outcomes: tuple[tuple[Job, Outcome], ...]
    firm: int
    """How many of the outcomes, from the first on, rest on what is stored already. The others wait for it."""


@dataclass(slots=True)
class _Draft:
    """A room as it will be once all of this is stored."""

    room: Room
    session: Session
    last_at: Millis
    changes: list[Change] = field(default_factory=list)
    acts: set[tuple[UserId, ActId]] = field(default_factory=set)

    def has_done(self, job: Job) -> bool:
        return self.room.has_done(job.actor, job.act_id) or _name(job) in self.acts

    def folded(self, decide: Decide, job: Job, now: Millis) -> tuple[Change, ...]:
        if job.at is None:
            at = instant(self.last_at, now, measured=caretaking.measured(self.session))
        else:  # what is known to have happened then; no clock is asked
            at = Millis(max(self.last_at, job.at))
        mark = Mark(at, job.actor, job.act_id)
        return fold(self.session, decide(self.session), mark)

    def take(self, changes: tuple[Change, ...], job: Job) -> None:
        if (name := _name(job)) is not None:
            self.acts.add(name)
        if changes:
            _, last, self.session = changes[-1]
            self.last_at = last.at
            self.changes += changes


def draft(rooms: Mapping[Ref, Room], jobs: Iterable[Job], now: Millis) -> Drafted:
    """Judge these acts in order. One that is refused, or was done already, makes nothing. Each may be judged again."""
    drafts: dict[Ref, _Draft] = {}
    outcomes: list[tuple[Job, Outcome]] = []
    firm, beside = 0, None
    for job in jobs:
        for ref, _ in job.decisions:
            if ref not in drafts:
                drafts[ref] = _Draft(rooms[ref], rooms[ref].session, rooms[ref].last_at)
        mine = [(drafts[ref], decide) for ref, decide in job.decisions]
        done = any(each.has_done(job) for each, _ in mine)
        try:
            outcome: Outcome = _sessions(mine) if done else _judge(mine, job, now)
        except Exception as error:  # noqa: BLE001  a refusal, or what is wrong with it, is told to its caller
            outcome = error
        outcomes.append((job, outcome))
        if not done and not isinstance(outcome, Exception):
            beside = job.beside
        if beside is None and not any(each.changes for each in drafts.values()):
            firm += 1
    made = tuple((each.room, tuple(each.changes)) for each in drafts.values() if each.changes)
    return Drafted(made, beside, tuple(outcomes), firm)


def _judge(mine: list[tuple[_Draft, Decide]], job: Job, now: Millis) -> tuple[Session, ...]:
    """All of it, or nothing: it is taken once every session allowed it."""
    folded = [each.folded(decide, job, now) for each, decide in mine]
    for (each, _), changes in zip(mine, folded, strict=True):
        each.take(changes, job)
    return _sessions(mine)


def _sessions(mine: list[tuple[_Draft, Decide]]) -> tuple[Session, ...]:
    return tuple(each.session for each, _ in mine)


def _name(job: Job) -> tuple[UserId, ActId] | None:
    return None if job.actor is None or job.act_id is None else (job.actor.user_id, job.act_id)
