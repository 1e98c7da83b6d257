"""Which messages the lines of a talk are, and what a professional lets pass in one case

Revision ID: 0006_relayed_ids
Revises: 0005_beside
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_relayed_ids"
down_revision = "0005_beside"

SIDES = ("source", "copy")


def upgrade() -> None:
    with op.batch_alter_table("relayed_lines", schema=None) as batch_op:
        for side in SIDES:
            batch_op.add_column(sa.Column(f"{side}_index", sa.String(length=64)))
            batch_op.add_column(sa.Column(f"{side}_sealed", sa.LargeBinary()))
            batch_op.create_index(
                batch_op.f(f"ix_relayed_lines_{side}_index"), [f"{side}_index"], unique=False
            )
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("opened", sa.String(length=64), nullable=False, server_default=sa.text("''"))
        )


def downgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.drop_column("opened")
    with op.batch_alter_table("relayed_lines", schema=None) as batch_op:
        for side in SIDES:
            batch_op.drop_index(batch_op.f(f"ix_relayed_lines_{side}_index"))
            batch_op.drop_column(f"{side}_sealed")
            batch_op.drop_column(f"{side}_index")
