"""Work that surely happens later."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add it; nothing waits yet."""
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), nullable=False),
        sa.Column("session_id", sa.String()),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String()),
        sa.Column("leased_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("kind", "key", name="uq_job_kind_key"),
    )
    open_ = sa.text("state IN ('QUEUED', 'RUNNING')")
    op.create_index("ix_job_open", "job", ["kind", "due_at"], sqlite_where=open_, postgresql_where=open_)
    op.create_index("ix_job_center_id_state", "job", ["center_id", "state"])
    op.create_index("ix_job_session_id", "job", ["session_id"])
