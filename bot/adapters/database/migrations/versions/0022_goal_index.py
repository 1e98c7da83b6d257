"""What is due is found by kind, and what is sent first by priority, however much there is

Revision ID: 0022_goal_index
Revises: 0020_supporters
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_goal_index"
down_revision = "0020_supporters"


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="1")
    )
    op.create_index("ix_outbox_priority", "outbox", ["priority", "seq"])
    op.create_index("ix_timers_kind", "timers", ["kind", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_timers_kind", "timers")
    op.drop_index("ix_outbox_priority", "outbox")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("priority")
