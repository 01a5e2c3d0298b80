"""Tables of the ways in: logins, personal links, grants, calendars, and of browsers that are known (no way in by
themselves). Secrets are kept as their hashes only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table, false

from deskside.storage.tables import metadata


def _user_id() -> Column[str]:
    """Whose way in it is."""
    return Column("user_id", ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False, index=True)


login_session = Table(
    "login_session",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("csrf", String, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("id", String, nullable=False, server_default=""),
    Column("link_hash", String),
    Column("device", String, nullable=False, server_default=""),
    Column("address", String, nullable=False, server_default=""),
    Column("confined", Boolean, nullable=False, server_default=false()),
)

personal_link = Table(
    "personal_link",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("path", String, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("single_use", Boolean, nullable=False),
    Column("maker_id", String),
)

join_grant = Table(
    "join_grant",
    metadata,
    Column("token_hash", String, primary_key=True),
    _user_id(),
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("login_hash", ForeignKey("login_session.secret_hash", ondelete="CASCADE"), nullable=False, index=True),
    Column("page", String),
)

known_device = Table(
    "known_device",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("expires_at", BigInteger, nullable=False),
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("created_at", BigInteger, nullable=False),
)
