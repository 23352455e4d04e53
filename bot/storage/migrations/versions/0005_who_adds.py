"""Record who may add articles in a chat, and who added which, so that they may remove their own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column, with the rule that held before, and create the table."""
    op.add_column("chats", sa.Column("adding", sa.String(16), nullable=False, server_default="admins"))
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "adders",
        sa.Column("chat_id", number, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.String(16), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
    )
    op.create_index("adders_by_person", "adders", ["person"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("adders")
    op.drop_column("chats", "adding")
