"""The clock: what comes due, personal links, registrations, events of the agency, follow-ups, proofs of service.

Rows that exist get the nearest truth that is known: deadlines and states of engagements begin with the request.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "scheduled_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prefect_run_id", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_run")),
    )
    op.create_index("ix_scheduled_run_kind", "scheduled_run", ["kind", "id"], unique=False)
    op.create_table(
        "day_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate_eur", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("contract", sa.String(length=120), nullable=False),
        sa.CheckConstraint("rate_eur > 0", name=op.f("ck_day_rate_rate_positive")),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], name=op.f("fk_day_rate_operation_id_operation")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_day_rate_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_rate")),
        sa.UniqueConstraint(
            "operation_id",
            "organisation_id",
            "valid_from",
            name=op.f("uq_day_rate_operation_id_organisation_id_valid_from"),
        ),
    )
    op.create_table(
        "service_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("totals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("word_sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet_sha256", sa.String(length=64), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_service_proof_operation_id_operation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_service_proof_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_proof")),
        sa.UniqueConstraint(
            "operation_id",
            "organisation_id",
            "month",
            "version",
            name=op.f("uq_service_proof_operation_id_organisation_id_month_version"),
        ),
    )
    op.create_index(op.f("ix_service_proof_operation_id"), "service_proof", ["operation_id"], unique=False)
    op.create_index(op.f("ix_service_proof_organisation_id"), "service_proof", ["organisation_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("substitute_id", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("person_id <> substitute_id", name=op.f("ck_absence_somebody_else")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_absence_days_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name=op.f("fk_absence_substitute_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_index(op.f("ix_absence_substitute_id"), "absence", ["substitute_id"], unique=False)
    op.create_table(
        "agency_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("ends_at", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("agenda", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("delivering_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_agency_event_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["delivering_id"], ["organisation.id"], name=op.f("fk_agency_event_delivering_id_organisation")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_agency_event_lead_id_person")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operation.id"], name=op.f("fk_agency_event_operation_id_operation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_event")),
        sa.UniqueConstraint("number", name=op.f("uq_agency_event_number")),
    )
    op.create_index(op.f("ix_agency_event_held_on"), "agency_event", ["held_on"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("explained", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("rested_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_follow_up_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("engagement_id", "key", name=op.f("uq_follow_up_engagement_id_key")),
    )
    op.create_index(op.f("ix_follow_up_engagement_id"), "follow_up", ["engagement_id"], unique=False)
    op.create_table(
        "survey_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("agency_event_id", sa.Integer(), nullable=True),
        sa.Column("member_kind", sa.String(length=20), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_event_id"], ["agency_event.id"], name=op.f("fk_survey_response_agency_event_id_agency_event")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_survey_response_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
    )
    op.create_index(op.f("ix_survey_response_agency_event_id"), "survey_response", ["agency_event_id"], unique=False)
    op.create_index(op.f("ix_survey_response_engagement_id"), "survey_response", ["engagement_id"], unique=False)
    op.create_table(
        "due_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("engagement_number", sa.String(length=24), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("agency_event_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("chain", sa.String(length=160), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fires", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("explained", sa.String(length=300), nullable=False),
        sa.Column("plan_version", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_event_id"], ["agency_event.id"], name=op.f("fk_due_item_agency_event_id_agency_event")
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_due_item_cluster_id_cluster")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_due_item_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_due_item_follow_up_id_follow_up")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_due_item_message_id_message")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_due_item_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_item")),
        sa.UniqueConstraint("key", name=op.f("uq_due_item_key")),
    )
    op.create_index("ix_due_item_agency_event", "due_item", ["agency_event_id"], unique=False)
    op.create_index(
        "ix_due_item_agenda", "due_item", ["due_on", "role"], unique=False, postgresql_where=sa.text("state = 'offen'")
    )
    op.create_index(
        "ix_due_item_cluster",
        "due_item",
        ["cluster_id"],
        unique=False,
        postgresql_where=sa.text("state = 'offen' AND engagement_id IS NULL"),
    )
    op.create_index(
        "ix_due_item_firing",
        "due_item",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'offen' AND fires"),
    )
    op.create_index("ix_due_item_engagement", "due_item", ["engagement_id", "due_on"])
    op.create_index("ix_due_item_message", "due_item", ["message_id"])
    op.create_index("ix_due_item_workshop", "due_item", ["workshop_id"], unique=False)
    op.create_table(
        "follow_up_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.String(length=40), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_answers_follow_up_id_follow_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_answers")),
        sa.UniqueConstraint("follow_up_id", "version", name=op.f("uq_follow_up_answers_follow_up_id_version")),
    )
    op.create_index(op.f("ix_follow_up_answers_follow_up_id"), "follow_up_answers", ["follow_up_id"], unique=False)
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("engagement_number", sa.String(length=24), nullable=True),
        sa.Column("agency_event_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("matched_by", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_event_id"], ["agency_event.id"], name=op.f("fk_incoming_mail_agency_event_id_agency_event")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_incoming_mail_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_incoming_mail_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incoming_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("sha256", name=op.f("uq_incoming_mail_sha256")),
    )
    op.create_index(op.f("ix_incoming_mail_engagement_id"), "incoming_mail", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_incoming_mail_message_id"), "incoming_mail", ["message_id"], unique=False)
    op.create_index("ix_incoming_mail_unsettled", "incoming_mail", ["id"], postgresql_where=sa.text("NOT settled"))
    op.create_index("ix_run_request_trouble", "run_request", ["id"], postgresql_where=sa.text("trouble <> ''"))
    op.create_table(
        "mail_day",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_mail_day_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_day_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_mail_day")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("agency_event_id", sa.Integer(), nullable=True),
        sa.Column("engagement_number", sa.String(length=24), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(workshop_id IS NULL) <> (agency_event_id IS NULL)", name=op.f("ck_registration_one_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["agency_event_id"], ["agency_event.id"], name=op.f("fk_registration_agency_event_id_agency_event")
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_registration_cluster_id_cluster")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_registration_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index(op.f("ix_registration_person_id"), "registration", ["person_id"], unique=False)
    op.create_index(
        "uq_registration_event",
        "registration",
        ["agency_event_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("agency_event_id IS NOT NULL"),
    )
    op.create_index(
        "uq_registration_workshop",
        "registration",
        ["workshop_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("workshop_id IS NOT NULL"),
    )
    op.create_table(
        "personal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("engagement_number", sa.String(length=24), nullable=True),
        sa.Column("workshop_id", sa.Integer(), nullable=True),
        sa.Column("agency_event_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("draft_saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_event_id"], ["agency_event.id"], name=op.f("fk_personal_link_agency_event_id_agency_event")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_personal_link_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_personal_link_follow_up_id_follow_up")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_link_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_personal_link_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_personal_link_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
    )
    op.create_index(op.f("ix_personal_link_engagement_id"), "personal_link", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_personal_link_person_id"), "personal_link", ["person_id"], unique=False)
    op.create_table(
        "link_token",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("fk_link_token_link_id_personal_link")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_link_token")),
    )
    op.create_index(op.f("ix_link_token_link_id"), "link_token", ["link_id"], unique=False)
    op.create_table(
        "link_draft",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("posted", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["personal_link.id"], name=op.f("fk_link_draft_link_id_personal_link")),
        sa.PrimaryKeyConstraint("link_id", "browser", name=op.f("pk_link_draft")),
    )
    op.add_column("day_booking", sa.Column("agency_event_id", sa.Integer(), nullable=True))
    op.add_column("day_booking", sa.Column("operation_id", sa.Integer(), nullable=True))
    op.add_column(
        "day_booking", sa.Column("source", sa.String(length=60), nullable=False, server_default=sa.text("''"))
    )
    op.alter_column("day_booking", "source", server_default=None)
    op.add_column("day_booking", sa.Column("eligible", sa.Boolean(), nullable=False, server_default=sa.text("true")))
    op.alter_column("day_booking", "eligible", server_default=None)
    op.add_column(
        "day_booking",
        sa.Column("ineligible_reason", sa.String(length=40), nullable=False, server_default=sa.text("''")),
    )
    op.alter_column("day_booking", "ineligible_reason", server_default=None)
    op.add_column("day_booking", sa.Column("cancelled_on", sa.Date(), nullable=True))
    op.add_column("day_booking", sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.alter_column("day_booking", "cancel_reason", server_default=None)
    op.alter_column("day_booking", "engagement_id", existing_type=sa.INTEGER(), nullable=True)
    op.execute(
        "UPDATE day_booking SET operation_id = (SELECT e.operation_id FROM engagement e WHERE e.id = engagement_id)"
    )
    op.alter_column("day_booking", "operation_id", nullable=False)
    op.drop_constraint(op.f("ck_day_booking_days_possible"), "day_booking", type_="check")
    op.create_check_constraint(
        op.f("ck_day_booking_days_possible"), "day_booking", "days <> 0 AND days >= -3 AND days <= 3"
    )
    op.create_index("ix_day_booking_organisation_day", "day_booking", ["organisation_id", "day"], unique=False)
    op.create_foreign_key(
        op.f("fk_day_booking_agency_event_id_agency_event"), "day_booking", "agency_event", ["agency_event_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_day_booking_operation_id_operation"), "day_booking", "operation", ["operation_id"], ["id"]
    )
    op.add_column("deadline", sa.Column("starts_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE deadline SET starts_on = (SELECT e.requested_on FROM engagement e WHERE e.id = deadline.engagement_id)"
    )
    op.alter_column("deadline", "starts_on", nullable=False)
    op.alter_column(
        "deadline",
        "explained",
        existing_type=sa.VARCHAR(length=200),
        type_=sa.String(length=300),
        existing_nullable=False,
    )
    op.add_column("document", sa.Column("agency_event_id", sa.Integer(), nullable=True))
    op.alter_column("document", "engagement_id", existing_type=sa.INTEGER(), nullable=True)
    op.drop_constraint(op.f("uq_document_engagement_id_kind_workshop_id"), "document", type_="unique")
    op.create_index(op.f("ix_document_agency_event_id"), "document", ["agency_event_id"], unique=False)
    op.create_unique_constraint(
        op.f("uq_document_engagement_id_kind_workshop_id_agency_event_id"),
        "document",
        ["engagement_id", "kind", "workshop_id", "agency_event_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_foreign_key(
        op.f("fk_document_agency_event_id_agency_event"), "document", "agency_event", ["agency_event_id"], ["id"]
    )
    op.add_column("engagement", sa.Column("state_since", sa.Date(), nullable=True))
    op.execute("UPDATE engagement SET state_since = requested_on")
    op.alter_column("engagement", "state_since", nullable=False)
    op.add_column("message", sa.Column("agency_event_id", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("wire_id", sa.String(length=32), nullable=True))
    op.execute("UPDATE message SET wire_id = left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 32)")
    op.alter_column("message", "wire_id", nullable=False)
    op.create_index(op.f("ix_message_agency_event_id"), "message", ["agency_event_id"], unique=False)
    op.create_index(op.f("ix_message_wire_id"), "message", ["wire_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_message_agency_event_id_agency_event"), "message", "agency_event", ["agency_event_id"], ["id"]
    )
    op.add_column(
        "message", sa.Column("due_items", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb"))
    )
    op.alter_column("message", "due_items", server_default=None)
    op.create_index("ix_message_waiting", "message", ["id"], postgresql_where=sa.text("state = 'wartend'"))
    op.drop_constraint(op.f("ck_message_state_known"), "message", type_="check")
    op.create_check_constraint(
        op.f("ck_message_state_known"),
        "message",
        "state IN ('entwurf', 'gehalten', 'wartend', 'in_zustellung', 'gesendet', 'abgelehnt', 'ungewiss', 'verworfen')",
    )


def downgrade() -> None:
    raise RuntimeError("history is never taken back")
