"""Transcripts: versions of what was said, by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add them; nothing was transcribed yet."""
    op.create_table(
        "transcript",
        sa.Column("recording_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), sa.ForeignKey("sealed_file.id", ondelete="CASCADE"), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger()),
        sa.Column("maker_id", sa.String()),
        sa.ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE"),
        sa.UniqueConstraint("file_id", name="uq_transcript_file_id"),
    )
    for columns in (
        ["center_id", "session_id"],
        ["center_id", "person_id"],
        ["center_id", "recorded_at", "recording_id"],
    ):
        op.create_index(f"ix_transcript_{'_'.join(columns)}", "transcript", columns)
