"""A line that another party read stays with that party when its writer is erased

Revision ID: 0019_line_author
Revises: 0018_report_about
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_line_author"
down_revision = "0018_report_about"


def upgrade() -> None:
    with op.batch_alter_table("relayed_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("relayed_lines", schema=None) as batch_op:
        batch_op.drop_column("author")
