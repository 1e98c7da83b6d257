"""A report in a talk of more than two: the other young person, and whom it is about

Revision ID: 0018_report_about
Revises: 0017_stories
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_report_about"
down_revision = "0017_stories"


def upgrade() -> None:
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("other_alias", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("about", sa.String(length=8), nullable=False, server_default="unsaid")
        )
        batch_op.create_index(batch_op.f("ix_reports_other"), ["other"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_other"))
        for name in ("about", "other_alias", "other"):
            batch_op.drop_column(name)
