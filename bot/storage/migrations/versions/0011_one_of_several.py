"""Note which answers are among several to one message, so that the question stays above them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; of the answers so far it is not known."""
    op.add_column("answers", sa.Column("of_several", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop it; pages turned under such an answer then lose the line with its question."""
    op.drop_column("answers", "of_several")
