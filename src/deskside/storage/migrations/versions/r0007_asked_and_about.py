"""Which act of a page an event came of, and whom it is about; what happened to a session is found without its log."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MILESTONES = sa.text("type IN ('SessionStarted', 'SessionCancelled', 'SessionRescheduled')")
_ABOUT = {
    "sqlite": "coalesce(json_extract(payload, '$.student_id'), json_extract(payload, '$.person_id'))",
    "postgresql": "coalesce(payload->>'student_id', payload->>'person_id')",
}


def upgrade() -> None:
    """Add the columns; of what happened until now it is known whom it is about."""
    op.add_column("session_event", sa.Column("act_id", sa.String()))
    op.add_column("session_event", sa.Column("person_id", sa.String()))
    op.execute(f"UPDATE session_event SET person_id = {_ABOUT[op.get_bind().dialect.name]}")
    op.create_index("ix_session_event_person", "session_event", ["session_id", "person_id", "seq"])
    op.create_index(
        "ix_session_event_milestone",
        "session_event",
        ["session_id", "type", "at"],
        sqlite_where=_MILESTONES,
        postgresql_where=_MILESTONES,
    )
    asked = sa.text("act_id IS NOT NULL")
    op.create_index(
        "ix_session_event_act",
        "session_event",
        ["session_id", "seq"],
        sqlite_where=asked,
        postgresql_where=asked,
    )
