"""Shelves and the articles on them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "shelves",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column(
            "shelf", sa.String(64), sa.ForeignKey("shelves.name", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.Text)
            for name in ("author", "author_post", "publication", "edition", "edition_name", "column")
        ),
        sa.Column("published", sa.Date),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("rights", sa.Text),
        sa.Column("digest", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(sa.text("INSERT INTO shelves (name, revision) VALUES ('public', 0)"))


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("articles")
    op.drop_table("shelves")
