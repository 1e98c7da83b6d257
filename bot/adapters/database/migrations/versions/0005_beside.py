"""Who else is in a talk: a professional beside it, or the one who takes it over

Revision ID: 0005_beside
Revises: 0004_moves
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0005_beside"
down_revision = "0004_moves"

PEOPLE = ("beside", "newcomer")


def upgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        for column in (
            sa.Column("beside", sa.String(length=32), nullable=True),
            sa.Column("beside_mode", sa.String(length=8), nullable=True),
            sa.Column("beside_at", UtcDateTime(), nullable=True),
            sa.Column("backup_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("passing_to", sa.String(length=16), nullable=True),
            sa.Column("passing_step", sa.String(length=8), nullable=True),
            sa.Column("passing_form", sa.String(length=16), nullable=True),
            sa.Column("newcomer", sa.String(length=32), nullable=True),
        ):
            batch_op.add_column(column)
        for name in PEOPLE:
            batch_op.create_index(batch_op.f(f"ix_handoffs_{name}"), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        for name in PEOPLE:
            batch_op.drop_index(batch_op.f(f"ix_handoffs_{name}"))
        for name in (
            "newcomer",
            "passing_form",
            "passing_step",
            "passing_to",
            "backup_asked",
            "beside_at",
            "beside_mode",
            "beside",
        ):
            batch_op.drop_column(name)
