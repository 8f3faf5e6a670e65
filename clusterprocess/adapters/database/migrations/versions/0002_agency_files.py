"""Templates and catalogues in versions, and the catalogues that an engagement started with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "agency_file",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(60), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_by", sa.String(32), nullable=False),
        sa.UniqueConstraint("kind", "name", "number", name=op.f("uq_agency_file_kind_name_number")),
    )
    op.alter_column("document_version", "template", type_=sa.String(160), existing_nullable=False)
    # engagements opened before versions existed go on with what the program brings
    op.add_column(
        "engagement",
        sa.Column("catalogues", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb")),
    )
    op.alter_column("engagement", "catalogues", server_default=None)


def downgrade() -> None:
    raise RuntimeError("history is never taken back")
