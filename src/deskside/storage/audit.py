"""The record of centers, in SQL."""

from dataclasses import asdict

from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Index, String, Table, insert, or_, select

from deskside.domain.audit import AuditAct
from deskside.domain.ids import CenterId
from deskside.ports.audit import AUDIT_SHOWN, AuditLine, AuditQuery, AuditRow
from deskside.storage.run import Run
from deskside.storage.tables import SERIAL, metadata, session, user_account

audit = Table(
    "audit",
    metadata,
    Column("number", SERIAL, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("act", String, nullable=False),
    Column("target_id", String),
    Column("session_id", String),
    Column("detail", String, nullable=False),
    Index(None, "center_id", "number"),
)

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


class SqlAudit:
    """`AuditStore` within one transaction. No row refers to anybody by a key: it outlives them."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, *rows: AuditRow) -> None:
        """Nothing for no rows."""
        if rows:
            values = [{**asdict(x), "act": x.act.value} for x in rows]
            await self._run(lambda connection: connection.execute(insert(audit), values))

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
