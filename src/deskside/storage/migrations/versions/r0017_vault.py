"""Sealed files, and the keys that open them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add them; nothing is sealed yet."""
    op.create_table(
        "master_key",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
    )
    op.create_table(
        "center_key",
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("header", sa.LargeBinary()),
        sa.Column("doomed_at", sa.BigInteger()),
        sa.Column("deleted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_sealed_file_center_id", "sealed_file", ["center_id"])
    doomed = sa.text("doomed_at IS NOT NULL")
    op.create_index("ix_sealed_file_doomed", "sealed_file", ["doomed_at"], sqlite_where=doomed, postgresql_where=doomed)
    op.create_table(
        "sealed_file_key",
        sa.Column("file_id", sa.String(), sa.ForeignKey("sealed_file.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["center_id", "version"], ["center_key.center_id", "center_key.version"]),
    )
    op.create_index("ix_sealed_file_key_center_id_version", "sealed_file_key", ["center_id", "version"])
