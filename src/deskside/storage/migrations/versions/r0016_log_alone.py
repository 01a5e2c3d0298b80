"""An act writes the log alone: a session's state may be some events older than its log.

Nothing that was stored is touched. A Deskside of before would take the state for the newest, so it is to refuse a
database of this revision.
"""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Call the number what it is from now on: that of the state beside it."""
    op.execute("ALTER TABLE session RENAME COLUMN seq TO state_seq")
