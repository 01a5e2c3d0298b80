"""Tables of the ways in: logins, personal links, grants, calendars. Secrets are kept as their hashes only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

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
)

personal_link = Table(
    "personal_link",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("path", String, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("single_use", Boolean, nullable=False),
)

join_grant = Table(
    "join_grant",
    metadata,
    Column("token_hash", String, primary_key=True),
    _user_id(),
    Column("session_id", ForeignKey("session.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("secret_hash", String, primary_key=True),
    _user_id(),
    Column("created_at", BigInteger, nullable=False),
)
