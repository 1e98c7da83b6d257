"""The path of volunteers

A volunteer who was invited with a code before has no row here and counts as approved: the
organisation screened first.

Revision ID: 0009_volunteer_path
Revises: 0008_reports
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0009_volunteer_path"
down_revision = "0008_reports"


def upgrade() -> None:
    op.create_table(
        "volunteers",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("alias", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("age_band", sa.String(length=8), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=8), nullable=False),
        sa.Column("hours", sa.String(length=8), nullable=False),
        sa.Column("proof", sa.String(length=8), nullable=True),
        sa.Column("proof_date", sa.Date(), nullable=True),
        sa.Column("modules", sa.String(length=255), nullable=False),
        sa.Column("place", sa.String(length=128), nullable=False),
        sa.Column("goal_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("talks", sa.Integer(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_volunteers")),
    )
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteers_status"), ["status"], unique=False)

    op.create_table(
        "volunteer_moves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=True),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["volunteers.person"],
            name=op.f("fk_volunteer_moves_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_moves")),
    )
    with op.batch_alter_table("volunteer_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_moves_person"), ["person"], unique=False)


def downgrade() -> None:
    op.drop_table("volunteer_moves")
    op.drop_table("volunteers")
