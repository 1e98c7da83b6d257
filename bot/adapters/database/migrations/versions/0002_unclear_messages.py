"""Unclear messages

Revision ID: 0002_unclear_messages
Revises: 0001_first_tables
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0002_unclear_messages"
down_revision = "0001_first_tables"


def upgrade() -> None:
    op.create_table(
        "unclear_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unclear_messages")),
    )
    with op.batch_alter_table("unclear_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unclear_messages_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_unclear_messages_person"), ["person"], unique=False)

    op.create_table(
        "readings",
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("reader_index", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("risk", sa.String(length=8), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message"],
            ["unclear_messages.id"],
            name=op.f("fk_readings_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message", "reader_index", name=op.f("pk_readings")),
    )


def downgrade() -> None:
    op.drop_table("readings")
    with op.batch_alter_table("unclear_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unclear_messages_person"))
        batch_op.drop_index(batch_op.f("ix_unclear_messages_created_at"))

    op.drop_table("unclear_messages")
