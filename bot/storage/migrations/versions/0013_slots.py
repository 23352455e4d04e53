"""Let several processes share the updates: each its slots of the chats; and the rates of the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_SLOTS = 64


def upgrade() -> None:
    """Give each update its chat's slot, and nobody who has it in hand."""
    op.add_column("updates", sa.Column("slot", sa.SmallInteger, nullable=False, server_default="0"))
    op.add_column("updates", sa.Column("owner", sa.String(32)))
    updates = sa.table("updates", sa.column("chat_id", sa.BigInteger), sa.column("slot", sa.SmallInteger))
    slot = sa.func.abs(updates.c.chat_id) % _SLOTS
    op.execute(updates.update().where(updates.c.chat_id.is_not(None)).values(slot=slot))
    op.create_table(
        "rates",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("free_at", sa.Double, nullable=False),
        # nothing is lost with it but the memory of a minute
        prefixes=["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else [],
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("rates")
    op.drop_column("updates", "owner")
    op.drop_column("updates", "slot")
