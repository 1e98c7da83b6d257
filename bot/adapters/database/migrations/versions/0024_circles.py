"""Circles: their members, lines, copies, weekly rounds and cheers

Revision ID: 0024_circles
Revises: 0023_shown
"""

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = "0024_circles"
down_revision = "0023_shown"


def _of(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
    )


def _indexed(table: str, *names: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in names:
            batch_op.create_index(batch_op.f(f"ix_{table}_{name}"), [name], unique=False)


def upgrade() -> None:
    op.create_table(
        "circles",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("coach", sa.String(length=32), nullable=True),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=8), nullable=False),
        sa.Column("ages", sa.String(length=16), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("spoken", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_circles")),
        sqlite_autoincrement=True,
    )
    _indexed("circles", "coach", "state")
    op.create_table(
        "circle_members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("circle", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("alias", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("present", sa.String(length=32), nullable=True),
        _of("circle_members", "circle", "circles", "number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_members")),
        sa.UniqueConstraint("present", name=op.f("uq_circle_members_present")),
        sa.UniqueConstraint("circle", "person", name=op.f("uq_circle_members_circle_person")),
    )
    _indexed("circle_members", "circle", "person")
    op.create_table(
        "circle_lines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("circle", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source_index", sa.String(length=64), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=True),
        _of("circle_lines", "circle", "circles", "number"),
        _of("circle_lines", "member", "circle_members", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_lines")),
    )
    _indexed("circle_lines", "circle", "member", "at", "source_index")
    op.create_table(
        "circle_copies",
        sa.Column("line", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=32), nullable=False),
        sa.Column("copy_index", sa.String(length=64), nullable=True),
        sa.Column("copy_sealed", sa.LargeBinary(), nullable=True),
        _of("circle_copies", "line", "circle_lines", "id"),
        sa.PrimaryKeyConstraint("line", "reader", name=op.f("pk_circle_copies")),
    )
    _indexed("circle_copies", "reader", "copy_index")
    op.create_table(
        "circle_rounds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("circle", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=True),
        _of("circle_rounds", "circle", "circles", "number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_rounds")),
    )
    _indexed("circle_rounds", "circle")
    op.create_table(
        "circle_results",
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        _of("circle_results", "round", "circle_rounds", "id"),
        _of("circle_results", "member", "circle_members", "id"),
        sa.PrimaryKeyConstraint("round", "member", name=op.f("pk_circle_results")),
    )
    op.create_table(
        "circle_cheers",
        sa.Column("round", sa.String(length=32), nullable=False),
        sa.Column("giver", sa.String(length=32), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        _of("circle_cheers", "round", "circle_rounds", "id"),
        _of("circle_cheers", "giver", "circle_members", "id"),
        _of("circle_cheers", "member", "circle_members", "id"),
        sa.PrimaryKeyConstraint("round", "giver", "member", name=op.f("pk_circle_cheers")),
    )


def downgrade() -> None:
    for table in (
        "circle_cheers",
        "circle_results",
        "circle_rounds",
        "circle_copies",
        "circle_lines",
        "circle_members",
        "circles",
    ):
        op.drop_table(table)
