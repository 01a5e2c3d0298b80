"""Notes of tutors about students."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "student_note",
        sa.Column("student_id", sa.String(), primary_key=True),
        sa.Column("author_id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["center_id"], ["center.id"]),
    )
    op.create_index("ix_student_note_center_id", "student_note", ["center_id"])
