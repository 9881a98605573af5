"""What one row of the list holds, and how each cell is said in words."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from desktop.rules import journey, ruling
from desktop.ui.tongue import date_long, euros, plural


class Row(Protocol):
    """The columns a list query gives, in any named tuple. Money in cents or None, levels 0 to 3."""

    @property
    def id(self) -> Any: ...
    @property
    def number(self) -> str: ...
    @property
    def applicant(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def quarters(self) -> str: ...
    @property
    def levels(self) -> Sequence[int]: ...
    @property
    def asked(self) -> int | None: ...
    @property
    def proposed(self) -> int | None: ...
    @property
    def pieces_held(self) -> int: ...
    @property
    def pieces_asked(self) -> int: ...
    @property
    def pieces_state(self) -> str: ...  # "good", "warn" or "bad"; anything else is told from the two counts
    @property
    def anomalies(self) -> int: ...  # findings of the checks that nobody accepted yet
    @property
    def doubts(self) -> int: ...
    @property
    def stage(self) -> str: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def due_on(self) -> date | str | None: ...  # a date, or as the database writes it: 2025-03-12
    @property
    def paused_until(self) -> str | None: ...  # the legal clock stands still until then, ISO date
    @property
    def news(self) -> bool: ...  # changed by others since this person opened it
    @property
    def closed(self) -> bool: ...  # to this person, by an interest
    @property
    def disputed(self) -> int: ...  # fields that two places wrote differently
    @property
    def proposals(self) -> int: ...  # values of one amount proposed, when they are several
    @property
    def lent(self) -> str: ...  # the workstation that took it along, "" for none


class Column(IntEnum):
    """The columns, left to right; their lower-case names are what `sort_wanted` tells."""

    NUMBER = 0
    APPLICANT = 1
    QUARTERS = 2
    LEVELS = 3
    ASKED = 4
    PROPOSED = 5
    PIECES = 6
    STAGE = 7
    DUE_ON = 8


WIDTHS = (118, 280, 104, 160, 92, 96, 82, 132, 78)
NARROW = (114, 176, 82, 88, 84, 88, 76, 118, 78)
RIGHT = frozenset((Column.ASKED, Column.PROPOSED))


def heading(column: int) -> str:
    """The header of a column."""
    return (
        QCoreApplication.translate("tables", "N°"),
        QCoreApplication.translate("tables", "Porteur · action"),
        QCoreApplication.translate("tables", "Quartier"),
        QCoreApplication.translate("tables", "Défis"),
        QCoreApplication.translate("tables", "Demandé"),
        QCoreApplication.translate("tables", "Proposé"),
        QCoreApplication.translate("tables", "Pièces"),
        QCoreApplication.translate("tables", "Étape"),
        QCoreApplication.translate("tables", "Échéance"),
    )[column]


def amount(cents: int | None) -> str:
    """« 9 000 € », or a dash when nothing is known."""
    return "—" if cents is None else euros(cents)


def stage_label(row: Row) -> str:
    """The words of the stage pill."""
    stage = journey.BY_CODE.get(row.stage)
    return stage.label if stage else row.stage


def stage_tone(row: Row) -> str:
    """The tone of the stage pill; a decided dossier stands out by its weight."""
    stage = journey.BY_CODE.get(row.stage)
    return "decided" if row.stage == "decided" else stage.tone if stage else "neutral"


def pieces_tone(row: Row) -> str:
    """good, warn or bad."""
    if row.pieces_state in ("good", "warn", "bad"):
        return row.pieces_state
    return "good" if row.pieces_held >= row.pieces_asked else "warn"


def due_text(due: date | None, today: date, *, paused: bool = False) -> str:
    """« 5 j », « ce jour », « − 3 j » when late; « ‖ 5 j » while the clock stands still."""
    if due is None:
        return ""
    if paused:
        return f"‖\u00a0{due_text(due, today)}"
    days = (due - today).days
    if days == 0:
        return QCoreApplication.translate("tables", "ce jour")
    return f"{days}\u00a0j" if days > 0 else f"−\u202f{-days}\u00a0j"


def due_tone(due: date | None, today: date, *, paused: bool = False) -> str:
    """bad up to three days before the date, warn up to ten, then muted; a clock that waits is no alarm."""
    if paused:
        return "muted"
    days = (due - today).days if due else 99
    return "bad" if days <= 3 else "warn" if days <= 10 else "muted"


def levels_said(levels: Sequence[int], names: Sequence[str]) -> str:
    """« 4 Réussite fort, 7 Lien social moyen »."""
    words = (
        "",
        QCoreApplication.translate("tables", "faible"),
        QCoreApplication.translate("tables", "moyen"),
        QCoreApplication.translate("tables", "fort"),
    )
    said = [f"{i + 1} {names[i]} {words[level]}" for i, level in enumerate(levels) if level]
    return ", ".join(said) or QCoreApplication.translate("tables", "aucun défi marqué")


def proposals_said(row: Row) -> str:
    """« 2 propositions »."""
    return QCoreApplication.translate("tables", "{0} propositions").format(row.proposals)


def disputed_said(row: Row) -> str:
    """« à trancher », "" when nothing is."""
    return QCoreApplication.translate("tables", "à trancher") if row.disputed else ""


def number_sign(row: Row) -> str:
    """What stands under the number: « à trancher », « prêté », "" for neither."""
    return disputed_said(row) or (QCoreApplication.translate("tables", "prêté") if row.lent else "")


def lent_said(row: Row) -> str:
    """« dans la mallette de PC-07 », "" when it is here."""
    words = QCoreApplication.translate("tables", "dans la mallette de {0}")
    return words.format(row.lent) if row.lent else ""


def due_of(row: Row) -> date | None:
    """The date something is due."""
    if isinstance(row.due_on, str):
        return date.fromisoformat(row.due_on) if row.due_on else None
    return row.due_on


def _due_said(row: Row, today: date) -> str:
    due = due_of(row)
    if due is None:
        return QCoreApplication.translate("tables", "sans échéance")
    told = f"{date_long(due)} ({due_text(due, today)})"
    if not row.paused_until:
        return told
    until = date_long(date.fromisoformat(row.paused_until))
    return QCoreApplication.translate("tables", "{0}, délai suspendu jusqu’au {1} au plus tard").format(
        told, until
    )


def _pieces_said(row: Row) -> str:
    told = QCoreApplication.translate("tables", "{0} pièces sur {1}").format(
        row.pieces_held, row.pieces_asked
    )
    odd = QCoreApplication.translate("tables", "{0} à voir").format(row.doubts) if row.doubts else ""
    bad = plural(row.anomalies, QCoreApplication.translate("tables", "anomalie"))
    found = [f"{row.anomalies} {bad}" if row.anomalies else "", odd]
    return ", ".join(part for part in (told, *found) if part)


def said(row: Row, column: int, names: Sequence[str], today: date) -> str:
    """A cell in words, as a screen reader or a tooltip gives it."""
    match column:
        case Column.NUMBER:
            changed = QCoreApplication.translate("tables", "changé depuis votre dernière visite")
            parts = (row.number, changed if row.news else "", disputed_said(row), lent_said(row))
            return ", ".join(part for part in parts if part)
        case Column.APPLICANT:
            shut = QCoreApplication.translate("tables", "fermé pour vous\u00a0: intérêt déclaré")
            return f"{row.applicant}, {row.title}" + (f", {shut}" if row.closed else "")
        case Column.QUARTERS:
            return row.quarters
        case Column.LEVELS:
            return levels_said(row.levels, names)
        case Column.ASKED:
            return amount(row.asked)
        case Column.PROPOSED:
            told = amount(row.proposed)
            return f"{told}, {proposals_said(row)}" if row.proposals else told
        case Column.PIECES:
            return _pieces_said(row)
        case Column.STAGE:
            ruled = ruling.LABELS.get(row.outcome or "")
            return f"{stage_label(row)}, {ruled}" if ruled else stage_label(row)
        case _:
            return _due_said(row, today)
