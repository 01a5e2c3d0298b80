"""Logins say where they came from and own their grants; emails are of a center; the record of a center.

Join grants are made anew: they live for an hour, and a page whose token is refused asks for another one.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NAMES = ("id", "center_id", "email", "email_fold", "email_key")
_user = sa.table("user_account", *(sa.column(name) for name in _NAMES))


def upgrade() -> None:
    """Add columns and a table, fill what can be known."""
    for name in ("id", "device", "address"):
        op.add_column("login_session", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("login_session", sa.Column("link_hash", sa.String()))
    op.add_column("login_session", sa.Column("confined", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE login_session SET id = substr(secret_hash, 1, 32)")
    op.add_column("personal_link", sa.Column("maker_id", sa.String()))
    _grants()
    _audit()
    op.add_column("user_account", sa.Column("email_fold", sa.String()))
    op.create_index("ix_user_account_email_fold", "user_account", ["email_fold"])
    taken = set[str]()
    for row in op.get_bind().execute(sa.select(_user).where(_user.c.email.is_not(None))).all():
        fold = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", row.email).casefold()).strip()
        keys = {"email_fold": fold, "email_key": f"{row.center_id} {fold}"}
        if keys["email_key"] in taken:  # two spellings that were two addresses so far: revision 15 tells of them
            keys["email_key"] = row.email_key
        taken.add(keys["email_key"])
        op.execute(_user.update().where(_user.c.id == row.id).values(keys))


def _grants() -> None:
    op.drop_table("join_grant")
    op.create_table(
        "join_grant",
        sa.Column("token_hash", sa.String(), primary_key=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("login_hash", sa.String(), nullable=False),
        sa.Column("page", sa.String()),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["login_hash"], ["login_session.secret_hash"], ondelete="CASCADE"),
    )
    op.create_index("ix_join_grant_user_id", "join_grant", ["user_id"])
    op.create_index("ix_join_grant_login_hash", "join_grant", ["login_hash"])


def _audit() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit",
        sa.Column("number", number, primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("target_id", sa.String()),
        sa.Column("session_id", sa.String()),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["center_id"], ["center.id"]),
    )
    op.create_index("ix_audit_center_id_number", "audit", ["center_id", "number"])
