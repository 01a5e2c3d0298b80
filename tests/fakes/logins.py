"""Logins with their grants, and the record of centers, in memory."""

from dataclasses import replace

from deskside.domain.ids import CenterId, Millis, PageId, SessionId, UserId
from deskside.domain.session import Session
from deskside.ports.audit import AUDIT_SHOWN, AuditLine, AuditQuery, AuditRow
from deskside.ports.logins import JoinGrant, Login
from tests.fakes.accounts import AccountTables


class FakeLogins:
    """`LoginStore` in memory."""

    def __init__(self, tables: AccountTables) -> None:
        self._t = tables

    async def of_user(self, user_id: UserId, now: Millis) -> tuple[Login, ...]:
        mine = (x for x in self._t.logins.values() if x.user_id == user_id and x.expires_at > now)
        return tuple(sorted(mine, key=lambda x: (-x.created_at, x.id)))

    async def remove(self, user_id: UserId, hashes: frozenset[str] | None) -> tuple[JoinGrant, ...]:
        def ends(login_hash: str, owner: UserId) -> bool:
            return owner == user_id and (hashes is None or login_hash in hashes)

        ended = tuple(x for x in self._t.grants.values() if ends(x.login_hash, x.user_id))
        self._t.grants = {key: x for key, x in self._t.grants.items() if x not in ended}
        self._t.logins = {key: x for key, x in self._t.logins.items() if not ends(key, x.user_id)}
        return ended

    async def standing(self, users: frozenset[UserId]) -> dict[UserId, dict[str, Millis]]:
        able = [key for key in users if key in self._t.users and not self._t.users[key].disabled]
        mine = list(self._t.logins.values())
        return {key: {x.secret_hash: x.expires_at for x in mine if x.user_id == key} for key in able}

    async def free(self, secret_hash: str) -> None:
        if secret_hash in self._t.logins:
            self._t.logins[secret_hash] = replace(self._t.logins[secret_hash], confined=False)

    async def taken_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        found = self._t.grants.get(token_hash)
        return None if found is None or found.expires_at <= now or found.page != page else found

    async def take_grant(self, token_hash: str, page: PageId, now: Millis) -> JoinGrant | None:
        found = self._t.grants.get(token_hash)
        if found is None or found.expires_at <= now or found.page not in (None, page):
            return None
        self._t.grants[token_hash] = replace(found, page=page)
        return self._t.grants[token_hash]


class FakeAudit:
    """`AuditStore` in memory."""

    def __init__(self, tables: AccountTables, sessions: dict[SessionId, Session]) -> None:
        self._t = tables
        self._sessions = sessions

    async def add(self, *rows: AuditRow) -> None:
        self._t.audit = {**self._t.audit, **{len(self._t.audit) + n: x for n, x in enumerate(rows, 1)}}

    async def search(self, center_id: CenterId, query: AuditQuery) -> tuple[AuditLine, ...]:
        found = [
            self._line(number, x)
            for number, x in reversed(self._t.audit.items())
            if x.center_id == center_id
            and query.act in (None, x.act)
            and (query.person_id is None or query.person_id in (x.actor_id, x.target_id))
            and (query.before is None or number < query.before)
        ]
        return tuple(found[:AUDIT_SHOWN])

    def _line(self, number: int, x: AuditRow) -> AuditLine:
        actor, target = self._t.users.get(x.actor_id), self._t.users.get(x.target_id or UserId(""))
        session = self._sessions.get(x.session_id or SessionId(""))
        return AuditLine(
            number=number,
            at=x.at,
            act=x.act,
            actor_id=x.actor_id,
            actor_name=actor.name if actor else "",
            target_id=x.target_id,
            target_name=target.name if target else None,
            session_id=x.session_id,
            session_title=session.title if session else None,
            detail=x.detail,
        )
