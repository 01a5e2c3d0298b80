"""Accounts and exercises in memory: the other half of the storage fake."""

from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from deskside.domain.chain import KeptRow
from deskside.domain.ids import CenterId, ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.text import email_key, order_key
from deskside.ports.audit import AuditRow
from deskside.ports.devices import KnownDevice
from deskside.ports.exercises import Exercise
from deskside.ports.history import StudentNote
from deskside.ports.logins import JoinGrant, Login, PersonalLink
from deskside.ports.planning import CalendarFeed
from deskside.ports.storage import Center, EmailTaken, User

_WayIn = TypeVar("_WayIn", Login, PersonalLink)


@dataclass(slots=True)
class AccountTables:
    """Everything kept. Values are immutable, so a copy of the dictionaries is a snapshot."""

    centers: dict[CenterId, Center] = field(default_factory=dict)
    users: dict[UserId, User] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    links: dict[str, PersonalLink] = field(default_factory=dict)
    grants: dict[str, JoinGrant] = field(default_factory=dict)
    devices: dict[str, KnownDevice] = field(default_factory=dict)
    exercises: dict[ExerciseId, Exercise] = field(default_factory=dict)
    feeds: dict[str, CalendarFeed] = field(default_factory=dict)
    audit: dict[tuple[CenterId, int], tuple[AuditRow, KeptRow]] = field(default_factory=dict)
    notes: dict[tuple[CenterId, UserId, UserId], StudentNote] = field(default_factory=dict)
    """By center, student and author."""

    def snapshot(self) -> "AccountTables":
        """What is kept now, whatever is done to this later."""
        return AccountTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeAccounts:
    """`AccountStore` in memory."""

    def __init__(self, tables: AccountTables) -> None:
        self._t = tables

    async def add_center(self, center: Center) -> None:
        self._t.centers[center.id] = center

    async def center(self, center_id: CenterId) -> Center | None:
        return self._t.centers.get(center_id)

    async def centers(self) -> tuple[Center, ...]:
        return tuple(sorted(self._t.centers.values(), key=lambda x: (order_key(x.name), x.id)))

    async def update_center(self, center: Center) -> None:
        if center.id in self._t.centers:
            self._t.centers[center.id] = center

    async def add_user(self, user: User) -> None:
        there = [x for x in self._t.users.values() if x.email and not x.disabled and x.center_id == user.center_id]
        emails = {_key(x.email) for x in there}
        if user.email is not None and _key(user.email) in emails:
            raise EmailTaken
        self._t.users[user.id] = user

    async def update_user(self, user: User) -> None:
        others = [x for x in self._t.users.values() if x.id != user.id and not x.disabled]
        others = [x for x in others if x.center_id == user.center_id]
        if not user.disabled and user.email is not None and _key(user.email) in {_key(x.email) for x in others}:
            raise EmailTaken
        self._t.users[user.id] = user

    async def user(self, center_id: CenterId, user_id: UserId) -> User | None:
        found = self._t.users.get(user_id)
        return found if found is not None and found.center_id == center_id else None

    async def users_by_email(self, email: str) -> tuple[User, ...]:
        able = (x for x in self._t.users.values() if x.email is not None and not x.disabled)
        return tuple(sorted((x for x in able if _key(x.email) == _key(email)), key=lambda x: x.center_id))

    async def users(self, center_id: CenterId, role: Role | None) -> tuple[User, ...]:
        found = (x for x in self._t.users.values() if x.center_id == center_id and role in (None, x.role))
        return tuple(sorted(found, key=lambda x: (order_key(x.name), x.id)))

    async def disable_user(self, center_id: CenterId, user_id: UserId) -> None:
        found = await self.user(center_id, user_id)
        if found is None:
            return
        self._t.users[user_id] = replace(found, disabled=True)
        self._t.logins = {key: x for key, x in self._t.logins.items() if x.user_id != user_id}
        self._t.links = {key: x for key, x in self._t.links.items() if x.user_id != user_id}
        self._t.grants = {key: x for key, x in self._t.grants.items() if x.user_id != user_id}
        self._t.devices = {key: x for key, x in self._t.devices.items() if x.user_id != user_id}
        self._t.feeds = {key: x for key, x in self._t.feeds.items() if x.user_id != user_id}

    async def set_password(self, user_id: UserId, password_hash: str) -> None:
        self._t.users[user_id] = replace(self._t.users[user_id], password_hash=password_hash, password_given=False)

    async def add_login(self, login: Login) -> None:
        self._t.logins[login.secret_hash] = login

    async def login(self, secret_hash: str, now: Millis) -> tuple[Login, User] | None:
        found = self._t.logins.get(secret_hash)
        return None if found is None else self._with_user(found, now)

    async def remove_login(self, secret_hash: str) -> None:
        self._t.logins.pop(secret_hash, None)
        self._t.grants = {key: x for key, x in self._t.grants.items() if x.login_hash != secret_hash}

    async def add_link(self, link: PersonalLink) -> None:
        self._t.links[link.secret_hash] = link

    async def link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        link = self._t.links.get(secret_hash)
        return None if link is None else self._with_user(link, now)

    async def use_link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        link = self._t.links.get(secret_hash)
        found = None if link is None else self._with_user(link, now)
        if found is not None and found[0].single_use:
            del self._t.links[secret_hash]
        return found

    async def remove_links(self, user_id: UserId) -> frozenset[str]:
        gone = frozenset(key for key, x in self._t.links.items() if x.user_id == user_id)
        self._t.links = {key: x for key, x in self._t.links.items() if key not in gone}
        return gone

    async def add_device(self, device: KnownDevice) -> None:
        self._t.devices[device.secret_hash] = device

    async def known_device(self, user_id: UserId, secret_hashes: tuple[str, ...], now: Millis) -> str | None:
        mine = (x for x in self._t.devices.values() if x.user_id == user_id and x.expires_at > now)
        return next((x.secret_hash for x in mine if x.secret_hash in secret_hashes), None)

    async def add_grant(self, grant: JoinGrant) -> None:
        self._t.grants[grant.token_hash] = grant

    async def remove_grants(self, session_id: SessionId, user_id: UserId) -> None:
        gone = (session_id, user_id)
        self._t.grants = {key: x for key, x in self._t.grants.items() if (x.session_id, x.user_id) != gone}

    async def sweep(self, now: Millis) -> None:
        self._t.logins = {key: x for key, x in self._t.logins.items() if x.expires_at > now}
        self._t.links = {key: x for key, x in self._t.links.items() if x.expires_at > now}
        kept = self._t.grants.items()
        self._t.grants = {key: x for key, x in kept if x.expires_at > now and x.login_hash in self._t.logins}
        self._t.devices = {key: x for key, x in self._t.devices.items() if x.expires_at > now}

    def _with_user(self, way_in: _WayIn, now: Millis) -> tuple[_WayIn, User] | None:
        user = self._t.users.get(way_in.user_id)
        if user is None or user.disabled or way_in.expires_at <= now:
            return None
        return way_in, user


