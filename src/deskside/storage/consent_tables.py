"""Tables of consent: what people read, what they said, and the links by which guardians say it. A consent points to the
text that it was given to: there is none to a text that nobody could have read."""

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, Table

from deskside.storage.tables import SERIAL, metadata

consent_text = Table(
    "consent_text",
    metadata,
    Column("center_id", ForeignKey("center.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("en_asked", String, nullable=False),
    Column("en_privacy", String, nullable=False),
    Column("de_asked", String, nullable=False),
    Column("de_privacy", String, nullable=False),
    Column("retention_days", Integer, nullable=False),
    Column("made_at", BigInteger),
    Column("maker_id", String),  # null: as Deskside brings it
)

consent = Table(
    "consent",
    metadata,
    Column("number", SERIAL, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("kinds", String, nullable=False),  # sorted, with commas between them; empty: to nothing
    Column("text_version", Integer, nullable=False),
    Column("language", String, nullable=False),
    Column("given_by", String, nullable=False),  # self or guardian
    Column("guardian_name", String),  # as the guardian has typed it
    Column("at", BigInteger, nullable=False),
    Column("session_id", String),  # in which it was said; null: in none
    ForeignKeyConstraint(["center_id", "person_id"], ["user_account.center_id", "user_account.id"]),
    ForeignKeyConstraint(["center_id", "text_version"], ["consent_text.center_id", "consent_text.number"]),
    Index(None, "center_id", "person_id", "number"),
)

guardian_link = Table(
    "guardian_link",
    metadata,
    Column("secret_hash", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("student_id", ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("maker_id", String, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["center_id"], ["center.id"]),
)
