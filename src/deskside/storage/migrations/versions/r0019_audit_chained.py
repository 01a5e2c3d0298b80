"""The record of each center is a chain: rows have numbers of their center, and hashes (ADR 7). What is there is chained
as it is. Salts are chance: a detail that is emptied later cannot be guessed from its digest.
"""

import hashlib
import json
import os

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BATCH = 1_000
_MARK = b"deskside audit 1\n"
_FIELDS = ("at", "actor_id", "act", "target_id", "session_id", "detail")


def upgrade() -> None:
    """Keep the rows aside, make the table anew, and chain them into it, center by center."""
    op.execute("CREATE TABLE audit_before AS SELECT * FROM audit")
    op.drop_table("audit")
    chained = op.create_table(
        "audit",
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), primary_key=True),
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target_id", sa.String()),
        sa.Column("session_id", sa.String()),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.String()),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("ix_audit_before", "audit_before", ["center_id", "number"])
    for center_id in op.get_bind().scalars(sa.text("SELECT DISTINCT center_id FROM audit_before")).all():
        _chain(chained, center_id)
    op.drop_table("audit_before")


def _chain(chained: sa.Table, center_id: str) -> None:
    names = ("center_id", "number", *_FIELDS)
    before = sa.table("audit_before", *(sa.column(name) for name in names))
    previous, after, number = _hash(b"genesis\n", [center_id]), -1, 0
    query = sa.select(before).where(before.c.center_id == center_id).order_by(before.c.number).limit(BATCH)
    while rows := op.get_bind().execute(query.where(before.c.number > after)).all():
        values = []
        for row in rows:
            number, after, salt = number + 1, row.number, os.urandom(16).hex()
            digest = _hash(b"detail\n", [salt, row.detail])
            told = [center_id, number, row.at, row.actor_id, row.act, row.target_id, row.session_id, digest]
            previous = _hash(b"row\n", [previous, *told])
            fields = {name: getattr(row, name) for name in _FIELDS}
            made = {"number": number, "digest": digest, "salt": salt, "hash": previous}
            values.append({"center_id": center_id, **fields, **made})
        op.get_bind().execute(chained.insert(), values)


def _hash(mark: bytes, values: list[object]) -> str:
    told = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(_MARK + mark + told.encode("ascii")).hexdigest()
