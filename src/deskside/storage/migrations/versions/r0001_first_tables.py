"""The first tables: the plan's, the log, people and their ways in, exercises."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_instant = sa.DateTime(timezone=True)
_json = sa.JSON().with_variant(JSONB(), "postgresql")
_serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_is_open = sa.text("is_open")


def upgrade() -> None:
    """Create everything."""
    _people()
    _ways_in()
    _session()
    _log()
    _attendance()
    _recording()


def _text(name: str, *, primary_key: bool = False, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=primary_key, nullable=nullable)


def _of_center(table: str, column: str) -> sa.ForeignKeyConstraint:
    cascade = "CASCADE" if table == "session" else None
    return sa.ForeignKeyConstraint(["center_id", column], [f"{table}.center_id", f"{table}.id"], ondelete=cascade)


def _of_session() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["session_id"], ["session.id"], ondelete="CASCADE")


def _people() -> None:
    op.create_table("center", _text("id", primary_key=True), _text("name"))
    op.create_table(
        "user_account",
        _text("id", primary_key=True),
        _text("center_id"),
        _text("role"),
        _text("name"),
        _text("email", nullable=True),
        _text("email_key", nullable=True),
        _text("password_hash", nullable=True),
        _text("grade_level"),
        _text("course_level"),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["center_id"], ["center.id"]),
        sa.UniqueConstraint("email_key"),
        sa.UniqueConstraint("center_id", "id"),
    )
    op.create_table(
        "exercise",
        _text("id", primary_key=True),
        _text("center_id"),
        _text("title"),
        _text("lesson"),
        _text("content"),
        sa.ForeignKeyConstraint(["center_id"], ["center.id"]),
    )
    op.create_index("ix_exercise_center_id", "exercise", ["center_id"])


def _ways_in() -> None:
    _way_in(
        "login_session",
        _text("secret_hash", primary_key=True),
        _text("csrf"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
    )
    _way_in(
        "personal_link",
        _text("secret_hash", primary_key=True),
        _text("path"),
        sa.Column("single_use", sa.Boolean(), nullable=False),
    )


def _way_in(name: str, *columns: sa.Column[str] | sa.Column[int] | sa.Column[bool] | sa.ForeignKeyConstraint) -> None:
    op.create_table(
        name,
        *columns,
        _text("user_id"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], ondelete="CASCADE"),
    )
    op.create_index(f"ix_{name}_user_id", name, ["user_id"])


def _session() -> None:
    op.create_table(
        "session",
        _text("id", primary_key=True),
        _text("center_id"),
        _text("title"),
        _text("tutor_id"),
        _text("status"),
        sa.Column("scheduled_start", _instant, nullable=False),
        sa.Column("scheduled_end", _instant, nullable=False),
        _text("video_room_id", nullable=True),
        _text("video_room_url", nullable=True),
        _text("recording_url", nullable=True),
        sa.Column("recording_started_at", _instant),
        _text("transcription_url", nullable=True),
        sa.Column("video_provider", sa.String(), nullable=False, server_default="CUSTOM"),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", _json, nullable=False),
        sa.ForeignKeyConstraint(["center_id"], ["center.id"]),
        sa.UniqueConstraint("video_room_id"),
        sa.UniqueConstraint("center_id", "id"),
        _of_center("user_account", "tutor_id"),
    )
    op.create_index("ix_session_center_id_scheduled_end", "session", ["center_id", "scheduled_end"])
    op.create_index("ix_session_open", "session", ["is_open"], sqlite_where=_is_open, postgresql_where=_is_open)
    _way_in("join_grant", _text("token_hash", primary_key=True), _text("session_id"), _of_session())


def _log() -> None:
    op.create_table(
        "session_event",
        _text("session_id", primary_key=True),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("actor_id", nullable=True),
        _text("type"),
        sa.Column("payload", _json, nullable=False),
        _of_session(),
    )
    op.create_table(
        "session_presence_log",
        sa.Column("id", _serial, primary_key=True),
        _text("session_id"),
        _text("user_id"),
        sa.Column("at", _instant, nullable=False),
        _text("kind"),
        _of_session(),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"]),
    )
    op.create_index("ix_session_presence_log_session_id_at", "session_presence_log", ["session_id", "at"])


def _attendance() -> None:
    op.create_table(
        "video_participant",
        _text("id", primary_key=True),
        _text("center_id"),
        _text("session_id"),
        _text("user_id"),
        _text("participant_id"),
        sa.Column("joined_at", _instant, nullable=False),
        sa.Column("left_at", _instant),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("video_enabled", sa.Boolean(), nullable=False),
        sa.Column("audio_enabled", sa.Boolean(), nullable=False),
        sa.Column("screen_share_enabled", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        _of_center("session", "session_id"),
        _of_center("user_account", "user_id"),
    )
    for column in ("session_id", "user_id", "participant_id"):
        op.create_index(f"ix_video_participant_{column}", "video_participant", [column])
    op.create_index(
        "uq_video_participant_open",
        "video_participant",
        ["session_id", "user_id"],
        unique=True,
        sqlite_where=_is_open,
        postgresql_where=_is_open,
    )
    op.create_table(
        "student_session_enrollment",
        _text("session_id", primary_key=True),
        _text("student_id", primary_key=True),
        _text("center_id"),
        _text("mode"),
        _text("exercise_id", nullable=True),
        _text("exercise_content", nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("active_ms", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", _instant),
        _of_center("session", "session_id"),
        _of_center("user_account", "student_id"),
    )
    op.create_index(
        "ix_student_session_enrollment_center_id_student_id",
        "student_session_enrollment",
        ["center_id", "student_id"],
    )


def _recording() -> None:
    op.create_table(
        "video_recording",
        _text("id", primary_key=True),
        _text("center_id"),
        _text("session_id"),
        _text("recording_id"),
        sa.Column("started_at", _instant, nullable=False),
        sa.Column("ended_at", _instant),
        sa.Column("duration_ms", sa.BigInteger()),
        _text("download_url", nullable=True),
        _text("stream_url", nullable=True),
        _text("transcription_url", nullable=True),
        sa.Column("status", sa.String(), nullable=False, server_default="PROCESSING"),
        sa.UniqueConstraint("recording_id"),
        _of_center("session", "session_id"),
    )
    op.create_index("ix_video_recording_session_id", "video_recording", ["session_id"])
    op.create_index("ix_video_recording_status", "video_recording", ["status"])
