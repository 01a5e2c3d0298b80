"""What boards take, by session, and revisions that are never thinned out."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add them, and add up what is there."""
    op.add_column("board_revision", sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "board_usage",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("center_id", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_board_usage_center_id", "board_usage", ["center_id"])
    op.execute(
        "INSERT INTO board_usage (session_id, center_id, bytes) SELECT session_id, center_id, sum(size) FROM ("
        "SELECT session_id, center_id, length(elements) AS size FROM board_revision UNION ALL "
        "SELECT session_id, center_id, length(content) AS size FROM board_picture) AS kept "
        "GROUP BY session_id, center_id"
    )
