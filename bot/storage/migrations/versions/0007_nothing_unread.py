"""Drop what is never read: when a chat blocked the bot, the ids of inline messages, an index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Drop the columns and the index."""
    op.drop_index("answers_by_answer_message", "answers")
    op.drop_column("chats", "blocked_at")
    op.drop_column("answers", "inline_message_id")


def downgrade() -> None:
    """Add them again, empty."""
    op.add_column("chats", sa.Column("blocked_at", sa.DateTime(timezone=True)))
    op.add_column("answers", sa.Column("inline_message_id", sa.Text))
    op.create_index("answers_by_answer_message", "answers", ["chat_id", "answer_message_id"])
