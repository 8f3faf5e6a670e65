"""The console: accounts, sessions, one-time links, drafts of staff; search that forgives typing errors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")  # trusted: the owner of a database may
    op.add_column("role_grant", sa.Column("operation_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_role_grant_operation_id_operation"), "role_grant", "operation", ["operation_id"], ["id"]
    )
    op.create_table(
        "account",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
    )
    op.create_table(
        "web_session",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["account.person_id"], name=op.f("fk_web_session_person_id_account")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_person_id"), "web_session", ["person_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["account.person_id"], name=op.f("fk_sign_in_link_person_id_account")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sign_in_link")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"], unique=False)
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_form_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_draft")),
        sa.UniqueConstraint("person_id", "subject", name=op.f("uq_form_draft_person_id_subject")),
    )
    op.create_index("ix_form_draft_subject", "form_draft", ["subject"], unique=False)
    op.create_index("ix_day_booking_person_day", "day_booking", ["person_id", "day"], unique=False)
    op.create_index("ix_day_booking_source", "day_booking", ["source"], unique=False)

    op.add_column("personal_link", sa.Column("document_version_id", sa.Integer(), nullable=True))
    op.add_column("personal_link", sa.Column("notice_version", sa.String(length=40), server_default="", nullable=False))
    op.add_column("personal_link", sa.Column("notice_shown_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "personal_link",
        sa.Column("basis", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
    )
    op.create_foreign_key(
        op.f("fk_personal_link_document_version_id_document_version"),
        "personal_link", "document_version", ["document_version_id"], ["id"],
    )  # fmt: skip
    op.create_table(
        "paper_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("document_version_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_paper_comment_engagement_id_engagement")),
        sa.ForeignKeyConstraint(["document_version_id"], ["document_version.id"], name=op.f("fk_paper_comment_document_version_id_document_version")),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("fk_paper_comment_link_id_personal_link")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_paper_comment_settled_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_comment")),
    )  # fmt: skip
    for column in ("engagement_id", "document_version_id", "link_id"):
        op.create_index(op.f(f"ix_paper_comment_{column}"), "paper_comment", [column], unique=False)


def downgrade() -> None:
    raise RuntimeError("history is never taken back")
