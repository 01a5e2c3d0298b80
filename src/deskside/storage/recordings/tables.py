"""Tables of what was recorded."""

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table, text

from deskside.storage.tables import metadata

STILL_OPEN = text("closed_at IS NULL")


def _of_session() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE")


recording_zero = Table(
    "recording_zero",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("wall_us", BigInteger, nullable=False),
    Column("steady_us", BigInteger, nullable=False),
    Column("boot", String, nullable=False),
    _of_session(),
)

recording_segment = Table(
    "recording_segment",
    metadata,
    Column("name", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("file_id", ForeignKey("sealed_file.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("file", String, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),  # null: it is being written
    Column("why", String, nullable=False, server_default=""),
    _of_session(),
    Index(None, "center_id", "session_id"),
    Index("ix_recording_segment_open", "name", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
)

transcript = Table(
    "transcript",
    metadata,
    Column("recording_id", String, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("center_id", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("file_id", ForeignKey("sealed_file.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("recorded_at", BigInteger, nullable=False),
    Column("made_at", BigInteger),  # null: it is being written
    Column("maker_id", String),  # null: nobody corrected it
    _of_session(),
    Index(None, "center_id", "session_id"),
    Index(None, "center_id", "person_id"),
    Index(None, "center_id", "recorded_at", "recording_id"),
)
