"""Keep each update until it is answered, by the bot that it is for; until now only its number was kept."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table anew: which bot the numbers so far belong to is not known."""
    op.drop_table("updates")
    op.create_table(
        "updates",
        *_keys("platform", "bot_id", "update_id"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("kills", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("person", sa.String(64)),
        sa.Column("body", sa.Text),
        sa.Column("sent", sa.JSON(none_as_null=True)),
    )
    op.create_index("updates_by_state", "updates", ["platform", "bot_id", "state"])


def downgrade() -> None:
    """Keep no updates, and then their numbers only."""
    op.drop_table("updates")
    op.create_table(
        "updates",
        *_keys("platform", "update_id"),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )


def _keys(*names: str) -> list["sa.Column[object]"]:
    kinds = {"platform": sa.String(16)}
    return [sa.Column(name, kinds.get(name, _LONG), primary_key=True, autoincrement=False) for name in names]