def _key(email: str | None) -> str | None:
    return None if email is None else email_key(email)


class FakeExercises:
    """`ExerciseStore` in memory."""

    def __init__(self, tables: AccountTables) -> None:
        self._t = tables

    async def add(self, exercise: Exercise) -> None:
        self._t.exercises[exercise.id] = exercise

    async def exercise(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise | None:
        found = self._t.exercises.get(exercise_id)
        return found if found is not None and found.center_id == center_id else None

    async def some(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...]) -> dict[ExerciseId, Exercise]:
        found = [await self.exercise(center_id, x) for x in exercise_ids]
        return {x.id: x for x in found if x is not None}

    async def retire(self, center_id: CenterId, exercise_id: ExerciseId) -> None:
        if (found := await self.exercise(center_id, exercise_id)) is not None:
            self._t.exercises[exercise_id] = replace(found, current=False)

    async def archive(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...], at: Millis | None) -> None:
        for exercise_id in exercise_ids:
            if (found := await self.exercise(center_id, exercise_id)) is not None:
                self._t.exercises[exercise_id] = replace(found, archived_at=at)

    async def exercises(self, center_id: CenterId) -> tuple[Exercise, ...]:
        found = (x for x in self._t.exercises.values() if x.center_id == center_id and x.current)
        return tuple(sorted(found, key=lambda x: (order_key(x.course, x.lesson, x.title), x.id)))
