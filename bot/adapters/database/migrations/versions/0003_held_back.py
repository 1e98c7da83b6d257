"""How many lines of a talk the contact rule held back

Revision ID: 0003_held_back
Revises: 0002_unclear_messages
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_held_back"
down_revision = "0002_unclear_messages"


def upgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        for name in ("held_young", "held_staff"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.drop_column("held_staff")
        batch_op.drop_column("held_young")
