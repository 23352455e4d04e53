"""The database's tables, as the newest migration leaves them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)

from bot.storage.head import HEAD
from bot.storage.moment import Moment

__all__ = [
    "HEAD",
    "KEPT",
    "adders",
    "answers",
    "articles",
    "changes",
    "chats",
    "generations",
    "index_jobs",
    "indexed",
    "keys",
    "metadata",
    "postings",
    "rates",
    "secrets",
    "shelves",
    "topics",
    "unanswered",
    "updates",
    "votes",
]

metadata = MetaData()

# SQLite stores an INTEGER key in the table itself and needs a second tree for any other type
_LONG = BigInteger().with_variant(Integer, "sqlite")


def _chat() -> tuple[Column[str], Column[int]]:
    """Return the primary-key columns that name a chat: its platform, and its id there."""
    return (
        Column("platform", String(16), primary_key=True),
        Column("chat_id", _LONG, primary_key=True, autoincrement=False),
    )


shelves = Table(
    "shelves",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("shelf", String(64), ForeignKey("shelves.name", ondelete="CASCADE"), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("title", Text, nullable=False),
    Column("author", Text),
    Column("author_post", Text),
    Column("publication", Text),
    Column("edition", Text),
    Column("edition_name", Text),
    Column("column", Text),
    Column("published", Date),
    Column("url", Text),
    Column("language", String(16), nullable=False),
    Column("rights", Text),
    Column("digest", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    # pairs of a paragraph's number and a level; NULL if the article has none
    Column("headings", JSON(none_as_null=True)),
    Column("origin", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    # a key of the title's letters and digits, by which editions are looked up
    Column("title_key", String(16), nullable=False, server_default=""),
    Index("articles_by_title", "shelf", "title_key"),
    Index("articles_by_text", "shelf", "text_hash"),
    Index("articles_by_address", "shelf", "url"),
    Index("articles_by_order", "shelf", "added_at", "id"),
)

# of articles that are gone too, until the index on disk has let them go
postings = Table(
    "postings",
    metadata,
    Column("shelf", String(64), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("seal", String(40), primary_key=True),
    Column("counted", LargeBinary, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("shelf", String(64), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("id", String(16), primary_key=True),
)

# the indexes of a shelf in the search cluster: at most one is live, others are being built or to be deleted
generations = Table(
    "generations",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("shelf", String(64), nullable=False),
    Column("seal", String(16), nullable=False),
    Column("form", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Moment, nullable=False),
    # the shelf's, all of which is in it
    Column("revision", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Index("generations_by_shelf", "shelf"),
)

# what each of them holds of each article, and since which revision
indexed = Table(
    "indexed",
    metadata,
    Column("generation", String(64), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("number", _LONG, nullable=False),
    # NULL if the article is gone
    Column("stamp", String(16)),
    Column("passages", Integer, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("terms", Integer, nullable=False),
    # as many passages as may be in the cluster
    Column("reserved", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("indexed_by_revision", "generation", "revision"),
    Index("indexed_by_number", "generation", "number"),
)

# articles that changed and whose change a generation does not have yet
index_jobs = Table(
    "index_jobs",
    metadata,
    Column("generation", String(64), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),
    Index("index_jobs_by_revision", "generation", "revision"),
)

chats = Table(
    "chats",
    metadata,
    *_chat(),
    Column("language", String(16)),
    Column("citation_style", String(16), nullable=False),
    Column("length", String(16), nullable=False),
    Column("quiet", String(16), nullable=False),
    Column("buttons", Boolean, nullable=False),
    Column("lookup", Boolean, nullable=False),
    Column("adding", String(16), nullable=False, server_default="admins"),
    # no foreign key: a chat may be bound to a shelf before the first article creates it
    Column("shelf", String(64), nullable=False),
    # NULL if it is named after the chat's present id; set when a group gets another id
    Column("own_shelf", String(64)),
)

topics = Table(
    "topics",
    metadata,
    *_chat(),
    Column("topic_id", _LONG, primary_key=True, autoincrement=False),
    Column("shelf", String(64), nullable=False),
)

keys = Table(
    "keys",
    metadata,
    *_chat(),
    Column("handle", String(16), nullable=False),
    Index("keys_by_handle", "handle", unique=True),
)

adders = Table(
    "adders",
    metadata,
    *_chat(),
    Column("article_id", String(16), primary_key=True),
    Column("person", String(64), nullable=False),
    Index("adders_by_person", "person"),
)

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("chat_id", BigInteger),
    Column("topic_id", BigInteger),
    Column("asked_message_id", BigInteger),
    Column("answer_message_id", BigInteger),
    Column("asker", String(64)),
    Column("question", Text, nullable=False),
    Column("question_key", String(64), nullable=False),
    Column("shelf", String(64), nullable=False),
    Column("shelf_revision", Integer, nullable=False),
    Column("hits", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
    # no foreign key: the answer leaned on may be forgotten first, and its number is never used again
    Column("after", Integer),
    Column("after_position", Integer, nullable=False, server_default="0"),
    Column("leans", Boolean, nullable=False, server_default=false()),
    Column("of_several", Boolean, nullable=False, server_default=false()),
    Index("answers_by_asked_message", "platform", "chat_id", "asked_message_id"),
    Index("answers_by_answer_message", "platform", "chat_id", "answer_message_id"),
    Index("answers_by_time", "platform", "chat_id", "asked_at"),
    Index("answers_by_question", "platform", "chat_id", "question_key"),
    Index("answers_by_asker", "asker"),
    # a number is never used twice: the buttons of a deleted answer must not reach another answer
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("number", Integer, ForeignKey("answers.number", ondelete="CASCADE"), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("value", SmallInteger, nullable=False),
    Index("votes_by_person", "person"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("shelf", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index("unanswered_by_chat", "platform", "chat_id", "asked_at"),
)

updates = Table(
    "updates",
    metadata,
    Column("platform", String(16), primary_key=True),
    # numbers are a bot's own, and several bots may share a database
    Column("bot_id", _LONG, primary_key=True, autoincrement=False),
    Column("update_id", _LONG, primary_key=True, autoincrement=False),
    Column("seen_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("starts", Integer, nullable=False),
    Column("kills", Integer, nullable=False),
    Column("reason", String(32)),
    # of its chat; a process handles the updates of its slots, and puts its name where it has one in hand
    Column("slot", SmallInteger, nullable=False, server_default="0"),
    Column("owner", String(32)),
    # NULL from here on once the update is finished
    Column("chat_id", BigInteger),
    Column("person", String(64)),
    Column("body", Text),
    Column("sent", JSON(none_as_null=True)),
    Index("updates_by_state", "platform", "bot_id", "state"),
)

rates = Table(
    "rates",
    metadata,
    Column("name", String(64), primary_key=True),
    # in Unix time of the database
    Column("free_at", Double, nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

_PASSING = {table.name for table in (rates, generations, indexed, index_jobs)}
KEPT = tuple(table for table in metadata.sorted_tables if table.name not in _PASSING)
"""What a backup keeps: rates are of the last minute, and what a search cluster holds is made of the rest again."""
