"""Note which answer a question came after, and find an answer by its message and by its time."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_INDEXES = {"answers_by_answer_message": "answer_message_id", "answers_by_time": "asked_at"}


def upgrade() -> None:
    """Add the columns and the indexes; no answer so far leans on another."""
    op.add_column("answers", sa.Column("after", sa.Integer))
    op.add_column("answers", sa.Column("after_position", sa.Integer, nullable=False, server_default="0"))
    op.add_column("answers", sa.Column("leans", sa.Boolean, nullable=False, server_default=sa.false()))
    for name, column in _INDEXES.items():
        op.create_index(name, "answers", ["platform", "chat_id", column])


def downgrade() -> None:
    """Drop them; answers that leaned on another then stand alone."""
    for name in _INDEXES:
        op.drop_index(name, "answers")
    for column in ("after", "after_position", "leans"):
        op.drop_column("answers", column)
