"""Talks of more than two: their parties, invitations, and copies of a line for every reader

Revision ID: 0014_shared
Revises: 0013_protocol
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0014_shared"
down_revision = "0013_protocol"


def upgrade() -> None:
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_handoffs_shared"), ["shared"], unique=False)

    op.create_table(
        "shared_talks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ended_why", sa.String(length=12), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_talks")),
    )
    op.create_table(
        "shared_parties",
        sa.Column("shared", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shared"],
            ["shared_talks.id"],
            name=op.f("fk_shared_parties_shared"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shared", "person", name=op.f("pk_shared_parties")),
    )
    with op.batch_alter_table("shared_parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_parties_person"), ["person"], unique=False)

    op.create_table(
        "shared_invitations",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("shared", sa.String(length=32), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shared"],
            ["shared_talks.id"],
            name=op.f("fk_shared_invitations_shared"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_shared_invitations")),
    )
    with op.batch_alter_table("shared_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_invitations_shared"), ["shared"], unique=False)

    op.create_table(
        "line_copies",
        sa.Column("line", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("copy_index", sa.String(length=64), nullable=True),
        sa.Column("copy_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["line"], ["relayed_lines.id"], name=op.f("fk_line_copies_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("line", "reader", name=op.f("pk_line_copies")),
    )
    with op.batch_alter_table("line_copies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_copies_copy_index"), ["copy_index"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("line_copies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_copies_copy_index"))
    op.drop_table("line_copies")
    with op.batch_alter_table("shared_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_invitations_shared"))
    op.drop_table("shared_invitations")
    with op.batch_alter_table("shared_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_parties_person"))
    op.drop_table("shared_parties")
    op.drop_table("shared_talks")
    with op.batch_alter_table("handoffs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handoffs_shared"))
        batch_op.drop_column("shared")
