"""The time zone whose wall clock a series follows. It is not known of series that were planned before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("session", sa.Column("series_time_zone", sa.String()))
