"""How a session, a dossier and its dates are said on these screens."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from db.queries.committee import CommitteeRow, ItemRow
from desktop.ui.tongue import date_long, plural

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
# state or outcome of an item -> drawing, token of its colour
FACES: dict[str, tuple[str, str]] = {
    "waiting": ("circle", "faint"),
    "postponed": ("circle-dashed", "muted"),
    "granted": ("circle-check", "good"),
    "partial": ("circle-check", "good"),
    "adjourned": ("clock", "warn"),
    "refused": ("circle-x", "bad"),
    "ineligible": ("circle-x", "bad"),
    "redirected": ("arrow-right", "violet"),
    "withdrawn": ("log-out", "muted"),
}
STATE_TONES = {"prepared": "accent", "running": "good", "closed": "decided"}


def day_of(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def when_where(row: CommitteeRow) -> str:
    """« 12 mars 2026, 14:00 · salle du Conseil · 24 dossiers à l’ordre du jour »."""
    day = date_long(day_of(row.held_on)) + (f", {row.starts_at}" if row.starts_at else "")
    count = QCoreApplication.translate("committee", "{0} {1} à l’ordre du jour")
    parts = (day, row.place, row.quarter or "", count.format(row.items, plural(row.items, "dossier")))
    return " · ".join(part for part in parts if part)


def public_words(row: ItemRow) -> str:
    """« 120 personnes »."""
    if not row.beneficiaries:
        return ""
    count = f"{row.beneficiaries:,}".replace(",", "\u202f")
    return f"{count} {plural(row.beneficiaries, 'personne')}"


def period_words(row: ItemRow) -> str:
    """« mars à novembre 2026 »."""
    if not row.starts_on or not row.ends_on:
        return ""
    start, end = day_of(row.starts_on), day_of(row.ends_on)
    first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
    if (start.year, start.month) == (end.year, end.month):
        return f"{first} {start.year}"
    return f"{first}{'' if start.year == end.year else f' {start.year}'} à {last} {end.year}"


def renewal_words(row: ItemRow) -> str:
    say = QCoreApplication.translate
    if row.renewal is None:
        return ""
    return say("committee", "reconduction") if row.renewal else say("committee", "action nouvelle")


def item_face(row: ItemRow) -> tuple[str, str]:
    """The drawing of what is said of a dossier, and its colour."""
    return FACES[row.outcome if row.state == "decided" and row.outcome in FACES else row.state]
