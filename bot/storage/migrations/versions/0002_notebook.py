"""Add the memory of chats: settings, answers, votes, unanswered questions, updates seen."""

from secrets import token_bytes

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, and the secret that persons are hashed with."""
    _make_chats()
    _make_answers()
    _make_votes()
    _make_unanswered()
    _make_updates()
    _make_secrets()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("secrets", "updates", "unanswered", "votes", "answers", "chats"):
        op.drop_table(table)


def _long() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _make_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat_id", _long(), primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(16)),
        *(sa.Column(name, sa.String(16), nullable=False) for name in ("citation_style", "length", "quiet")),
        sa.Column("buttons", sa.Boolean, nullable=False),
        sa.Column("lookup", sa.Boolean, nullable=False),
        sa.Column("shelf", sa.String(64), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True)),
    )


def _make_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True),
        *(
            sa.Column(name, sa.BigInteger)
            for name in ("chat_id", "thread_id", "asked_message_id", "answer_message_id")
        ),
        sa.Column("inline_message_id", sa.Text),
        sa.Column("asker", sa.String(64)),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("shelf", sa.String(64), nullable=False),
        sa.Column("shelf_revision", sa.Integer, nullable=False),
        sa.Column("hits", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("answers_by_asked_message", "answers", ["chat_id", "asked_message_id"])
    op.create_index("answers_by_answer_message", "answers", ["chat_id", "answer_message_id"])
    op.create_index("answers_by_question", "answers", ["chat_id", "question_key"])
    op.create_index("answers_by_asker", "answers", ["asker"])


def _make_votes() -> None:
    op.create_table(
        "votes",
        sa.Column(
            "number", sa.Integer, sa.ForeignKey("answers.number", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("value", sa.SmallInteger, nullable=False),
    )
    op.create_index("votes_by_person", "votes", ["person"])


def _make_unanswered() -> None:
    op.create_table(
        "unanswered",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("shelf", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("unanswered_by_chat", "unanswered", ["chat_id", "asked_at"])


def _make_updates() -> None:
    op.create_table(
        "updates",
        sa.Column("update_id", _long(), primary_key=True, autoincrement=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )


def _make_secrets() -> None:
    table = op.create_table(
        "secrets",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(table, [{"name": "persons", "value": token_bytes(32)}])
