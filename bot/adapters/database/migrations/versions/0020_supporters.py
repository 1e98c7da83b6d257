"""Supporters of goals, what is told of them, and where they are in their chat

Revision ID: 0020_supporters
Revises: 0019_line_author
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0020_supporters"
down_revision = "0019_line_author"


def upgrade() -> None:
    op.create_table(
        "supporters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("goal", sa.String(length=32), nullable=False),
        sa.Column("young", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("called_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("help_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("hears", sa.String(length=12), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ended_why", sa.String(length=8), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("news", sa.String(length=8), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("cheers", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supporters")),
    )
    for name in ("goal", "young", "person", "code_hash"):
        op.create_index(op.f(f"ix_supporters_{name}"), "supporters", [name])
    op.create_table(
        "support_news",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("young", sa.String(length=32), nullable=False),
        sa.Column("supporter", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("called_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_news")),
    )
    for name in ("young", "supporter"):
        op.create_index(op.f(f"ix_support_news_{name}"), "support_news", [name])
    op.create_table(
        "supporter_chats",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("supporter", sa.String(length=32), nullable=True),
        sa.Column("asks", sa.String(length=8), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_supporter_chats")),
    )


def downgrade() -> None:
    for name in ("supporter_chats", "support_news", "supporters"):
        op.drop_table(name)
