"""Profiles of volunteers, to whom a wish was offered, and since when somebody has duty

Revision ID: 0007_matching
Revises: 0006_relayed_ids
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_matching"
down_revision = "0006_relayed_ids"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("duty_since", moment))
    op.create_table(
        "profiles",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("profile_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_profiles")),
    )
    op.create_table(
        "offers",
        sa.Column("handoff", sa.String(32), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("reasons_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_at", moment),
        sa.ForeignKeyConstraint(
            ["handoff"], ["handoffs.id"], name=op.f("fk_offers_handoff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("handoff", "staff", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_staff"), ["staff"], unique=False)


def downgrade() -> None:
    op.drop_table("offers")
    op.drop_table("profiles")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("duty_since")
