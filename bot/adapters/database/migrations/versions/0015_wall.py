"""The wall: posts, who looked, who was shown what, marks of readers, and moderators

Revision ID: 0015_wall
Revises: 0014_shared
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0015_wall"
down_revision = "0014_shared"


def _of_post(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["post"], ["wall_posts.number"], name=op.f(f"fk_{table}_post"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "wall_posts",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("age_band", sa.String(length=8), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("concern", sa.Boolean(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("in_channel", sa.String(length=255), nullable=False),
        sa.Column("told_late", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wall_posts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("wall_posts", schema=None) as batch_op:
        for name in ("author", "question", "state"):
            batch_op.create_index(batch_op.f(f"ix_wall_posts_{name}"), [name], unique=False)
    op.create_table(
        "wall_looks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_post("wall_looks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_looks")),
    )
    with op.batch_alter_table("wall_looks", schema=None) as batch_op:
        for name in ("post", "staff"):
            batch_op.create_index(batch_op.f(f"ix_wall_looks_{name}"), [name], unique=False)
    op.create_table(
        "wall_cards",
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("asks", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_post("wall_cards"),
        sa.PrimaryKeyConstraint("post", "staff", name=op.f("pk_wall_cards")),
    )
    with op.batch_alter_table("wall_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_cards_staff"), ["staff"], unique=False)
    op.create_table(
        "wall_marks",
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_post("wall_marks"),
        sa.PrimaryKeyConstraint("post", "kind", "mark", name=op.f("pk_wall_marks")),
    )
    with op.batch_alter_table("wall_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_marks_day"), ["day"], unique=False)
    op.create_table(
        "wall_moderators",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("practised", sa.Integer(), nullable=False),
        sa.Column("trained_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_wall_moderators")),
    )


def downgrade() -> None:
    for table in ("wall_moderators", "wall_marks", "wall_cards", "wall_looks", "wall_posts"):
        op.drop_table(table)
