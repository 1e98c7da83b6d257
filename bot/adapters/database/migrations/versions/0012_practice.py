"""Practice talks of volunteers, and the figures that stay of them

Revision ID: 0012_practice
Revises: 0011_notes
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0012_practice"
down_revision = "0011_notes"


def upgrade() -> None:
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("practised", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(
            sa.Column("practices", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("said", sa.String(length=255), nullable=False, server_default=sa.text("''"))
        )

    op.create_table(
        "practice_talks",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("practice", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["volunteers.person"],
            name=op.f("fk_practice_talks_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_practice_talks")),
    )


def downgrade() -> None:
    op.drop_table("practice_talks")
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        for name in ("said", "practices", "practised"):
            batch_op.drop_column(name)
