"""The email of somebody who is disabled is free for others; it is theirs again if they are enabled first."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Free those of people who are disabled already."""
    users = sa.table("user_account", sa.column("disabled", sa.Boolean()), sa.column("email_key", sa.String()))
    op.execute(users.update().where(users.c.disabled.is_(True)).values(email_key=None))
