"""The record of centers in memory, chained as it is in a database."""

from dataclasses import replace

from deskside.domain.chain import Entry, Head, KeptRow, digest_of, genesis, hash_of
from deskside.domain.ids import CenterId, SessionId, UserId
from deskside.domain.session import Session
from deskside.ports.audit import AUDIT_SHOWN, AuditLine, AuditQuery, AuditRow
from tests.fakes.accounts import AccountTables

SALT = "5a" * 16


class FakeAudit:
    """`AuditStore` in memory."""

    def __init__(self, tables: AccountTables, sessions: dict[SessionId, Session]) -> None:
        self._t = tables
        self._sessions = sessions

    async def add(self, *rows: AuditRow) -> None:
        for x in rows:
            mine = [kept for (center_id, _), (_, kept) in self._t.audit.items() if center_id == x.center_id]
            number, previous = len(mine) + 1, mine[-1].hash if mine else genesis(x.center_id)
            who = (x.actor_id, x.act.value, x.target_id, x.session_id)
            entry = Entry(x.center_id, number, x.at, *who, digest_of(SALT, x.detail))
            kept = KeptRow(entry, x.detail, SALT, hash_of(previous, entry))
            self._t.audit[x.center_id, number] = (x, kept)

    async def search(self, center_id: CenterId, query: AuditQuery) -> tuple[AuditLine, ...]:
        found = [
            self._line(number, x)
            for (_, number), (x, _) in sorted(self._t.audit.items(), reverse=True)
            if x.center_id == center_id
            and query.act in (None, x.act)
            and (query.person_id is None or query.person_id in (x.actor_id, x.target_id))
            and (query.before is None or number < query.before)
        ]
        return tuple(found[:AUDIT_SHOWN])

    async def kept(self, center_id: CenterId, after: int | None, most: int) -> tuple[KeptRow, ...]:
        rows = sorted(self._t.audit.items())
        mine = [kept for (of, n), (_, kept) in rows if of == center_id and (after is None or n > after)]
        return tuple(mine[:most])

    async def heads(self) -> tuple[Head, ...]:
        last = {center_id: kept for (center_id, _), (_, kept) in sorted(self._t.audit.items())}
        return tuple(Head(center_id, x.entry.number, x.hash) for center_id, x in last.items())

    async def empty(self, center_id: CenterId, person_id: UserId) -> int:
        theirs = {
            key: (replace(x, detail=""), replace(kept, detail="", salt=None))
            for key, (x, kept) in self._t.audit.items()
            if x.center_id == center_id and person_id in (x.actor_id, x.target_id) and x.detail
        }
        self._t.audit.update(theirs)
        return len(theirs)

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
