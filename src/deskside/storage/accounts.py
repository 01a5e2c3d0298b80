"""Centers, people and their ways in, in SQL. A secret that is expired, or whose user is disabled, is not found."""

from dataclasses import asdict, fields

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    RowMapping,
    Table,
    Update,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.text import email_key, order_key
from deskside.ports.devices import KnownDevice
from deskside.ports.logins import JoinGrant, Login, PersonalLink
from deskside.ports.storage import Center, EmailTaken, User
from deskside.storage.codec import dump_settings, load_settings
from deskside.storage.run import Run
from deskside.storage.tables import center, user_account
from deskside.storage.ways_in import calendar_feed, join_grant, known_device, login_session, personal_link

_WAYS_IN = (login_session, personal_link, join_grant, known_device)
_USER = tuple(column.label(f"user__{column.name}") for column in user_account.c)


class SqlAccounts:
    """`AccountStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add_center(self, new: Center) -> None:
        """Store a new center."""
        await self._write(insert(center).values(_center_row(new)))

    async def center(self, center_id: CenterId) -> Center | None:
        """The center; None if there is none."""
        query = select(center).where(center.c.id == center_id)
        row = await self._run(lambda connection: connection.execute(query).first())
        return None if row is None else Center(row.id, row.name, load_settings(row.settings))

    async def centers(self) -> tuple[Center, ...]:
        """Every center there is, by name."""
        rows = await self._run(lambda connection: connection.execute(select(center)).all())
        found = (Center(row.id, row.name, load_settings(row.settings)) for row in rows)
        return tuple(sorted(found, key=lambda x: (order_key(x.name), x.id)))

    async def update_center(self, changed: Center) -> None:
        """Its name and settings."""
        await self._write(update(center).where(center.c.id == changed.id).values(_center_row(changed)))

    async def add_user(self, user: User) -> None:
        """Raises EmailTaken if another user of the center has this email."""
        await self._run(lambda connection: _add_user(connection, user))

    async def update_user(self, user: User) -> None:
        """Store the record anew. Raises EmailTaken if another user has this email; a disabled one's is free."""
        await self._run(lambda connection: _update_user(connection, user))

    async def user(self, center_id: CenterId, user_id: UserId) -> User | None:
        """The user, also a disabled one; None if this center has no such user."""
        found = await self._users(user_account.c.center_id == center_id, user_account.c.id == user_id)
        return found[0] if found else None

    async def users_by_email(self, email: str) -> tuple[User, ...]:
        """Who may sign in with this email, by center; disabled people may not."""
        found = await self._users(user_account.c.disabled.is_(False), user_account.c.email_fold == email_key(email))
        return tuple(sorted(found, key=lambda user: (user.center_id, user.id)))

    async def users(self, center_id: CenterId, role: Role | None) -> tuple[User, ...]:
        """Sorted by name, disabled ones too. Sorted here: databases differ in how they compare letters."""
        wanted = [user_account.c.center_id == center_id]
        if role is not None:
            wanted.append(user_account.c.role == role.value)
        return tuple(sorted(await self._users(*wanted), key=lambda user: (order_key(user.name), user.id)))

    async def disable_user(self, center_id: CenterId, user_id: UserId) -> None:
        """The user can no longer come in; logins, links and grants of theirs are gone."""
        await self._run(lambda connection: _disable_user(connection, center_id, user_id))

    async def set_password(self, user_id: UserId, password_hash: str) -> None:
        """The user chose this password: nobody else did."""
        chosen = {"password_hash": password_hash, "password_given": False}
        await self._write(update(user_account).where(user_account.c.id == user_id).values(chosen))

    async def add_login(self, login: Login) -> None:
        """Store a login."""
        await self._write(insert(login_session).values(asdict(login)))

    async def login(self, secret_hash: str, now: Millis) -> tuple[Login, User] | None:
        """The login and its user."""
        mine = login_session.c.secret_hash == secret_hash
        row = await self._run(lambda connection: _way_in(connection, login_session, mine, now))
        if row is None:
            return None
        return Login(**{x.name: row[x.name] for x in fields(Login)}), _user(row)

    async def remove_login(self, secret_hash: str) -> None:
        """Sign this browser out."""
        await self._write(delete(login_session).where(login_session.c.secret_hash == secret_hash))

    async def add_link(self, link: PersonalLink) -> None:
        """Store a link."""
        await self._write(insert(personal_link).values(asdict(link)))

    async def link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; it is not used up."""
        mine = personal_link.c.secret_hash == secret_hash
        return _link(await self._run(lambda connection: _way_in(connection, personal_link, mine, now)))

    async def use_link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; a single-use link is gone afterwards, also for whoever uses it at the same time."""
        return _link(await self._run(lambda connection: _use_link(connection, secret_hash, now)))

    async def remove_links(self, user_id: UserId) -> frozenset[str]:
        """Every link of this user stops working."""
        gone = delete(personal_link).where(personal_link.c.user_id == user_id).returning(personal_link.c.secret_hash)
        return await self._run(lambda connection: frozenset(connection.execute(gone).scalars()))

    async def add_device(self, device: KnownDevice) -> None:
        """Store a browser."""
        await self._write(insert(known_device).values(asdict(device)))

    async def known_device(self, user_id: UserId, secret_hashes: tuple[str, ...], now: Millis) -> str | None:
        """The one of these hashes that is a browser of this person; None if none is."""
        query = select(known_device.c.secret_hash).where(
            known_device.c.user_id == user_id,
            known_device.c.secret_hash.in_(secret_hashes),
            known_device.c.expires_at > now,
        )
        return await self._run(lambda connection: connection.execute(query).scalars().first())

    async def add_grant(self, grant: JoinGrant) -> None:
        """Store a grant."""
        await self._write(insert(join_grant).values(asdict(grant)))

    async def remove_grants(self, session_id: SessionId, user_id: UserId) -> None:
        """The user can no longer connect to this session's room."""
        mine = (join_grant.c.session_id == session_id, join_grant.c.user_id == user_id)
        await self._write(delete(join_grant).where(*mine))

    async def sweep(self, now: Millis) -> None:
        """Forget what is expired."""
        for table in _WAYS_IN:
            await self._write(delete(table).where(table.c.expires_at <= now))

    async def _write(self, statement: Insert | Update | Delete) -> None:
        await self._run(lambda connection: connection.execute(statement))

    async def _users(self, *wanted: ColumnElement[bool]) -> list[User]:
        query = select(*_USER).where(*wanted)
        return await self._run(lambda connection: [_user(row) for row in connection.execute(query).mappings()])


