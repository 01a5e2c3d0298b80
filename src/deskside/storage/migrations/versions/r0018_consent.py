"""What people read about recording, what they said to it, and guardians' links."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add them; nobody was asked yet."""
    op.create_table(
        "consent_text",
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column(x, sa.String(), nullable=False) for x in ("en_asked", "en_privacy", "de_asked", "de_privacy")),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger()),
        sa.Column("maker_id", sa.String()),
    )
    _consents()
    op.create_table(
        "guardian_link",
        sa.Column("secret_hash", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), sa.ForeignKey("center.id"), nullable=False),
        sa.Column("student_id", sa.String(), sa.ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("maker_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_guardian_link_student_id", "guardian_link", ["student_id"])


def _consents() -> None:
    op.create_table(
        "consent",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("guardian_name", sa.String()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.String()),
        sa.ForeignKeyConstraint(["center_id", "person_id"], ["user_account.center_id", "user_account.id"]),
        sa.ForeignKeyConstraint(["center_id", "text_version"], ["consent_text.center_id", "consent_text.number"]),
    )
    op.create_index("ix_consent_center_id_person_id_number", "consent", ["center_id", "person_id", "number"])
