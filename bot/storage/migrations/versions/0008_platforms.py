"""Identify a chat by platform and id; until now ids were Telegram's, and 0 stood for all browsers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KEYED = ("chats", "topics", "keys", "adders", "updates")
"""Tables whose primary key the platform becomes a part of."""
_NUMBERED = ("answers", "unanswered")
_INDEXES: dict[str, tuple[str, list[str]]] = {
    "answers_by_asked_message": ("answers", ["chat_id", "asked_message_id"]),
    "answers_by_question": ("answers", ["chat_id", "question_key"]),
    "unanswered_by_chat": ("unanswered", ["chat_id", "asked_at"]),
}


def upgrade() -> None:
    """Add the platform to every table with chats or updates; call threads topics."""
    for table in _KEYED:
        _rebuild(table, platform=True)
    for table in _NUMBERED:
        platform = sa.Column("platform", sa.String(16), nullable=False, server_default="telegram")
        op.add_column(table, platform)
        op.execute(f"UPDATE {table} SET platform = 'web' WHERE chat_id = 0")
    _rename("thread_id", "topic_id")
    for name, (table, columns) in _INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, ["platform", *columns])


def downgrade() -> None:
    """Drop the platform, and with it all chats outside Telegram and the browsers."""
    for name, (table, columns) in _INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    _rename("topic_id", "thread_id")
    for table in (*_KEYED, *_NUMBERED):
        op.execute(f"DELETE FROM {table} WHERE platform NOT IN ('telegram', 'web')")
    for table in _NUMBERED:
        op.drop_column(table, "platform")
    for table in _KEYED:
        _rebuild(table, platform=False)


def _rename(old: str, new: str) -> None:
    for table in ("answers", "topics"):
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def _rebuild(name: str, *, platform: bool) -> None:
    """Rebuild the table with another primary key, which SQLite cannot change in place."""

    old = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    columns = [column for column in old.columns if column.name != "platform"]
    added = [sa.Column("platform", sa.String(16), primary_key=True)] if platform else []
    indexes = [(index.name, list(index.columns.keys()), bool(index.unique)) for index in old.indexes]
    new = op.create_table(f"new_{name}", *added, *(_copy(column) for column in columns))
    values = [sa.literal("telegram").label("platform"), *columns] if platform else columns
    op.execute(sa.insert(new).from_select([column.name for column in new.columns], sa.select(*values)))
    op.drop_table(name)
    op.rename_table(f"new_{name}", name)
    for index, keys, unique in indexes:
        op.create_index(index, name, keys, unique=unique)


def _copy(column: "sa.Column[object]") -> "sa.Column[object]":
    return sa.Column(
        column.name,
        column.type,
        primary_key=column.primary_key,
        autoincrement=False,
        nullable=column.nullable,
        server_default=column.server_default,
    )
