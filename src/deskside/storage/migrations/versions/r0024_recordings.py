"""Files of recordings: whose they are, where they lie, how long they are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add columns; no file was made before."""
    for column in (
        sa.Column("kind", sa.String(), nullable=False, server_default="person"),
        sa.Column("person_id", sa.String()),
        sa.Column("file_id", sa.String()),
        sa.Column("parts_id", sa.String()),
        sa.Column("bytes", sa.BigInteger()),
        sa.Column("width", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("height", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reason", sa.String(), nullable=False, server_default=""),
        sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("archived_at", sa.BigInteger()),
        sa.Column("deleted_at", sa.BigInteger()),
    ):
        op.add_column("video_recording", column)
    op.create_index("ix_video_recording_center_id_started_at", "video_recording", ["center_id", "started_at"])
