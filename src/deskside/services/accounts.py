"""People of a center and their ways in: passwords for staff, personal links for students, logins of browsers.

Secrets leave this module once, when they are made; only their SHA-256 is kept (they are random, so no salt is needed).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.ports.clock import Clock, Secrets
from deskside.ports.passwords import Passwords
from deskside.ports.storage import Center, EmailTaken, Login, PersonalLink, Storage, UnitOfWork, User
from deskside.services.attendance import actor_of, hash_of

HOUR_MS = 3_600_000
STUDENT_LOGIN_MS = Millis(30 * 24 * HOUR_MS)
STAFF_LOGIN_MS = Millis(12 * HOUR_MS)
STUDENT_LINK_MS = Millis(30 * 24 * HOUR_MS)
STAFF_LINK_MS = Millis(24 * HOUR_MS)
PASSWORD_AT_LEAST = 10
"""Characters; OWASP ASVS 5.0 6.2.1 asks for 8 or more."""

HOMES = {
    Role.STUDENT: "/dashboard/student",
    Role.TEACHER: "/dashboard/tutor",
    Role.CENTER_ADMIN: "/dashboard/center",
}

OnDisabled = Callable[[UserId], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody to add. Staff need email and password; students have neither, they come by link."""

    role: Role
    name: str
    email: str | None = None
    password: str | None = None
    grade_level: str = ""
    course_level: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new login. `secret` belongs in the browser's cookie for `lasts_ms`; `path` is where the person goes next."""

    secret: str
    lasts_ms: Millis
    path: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Present:
    """Whose browser it is, and the token that this browser's unsafe requests must carry."""

    actor: Actor
    csrf: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """A personal link: its secret, told only now, and until when it works."""

    secret: str
    expires_at: Millis


