"""The tables. Names and columns of the plan's "Database Schema Extensions" in snake_case, then ours.

Instants: the plan's tables (which other systems may read) carry timestamps with time zone, through `Instant`; the log,
the state and the ways in carry milliseconds. Columns of type JSON take and give JSON text: `codec` writes and reads it.
Stays and enrollments point to rows of their own center by keys that hold its id: the database refuses any other.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from deskside.domain.ids import Millis

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(TypeDecorator[int]):
    """Milliseconds since the epoch, kept as a timestamp with time zone (in SQLite: UTC without a zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        return None if value is None else _EPOCH + timedelta(milliseconds=value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> Millis | None:
        """From the database."""
        if value is None:
            return None
        return Millis((value.replace(tzinfo=value.tzinfo or UTC) - _EPOCH) // timedelta(milliseconds=1))


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_Json = JSON().with_variant(JSONB(), "postgresql")
SERIAL = BigInteger().with_variant(Integer(), "sqlite")  # only an INTEGER key counts by itself in SQLite


def _of_center(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key to a row of the same center."""
    cascade = "CASCADE" if table == "session" else None
    return ForeignKeyConstraint(["center_id", column], [f"{table}.center_id", f"{table}.id"], ondelete=cascade)


center = Table(
    "center",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("settings", _Json, nullable=False, server_default=text("'{}'")),
)

user_account = Table(
    "user_account",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False),
    Column("role", String, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String),
    Column("email_fold", String, index=True),  # the email as it is compared (`domain.text.email_key`)
    Column("email_key", String, unique=True),  # the same with the center: one center knows nothing of another's
    Column("password_hash", String),
    Column("grade_level", String, nullable=False),
    Column("course_level", String, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password_given", Boolean, nullable=False, server_default=false()),  # somebody else chose the password
    UniqueConstraint("center_id", "id"),
)

session = Table(
    "session",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False),
    Column("title", String, nullable=False),
    Column("tutor_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("scheduled_start", Instant, nullable=False),
    Column("scheduled_end", Instant, nullable=False),
    Column("video_room_id", String, unique=True),
    Column("video_room_url", String),
    Column("recording_url", String),
    Column("recording_started_at", Instant),
    Column("transcription_url", String),
    Column("video_provider", String, nullable=False, server_default="CUSTOM"),
    Column("is_open", Boolean, nullable=False),  # live, or somebody is present
    Column("state", _Json, nullable=False),  # as it was some events ago: `states` folds what happened since
    Column("state_seq", BigInteger, nullable=False),  # which event was the newest then; not always in the log
    Column("series_id", String, index=True),  # sessions that were planned in one act
    Column("series_time_zone", String),  # whose wall clock they follow; null: planned before this was kept
    _of_center("user_account", "tutor_id"),
    UniqueConstraint("center_id", "id"),
    Index(None, "center_id", "scheduled_end"),
    Index("ix_session_open", "is_open", sqlite_where=text("is_open"), postgresql_where=text("is_open")),
)

MILESTONES = text("type IN ('SessionStarted', 'SessionCancelled', 'SessionRescheduled', 'TutorChanged')")
"""Word for word as the index has it: a database uses it for no other condition."""
ASKED = text("act_id IS NOT NULL")

session_event = Table(
    "session_event",
    metadata,
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", String),
    Column("type", String, nullable=False),
    Column("payload", _Json, nullable=False),
    Column("act_id", String),  # the act of the actor's page that it came of, if the page named it
    Column("person_id", String),  # whom it is about, if it is about one person
    Index("ix_session_event_person", "session_id", "person_id", "seq"),
    Index(
        "ix_session_event_milestone", "session_id", "type", "at", sqlite_where=MILESTONES, postgresql_where=MILESTONES
    ),
    Index("ix_session_event_act", "session_id", "seq", sqlite_where=ASKED, postgresql_where=ASKED),
)

video_participant = Table(
    "video_participant",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("session_id", String, nullable=False, index=True),
    Column("user_id", String, nullable=False, index=True),
    Column("participant_id", String, nullable=False, index=True),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("duration_ms", BigInteger, nullable=False),
    Column("video_enabled", Boolean, nullable=False),
    Column("audio_enabled", Boolean, nullable=False),
    Column("screen_share_enabled", Boolean, nullable=False),
    Column("is_open", Boolean, nullable=False),  # the person is there, or may still come back
    _of_center("session", "session_id"),
    _of_center("user_account", "user_id"),
    Index(
        "uq_video_participant_open",
        "session_id",
        "user_id",
        unique=True,
        sqlite_where=text("is_open"),
        postgresql_where=text("is_open"),
    ),
)

video_recording = Table(
    "video_recording",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("session_id", String, nullable=False, index=True),
    Column("recording_id", String, nullable=False, unique=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("duration_ms", BigInteger),
    Column("download_url", String),
    Column("stream_url", String),
    Column("transcription_url", String),
    Column("status", String, nullable=False, server_default="PROCESSING", index=True),
    Column("kind", String, nullable=False, server_default="person"),
    Column("person_id", String),  # whose, or to whom; null: everybody's
    Column("file_id", String),  # in the vault
    Column("parts_id", String),  # what it is made of meanwhile is sealed with this one's key
    Column("bytes", BigInteger),
    Column("width", Integer, nullable=False, server_default="0"),
    Column("height", Integer, nullable=False, server_default="0"),
    Column("reason", String, nullable=False, server_default=""),
    Column("held", Boolean, nullable=False, server_default=false()),
    Column("archived_at", BigInteger),
    Column("deleted_at", BigInteger),
    _of_center("session", "session_id"),
    Index(None, "center_id", "started_at"),
)

student_session_enrollment = Table(
    "student_session_enrollment",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("student_id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("exercise_id", String),
    Column("exercise_content", String),  # what the lane works on, as it was assigned: Markdown
    Column("progress", Integer, nullable=False),
    Column("active_ms", BigInteger, nullable=False),
    Column("removed_at", Instant),  # since when the student has no lane any more
    _of_center("session", "session_id"),
    _of_center("user_account", "student_id"),
    Index(None, "center_id", "student_id"),
)

session_presence_log = Table(
    "session_presence_log",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String, nullable=False),
    Index(None, "session_id", "at"),
)


exercise = Table(
    "exercise",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("course", String, nullable=False, server_default=""),
    Column("lesson", String, nullable=False),
    Column("check", String, nullable=False, server_default="now"),
    Column("content", String, nullable=False),
    Column("is_current", Boolean, nullable=False, server_default=true()),  # False: replaced by another version
    Column("archived_at", BigInteger),  # None: it is offered
)
