"""What the recorder writes: segments of tracks, and each session's zero."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def _of_session() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE")


def upgrade() -> None:
    """Add them; nothing was recorded yet."""
    op.create_table(
        "recording_zero",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("wall_us", sa.BigInteger(), nullable=False),
        sa.Column("steady_us", sa.BigInteger(), nullable=False),
        sa.Column("boot", sa.String(), nullable=False),
        _of_session(),
    )
    op.create_table(
        "recording_segment",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), sa.ForeignKey("sealed_file.id", ondelete="CASCADE"), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("why", sa.String(), nullable=False, server_default=""),
        _of_session(),
        sa.UniqueConstraint("file_id", name="uq_recording_segment_file_id"),
    )
    op.create_index("ix_recording_segment_center_id_session_id", "recording_segment", ["center_id", "session_id"])
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_recording_segment_open", "recording_segment", ["name"], sqlite_where=still_open, postgresql_where=still_open
    )
