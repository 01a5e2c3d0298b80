"""Tables of sealed files and keys."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    false,
    text,
)

from deskside.storage.tables import metadata

master_key = Table(
    "master_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one
    Column("fingerprint", String, nullable=False),
)

center_key = Table(
    "center_key",
    metadata,
    Column("center_id", ForeignKey("center.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
)

DOOMED = text("doomed_at IS NOT NULL")

sealed_file = Table(
    "sealed_file",
    metadata,
    Column("id", String, primary_key=True),
    Column("center_id", ForeignKey("center.id"), nullable=False, index=True),
    Column("begun_at", BigInteger, nullable=False),
    Column("size", BigInteger),  # of its plain bytes; null: it was not written wholly
    Column("header", LargeBinary),  # how the writing begins that counts
    Column("doomed_at", BigInteger),  # since when it has no key
    Column("deleted", Boolean, nullable=False, server_default=false()),  # from the storage, once
    Index("ix_sealed_file_doomed", "doomed_at", sqlite_where=DOOMED, postgresql_where=DOOMED),
)

sealed_file_key = Table(
    "sealed_file_key",
    metadata,
    Column("file_id", ForeignKey("sealed_file.id", ondelete="CASCADE"), primary_key=True),
    Column("center_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    ForeignKeyConstraint(["center_id", "version"], ["center_key.center_id", "center_key.version"]),
    Index(None, "center_id", "version"),
)
