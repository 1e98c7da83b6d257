"""Groups of Telegram, who takes part in their rounds, and what may stand in the next one

Revision ID: 0025_groups
Revises: 0024_circles
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0025_groups"
down_revision = "0024_circles"


def _of(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
    )


def _indexed(table: str, *names: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in names:
            batch_op.create_index(batch_op.f(f"ix_{table}_{name}"), [name], unique=False)


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("leader", sa.String(length=32), nullable=True),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("title_row", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("link_expires_at", UtcDateTime(), nullable=True),
        sa.Column("join_hash", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_groups")),
        sa.UniqueConstraint("chat", name=op.f("uq_groups_chat")),
        sqlite_autoincrement=True,
    )
    _indexed("groups", "leader", "link_hash", "join_hash", "state")
    op.create_table(
        "group_members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        _of("group_members", "group", "groups", "number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
        sa.UniqueConstraint("group", "person", name=op.f("uq_group_members_group_person")),
    )
    _indexed("group_members", "group", "person")
    op.create_table(
        "group_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of("group_entries", "group", "groups", "number"),
        _of("group_entries", "member", "group_members", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_entries")),
        sa.UniqueConstraint("member", name=op.f("uq_group_entries_member")),
    )
    _indexed("group_entries", "group")


def downgrade() -> None:
    for table in ("group_entries", "group_members", "groups"):
        op.drop_table(table)
