"""Exercises may be archived: kept in the library, and given to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add it; what is in the libraries stays offered."""
    op.add_column("exercise", sa.Column("archived_at", sa.BigInteger()))
