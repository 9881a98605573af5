"""How each field merges when two places wrote it apart: one table of rules (docs/offline.md)."""

from __future__ import annotations

from enum import Enum
from functools import cache


class Kind(Enum):
    """What is done with two values that nobody has settled, and what is shown meanwhile."""

    AMOUNT = "amount"  # never merged; the last agreed value is shown; a reason is asked to settle it
    DECISION = "decision"  # as an amount; its dossier sends no letter until it is settled
    STATUS = "status"  # never merged; the last agreed value is shown
    VALUE = "value"  # never merged; the latest is shown
    TEXT = "text"  # merged by words when the changes are apart, then to be read again
    QUIET = "quiet"  # derived or technical: the latest, without a question


GRAVE = frozenset({Kind.AMOUNT, Kind.DECISION, Kind.STATUS})

# Table -> columns, by kind; what is in none of them is a VALUE.
_AMOUNTS = {
    "amount": "asked proposed voted paid",
    "dossier": "asked cost",
    "item_amount": "amount",
    "allocation": "amount",
    "envelope": "amount carried reserve",
    "budget_line": "amount",
    "own_budget_line": "amount",
    "funding_line": "asked answered",
    "opinion": "amount",
    "past_grant": "amount asked paid",
    "payment": "amount",
    "repayment": "amount received",
    "member_line": "amount",
    "member_share": "asked proposed voted",
    "promise": "amount carried",
    "change_request": "amount",
    "report": "unspent granted",
    "report_line": "forecast done",
    "contract_total": "asked granted paid",
    "published_grant": "amount",
}
_DECISIONS = {
    "decision": "outcome state decided_on act act_on committee_id notified_on reopened_on",
    "item": "outcome reasons conditions votes_for votes_against abstained",
    "committee": "act act_on",
    "condition": "met_on waived_on",
    "letter": "signed_on signed_file_id",
    "notice": "sent_on received_on",
    "agreement": "act act_on signed_on starts_on ends_on",
    "amendment": "act act_on signed_on ends_on changes",
    "elimination": "visa visa_on done_on",
}
_STATUSES = {
    "dossier": "anonymised_on eliminated_on agreement_id stage proposal_opinion merged_into",
    "letter": "state approval number",
    "committee": "state",
    "item": "state",
    "sift": "verdict",
    "assessment": "state",
    "mark": "level",
    "score": "value",
    "opinion": "value",
    "piece": "state",
    "funding_line": "status",
    "merging": "undone_at",
    "applicant": "merged_into iban bic",
    "interest": "ended_on",
    "person": "role quarters left_on",
    "workstation": "scope recipient verifier revoked_at",
    "likeness": "verdict",
    "payment": "state",
    "repayment": "state kind",
    "change_request": "state",
    "report": "state outcome",
    "agreement": "state",
    "amendment": "state",
    "commitment": "state",
    "project": "regrant",
    "project_member": "role left_on",
    "elimination": "state",
    "elimination_line": "kept fate",
    "rights_request": "state",
    "retention_rule": "fate",
}
_TEXTS = {
    "annotation": "text",
    "assessment": "comment",
    "committee": "notes reopen_reason",
    "condition": "text why",
    "decision": "comment reopen_reason",
    "dossier": "proposal_reason",
    "envelope": "comment",
    "funding_line": "comment",
    "interest": "nature",
    "item": "comment",
    "letter": "approval_note",
    "mark": "reason",
    "notice": "comment",
    "opinion": "comment",
    "opinion_pack": "question",
    "piece_request": "body",
    "question": "note",
    "reason": "sentence",
    "scenario": "comment",
    "score": "reason",
    "section": "body",
    "settlement": "reason",
    "sift": "comment",
    "project": "regrant_words comment",
    "project_member": "task",
    "dossier_link": "comment",
    "agreement": "purpose comment",
    "promise": "comment",
    "commitment": "text comment",
    "indicator_value": "comment",
    "amendment": "body",
    "payment": "comment",
    "site_visit": "body next_steps",
    "change_request": "reason body answer",
    "report": "comment",
    "report_line": "reason",
    "report_text": "body",
    "repayment": "reason comment",
    "publication": "comment",
    "contract_total": "basis",
    "retention_rule": "basis",
    "elimination": "comment",
    "rights_request": "answer comment",
}
_QUIET = {  # beside the names that are quiet everywhere
    "annotation": "before after orphan",
    "applicant": "name_key",
    "committee": "current_item opened_at closed_at closed_by reopened_at",
    "dossier": "title_key source_state",
    "imported": "payload file",
    "incoming": "name path size seen_at settled_by why",
    "item": "said_at",
    "letter": "approved_by approved_at approved_words",
    "loan": "lent_at person",
    "opinion_pack": "digest returned_at",
    "opinion_request": "reminders reminded_on",
    "past_grant": "name_key",
    "phrase": "uses",
    "piece": "checked_by",
    "piece_request": "reminders reminded_on",
    "printing": "copy",
    "scenario": "made_at promoted_at",
    "settlement": "sources",
    "version": "payload file",
    "change_request": "was",
    "report": "reminders reminded_on checked_by checked_on origin",
    "publication": "digest line_count",
    "scan_heap": "page_count name",
    "scan_page": "code paper page ticks ticks_done state",
    "published_grant": "publication_id",
}
_QUIET_EVERYWHERE = frozenset({"rank", "author", "at"})


def _table() -> dict[tuple[str, str], Kind]:
    parts = (
        (_QUIET, Kind.QUIET),
        (_TEXTS, Kind.TEXT),
        (_STATUSES, Kind.STATUS),
        (_DECISIONS, Kind.DECISION),
        (_AMOUNTS, Kind.AMOUNT),
    )
    return {
        (ent, field): kind for part, kind in parts for ent, names in part.items() for field in names.split()
    }


_TABLE = _table()


def kind_of(ent: str, field: str) -> Kind:
    """The rule of one field of one table."""
    found = _TABLE.get((ent, field))
    if found is None:
        return Kind.QUIET if field in _QUIET_EVERYWHERE else Kind.VALUE
    return found


@cache
def nullable(ent: str, field: str) -> bool:
    """Whether "no value" may stand there; a column that this program does not know is taken to allow it."""
    import db.models  # noqa: F401  (fills the metadata)
    from db.base import Table

    table = Table.metadata.tables.get(ent)
    return table is None or field not in table.columns or bool(table.columns[field].nullable)
