"""Intake and checks: what was asked again, checked, scored, settled, and what is to be done when"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import db.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite adds a column in place only when it may be empty or has a value to begin with.
_WORDS: dict[str, tuple[str, ...]] = {
    "applicant": ("iban", "bic", "account_holder"),
    "past_grant": ("siren", "name_key", "scheme"),
    "piece": ("checked_by",),
    "piece_kind": ("calls",),
    "quarter": ("outline",),
}
_EMPTY: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "dossier": {"from_quarter": sa.Integer()},
    "past_grant": {"asked": sa.Integer(), "paid": sa.Integer(), "decided_on": sa.Date()},
    "piece": {"dated_on": sa.Date(), "expires_on": sa.Date()},
}
_KEYS = (
    ("applicant", "merged_into", "applicant"),
    ("dossier", "merged_into", "dossier"),
    ("call", "score_grid_id", "score_grid"),
    ("piece", "held_by", "piece"),
)


def upgrade() -> None:
    _new_tables()
    for table, columns in _WORDS.items():
        for column in columns:
            words = sa.Text() if column == "outline" else sa.String()
            op.add_column(table, sa.Column(column, words, nullable=False, server_default=""))
    for table, added in _EMPTY.items():
        for column, kind in added.items():
            op.add_column(table, sa.Column(column, kind, nullable=True))
    for (
        table,
        column,
        target,
    ) in _KEYS:  # a batch would make the whole table again, under the rows that refer to it
        op.execute(
            f'ALTER TABLE "{table}" ADD COLUMN {column} BLOB '
            f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        )
    op.add_column("past_grant", sa.Column("status", sa.String(), nullable=False, server_default="granted"))
    op.add_column("piece_kind", sa.Column("valid_months", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("piece_kind", sa.Column("reusable", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("piece_text", sa.Column("kind", sa.String(), nullable=False, server_default="text"))
    for column in ("siren", "rna", "name_key"):
        op.create_index(f"ix_past_grant_{column}", "past_grant", [column])
    op.execute("UPDATE past_grant SET siren = substr(siret, 1, 9), name_key = fold(name)")


def _new_tables() -> None:
    op.create_table(
        "checked",
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_checked")),
        info={"journalled": False},
    )
    op.create_table(
        "finding",
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("left_where", sa.Text(), nullable=False),
        sa.Column("left_value", sa.Text(), nullable=False),
        sa.Column("left_place", sa.Text(), nullable=False),
        sa.Column("right_where", sa.Text(), nullable=False),
        sa.Column("right_value", sa.Text(), nullable=False),
        sa.Column("right_place", sa.Text(), nullable=False),
        sa.Column("sources", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "code", name=op.f("pk_finding")),
        info={"journalled": False},
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_level", ["level", "dossier_id"], unique=False)

    op.create_table(
        "likeness",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
    )
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.create_index("ix_likeness_one", ["kind", "one"], unique=False)
        batch_op.create_index("ix_likeness_other", ["kind", "other"], unique=False)

    op.create_table(
        "merging",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("kept", db.base.Key(), nullable=False),
        sa.Column("gone", db.base.Key(), nullable=False),
        sa.Column("moved", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
    )
    op.create_table(
        "score_grid",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_grid")),
    )
    op.create_table(
        "visit",
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "person", "part", name=op.f("pk_visit")),
        info={"journalled": False},
    )
    op.create_table(
        "criterion",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("grid_id", db.base.Key(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("eliminating", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["score_grid.id"], name=op.f("fk_criterion_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_grid_id"), ["grid_id"], unique=False)

    op.create_table(
        "action_place",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_action_place_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_place")),
    )
    with op.batch_alter_table("action_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_place_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "also_known",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_also_known_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_also_known")),
    )
    with op.batch_alter_table("also_known", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_also_known_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index("ix_also_known_source", ["source", "source_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("grid_id", db.base.Key(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_assessment_dossier_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["score_grid.id"], name=op.f("fk_assessment_grid_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_deadline_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_due_on"), ["due_on"], unique=False)

    op.create_table(
        "interest",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("applicant_id", db.base.Key(), nullable=True),
        sa.Column("dossier_id", db.base.Key(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name=op.f("fk_interest_applicant_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_interest_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_applicant_id"), ["applicant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interest_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_opinion_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "own_budget_line",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_own_budget_line_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_budget_line")),
    )
    with op.batch_alter_table("own_budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_budget_line_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "settlement",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sources", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_settlement_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "sift",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_sift_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sift")),
    )
    with op.batch_alter_table("sift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sift_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "triage",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_triage_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage")),
    )
    with op.batch_alter_table("triage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_triage_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_version_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "funding_line",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("funder_id", db.base.Key(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("common_law", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("piece_id", db.base.Key(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_funding_line_dossier_id")),
        sa.ForeignKeyConstraint(["funder_id"], ["funder.id"], name=op.f("fk_funding_line_funder_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_funding_line_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_line")),
    )
    with op.batch_alter_table("funding_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_line_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "incoming",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=True),
        sa.Column("piece_id", db.base.Key(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_incoming_dossier_id")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_incoming_piece_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
    )
    with op.batch_alter_table("incoming", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "piece_request",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("letter_id", db.base.Key(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_piece_request_dossier_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_piece_request_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_request")),
    )
    with op.batch_alter_table("piece_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_request_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("assessment_id", db.base.Key(), nullable=False),
        sa.Column("criterion_id", db.base.Key(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_score_assessment_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_score_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_dossier_id"), ["dossier_id"], unique=False)
