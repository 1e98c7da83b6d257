"""Every move of a handoff: who, when and why

Revision ID: 0004_moves
Revises: 0003_held_back
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0004_moves"
down_revision = "0003_held_back"


def upgrade() -> None:
    op.create_table(
        "handoff_moves",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("handoff", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=12), nullable=False),
        sa.Column("to", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff"], ["handoffs.id"], name=op.f("fk_handoff_moves_handoff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_handoff_moves")),
    )
    with op.batch_alter_table("handoff_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handoff_moves_handoff"), ["handoff"], unique=False)
        batch_op.create_index(batch_op.f("ix_handoff_moves_staff"), ["staff"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("handoff_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoff_moves_staff"))
        batch_op.drop_index(batch_op.f("ix_handoff_moves_handoff"))

    op.drop_table("handoff_moves")
