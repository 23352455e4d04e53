"""Note what the search cluster's indexes hold, and which changes they do not have yet."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INDEXES = {
    "generations_by_shelf": ("generations", ["shelf"]),
    "indexed_by_revision": ("indexed", ["generation", "revision"]),
    "indexed_by_number": ("indexed", ["generation", "number"]),
    "index_jobs_by_revision": ("index_jobs", ["generation", "revision"]),
}


def upgrade() -> None:
    """Make the three tables, empty: an index that none of them knows is built of all articles."""
    op.create_table(
        "generations",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("shelf", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(16), nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
    )
    op.create_table(
        "indexed",
        sa.Column("generation", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("number", _LONG, nullable=False),
        sa.Column("stamp", sa.String(16)),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.Column("terms", sa.Integer, nullable=False),
        sa.Column("reserved", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "index_jobs",
        sa.Column("generation", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Drop them; the indexes in the cluster are then nobody's."""
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)
    for table in ("index_jobs", "indexed", "generations"):
        op.drop_table(table)