def _center_row(new: Center) -> dict[str, str]:
    return {"id": new.id, "name": new.name, "settings": dump_settings(new.settings)}


def _add_user(connection: Connection, user: User) -> None:
    new = postgresql.insert(user_account) if connection.dialect.name == "postgresql" else sqlite.insert(user_account)
    row = asdict(user) | {"role": user.role.value} | _email_keys(user)
    added = connection.execute(new.values(row).on_conflict_do_nothing(index_elements=["email_key"]))
    if added.rowcount != 1:
        raise EmailTaken


def _update_user(connection: Connection, user: User) -> None:
    keys = _email_keys(user)
    others = select(user_account.c.id).where(
        user_account.c.email_key == keys["email_key"], user_account.c.id != user.id
    )
    if keys["email_key"] is not None and connection.execute(others).first() is not None:
        raise EmailTaken
    row = asdict(user) | {"role": user.role.value} | keys
    try:
        connection.execute(update(user_account).where(user_account.c.id == user.id).values(row))
    except IntegrityError as taken:  # by somebody else at the same time
        raise EmailTaken from taken


def _email_keys(user: User) -> dict[str, str | None]:
    """How the email is found, and by what it is nobody else's in the center; of somebody disabled it is free."""
    fold = email_key(user.email) if user.email else None
    return {"email_fold": fold, "email_key": None if fold is None or user.disabled else f"{user.center_id} {fold}"}


def _disable_user(connection: Connection, center_id: CenterId, user_id: UserId) -> None:
    mine = (user_account.c.center_id == center_id, user_account.c.id == user_id)
    disabled = connection.execute(update(user_account).where(*mine).values(disabled=True, email_key=None))
    if disabled.rowcount:
        for table in (*_WAYS_IN, calendar_feed):
            connection.execute(delete(table).where(table.c.user_id == user_id))


def _use_link(connection: Connection, secret_hash: str, now: Millis) -> RowMapping | None:
    mine = personal_link.c.secret_hash == secret_hash
    row = _way_in(connection, personal_link, mine, now)
    if row is not None and row["single_use"] and connection.execute(delete(personal_link).where(mine)).rowcount != 1:
        return None
    return row


def _link(row: RowMapping | None) -> tuple[PersonalLink, User] | None:
    if row is None:
        return None
    return PersonalLink(**{x.name: row[x.name] for x in fields(PersonalLink)}), _user(row)


def _way_in(connection: Connection, table: Table, mine: ColumnElement[bool], now: Millis) -> RowMapping | None:
    query = (
        select(table, *_USER)
        .join(user_account, user_account.c.id == table.c.user_id)
        .where(mine, table.c.expires_at > now, user_account.c.disabled.is_(False))
    )
    return connection.execute(query).mappings().first()


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
        row["user__password_given"],
    )
