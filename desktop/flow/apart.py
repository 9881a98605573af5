"""What two places wrote differently, in words: labels, values, who, when, and who may settle it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.merge.kinds import GRAVE, Kind, kind_of
from db.merge.words import merge3
from db.queries.apart import ConflictRow, Proposal, conflicts, disputed_in
from db.queries.scores import closed_dossiers
from db.queries.shipments import ChangeRow
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.history import shown, summary
from desktop.rules.french import date_short
from desktop.rules.sections import TITLES

DOUBT = dt.timedelta(minutes=10)  # between two clocks, beyond which one of them is wrong
_LABELS = {
    ("amount", "proposed"): "Montant proposé",
    ("amount", "voted"): "Montant voté",
    ("amount", "asked"): "Montant demandé",
    ("amount", "paid"): "Montant payé",
    ("envelope", "amount"): "Montant de l’enveloppe",
    ("envelope", "carried"): "Report de l’enveloppe",
    ("envelope", "reserve"): "Réserve de l’enveloppe",
    ("allocation", "amount"): "Montant du scénario",
    ("committee", "state"): "État de la séance",
    ("decision", "committee_id"): "Séance de la décision",
    ("mark", "comment"): "Commentaire de la force",
    ("opinion", "text"): "Texte de l’avis",
    ("applicant", "email"): "Courriel du porteur",
    ("applicant", "phone"): "Téléphone du porteur",
}
_ORDER = {
    Kind.AMOUNT: 0, Kind.DECISION: 0, Kind.STATUS: 1, Kind.VALUE: 2, Kind.TEXT: 3, Kind.QUIET: 4,
}  # fmt: skip
_ORPHAN = ((True, "Le garder, et rétablir ce à quoi il se rattache"), (False, "Le retirer aussi"))
_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One proposal in words; `raw` is what is written when it is kept."""

    raw: Any
    words: str
    who: str
    when: str
    exact: str  # for the tooltip
    doubtful: bool  # its clock and ours disagree
    reason: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field to settle, or just settled."""

    row: ConflictRow
    kind: Kind
    label: str
    heading: str  # the dossier it is about
    agreed: str
    sides: tuple[Side, ...]
    closed: bool  # an interest declared by the person at work: somebody else settles it

    @property
    def open(self) -> bool:
        return self.row.settled is None

    @property
    def grave(self) -> bool:
        """A reason is asked, and no batch settles it."""
        return self.kind in GRAVE or self.row.field == "" or self.row.nature == "orphan"

    @property
    def is_text(self) -> bool:
        """Shown as what changed word by word."""
        return self.kind is Kind.TEXT

    @property
    def chosen(self) -> int | None:
        """Which proposal stands, once settled."""
        if self.open:
            return None
        return next((n for n, side in enumerate(self.sides) if side.raw == self.row.value), None)


def disputes(
    reader: sqlite3.Connection,
    person: str,
    *,
    dossier: bytes | None = None,
    settled_after: int | None = None,
) -> list[Dispute]:
    """By dossier, the dossiers with amounts and decisions first, and those first in each of them."""
    away = closed_dossiers(reader, person)
    rows = conflicts(reader, person, dossier=dossier, settled_after=settled_after)
    made = [dispute(row, closed=row.dossier in away) for row in rows]
    first: dict[bytes | None, int] = {}
    for each in made:
        rank = _ORDER[each.kind]
        first[each.row.dossier] = min(rank, first.get(each.row.dossier, rank))
    return sorted(
        made,
        key=lambda each: (first[each.row.dossier], each.row.number, _ORDER[each.kind], each.label),
    )


def dispute(row: ConflictRow, *, closed: bool = False) -> Dispute:
    """One row of the base in words."""
    kind = kind_of(row.ent, row.field)
    heading = " · ".join(part for part in (f"{row.number} {row.applicant}".strip(), row.title) if part)
    label = field_label(row.ent, row.field, row.detail)
    agreed = value_words(row.ent, row.field, row.agreed)
    sides = [_side(row, each) for each in row.proposals]
    if row.nature == "orphan":
        sides = [Side(keep, words, "", "", "", False, "") for keep, words in _ORPHAN]
    merged = _merged(row)
    if merged is not None:
        sides.insert(0, Side(merged, merged, "Les deux textes réunis", "", "", False, ""))
    return Dispute(row, kind, label, heading or "Hors dossier", agreed, tuple(sides), closed)


def _merged(row: ConflictRow) -> str | None:
    """The text that was made of all of them by words, to be read again."""
    if row.nature != "reread" or not isinstance(row.agreed, str):
        return None
    made: str | None = None
    for each in row.proposals:
        text = str(each.value or "")
        made = text if made is None else merge3(row.agreed, made, text)
        if made is None:
            return None
    return made


def field_label(ent: str, field: str, detail: str = "") -> str:
    """« Montant proposé · Métropole »."""
    if not field:
        label = f"{ROWS.get(ent, 'Ligne')} : retrait ou modification"
    else:
        label = _LABELS.get((ent, field)) or FIELDS.get((ent, field)) or f"{ROWS.get(ent, ent)} · {field}"
    if ent == "section":
        detail = TITLES.get(detail, detail)
    return f"{label} · {detail}" if detail else label


def value_words(ent: str, field: str, value: Any) -> str:
    """A value of the journal as a person reads it; « — » when there is none."""
    if not field:
        return "retiré" if value is None else _kept(ent, value)
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, str):
        day = _day(value) if field.endswith("_on") else None
        if day is not None:
            return date_short(day)
        if kind_of(ent, field) is Kind.TEXT:
            return value
    if ent == "envelope" and isinstance(value, int):
        return shown("amount", value)
    return shown(field, value, ent)


def _kept(ent: str, value: Any) -> str:
    """What was written in a row that somebody else removed."""
    told = value.items() if isinstance(value, dict) and len(value) <= 3 else ()
    parts = [f"{field_label(ent, name)} {value_words(ent, name, each)}" for name, each in told if name]
    return f"gardé\u00a0: {', '.join(parts)}" if parts else "gardé avec ses changements"


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def _side(row: ConflictRow, told: Proposal) -> Side:
    when, exact, doubtful = _when(told)
    place = told.place or told.site
    who = f"{told.author}, {place}" if place else told.author
    words = value_words(row.ent, row.field, told.value)
    return Side(told.value, words, who, when, exact, doubtful, told.reason)


def _when(told: Proposal) -> tuple[str, str, bool]:
    """« 19 févr. 09:12 », its exact telling, and whether the clock it was written by is to be doubted."""
    if not told.at:
        return "", "", False
    at = dt.datetime.fromisoformat(told.at)
    received = dt.datetime.fromisoformat(told.received_at or told.at)
    exact = f"Écrit le {at:%d/%m/%Y à %H:%M:%S}, heure de son poste"
    if received != at:
        exact += f"\u00a0; reçu ici le {received:%d/%m/%Y à %H:%M}"
    doubtful = at - received > DOUBT
    millis = told.hlc.partition("-")[0]
    if millis.isdigit():
        doubtful = doubtful or abs(dt.datetime.fromtimestamp(int(millis) / 1000) - at) > DOUBT
    return moment(at), exact, doubtful


def moment(at: dt.datetime) -> str:
    """« 19 févr. 09:12 »."""
    return f"{at.day}\u00a0{_MONTHS[at.month - 1]} {at:%H:%M}"


def change_words(row: ChangeRow) -> tuple[str, str, str]:
    """(what changed, before, after) of one change that came from elsewhere."""
    if row.kind == "update":
        told = (value_words(row.ent, row.field, value) for value in (row.base, row.val))
        before, after = told
        return field_label(row.ent, row.field), before, after
    name = ROWS.get(row.ent, row.ent)
    if row.kind == "create":
        return f"{name} : ajouté", "", summary(row.ent, row.val or {})
    return f"{name} : retiré", summary(row.ent, row.base or {}), ""


def open_values(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[str, str]]:
    """(field, its values « 1 200 € / 1 500 € ») of what is to be settled in a dossier; a text that is only to
    be read again stops nothing."""
    if not disputed_in(reader, dossier):
        return []
    return [
        (each.label, values_said(each))
        for each in disputes(reader, "", dossier=dossier)
        if each.row.nature != "reread"
    ]


def values_said(each: Dispute) -> str:
    """« 1 200 € / 1 500 € »."""
    return " / ".join(side.words if len(side.words) <= 60 else f"{side.words[:59]}…" for side in each.sides)
