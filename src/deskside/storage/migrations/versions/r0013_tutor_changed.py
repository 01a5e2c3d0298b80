"""A change of tutor is found without the log of its session: calendars tell that they have to be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_NAME = "ix_session_event_milestone"
_MILESTONES = sa.text("type IN ('SessionStarted', 'SessionCancelled', 'SessionRescheduled', 'TutorChanged')")


def upgrade() -> None:
    """Make the index again: it is over these kinds alone."""
    op.drop_index(_NAME, "session_event")
    op.create_index(
        _NAME,
        "session_event",
        ["session_id", "type", "at"],
        sqlite_where=_MILESTONES,
        postgresql_where=_MILESTONES,
    )
