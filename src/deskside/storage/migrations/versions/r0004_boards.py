"""Revisions of boards, and pictures on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _of_session() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "board_revision",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("board", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("elements", sa.LargeBinary(), nullable=False),
        _of_session(),
    )
    op.create_table(
        "board_picture",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("board", sa.String(), primary_key=True),
        sa.Column("file_id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _of_session(),
    )
