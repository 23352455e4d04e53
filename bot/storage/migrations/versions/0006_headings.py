"""Record which of an article's paragraphs are headings."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; existing articles have no headings until they are added again."""
    op.add_column("articles", sa.Column("headings", sa.JSON))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("articles", "headings")
