"""The contract over its years: projects of several associations, conventions, follow-up, duties, keeping."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import db.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS: dict[str, Any] = {
    "key": db.base.Key, "str": sa.String, "text": sa.Text, "int": sa.Integer, "bool": sa.Boolean,
    "real": sa.Double, "date": sa.Date, "time": sa.DateTime,
}  # fmt: skip

# Table -> its columns but the key, as name:kind, with ? where it may be empty, >table where it refers to one,
# # where it is looked up by it.
_TABLES = {
    "agreement": (
        "number:str# title:str applicant_id:key>applicant# call_id:key?>call follows_id:key?>agreement "
        "starts_on:date? ends_on:date? state:str act:str act_on:date? signed_on:date? alert_months:int "
        "regrant:bool purpose:text comment:text file_id:key?>file author:str"
    ),
    "project": "dossier_id:key>dossier# regrant:bool regrant_words:text comment:text",
    "project_member": (
        "dossier_id:key>dossier# applicant_id:key>applicant# rank:int role:str task:text quarters:str "
        "civility:str first_name:str last_name:str position:str email:str agreed_on:date? left_on:date?"
    ),
    "member_line": (
        "dossier_id:key>dossier# member_id:key>project_member# rank:int side:str account:str label:str "
        "amount:int? to_member_id:key?>project_member funder_id:key?>funder"
    ),
    "member_share": (
        "dossier_id:key>dossier# member_id:key>project_member# funder_id:key>funder asked:int? "
        "proposed:int? voted:int?"
    ),
    "dossier_link": "dossier_id:key>dossier# other_id:key>dossier kind:str comment:text author:str at:time",
    "promise": "agreement_id:key>agreement# year:int funder_id:key>funder amount:int carried:int comment:text",
    "commitment": (
        "agreement_id:key>agreement# rank:int text:text year:int? quarter_id:key?>quarter "
        "challenge_id:key?>challenge state:str comment:text"
    ),
    "indicator": "agreement_id:key?>agreement# dossier_id:key?>dossier# rank:int label:str unit:str",
    "indicator_value": (
        "indicator_id:key>indicator# agreement_id:key?>agreement dossier_id:key?>dossier year:int "
        "target:real? reached:real? comment:text"
    ),
    "amendment": (
        "agreement_id:key?>agreement# dossier_id:key?>dossier# rank:int title:str body:text "
        "ends_on:date? changes:text state:str act:str act_on:date? signed_on:date? author:str at:time"
    ),
    "payment": (
        "dossier_id:key>dossier# funder_id:key>funder member_id:key?>project_member rank:int kind:str "
        "amount:int planned_on:date? due_on:date? asked_on:date? order_number:str paid_on:date? "
        "state:str why:str comment:text author:str"
    ),
    "site_visit": (
        "dossier_id:key>dossier# visited_on:date place:str people:str present:int? body:text "
        "next_steps:text author:str at:time"
    ),
    "change_request": (
        "dossier_id:key>dossier# kind:str asked_on:date reason:text starts_on:date? ends_on:date? "
        "amount:int? body:text was:text state:str answered_on:date? answer:text piece_id:key?>piece "
        "author:str at:time"
    ),
    "report": (
        "dossier_id:key>dossier# year:int kind:str due_on:date?# state:str outcome:str "
        "received_on:date? origin:str piece_id:key?>piece starts_on:date? ends_on:date? "
        "beneficiaries:int? women:int? men:int? from_quarter:int? granted:int? unspent:int? "
        "comment:text reminders:int reminded_on:date? checked_by:str checked_on:date? author:str"
    ),
    "report_line": (
        "dossier_id:key>dossier# report_id:key>report# rank:int side:str account:str label:str "
        "forecast:int? done:int? reason:text"
    ),
    "report_text": "dossier_id:key>dossier# report_id:key>report# code:str body:text",
    "audience": "dossier_id:key>dossier# moment:str age:str women:int? men:int? people:int?",
    "repayment": (
        "dossier_id:key>dossier# funder_id:key>funder member_id:key?>project_member "
        "report_id:key?>report kind:str amount:int reason:text state:str decided_on:date? "
        "asked_on:date? due_on:date? title_number:str received:int? received_on:date? comment:text "
        "author:str"
    ),
    "theme": "code:str rank:int title:str parent:str",
    "challenge_theme": "challenge_id:key>challenge# theme_id:key>theme percent:int",
    "publication": (
        "kind:str year:int? line_count:int digest:str published_on:date? url:str comment:text "
        "author:str at:time"
    ),
    "published_grant": (
        "dossier_id:key>dossier# publication_id:key# funder_id:key>funder member_id:key?>project_member "
        "amount:int"
    ),
    "contract_total": (
        "contract:str from_year:int to_year:int axis:str code:str asked:int? granted:int? paid:int? "
        "actions:int? beneficiaries:int? basis:text"
    ),
    "retention_rule": (
        "code:str rank:int label:str applies:str years:int? starts:str fate:str sample:int basis:text "
        "to_confirm:bool"
    ),
    "elimination": (
        "number:str state:str made_on:date sent_on:date? visa:str visa_on:date? done_on:date? "
        "comment:text author:str"
    ),
    "elimination_line": (
        "dossier_id:key>dossier# elimination_id:key# number:str label:str from_year:int? to_year:int? "
        "rule:str fate:str kept:bool why:str"
    ),
    "erasure": "dossier_id:key?>dossier# ent:str row_key:key# fields:str why:str author:str at:time",
    "rights_request": (
        "person:str email:str kind:str asked_on:date due_on:date state:str answered_on:date? "
        "answer:text comment:text author:str"
    ),
    "scan_heap": "name:str at:time page_count:int file_id:key?>file author:str",
    "scan_page": (
        "dossier_id:key?>dossier# heap_id:key# rank:int code:str paper:str page:int? state:str "
        "piece_id:key?>piece ticks:text ticks_done:str author:str"
    ),
}
_ADDED = {
    "dossier": "agreement_id:key?>agreement# tranche:int? anonymised_on:date? eliminated_on:date?",
    "letter": "member_id:key?>project_member subject_id:key?",
    "piece": "site_visit_id:key?>site_visit",
}


def upgrade() -> None:
    for table, columns in _TABLES.items():
        _make(table, columns)
    op.create_index("ix_dossier_link_other_id", "dossier_link", ["other_id"])
    for table, columns in _ADDED.items():
        _add(table, columns)
    op.add_column("step", sa.Column("scheme", sa.Integer(), nullable=False, server_default="1"))


def _make(table: str, columns: str) -> None:
    told = [_column(word) for word in columns.split()]
    keys = [
        sa.ForeignKeyConstraint([column.name], [f"{parent}.id"], name=f"fk_{table}_{column.name}")
        for column, parent, _ in told
        if parent
    ]
    op.create_table(
        table,
        sa.Column("id", db.base.Key(), nullable=False),
        *(column for column, _, _ in told),
        *keys,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    _look_up(table, told)


def _add(table: str, columns: str) -> None:
    """Columns put at the end of a table that is there: SQLite takes a reference with the column."""
    told = [_column(word) for word in columns.split()]
    for column, parent, _ in told:
        kind = column.type.compile(op.get_bind().dialect)
        refers = f' CONSTRAINT "fk_{table}_{column.name}" REFERENCES "{parent}"(id)' if parent else ""
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column.name}" {kind}{refers}')
    _look_up(table, told)


def _look_up(table: str, told: list[tuple[sa.Column[Any], str, bool]]) -> None:
    for column, _, indexed in told:
        if indexed:
            op.create_index(f"ix_{table}_{column.name}", table, [column.name])


def _column(word: str) -> tuple[sa.Column[Any], str, bool]:
    """The column, the table that it refers to or "", whether it is looked up."""
    name, _, rest = word.partition(":")
    indexed = rest.endswith("#")
    kind, _, parent = rest.removesuffix("#").partition(">")
    return sa.Column(name, _KINDS[kind.removesuffix("?")](), nullable=kind.endswith("?")), parent, indexed
