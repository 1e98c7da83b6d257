"""Outcome of a talk, going on with the same volunteer, private notes, own sentences and bridges

Revision ID: 0011_notes
Revises: 0010_rota
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0011_notes"
down_revision = "0010_rota"


def upgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        for name in ("danger_seen", "debrief_open", "young_again"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.add_column(sa.Column("outcome", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("again_with", sa.String(length=32), nullable=True))

    op.create_table(
        "private_notes",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("handoff", sa.String(length=32), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff"],
            ["handoffs.id"],
            name=op.f("fk_private_notes_handoff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_private_notes")),
    )
    with op.batch_alter_table("private_notes", schema=None) as batch_op:
        for name in ("handoff", "staff"):
            batch_op.create_index(batch_op.f(f"ix_private_notes_{name}"), [name], unique=False)

    op.create_table(
        "own_sentences",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_own_sentences")),
    )
    with op.batch_alter_table("own_sentences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_sentences_staff"), ["staff"], unique=False)

    op.create_table(
        "bridges",
        sa.Column("handoff", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handoff"], ["handoffs.id"], name=op.f("fk_bridges_handoff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("handoff", name=op.f("pk_bridges")),
    )


def downgrade() -> None:
    op.drop_table("bridges")
    with op.batch_alter_table("own_sentences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_sentences_staff"))
    op.drop_table("own_sentences")
    with op.batch_alter_table("private_notes", schema=None) as batch_op:
        for name in ("staff", "handoff"):
            batch_op.drop_index(batch_op.f(f"ix_private_notes_{name}"))
    op.drop_table("private_notes")
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        for name in ("again_with", "outcome", "young_again", "debrief_open", "danger_seen"):
            batch_op.drop_column(name)
