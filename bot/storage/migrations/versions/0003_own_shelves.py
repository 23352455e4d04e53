"""Let a chat's own shelf keep its name when the group moves; let topics ask shelves of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column and create the table."""
    op.add_column("chats", sa.Column("own_shelf", sa.String(64)))
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "topics",
        sa.Column("chat_id", number, primary_key=True, autoincrement=False),
        sa.Column("thread_id", number, primary_key=True, autoincrement=False),
        sa.Column("shelf", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("topics")
    op.drop_column("chats", "own_shelf")
