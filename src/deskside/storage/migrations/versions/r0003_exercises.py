"""Exercises have a course, say when answers are checked, and may be replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add it; what is in the libraries stays, and is checked at once."""
    op.add_column("exercise", sa.Column("course", sa.String(), nullable=False, server_default=""))
    op.add_column("exercise", sa.Column("check", sa.String(), nullable=False, server_default="now"))
    op.add_column("exercise", sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true()))
