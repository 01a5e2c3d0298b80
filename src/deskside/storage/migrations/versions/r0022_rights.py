"""Exports of what is kept of a person, and who was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add them; nobody was erased yet."""
    op.create_table(
        "person_export",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("failed", sa.String(), nullable=False, server_default=""),
    )
    op.create_index("ix_person_export_center_id", "person_export", ["center_id"])
    op.create_table(
        "erasure",
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), primary_key=True),
        sa.Column("person_id", sa.String(), primary_key=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("counts", sa.String(), nullable=False),
    )
