"""What the place « Notes » writes: the names of groups, where a note stands, how strong it is."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from db.queries.all_notes import NONE, By, GroupRow, NoteRow
from desktop.rules.grid import LABELS
from desktop.rules.sections import place_words
from desktop.ui.notebook.rows import MONTHS, ago, audience_words


def axes() -> list[tuple[By, str]]:
    """What notes can be grouped by."""
    say = QCoreApplication.translate
    return [
        ("challenge", say("notes", "Par défi")),
        ("quarter", say("notes", "Par quartier")),
        ("author", say("notes", "Par auteur")),
        ("strength", say("notes", "Par force")),
        ("audience", say("notes", "Par public")),
        ("month", say("notes", "Par mois")),
        ("dossier", say("notes", "Par dossier")),
    ]


def group_words(by: By, group: GroupRow) -> str:
    """The name of a group on screen."""
    say = QCoreApplication.translate
    if by == "strength":
        return LABELS.get(int(group.key), group.key)
    if by == "audience":
        return audience_words(group.key)
    if by == "month":
        year, _, month = group.key.partition("-")
        return f"{MONTHS[int(month) - 1].capitalize()} {year}"
    if group.key == NONE:
        lacking = {"challenge": say("notes", "Sans défi"), "quarter": say("notes", "Sans quartier")}
        return lacking.get(by, say("notes", "Sans auteur"))
    return group.words


def where(row: NoteRow) -> str:
    """« Description », « Statuts.pdf, page 2 », « Tout le dossier »."""
    found = place_words(row.place, row.piece, row.page)
    return found or QCoreApplication.translate("notes", "Tout le dossier")


def signed(row: NoteRow, now: dt.datetime) -> str:
    """Author, time and, when it is not the team, who may read it."""
    parts = [row.author, ago(dt.datetime.fromisoformat(row.at), now)]
    if row.audience != "team":
        parts.append(audience_words(row.audience))
    return " · ".join(part for part in parts if part)


def challenge_words(row: NoteRow) -> str:
    """« 4 · Réussite », or that it has none."""
    if row.rank is None:
        return QCoreApplication.translate("notes", "Sans défi")
    return f"{row.rank} · {row.short}"


def whole(row: NoteRow, now: dt.datetime) -> str:
    """All of a note, for a screen reader and a tooltip."""
    parts = [
        f"{challenge_words(row)}, {LABELS[row.strength].lower()}" if row.rank else challenge_words(row),
        f"{row.number} · {row.applicant}",
        row.text,
        f"«\u00a0{row.quote}\u00a0»" if row.quote else "",
        f"{where(row)} · {row.quarters}" if row.quarters else where(row),
        signed(row, now),
    ]
    return "\n".join(part for part in parts if part)
