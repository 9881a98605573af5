"""Work apart: several heads per field, disagreements, lots sent and received, keys of workstations, traces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Two offices may give the same number without knowing of each other: told as a disagreement, never refused
# by the table. SQLite drops such a constraint only by making the table again.
_NO_LONGER_UNIQUE = (("dossier", "number"), ("committee", "code"), ("opinion_pack", "code"))

_WORDS: dict[str, dict[str, str]] = {
    "person": {"login": "", "quarters": ""},
    "workstation": {
        "kind": "city", "scope": "", "recipient": "", "verifier": "", "enrolled_by": "", "revoked_why": "",
    },
}  # fmt: skip


def upgrade() -> None:
    for table, column in _NO_LONGER_UNIQUE:
        _remake(table, f"uq_{table}_{column}", column)
        op.create_index(f"ix_{table}_{column}", table, [column])
    _several_heads()
    op.add_column("op", sa.Column("link", sa.Integer(), nullable=True))
    op.execute("UPDATE op SET link = (SELECT s.n FROM step s WHERE s.id = op.step)")
    op.create_index("ix_op_link", "op", ["link"])
    for table, columns in _WORDS.items():
        for column, first in columns.items():
            kind = sa.Text() if column == "scope" else sa.String()
            op.add_column(table, sa.Column(column, kind, nullable=False, server_default=first))
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    for column in ("enrolled_at", "revoked_at"):
        op.add_column("workstation", sa.Column(column, sa.DateTime(), nullable=True))
    _lent_and_asked()
    _exchange()
    op.execute("INSERT INTO site_version(site, seq) SELECT site, max(seq) FROM op GROUP BY site")


def _remake(table: str, constraint: str, column: str) -> None:
    """The same table without one constraint. References are not checked while a schema changes: db.upgrade."""
    connection = op.get_bind()
    (sql,) = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).one()
    indexes = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    clause = f"CONSTRAINT {constraint} UNIQUE ({column})"
    before, found, after = sql.partition(clause)
    if not found:
        raise ValueError(f"{table} has no {constraint}")
    head = before.rstrip().removesuffix(",")
    name = head.index("(")  # the name may be quoted
    op.execute(sa.text(f'CREATE TABLE "{table}_new" {head[name:]}{after}'.replace(":", "\\:")))
    op.execute(f'INSERT INTO "{table}_new" SELECT * FROM "{table}"')
    op.execute(f'DROP TABLE "{table}"')
    op.execute(f'ALTER TABLE "{table}_new" RENAME TO "{table}"')
    for (index,) in indexes:
        op.execute(index)


def _several_heads() -> None:
    op.execute("ALTER TABLE head RENAME TO head_old")
    op.create_table(
        "head",
        sa.Column("ent", sa.String(), nullable=False),
        sa.Column("rid", db.base.Key(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("op", db.base.Key(), nullable=False),
        sa.PrimaryKeyConstraint("ent", "rid", "field", "op", name="pk_head"),
    )
    op.execute("INSERT INTO head SELECT ent, rid, field, op FROM head_old")
    op.execute("DROP TABLE head_old")


def _lent_and_asked() -> None:
    op.create_table(
        "loan",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=False),
        sa.Column("workstation_id", db.base.Key(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("lent_at", sa.DateTime(), nullable=False),
        sa.Column("back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_loan_dossier_id"),
        sa.ForeignKeyConstraint(["workstation_id"], ["workstation.id"], name="fk_loan_workstation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_loan"),
    )
    op.create_index("ix_loan_dossier_id", "loan", ["dossier_id"])
    op.create_table(
        "question",
        sa.Column("id", db.base.Key(), nullable=False),
        sa.Column("dossier_id", db.base.Key(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_question_dossier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
    )
    op.create_index("ix_question_dossier_id", "question", ["dossier_id"])


def _exchange() -> None:
    op.create_table(
        "conflict",
        sa.Column("ent", sa.String(), nullable=False),
        sa.Column("rid", db.base.Key(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("dossier", db.base.Key(), nullable=True),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=True),
        sa.Column("ops", sa.Text(), nullable=False),
        sa.Column("vals", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ent", "rid", "field", name="pk_conflict"),
    )
    op.create_index("ix_conflict_dossier", "conflict", ["dossier"])
    op.create_table(
        "site_version",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_site_version"),
    )
    op.create_table(
        "parked",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.Text(), nullable=False),
        sa.Column("ops", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("lot", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_parked"),
    )
    op.create_index("uq_parked_lot", "parked", ["site", "number"], unique=True)
    op.create_table(
        "refused",
        sa.Column("op", db.base.Key(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("op", name="pk_refused"),
    )
    op.create_table(
        "shipment",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.String(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_shipment"),
    )
    op.create_table(
        "trace",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("dossier", db.base.Key(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_trace"),
    )
    op.create_index("ix_trace_dossier", "trace", ["dossier"])
