"""Tables of boards."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Integer, LargeBinary, String, Table, false

from deskside.storage.tables import metadata


def _of_session() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE")


board_revision = Table(
    "board_revision",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("board", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("center_id", String, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("elements", LargeBinary, nullable=False),
    Column("kept", Boolean, nullable=False, server_default=false()),
    _of_session(),
)

board_picture = Table(
    "board_picture",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("board", String, primary_key=True),
    Column("file_id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    _of_session(),
)

board_usage = Table(
    "board_usage",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("center_id", String, nullable=False, index=True),
    Column("bytes", BigInteger, nullable=False),
    _of_session(),
)
"""What revisions and pictures of a session take: adding them up anew for each stroke would read everything."""
