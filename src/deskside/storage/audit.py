"""The record of centers, in SQL. Rows are chained as they are written: the last thing that a transaction does, so that
its turn at the chain lasts no longer than its commit."""

from functools import partial

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from deskside.domain.audit import AuditAct
from deskside.domain.chain import Entry, Head, KeptRow, digest_of, genesis, hash_of
from deskside.domain.ids import CenterId, UserId
from deskside.ports.audit import AUDIT_SHOWN, AuditLine, AuditQuery, AuditRow
from deskside.storage.heads import Entropy
from deskside.storage.run import Run
from deskside.storage.tables import center, metadata, session, user_account

audit = Table(
    "audit",
    metadata,
    Column("center_id", ForeignKey("center.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 … of its center
    Column("at", BigInteger, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("act", String, nullable=False),
    Column("target_id", String),
    Column("session_id", String),
    Column("detail", String, nullable=False),
    Column("digest", String, nullable=False),  # of the detail
    Column("salt", String),  # null: the detail was emptied
    Column("hash", String, nullable=False),
)

SALT_BYTES = 16
_actor, _target, _row = user_account.alias("actor"), user_account.alias("target"), audit.c
_LINES = (
    select(
        _row.number,
        _row.at,
        _row.act,
        _row.actor_id,
        _actor.c.name.label("actor_name"),
        _row.target_id,
        _target.c.name.label("target_name"),
        _row.session_id,
        session.c.title.label("session_title"),
        _row.detail,
    )
    .outerjoin(_actor, _actor.c.id == _row.actor_id)
    .outerjoin(_target, _target.c.id == _row.target_id)
    .outerjoin(session, session.c.id == _row.session_id)
    .order_by(_row.number.desc())
    .limit(AUDIT_SHOWN)
)
_ENTRY = (
    _row.center_id,
    _row.number,
    _row.at,
    _row.actor_id,
    _row.act,
    _row.target_id,
    _row.session_id,
    _row.digest,
)
_KEPT = select(*_ENTRY, _row.detail, _row.salt, _row.hash).order_by(_row.number)


class SqlAudit:
    """`AuditStore` within one transaction. No row refers to anybody by a key: it outlives them."""

    def __init__(self, run: Run, entropy: Entropy) -> None:
        self._run = run
        self._entropy = entropy
        self._waiting: list[AuditRow] = []
        self.written: dict[str, Head] = {}
        """The newest row of each center, of those written here."""

    async def add(self, *rows: AuditRow) -> None:
        """Nothing for no rows. They are written by `flush`."""
        self._waiting += rows

    async def flush(self) -> None:
        """Write what was added. Centers take turns, always in the same order, so that none waits for another's."""
        waiting, self._waiting = self._waiting, []
        for center_id in sorted({x.center_id for x in waiting}):
            rows = [(x, self._entropy(SALT_BYTES).hex()) for x in waiting if x.center_id == center_id]
            self.written[center_id] = await self._run(partial(_write, added=rows))

    async def search(self, center_id: CenterId, query: AuditQuery) -> tuple[AuditLine, ...]:
        """Newest first."""
        wanted = [_row.center_id == center_id]
        if query.act is not None:
            wanted.append(_row.act == query.act.value)
        if query.person_id is not None:
            wanted.append(or_(_row.actor_id == query.person_id, _row.target_id == query.person_id))
        if query.before is not None:
            wanted.append(_row.number < query.before)

        def read(connection: Connection) -> tuple[AuditLine, ...]:
            rows = connection.execute(_LINES.where(*wanted)).mappings()
            return tuple(
                AuditLine(**{**x, "act": AuditAct(x["act"]), "actor_name": x["actor_name"] or ""}) for x in rows
            )

        return await self._run(read)

    async def kept(self, center_id: CenterId, after: int | None, most: int) -> tuple[KeptRow, ...]:
        """In order."""
        query = _KEPT.where(_row.center_id == center_id).limit(most)
        if after is not None:
            query = query.where(_row.number > after)

        def read(connection: Connection) -> tuple[KeptRow, ...]:
            return tuple(KeptRow(Entry(*row[:8]), *row[8:]) for row in connection.execute(query))

        return await self._run(read)

    async def heads(self) -> tuple[Head, ...]:
        """By center."""
        newest = select(_row.center_id, func.max(_row.number).label("last")).group_by(_row.center_id).subquery()
        these = and_(_row.center_id == newest.c.center_id, _row.number == newest.c.last)
        query = select(_row.center_id, _row.number, _row.hash).join(newest, these).order_by(_row.center_id)
        return await self._run(lambda connection: tuple(Head(*row) for row in connection.execute(query)))

    async def empty(self, center_id: CenterId, person_id: UserId) -> int:
        """How many had one."""
        theirs = (_row.center_id == center_id, or_(_row.actor_id == person_id, _row.target_id == person_id))
        emptied = update(audit).where(*theirs, _row.detail != "").values(detail="", salt=None)
        return await self._run(lambda connection: connection.execute(emptied).rowcount)


def _write(connection: Connection, added: list[tuple[AuditRow, str]]) -> Head:
    """Chain rows of one center, each with the salt of its detail, onto those that are there; the newest then."""
    center_id = added[0][0].center_id
    # In PostgreSQL one transaction at a time gets past this (in SQLite only one writes anyway); what refers to the
    # center meanwhile does not wait.
    connection.execute(select(center.c.id).where(center.c.id == center_id).with_for_update(key_share=True))
    newest = select(_row.number, _row.hash).where(_row.center_id == center_id).order_by(_row.number.desc()).limit(1)
    number, previous = connection.execute(newest).first() or (0, genesis(center_id))
    values = []
    for row, salt in added:
        number += 1
        digest = digest_of(salt, row.detail)
        who = (row.actor_id, row.act.value, row.target_id, row.session_id)
        previous = hash_of(previous, Entry(center_id, number, row.at, *who, digest))
        columns = (center_id, number, row.at, *who, digest, row.detail, salt, previous)
        values.append(dict(zip(_COLUMNS, columns, strict=True)))
    connection.execute(insert(audit), values)
    return Head(center_id, number, previous)


_COLUMNS = (*(x.name for x in _ENTRY), "detail", "salt", "hash")