class AccountService:
    """Who is who. Everything but the ways in asks for the actor and stays inside the actor's center."""

    def __init__(
        self, storage: Storage, clock: Clock, secrets: Secrets, passwords: Passwords, on_disabled: OnDisabled
    ) -> None:
        """`on_disabled` is awaited after a disabled user's ways in are gone, to close what is still open."""
        self._storage = storage
        self._clock = clock
        self._secrets = secrets
        self._passwords = passwords
        self._on_disabled = on_disabled

    async def sign_in(self, email: str, password: str, replacing: str | None = None) -> SignedIn:
        """Sign staff in. `replacing`: the secret of the browser's former login, which ends. Raises Unauthorized."""
        async with self._storage.transaction() as unit:
            user = await unit.accounts.user_by_email(email.strip())
        usable = user if user is not None and not user.disabled else None
        matches = await self._passwords.verify(usable.password_hash if usable else None, password)
        if usable is None or not matches:
            raise Unauthorized("Email or password is wrong. Students come by their personal link, without a password.")
        async with self._storage.transaction() as unit:
            return await self._log_in(unit, usable, home_of(usable.role), replacing)

    async def follow_link(self, secret: str, replacing: str | None = None) -> SignedIn:
        """Sign in whoever holds a personal link; otherwise like `sign_in`."""
        async with self._storage.transaction() as unit:
            found = await unit.accounts.use_link(hash_of(secret), self._clock.now())
            if found is None or found[1].disabled:
                raise Unauthorized("This link is used up, expired or was replaced. Ask your tutor or center for one.")
            link, user = found
            return await self._log_in(unit, user, link.path, replacing)

    async def sign_out(self, secret: str) -> None:
        """End a login; ending it twice is fine."""
        async with self._storage.transaction() as unit:
            await unit.accounts.remove_login(hash_of(secret))

    async def current(self, secret: str) -> Present | None:
        """Who holds this login; None if it is unknown, ended or expired."""
        async with self._storage.transaction() as unit:
            found = await unit.accounts.login(hash_of(secret), self._clock.now())
        if found is None or found[1].disabled:
            return None
        login, user = found
        return Present(actor_of(user), login.csrf)

    async def users(self, actor: Actor, role: Role | None) -> tuple[User, ...]:
        """People of the center who can come in, by name, for staff. Only admins are told emails."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            found = await unit.accounts.users(actor.center_id, role)
        admin = actor.role is Role.CENTER_ADMIN
        return tuple(user if admin else replace(user, email=None) for user in found if not user.disabled)

    async def create_user(self, actor: Actor, new: NewUser) -> User:
        """Add somebody to the admin's center."""
        require_admin(actor)
        return await self.add_user(actor.center_id, new)

    async def disable_user(self, actor: Actor, user_id: UserId) -> None:
        """Out of everything, for good. Raises Conflict for oneself: somebody has to be left to manage the center."""
        require_admin(actor)
        if user_id == actor.user_id:
            raise Conflict("You cannot disable yourself. Another admin of the center can.")
        async with self._storage.transaction() as unit:
            await self._user(unit, actor, user_id)
            await unit.accounts.disable_user(actor.center_id, user_id)
        await self._on_disabled(user_id)

    async def make_link(self, actor: Actor, user_id: UserId) -> NewLink:
        """A personal link: for a student of the center many times, for staff (asked by an admin) once."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            user = await self._linkable(unit, actor, user_id)
        student = user.role is Role.STUDENT
        return await self.issue_link(user, STUDENT_LINK_MS if student else STAFF_LINK_MS, single_use=not student)

    async def revoke_links(self, actor: Actor, user_id: UserId) -> None:
        """None of this person's links work any more; browsers that are signed in stay so."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            await self._linkable(unit, actor, user_id)
            await unit.accounts.remove_links(user_id)

    async def found_center(self, name: str, admin: NewUser) -> User:
        """A new center with its first admin, or neither. For the command line, like `add_user`."""
        return await self._add(admin, Center(CenterId(self._secrets.new_id()), name))

    async def add_user(self, center_id: CenterId, new: NewUser) -> User:
        """Add somebody. For the command line: nobody is asked. Raises Invalid, or Conflict if the email is taken."""
        return await self._add(new, center_id)

    async def issue_link(self, user: User, lasts_ms: Millis, *, single_use: bool, path: str | None = None) -> NewLink:
        """A link that leads to `path` (None: the person's own page). For the command line: nobody is asked."""
        link = NewLink(self._secrets.new_secret(), Millis(self._clock.now() + lasts_ms))
        async with self._storage.transaction() as unit:
            await unit.accounts.add_link(
                PersonalLink(hash_of(link.secret), user.id, path or home_of(user.role), link.expires_at, single_use)
            )
        return link

    async def sweep(self) -> None:
        """Forget logins, links and grants that are expired; to be called now and then."""
        async with self._storage.transaction() as unit:
            await unit.accounts.sweep(self._clock.now())

    async def _log_in(self, unit: UnitOfWork, user: User, path: str, replacing: str | None) -> SignedIn:
        """A login is always new, never one that the browser brought (OWASP ASVS 5.0 7.2.4: no fixation)."""
        secret, now = self._secrets.new_secret(), self._clock.now()
        lasts = STUDENT_LOGIN_MS if user.role is Role.STUDENT else STAFF_LOGIN_MS
        if replacing is not None:
            await unit.accounts.remove_login(hash_of(replacing))
        await unit.accounts.add_login(
            Login(hash_of(secret), user.id, self._secrets.new_secret(), now, Millis(now + lasts))
        )
        return SignedIn(secret, lasts, path, actor_of(user))

    async def _add(self, new: NewUser, where: CenterId | Center) -> User:
        user = User(
            id=UserId(self._secrets.new_id()),
            center_id=where.id if isinstance(where, Center) else where,
            role=new.role,
            name=new.name,
            email=new.email,
            password_hash=await self._checked_hash(new),
            grade_level=new.grade_level,
            course_level=new.course_level,
        )
        try:
            async with self._storage.transaction() as unit:
                if isinstance(where, Center):
                    await unit.accounts.add_center(where)
                await unit.accounts.add_user(user)
        except EmailTaken as taken:
            raise Conflict("Somebody already signs in with this email. Use another one.") from taken
        return user

    async def _checked_hash(self, new: NewUser) -> str | None:
        if new.role is Role.STUDENT:
            if new.email is not None or new.password is not None:
                raise Invalid("Students have neither email nor password: make a personal link for them.")
            return None
        if new.email is None or new.password is None:
            raise Invalid("Tutors and admins need an email and a password.")
        if len(new.password) < PASSWORD_AT_LEAST:
            raise Invalid(f"A password has at least {PASSWORD_AT_LEAST} characters.")
        return await self._passwords.hash(new.password)

    async def _linkable(self, unit: UnitOfWork, actor: Actor, user_id: UserId) -> User:
        user = await self._user(unit, actor, user_id)
        if user.role is not Role.STUDENT and actor.role is not Role.CENTER_ADMIN:
            raise Forbidden("Tutors make links for students only. Ask an admin of the center.")
        return user

    async def _user(self, unit: UnitOfWork, actor: Actor, user_id: UserId) -> User:
        user = await unit.accounts.user(actor.center_id, user_id)
        if user is None or user.disabled:
            raise NotFound("There is no such person in your center.")
        return user


def home_of(role: Role) -> str:
    """The page where this kind of person begins."""
    return HOMES[role]


def require_staff(actor: Actor) -> None:
    """Raise Forbidden for students."""
    if actor.role is Role.STUDENT:
        raise Forbidden("Only tutors and admins of the center can do this.")


def require_admin(actor: Actor) -> None:
    """Raise Forbidden for all but admins of the center."""
    if actor.role is not Role.CENTER_ADMIN:
        raise Forbidden("Only an admin of the center can do this.")
