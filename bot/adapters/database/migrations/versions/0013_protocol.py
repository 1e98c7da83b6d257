"""Openings of a Telegram id, private lines after a talk, a count of cases, pairs

Revision ID: 0013_protocol
Revises: 0011_notes
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0013_protocol"
down_revision = "0012_practice"


def upgrade() -> None:
    op.create_table(
        "id_openings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("handoff", sa.String(length=32), nullable=False),
        sa.Column("alias", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_id_openings")),
    )
    with op.batch_alter_table("id_openings", schema=None) as batch_op:
        for name in ("person", "asked_at"):
            batch_op.create_index(batch_op.f(f"ix_id_openings_{name}"), [name], unique=False)

    op.create_table(
        "debriefs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("volunteer", sa.String(length=32), nullable=False),
        sa.Column("professional", sa.String(length=32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debriefs")),
        sa.UniqueConstraint("volunteer", name=op.f("uq_debriefs_volunteer")),
    )
    with op.batch_alter_table("debriefs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_debriefs_professional"), ["professional"], unique=False
        )

    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.execute("INSERT INTO counters (name, value) SELECT 'cases', COUNT(*) FROM handoffs")

    op.create_table(
        "pairs",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("alias", sa.String(length=64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_pairs")),
    )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairs_staff"), ["staff"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairs_staff"))
    op.drop_table("pairs")
    op.drop_table("counters")
    with op.batch_alter_table("debriefs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debriefs_professional"))
    op.drop_table("debriefs")
    with op.batch_alter_table("id_openings", schema=None) as batch_op:
        for name in ("asked_at", "person"):
            batch_op.drop_index(batch_op.f(f"ix_id_openings_{name}"))
    op.drop_table("id_openings")
