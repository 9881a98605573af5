"""The history of a dossier in French sentences, from the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import queries
from db.forgotten import Erased, is_forgotten, worded
from db.queries.retold import erasures
from desktop.flow.discretion import withheld
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.instruct import OPINIONS
from desktop.rules import changes, journey, payments, repayments, reports, ruling
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.money import euros
from desktop.rules.notices import MEANS
from desktop.rules.opinions import CHANNELS
from desktop.rules.opinions import LABELS as VALUES

_MONEY = {"asked", "proposed", "voted", "paid", "cost", "amount", "received", "unspent"}


def _low(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): said.lower() for code, said in words.items()}


_WORDS: dict[str, Mapping[str, str]] = {
    "stage": journey.LABELS,
    "outcome": {**ruling.LABELS, **reports.OUTCOMES},
    "state": {
        "pending": "en attente", "notified": "notifiée", "draft": "brouillon", "issued": "émis",
        "waiting": "à examiner", "decided": "décidé", "postponed": "reporté",
        "missing": "manquante", "announced": "annoncée", "received": "reçue", "refused": "non conforme",
        "waived": "dispensée", "expired": "périmée", "none": "sans objet", "final": "rendue",
        "awaited": "attendu", "accepted": "accepté", "returned": "renvoyé",
        "signed": "signée", "ended": "terminée", "cancelled": "annulé", "kept": "tenu",
        "partly": "tenu en partie", "not_kept": "non tenu",
    },
    "proposal_opinion": OPINIONS,
    "verdict": {"admissible": "recevable", "incomplete": "à compléter", "inadmissible": "irrecevable"},
    "channel": {"letter": "courrier", **CHANNELS},
    "value": VALUES,
    "means": MEANS,
    "audience": {"me": "moi", "team": "équipe", "committee": "comité", "applicant": "porteur"},
}  # fmt: skip
# The same code says something else of these rows.
_OWN: dict[tuple[str, str], Mapping[str, str]] = {
    ("payment", "state"): _low(payments.STATES),
    ("payment", "kind"): _low(payments.KINDS),
    ("repayment", "state"): _low(repayments.LABELS),
    ("repayment", "kind"): _low(repayments.KINDS),
    ("change_request", "state"): _low(changes.LABELS),
    ("change_request", "kind"): _low(changes.KINDS),
}
_QUIET = {"imported", "source", "printing"}  # told by their step's label already
# Keys, offsets, folded texts and the stored words of a letter say nothing to a reader.
_HIDDEN = {
    "file_id", "applicant_id", "call_id", "wave_id", "challenge_id", "objective_id", "quarter_id",
    "title_key", "name_key", "start", "end", "rects", "before", "after", "author", "origin", "rank",
    "held_by", "checked_by", "letter_id", "committee_id", "item_id", "member_id",
    "funder_id", "said_at", "partner_id", "pack_id", "answer_to", "piece_id", "envelope_id", "scenario_id",
    "grid_id", "reason_id", "label_id", "workstation_id", "assessment_id", "criterion_id", "signed_file_id",
    "approved_words", "payload", "lon", "lat", "sources", "at", "sha256", "path", "size", "seen_at", "about",
    "agreement_id", "site_visit_id", "subject_id", "report_id", "indicator_id", "to_member_id", "other_id",
    "publication_id", "elimination_id", "heap_id", "row_key", "was",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One changed field: when (local), who, on which workstation, by which deed, before, after."""

    at: str
    author: str
    site: str
    label: str
    what: str
    before: str
    after: str
    reason: str


def words_of(field: str, ent: str = "") -> Mapping[str, str]:
    """The codes that a field may hold, with their words; empty for free values."""
    return _OWN.get((ent, field), _WORDS.get(field, {}))


def shown(field: str, value: Any, ent: str = "") -> str:
    """A value of the journal in words, cut when it is long."""
    if value in (None, ""):
        return ""
    if isinstance(value, Erased) or is_forgotten(value):
        return str(worded(value))
    if field in _MONEY:
        return euros(int(value))
    if field in ("level", "strength"):
        return LEVELS[int(value)]
    if field == "merged_into":
        return "oui"
    text = words_of(field, ent).get(str(value), str(value))
    return text if len(text) <= 300 else text[:299] + "…"


def quiet(ent: str, field: str) -> bool:
    """Whether a change says nothing to a reader."""
    return ent in _QUIET or field in _HIDDEN or (ent, field) == ("letter", "body")


def summary(ent: str, values: Mapping[str, Any]) -> str:
    """A whole row by the one value that names it best."""
    for field in (
        "text",
        "tracking",
        "sent_on",
        "quote",
        "label",
        "title",
        "name",
        "number",
        "outcome",
        "verdict",
        "items",
        "body",
    ):
        if values.get(field):
            return shown(field, values[field])
    for field in ("amount", "proposed", "voted", "asked", "level"):
        if values.get(field) is not None:
            return shown(field, values[field])
    return ""


def events(reader: sqlite3.Connection, dossier: bytes, person: str | None = None) -> list[Event]:
    """Every change of a dossier that `person` may read, latest first; None for all of them."""
    made = []
    rows = queries.history(reader, dossier)
    secret = withheld(reader, dossier, rows, person) if person is not None else frozenset()
    days = erasures(reader)
    for row in rows:
        if row.rid in secret or quiet(row.ent, row.field):
            continue
        day = days.get(row.rid, "")
        base, val = (worded(json.loads(text or "null"), day) for text in (row.base, row.val))
        if row.field == "dossier_id":
            what, before, after = f"{ROWS.get(row.ent, row.ent)} : passé d’un dossier à l’autre", "", ""
        elif row.kind == "update":
            what = FIELDS.get((row.ent, row.field), f"{ROWS.get(row.ent, row.ent)} · {row.field}")
            before, after = shown(row.field, base, row.ent), shown(row.field, val, row.ent)
        else:
            verb = "ajouté" if row.kind == "create" else "retiré"
            what = f"{ROWS.get(row.ent, row.ent)} : {verb}"
            before = summary(row.ent, base or {})
            after = summary(row.ent, val or {})
        made.append(Event(row.at, row.author, row.site, row.label, what, before, after, row.reason))
    return made
