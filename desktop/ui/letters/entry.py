"""One line of the outbox: its letter, what the pre-flight said of it, and the words that tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.letters import LetterRow
from desktop.letters.model import Letter
from desktop.rules import approval, ruling
from desktop.ui.tongue import date_long, euros, plural

KINDS = ("granted", "partial", "refused", "adjourned")  # those with a chip of their own
OTHER, MEND, PRINTED = "other", "mend", "printed"
READY, WAITING = "ready", "waiting"
APPROVE, RETURNED = "approve", "returned"  # green letters that want, or wanted, a second look
_BY_LETTER = {outcome.letter: outcome for outcome in ruling.OUTCOMES}


class Checked(NamedTuple):
    """A letter as it would leave now, looked at in the worker."""

    letter: Letter | None  # None when its template is gone
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    pages: int
    decided_on: str | None
    standing: str = ""  # in the second look, as it holds now: desktop.rules.approval
    held: str = ""  # why the second look keeps it, "" when it does not
    mine: bool = False  # prepared or written in by the person at work


class Entry(NamedTuple):
    """A letter of the list; `checked` is None until the worker has looked at it, and once it left."""

    row: LetterRow
    checked: Checked | None = None

    @property
    def state(self) -> str:
        """READY, APPROVE, RETURNED, MEND, WAITING or PRINTED."""
        if self.row.state == "issued":
            return PRINTED
        if self.checked is None:
            return WAITING
        if self.checked.errors:
            return MEND
        if self.checked.standing == approval.RETURNED:
            return RETURNED
        return APPROVE if self.checked.held else READY

    @property
    def kind(self) -> str:
        """The chip under which it stands while it has not left."""
        outcome = _BY_LETTER.get(self.row.template)
        return outcome.code if outcome and outcome.code in KINDS else OTHER

    def under(self, chip: str) -> bool:
        """Whether this chip shows it; without a chip, everything that has not left."""
        if self.row.state == "issued":
            return chip == PRINTED
        if chip == MEND:
            return self.state in (MEND, RETURNED)
        return chip in ("", self.kind) or (chip == APPROVE and self.state == APPROVE)


def say(words: str) -> str:
    return QCoreApplication.translate("letters", words)


def kind_words(row: LetterRow, titles: Mapping[str, str]) -> str:
    """« Accord partiel », or the title of a letter that is no decision."""
    outcome = _BY_LETTER.get(row.template)
    return outcome.label if outcome else titles.get(row.template, row.template)


def second_line(entry: Entry, titles: Mapping[str, str]) -> str:
    """« Accord · 9 000 € · lettre 1 page », or why the letter can't be printed."""
    if entry.state == MEND and entry.checked:
        first, more = entry.checked.errors[0], len(entry.checked.errors) - 1
        if not more:
            return first
        return say("{0} Et {1} {2}.").format(first, more, plural(more, "autre défaut", "autres défauts"))
    if entry.state == RETURNED:
        return say("Renvoyée par {0} : {1}").format(entry.row.approved_by, entry.row.approval_note)
    parts = [kind_words(entry.row, titles)]
    outcome = _BY_LETTER.get(entry.row.template)
    if outcome and outcome.code in ruling.GRANTING and entry.row.granted:
        parts.append(euros(entry.row.granted))
    parts += _tail(entry)
    if entry.row.edited:
        parts.append(say("modifiée à la main"))
    if entry.state != PRINTED:
        parts.append(_look_words(entry))
    return " · ".join(part for part in parts if part)


def _look_words(entry: Entry) -> str:
    """Where a letter stands in the second look, "" when nobody was asked."""
    where = entry.checked.standing if entry.checked else ""
    if where == approval.APPROVED:
        return say("approuvée par {0}").format(entry.row.approved_by)
    if where == approval.NONE and entry.state == APPROVE:
        return approval.LABELS[approval.ASKED]
    return approval.LABELS[where]


def _tail(entry: Entry) -> list[str]:
    if entry.state == PRINTED:
        copies = entry.row.copies
        return [
            say("{0}, partie le {1}").format(entry.row.number, day_words(entry.row.issued_at)),
            f"{copies} {plural(copies, 'exemplaire')}",
            *([say("signée le {0}").format(day_words(entry.row.signed_on))] if entry.row.signed_on else []),
        ]
    if entry.checked is None:
        return [say("contrôle en cours…")]
    pages = entry.checked.pages
    words = say("lettre {0} {1}").format(pages, plural(pages, "page"))
    joined = entry.checked.letter.enclosures if entry.checked.letter else ()
    with_act = any("convention" in text.casefold() for text in joined)
    return [words + say(" + convention") if with_act else words]


def why_not(entry: Entry) -> str:
    """Why a letter can't be ticked, and what to do."""
    if entry.state == PRINTED:
        return say("Cette lettre est déjà partie : imprimez un duplicata (Ctrl+D).")
    if entry.checked is None:
        return say("Ce courrier est en cours de contrôle : il se coche dès qu’il est prêt.")
    if entry.checked.errors:
        return say("Ce courrier est à corriger avant de partir. {0}").format(entry.checked.errors[0])
    return entry.checked.held


def day_words(moment: str | None) -> str:
    """« 14 mars 2026 » from an ISO moment, in local time when it tells its zone."""
    if not moment:
        return "—"
    when = dt.datetime.fromisoformat(moment)
    return date_long((when.astimezone() if when.tzinfo else when).date())


def state_words(state: str) -> str:
    """The state in words, for a pill and for screen readers."""
    return {
        READY: say("Prête"),
        MEND: say("À corriger"),
        APPROVE: say("À approuver"),
        RETURNED: say("Renvoyée"),
        PRINTED: say("Partie"),
        WAITING: say("Contrôle en cours"),
    }[state]
