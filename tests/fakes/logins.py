"""Logins with their grants, in memory."""

from dataclasses import replace

from deskside.domain.ids import Millis, PageId, UserId
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
