"""Whether a person's password was chosen by somebody else. Of those that are there already nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column."""
    op.add_column("user_account", sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false()))
