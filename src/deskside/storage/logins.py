"""Logins and what hangs on them, in SQL."""

from dataclasses import fields

from sqlalchemy import Connection, delete, or_, select, update

from deskside.domain.ids import Millis, PageId, UserId
from deskside.ports.logins import JoinGrant, Login
from deskside.storage.run import Run
from deskside.storage.tables import user_account
from deskside.storage.ways_in import join_grant, login_session

_LOGIN = tuple(login_session.c[x.name] for x in fields(Login))
_GRANT = tuple(join_grant.c[x.name] for x in fields(JoinGrant))


class SqlLogins:
    """`LoginStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def of_user(self, user_id: UserId, now: Millis) -> tuple[Login, ...]:
        """Those that have not expired, newest first."""
        mine = (login_session.c.user_id == user_id, login_session.c.expires_at > now)
        query = select(*_LOGIN).where(*mine).order_by(login_session.c.created_at.desc(), login_session.c.id)
        return await self._run(lambda connection: tuple(Login(*row) for row in connection.execute(query)))

    async def remove(self, user_id: UserId, hashes: frozenset[str] | None) -> tuple[JoinGrant, ...]:
        """End these logins of the user (None: all); the grants that ended with them."""
        logins, grants = [login_session.c.user_id == user_id], [join_grant.c.user_id == user_id]
        if hashes is not None:
            logins.append(login_session.c.secret_hash.in_(hashes))
            grants.append(join_grant.c.login_hash.in_(hashes))

        def write(connection: Connection) -> tuple[JoinGrant, ...]:
            ended = tuple(JoinGrant(*row) for row in connection.execute(select(*_GRANT).where(*grants)))
            connection.execute(delete(join_grant).where(*grants))
            connection.execute(delete(login_session).where(*logins))
            return ended

        return await self._run(write)

    async def standing(self, users: frozenset[UserId]) -> dict[UserId, dict[str, Millis]]:
        """Whoever of these may come in, each with their logins and when those expire."""
        query = (
            select(user_account.c.id, login_session.c.secret_hash, login_session.c.expires_at)
            .outerjoin(login_session, login_session.c.user_id == user_account.c.id)
            .where(user_account.c.id.in_(users), user_account.c.disabled.is_(False))
        )
        found: dict[UserId, dict[str, Millis]] = {}
        for user_id, secret_hash, expires_at in await self._run(lambda connection: connection.execute(query).all()):
            logins = found.setdefault(user_id, {})
            if secret_hash is not None:
                logins[secret_hash] = expires_at
        return found

    async def free(self, secret_hash: str) -> None:
        """The login is confined no longer."""
        freed = update(login_session).where(login_session.c.secret_hash == secret_hash).values(confined=False)
        await self._run(lambda connection: connection.execute(freed))

    async def taken_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        """A ticket that this page has taken already."""
        known = (join_grant.c.token_hash == token_hash, join_grant.c.expires_at > now, join_grant.c.page == page)
        row = await self._run(lambda connection: connection.execute(select(*_GRANT).where(*known)).first())
        return None if row is None else JoinGrant(*row)

    async def take_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        """Use a ticket. One statement: of two pages that come at the same time one is late."""
        usable = (
            join_grant.c.token_hash == token_hash,
            join_grant.c.expires_at > now,
            or_(join_grant.c.page.is_(None), join_grant.c.page == page),
        )
        taken = update(join_grant).where(*usable).values(page=page).returning(*_GRANT)
        row = await self._run(lambda connection: connection.execute(taken).first())
        return None if row is None else JoinGrant(*row)
