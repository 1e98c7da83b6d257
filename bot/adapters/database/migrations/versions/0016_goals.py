"""Goals: what could get in the way, the topic, the rhythm of asking; check-ins chosen to the hour

Revision ID: 0016_goals
Revises: 0015_wall
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_goals"
down_revision = "0015_wall"


def upgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("obstacle_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("answer_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column("topic", sa.String(length=32), nullable=False, server_default="none")
        )
        batch_op.add_column(sa.Column("rhythm", sa.String(length=40), nullable=True))
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("exact", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_column("exact")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        for name in ("rhythm", "topic", "answer_sealed", "obstacle_sealed"):
            batch_op.drop_column(name)
