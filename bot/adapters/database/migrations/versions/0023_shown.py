"""Which messages of Maatje stand on the screen of a young person

Revision ID: 0023_shown
Revises: 0022_goal_index
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0023_shown"
down_revision = "0022_goal_index"


def upgrade() -> None:
    op.create_table(
        "shown_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("message_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_messages")),
    )
    with op.batch_alter_table("shown_messages", schema=None) as batch_op:
        for name in ("person", "at"):
            batch_op.create_index(batch_op.f(f"ix_shown_messages_{name}"), [name], unique=False)


def downgrade() -> None:
    op.drop_table("shown_messages")
