"""Whoever is disabled, signed out, has a new password or a revoked link: no packet to or from them, really."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskside.domain.access import Actor
from deskside.domain.errors import Unauthorized
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Role
from deskside.domain.tracks import TrackKind
from deskside.media.janus.engine import JanusEngine
from deskside.ports.storage import User
from deskside.services.attendance import actor_of, hash_of
from deskside.services.signed_in import Present
from tests.media.installed import janus_settings
from tests.media.people import EventLog, Person
from tests.services.house import HERE, House

pytestmark = pytest.mark.engine

OTHER_ADMIN = User(UserId("olga"), HERE, Role.CENTER_ADMIN, "Olga", "olga@here.test")
WATCHED_SECONDS = 1.0


@dataclass
class Lesson:
    """A live session: an admin looks in, tutor, Alice and Bob send and receive real packets."""

    house: House
    people: dict[str, Person]
    secrets: dict[str, str]
    tokens: dict[str, str]

    async def come(self, actor: Actor, secret: str) -> Person:
        """A page by this login is in the room and its media are connected."""
        house, name = self.house, str(actor.user_id)
        person = self.people[name]
        self.secrets[name] = secret
        admission = await house.attendance.admit(actor, house.session_id, hash_of(secret))
        self.tokens[name] = admission.token
        await house.attendance.identify(admission.token, person.page)
        await house.enter(actor, person.page)
        if actor.role is not Role.CENTER_ADMIN:
            await person.publish()
        return person

    async def is_out(self, name: str) -> None:
        """Nothing flows to or from this person, while Bob's packets go on."""
        victim, others = self.people[name], [x for key, x in self.people.items() if key not in (name, "bob")]
        bob, watcher = self.people["bob"], next(x for x in others if x.receiving is not None)
        sent = {x.id: [x.received(victim, kind) for kind in TrackKind] for x in others if self._hears(x, victim)}
        assert victim.receiving is not None
        got, before = victim.receiving.total(), watcher.received(bob, TrackKind.AUDIO)
        await asyncio.sleep(WATCHED_SECONDS)
        assert victim.receiving.total() == got, "packets to somebody who is out"
        after = {x.id: [x.received(victim, kind) for kind in TrackKind] for x in others if self._hears(x, victim)}
        assert after == sent, "packets from somebody who is out"
        if name != "tutor":
            assert watcher.received(bob, TrackKind.AUDIO) > before, "the lesson goes on"
        with pytest.raises(Unauthorized):
            await self.house.attendance.identify(self.tokens[name], victim.page)

    @staticmethod
    def _hears(listener: Person, source: Person) -> bool:
        return listener.offer is not None and any(x.source == source.id for x in listener.offer.streams)


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[Lesson]:
    engine = JanusEngine(janus_settings(tmp_path / "engine"))
    await engine.start()
    house = await House(engine).open()
    async with house.storage.transaction() as unit:
        await unit.accounts.add_user(OTHER_ADMIN)
    await house.sessions.start(house.tutor, house.session_id)
    events = EventLog(engine)
    names = ("admin", "tutor", "alice", "bob")
    made = {name: Person(engine.signalling, house.session_id, name, events) for name in names}
    lesson = Lesson(house, made, {}, {})
    for actor in (house.admin, house.tutor, house.alice, house.bob):
        user = User(actor.user_id, HERE, actor.role, actor.name)
        link = await house.services.links.issue_link(user, Millis(10**9), single_use=False)
        await lesson.come(actor, (await house.services.accounts.follow_link(link.secret)).secret)
    students = (made["alice"], made["bob"])
    for name in names:
        await made[name].subscribe(*([made["tutor"]] if name in ("alice", "bob") else students))
    for watcher in (made["tutor"], made["admin"]):
        for student in students:
            await watcher.receives(student, TrackKind.AUDIO)
    await made["alice"].receives(made["tutor"], TrackKind.VIDEO)
    yield lesson
    events.close()
    for person in made.values():
        person.close()
    await engine.stop(keep=False)


async def _disable(lesson: Lesson, name: str) -> None:
    await lesson.house.services.accounts.disable_user(actor_of(OTHER_ADMIN), UserId(name))


async def _sign_out(lesson: Lesson, name: str) -> None:
    await lesson.house.services.accounts.sign_out(lesson.secrets[name])


async def _revoke(lesson: Lesson, name: str) -> None:
    await lesson.house.services.links.revoke_links(actor_of(OTHER_ADMIN), UserId(name))


async def _end_login(lesson: Lesson, name: str) -> None:
    (login,) = await lesson.house.services.logins.logins(actor_of(OTHER_ADMIN), UserId(name))
    await lesson.house.services.logins.end(actor_of(OTHER_ADMIN), UserId(name), login.id)


async def _change_password(lesson: Lesson, name: str) -> None:
    """In another browser."""
    house = lesson.house
    async with house.storage.transaction() as unit:
        user = await unit.accounts.user(HERE, UserId(name))
        assert user is not None
        await unit.accounts.add_user(User(user.id, HERE, user.role, user.name, f"{name}@here.test"))
    present = Present(actor_of(user), "csrf", "another login")
    await house.services.passwords.change(present, "", "three words and more")


Act = Callable[[Lesson, str], Awaitable[None]]


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (_disable, "tutor"),
        (_disable, "alice"),
        (_disable, "admin"),
        (_sign_out, "tutor"),
        (_sign_out, "alice"),
        (_sign_out, "admin"),
        (_revoke, "alice"),
        (_end_login, "alice"),
        (_change_password, "tutor"),
    ],
)
async def test_no_packet_flows_to_or_from_whoever_is_out(lesson: Lesson, act: Act, name: str) -> None:
    await act(lesson, name)
    await lesson.is_out(name)
