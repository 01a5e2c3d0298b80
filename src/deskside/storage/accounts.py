"""Centers, people and their ways in, in SQL. A secret that is expired, or whose user is disabled, is not found."""

from dataclasses import asdict

from sqlalchemy import ColumnElement, RowMapping, Select, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.ports.storage import Center, EmailTaken, JoinGrant, Login, PersonalLink, User
from deskside.storage.tables import center, join_grant, login_session, personal_link, user_account

_WAYS_IN = (login_session, personal_link, join_grant)
_USER = tuple(column.label(f"user__{column.name}") for column in user_account.c)


class SqlAccounts:
    """`AccountStore` within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_center(self, new: Center) -> None:
        """Store a new center."""
        await self._connection.execute(insert(center).values(asdict(new)))

    async def center(self, center_id: CenterId) -> Center | None:
        """The center; None if there is none."""
        found = await self._connection.execute(select(center).where(center.c.id == center_id))
        row = found.first()
        return None if row is None else Center(row.id, row.name)

    async def add_user(self, user: User) -> None:
        """Raises EmailTaken if another user has this email (compared without case)."""
        on_postgres = self._connection.dialect.name == "postgresql"
        new = postgresql.insert(user_account) if on_postgres else sqlite.insert(user_account)
        row = asdict(user) | {"role": user.role.value, "email_key": _email_key(user.email)}
        unless_taken = new.values(row).on_conflict_do_nothing(index_elements=["email_key"])
        added = await self._connection.execute(unless_taken)
        if added.rowcount != 1:
            raise EmailTaken

    async def user(self, center_id: CenterId, user_id: UserId) -> User | None:
        """The user, also a disabled one; None if this center has no such user."""
        mine = user_account.c.center_id == center_id
        return await self._one_user(select(*_USER).where(mine, user_account.c.id == user_id))

    async def user_by_email(self, email: str) -> User | None:
        """The user who may sign in with this email; a disabled one may not."""
        may = user_account.c.disabled.is_(False)
        return await self._one_user(select(*_USER).where(may, user_account.c.email_key == _email_key(email)))

    async def _one_user(self, query: Select[*tuple[object, ...]]) -> User | None:
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else _user(row)

    async def users(self, center_id: CenterId, role: Role | None) -> tuple[User, ...]:
        """Sorted by name, disabled ones too. Sorted here: databases differ in how they compare letters."""
        query = select(*_USER).where(user_account.c.center_id == center_id)
        if role is not None:
            query = query.where(user_account.c.role == role.value)
        found = (_user(row) for row in (await self._connection.execute(query)).mappings())
        return tuple(sorted(found, key=lambda user: (user.name.casefold(), user.id)))

    async def disable_user(self, center_id: CenterId, user_id: UserId) -> None:
        """The user can no longer come in; logins, links and grants of theirs are gone."""
        mine = (user_account.c.center_id == center_id, user_account.c.id == user_id)
        disabled = await self._connection.execute(update(user_account).where(*mine).values(disabled=True))
        if disabled.rowcount:
            for table in _WAYS_IN:
                await self._connection.execute(delete(table).where(table.c.user_id == user_id))

    async def add_login(self, login: Login) -> None:
        """Store a login."""
        await self._connection.execute(insert(login_session).values(asdict(login)))

    async def login(self, secret_hash: str, now: Millis) -> tuple[Login, User] | None:
        """The login and its user."""
        row = await self._way_in(login_session, login_session.c.secret_hash == secret_hash, now)
        if row is None:
            return None
        return Login(row["secret_hash"], row["user_id"], row["csrf"], row["created_at"], row["expires_at"]), _user(row)

    async def remove_login(self, secret_hash: str) -> None:
        """Sign this browser out."""
        await self._connection.execute(delete(login_session).where(login_session.c.secret_hash == secret_hash))

    async def add_link(self, link: PersonalLink) -> None:
        """Store a link."""
        await self._connection.execute(insert(personal_link).values(asdict(link)))

    async def use_link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; a single-use link is gone afterwards, also for whoever uses it at the same time."""
        mine = personal_link.c.secret_hash == secret_hash
        row = await self._way_in(personal_link, mine, now)
        if row is None:
            return None
        if row["single_use"]:
            used = await self._connection.execute(delete(personal_link).where(mine))
            if used.rowcount != 1:
                return None
        return PersonalLink(
            row["secret_hash"], row["user_id"], row["path"], row["expires_at"], row["single_use"]
        ), _user(row)

    async def remove_links(self, user_id: UserId) -> None:
        """Every link of this user stops working."""
        await self._connection.execute(delete(personal_link).where(personal_link.c.user_id == user_id))

    async def add_grant(self, grant: JoinGrant) -> None:
        """Store a grant."""
        await self._connection.execute(insert(join_grant).values(asdict(grant)))

    async def grant(self, token_hash: str, now: Millis) -> tuple[JoinGrant, User] | None:
        """The grant and its user."""
        row = await self._way_in(join_grant, join_grant.c.token_hash == token_hash, now)
        if row is None:
            return None
        return JoinGrant(row["token_hash"], row["user_id"], row["session_id"], row["expires_at"]), _user(row)

    async def remove_grants(self, session_id: SessionId, user_id: UserId) -> None:
        """The user can no longer connect to this session's room."""
        mine = (join_grant.c.session_id == session_id, join_grant.c.user_id == user_id)
        await self._connection.execute(delete(join_grant).where(*mine))

    async def sweep(self, now: Millis) -> None:
        """Forget what is expired."""
        for table in _WAYS_IN:
            await self._connection.execute(delete(table).where(table.c.expires_at <= now))

    async def _way_in(self, table: Table, mine: ColumnElement[bool], now: Millis) -> RowMapping | None:
        query = (
            select(table, *_USER)
            .join(user_account, user_account.c.id == table.c.user_id)
            .where(mine, table.c.expires_at > now, user_account.c.disabled.is_(False))
        )
        return (await self._connection.execute(query)).mappings().first()


def _email_key(email: str | None) -> str | None:
    """How an email is compared: without case."""
    return None if email is None else email.strip().casefold()


def _user(row: RowMapping) -> User:
    return User(
        row["user__id"],
        row["user__center_id"],
        Role(row["user__role"]),
        row["user__name"],
        row["user__email"],
        row["user__password_hash"],
        row["user__grade_level"],
        row["user__course_level"],
        row["user__disabled"],
    )
