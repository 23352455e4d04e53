"""Add keys that open a chat's own shelf in a browser, and a secret to sign keys and ballots with."""

from secrets import token_bytes

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SECRETS = sa.table("secrets", sa.column("name", sa.String), sa.column("value", sa.LargeBinary))


def upgrade() -> None:
    """Create the table and the secret."""
    op.create_table(
        "keys",
        sa.Column(
            "chat_id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("handle", sa.String(16), nullable=False),
    )
    op.create_index("keys_by_handle", "keys", ["handle"], unique=True)
    op.bulk_insert(_SECRETS, [{"name": "pages", "value": token_bytes(32)}])


def downgrade() -> None:
    """Drop both."""
    op.execute(_SECRETS.delete().where(_SECRETS.c.name == "pages"))
    op.drop_table("keys")
