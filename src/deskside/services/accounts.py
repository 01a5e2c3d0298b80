"""People of a center, and how they come in: by password, by a personal link (services/links makes them).

Secrets leave this module once, when they are made; only their SHA-256 is kept (they are random, so no salt is needed).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from deskside.domain.access import Actor, require_admin, require_staff
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Conflict, Invalid, NotFound, Unauthorized
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.domain.people import Role
from deskside.domain.text import EMAIL_LIMIT, LABEL_LIMIT, NAME_LIMIT, label, line
from deskside.domain.text import email as kept_email
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock, Secrets
from deskside.ports.logins import Login, PersonalLink
from deskside.ports.passwords import Passwords
from deskside.ports.storage import Center, EmailTaken, Storage, UnitOfWork, User
from deskside.services.attendance import actor_of, hash_of
from deskside.services.homes import home_of
from deskside.services.signed_in import SOMEWHERE, Browser, Present, SeveralCenters, SignedIn
from deskside.services.strength import good_hash
from deskside.services.ways_in import Ended, end_logins

HOUR_MS = 3_600_000
STUDENT_LOGIN_MS = Millis(30 * 24 * HOUR_MS)
STAFF_LOGIN_MS = Millis(12 * HOUR_MS)

CloseWays = Callable[[Ended], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody to add. Staff need email and password; students have neither, they come by link."""

    role: Role
    name: str
    email: str | None = None
    password: str | None = None
    grade_level: str = ""
    course_level: str = ""

    def kept(self) -> "NewUser":
        """As it is kept. Raises Invalid for names, labels and emails that nobody means (`domain.text`)."""
        return replace(
            self,
            name=line(self.name, NAME_LIMIT),
            email=None if self.email is None else kept_email(self.email, EMAIL_LIMIT),
            grade_level=label(self.grade_level, LABEL_LIMIT),
            course_level=label(self.course_level, LABEL_LIMIT),
        )


