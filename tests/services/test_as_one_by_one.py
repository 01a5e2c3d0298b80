"""Whatever people do, it makes no difference whether it came one by one or at once: the same log at the same instants,
the same states, and the same answers."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.domain import events as ev
from deskside.domain.access import Actor, Right
from deskside.domain.ids import ActId, Seq
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.services.door import By, Door, Ref
from deskside.services.once import Asked, asked
from deskside.services.routing import Router
from tests.domain.acts import ACTS, new_session
from tests.domain.work_acts import TUTOR
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.storage import FakeStorage

SESSION = new_session()
TUTOR_ACTS = By(Actor(TUTOR, SESSION.center_id, Role.TEACHER, "Ms Rivera"), Right.MANAGE)
Told = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that somebody tries, the same whenever it is tried on the same session. `name`: of its act; None: the
    server noticed it."""

    seed: int
    name: str | None

    def decide(self, session: Session) -> ev.Events:
        rng = random.Random(self.seed)
        return rng.choice(ACTS)(rng, session)

    async def on(self, door: Door) -> tuple[int, str]:
        """The number that was answered, or the refusal."""
        try:
            if self.name is None:
                session = await door.notice(Ref(SESSION.center_id, SESSION.id), self.decide)
            else:
                with asked(Asked(ActId(self.name))):
                    session = await door.act(TUTOR_ACTS, SESSION.id, self.decide)
        except Exception as refused:  # noqa: BLE001  all that is told is compared
            return -1, f"{type(refused).__name__} {refused}"
        return session.seq, ""


class Lesson:
    """A session of its own behind a door."""

    def __init__(self) -> None:
        self.storage, self.broadcast, self.clock = FakeStorage(), RecordedBroadcast(), HeldClock()
        self.door = Door(self.storage, self.broadcast, Router(FakeEngine(), self.broadcast, self.clock), self.clock)

    async def try_all(self, groups: Sequence[Sequence[Tried]], *, at_once: bool) -> Told:
        """What was answered to each."""
        await self.door.open(TUTOR_ACTS.actor, SESSION, ())
        told: Told = []
        for group in groups:
            if at_once:
                told += await asyncio.gather(*(tried.on(self.door) for tried in group))
            else:
                told += [await tried.on(self.door) for tried in group]
            self.clock.pass_ms(1_000)
        return told

    async def log(self) -> tuple[ev.Recorded, ...]:
        """As it is stored; what was told is the same, and ends in the session as it is."""
        async with self.storage.reading() as unit:
            log = await unit.sessions.events_after(SESSION.id, Seq(0))
            stored = await unit.sessions.load(SESSION.center_id, SESSION.id)
        assert tuple(recorded for _, recorded, _ in self.broadcast.told) == log
        assert stored == await self.door.read(Ref(SESSION.center_id, SESSION.id))
        return log


def _groups(rng: random.Random, acts: int) -> list[list[Tried]]:
    """A random lesson, in groups of what comes at once. Some of it is sent twice."""
    names = [None, None, *(f"act-{n}" for n in range(acts))]
    left = iter([Tried(rng.randrange(2**32), rng.choice(names)) for _ in range(acts)])
    groups = []
    while group := list(islice(left, rng.randint(1, 12))):
        groups.append(group)
    return groups


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32))
async def test_what_comes_at_once_is_as_if_it_had_come_one_by_one(seed: int) -> None:
    groups = _groups(random.Random(seed), 120)
    alone, together = Lesson(), Lesson()
    assert await alone.try_all(groups, at_once=False) == await together.try_all(groups, at_once=True)
    assert await alone.log() == await together.log()
    assert alone.broadcast.told == together.broadcast.told
    assert together.storage.turns <= alone.storage.turns
