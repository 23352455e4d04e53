"""Keep an article's postings beside it, and note which articles changed, so that an index on disk follows."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make both tables; an index on disk that knows no revision is built of all articles."""
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


def downgrade() -> None:
    """Drop both; what they hold is made of the articles again."""
    op.drop_table("changes")
    op.drop_table("postings")