class AccountService:
    """Who is who. Everything but the ways in asks for the actor and stays inside the actor's center."""

    def __init__(
        self, storage: Storage, clock: Clock, secrets: Secrets, passwords: Passwords, close: CloseWays
    ) -> None:
        """`close` is awaited after ways in are gone from the storage: it closes what is still open by them."""
        self._storage = storage
        self._clock = clock
        self._secrets = secrets
        self._passwords = passwords
        self._close = close

    async def sign_in(
        self,
        email: str,
        password: str,
        replacing: str | None = None,
        *,
        browser: Browser = SOMEWHERE,
        center_id: CenterId | None = None,
    ) -> SignedIn:
        """Sign staff in. `replacing`: the secret of the browser's former login, which ends. Raises Unauthorized, and
        SeveralCenters for somebody who works in several with one email and one password: ask which."""
        async with self._storage.reading() as unit:
            users = await unit.accounts.users_by_email(email)
        if center_id is not None:
            users = tuple(x for x in users if x.center_id == center_id)
        hashes = [x.password_hash for x in users] or [None]
        matches = [await self._passwords.verify(x, password, known=browser.known) for x in hashes]
        fitting = [user for user, fits in zip(users, matches, strict=False) if fits]
        mine = list({user.center_id: user for user in fitting}.values())
        if not mine:
            raise Unauthorized("Email or password is wrong. Students come by their personal link, without a password.")
        if len(mine) > 1:
            async with self._storage.reading() as unit:
                centers = [await unit.accounts.center(x.center_id) for x in mine]
            raise SeveralCenters(tuple(x for x in centers if x is not None))
        async with self._storage.transaction() as unit:
            made = await self._log_in(unit, mine[0], browser, replacing)
        return await self._closed(made)

    async def follow_link(self, secret: str, replacing: str | None = None, *, browser: Browser = SOMEWHERE) -> SignedIn:
        """Sign in whoever holds a personal link; otherwise like `sign_in`. A link that somebody else made for a member
        of staff leads to nothing but choosing a password: nobody acts in their name without their noticing."""
        async with self._storage.transaction() as unit:
            found = await unit.accounts.use_link(hash_of(secret), self._clock.now())
            if found is None or found[1].disabled:
                raise Unauthorized("This link is used up, expired or was replaced. Ask your tutor or center for one.")
            link, user = found
            detail = ", ".join(filter(None, (browser.device, browser.address)))
            now = self._clock.now()
            await unit.audit.add(AuditRow(user.center_id, now, user.id, AuditAct.LINK_FOLLOWED, user.id, detail=detail))
            made = await self._log_in(unit, user, browser, replacing, link)
        return await self._closed(made)

    async def sign_out(self, secret: str) -> None:
        """End a login with all that hangs on it; ending it twice is fine."""
        async with self._storage.transaction() as unit:
            ended = await self._end_one(unit, secret)
        if ended is not None:
            await self._close(ended)

    async def current(self, secret: str) -> Present | None:
        """Who holds this login; None if it is unknown, ended or expired."""
        async with self._storage.reading() as unit:
            found = await unit.accounts.login(hash_of(secret), self._clock.now())
        if found is None or found[1].disabled:
            return None
        login, user = found
        return Present(actor_of(user), login.csrf, login.secret_hash, login.confined)

    async def users(self, actor: Actor, role: Role | None) -> tuple[User, ...]:
        """People of the center who can come in, by name, for staff. Only admins are told emails."""
        require_staff(actor)
        async with self._storage.reading() as unit:
            found = await unit.accounts.users(actor.center_id, role)
        admin = actor.role is Role.CENTER_ADMIN
        return tuple(user if admin else replace(user, email=None) for user in found if not user.disabled)

    async def create_user(self, actor: Actor, new: NewUser) -> User:
        """Add somebody to the admin's center. The password of a member of staff is their first: they choose their own
        when they sign in with it."""
        require_admin(actor)
        return await self._add(new, actor.center_id, given=True)

    async def disable_user(self, actor: Actor, user_id: UserId) -> None:
        """Out of everything, for good; whoever is already stays so, and is out when this returns. Raises Conflict for
        oneself: somebody has to be left to manage the center."""
        require_admin(actor)
        if user_id == actor.user_id:
            raise Conflict("You cannot disable yourself. Another admin of the center can.")
        async with self._storage.transaction() as unit:
            user = await unit.accounts.user(actor.center_id, user_id)
            if user is None:
                raise NotFound("There is no such person in your center.")
            ended = replace(await end_logins(unit, user_id, None), disabled=True)
            if not user.disabled:
                await unit.accounts.disable_user(actor.center_id, user_id)
                now = self._clock.now()
                await unit.audit.add(AuditRow(actor.center_id, now, actor.user_id, AuditAct.PERSON_DISABLED, user_id))
        await self._close(ended)

    async def found_center(self, name: str, admin: NewUser) -> User:
        """A new center with its first admin, or neither. For the command line, like `add_user`."""
        return await self._add(admin, Center(CenterId(self._secrets.new_id()), line(name, NAME_LIMIT)))

    async def add_user(self, center_id: CenterId, new: NewUser) -> User:
        """Add somebody. For the command line: nobody is asked. Raises Invalid, or Conflict if the email is taken."""
        return await self._add(new, center_id)

    async def sweep(self) -> None:
        """Forget logins, links and grants that are expired; to be called now and then."""
        async with self._storage.transaction() as unit:
            await unit.accounts.sweep(self._clock.now())

    async def _log_in(
        self, unit: UnitOfWork, user: User, browser: Browser, replacing: str | None, link: PersonalLink | None = None
    ) -> tuple[SignedIn, Ended | None]:
        """A login is always new, never one that the browser brought (OWASP ASVS 5.0 7.2.4: no fixation)."""
        secret, now = self._secrets.new_secret(), self._clock.now()
        lasts = STUDENT_LOGIN_MS if user.role is Role.STUDENT else STAFF_LOGIN_MS
        ended = None if replacing is None else await self._end_one(unit, replacing)
        login = Login(
            secret_hash=hash_of(secret),
            user_id=user.id,
            csrf=self._secrets.new_secret(),
            created_at=now,
            expires_at=Millis(now + lasts),
            id=self._secrets.new_id(),
            link_hash=link.secret_hash if link else None,
            device=browser.device,
            address=browser.address,
            confined=user.password_given or _made_by_another(link, user),
        )
        await unit.accounts.add_login(login)
        return SignedIn(secret, lasts, link.path if link else home_of(user.role), actor_of(user)), ended

    async def _end_one(self, unit: UnitOfWork, secret: str) -> Ended | None:
        found = await unit.accounts.login(hash_of(secret), Millis(0))
        if found is None:
            return None
        return await end_logins(unit, found[1].id, frozenset({hash_of(secret)}))

    async def _closed(self, made: tuple[SignedIn, Ended | None]) -> SignedIn:
        """The login, once what came by the browser's former one is closed."""
        if made[1] is not None:
            await self._close(made[1])
        return made[0]

    async def _add(self, new: NewUser, where: CenterId | Center, *, given: bool = False) -> User:
        new = new.kept()
        user = User(
            id=UserId(self._secrets.new_id()),
            center_id=where.id if isinstance(where, Center) else where,
            role=new.role,
            name=new.name,
            email=new.email,
            password_hash=await self._checked_hash(new),
            grade_level=new.grade_level,
            course_level=new.course_level,
            password_given=given and new.password is not None,
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
        return await good_hash(self._passwords, new.password, (new.name, new.email))


def _made_by_another(link: PersonalLink | None, user: User) -> bool:
    """Whether somebody else made this link of a member of staff, and could use it themselves."""
    return link is not None and user.role is not Role.STUDENT and link.maker_id not in (None, user.id)
