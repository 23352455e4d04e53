"""Keep an article's postings beside it, and note which articles changed, so that an index on disk follows."""

import re

import sqlalchemy as sa
from alembic import op
from xxhash import xxh3_64_hexdigest

revision = "0012"
down_revision = "0011"

_INDEXES = {
    "articles_by_title": ["shelf", "title_key"],
    "articles_by_text": ["shelf", "text_hash"],
    "articles_by_address": ["shelf", "url"],
    "articles_by_order": ["shelf", "added_at", "id"],
}


def upgrade() -> None:
    """Make both tables and the keys of titles; an index on disk that knows no revision is built of all articles."""
    op.create_table(
        "postings",
        sa.Column("shelf", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("seal", sa.String(40), primary_key=True),
        sa.Column("counted", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("shelf", sa.String(64), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(16), primary_key=True),
    )
    op.add_column("articles", sa.Column("title_key", sa.String(16), nullable=False, server_default=""))
    articles = sa.table("articles", *(sa.column(name) for name in ("shelf", "id", "title", "title_key")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(articles.c.shelf, articles.c.id, articles.c.title)).all()
    for shelf, article_id, title in rows:
        at = (articles.c.shelf == shelf) & (articles.c.id == article_id)
        connection.execute(sa.update(articles).where(at).values(title_key=_key(title)))
    for name, columns in _INDEXES.items():
        op.create_index(name, "articles", columns)


def _key(title: str) -> str:
    letters = re.sub(r"\W", "", title).casefold()
    return xxh3_64_hexdigest(letters.encode("utf-8", "surrogatepass"))


def downgrade() -> None:
    """Drop them; what they hold is made of the articles again."""
    for name in _INDEXES:
        op.drop_index(name, "articles")
    op.drop_column("articles", "title_key")
    op.drop_table("changes")
    op.drop_table("postings")
