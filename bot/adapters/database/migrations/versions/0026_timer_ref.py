"""Room for the names of timers that say whom and what: a member of a circle, and the news for them

Revision ID: 0026_timer_ref
Revises: 0025_groups
"""

import sqlalchemy as sa
from alembic import op

revision = "0026_timer_ref"
down_revision = "0025_groups"


def _length(before: int, after: int) -> None:
    with op.batch_alter_table("timers", schema=None) as batch_op:
        batch_op.alter_column(
            "ref",
            existing_type=sa.String(length=before),
            type_=sa.String(length=after),
            existing_nullable=False,
        )


def upgrade() -> None:
    _length(32, 64)


def downgrade() -> None:
    _length(64, 32)
