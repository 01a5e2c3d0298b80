"""Settings of a center, series of sessions, subscribed calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"

_json = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Add them; what is there keeps its meaning."""
    op.add_column("center", sa.Column("settings", _json, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("session", sa.Column("series_id", sa.String()))
    op.create_index("ix_session_series_id", "session", ["series_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("secret_hash", sa.String(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_calendar_feed_user_id", "calendar_feed", ["user_id"])
