"""Conventions of several years: how long, in which years, what is left of a year, when they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from desktop.rules.clocks import CONVENTION_YEARS, add_months, report_due_for_year
from desktop.rules.french import date_short, listed, plural
from desktop.rules.money import euros

STATES = {
    "draft": ("Projet", "neutral"),
    "signed": ("Signée", "good"),
    "ended": ("Terminée", "neutral"),
    "cancelled": ("Annulée", "bad"),
}
AMENDED = {"draft": ("Projet", "neutral"), "signed": ("Signé", "good")}
FOUND = {  # what was found of a commitment
    "": ("à voir", "neutral"),
    "kept": ("tenu", "good"),
    "partly": ("tenu en partie", "warn"),
    "not_kept": ("non tenu", "bad"),
}
REPORTS = {
    "awaited": "attendu",
    "received": "reçu, à vérifier",
    "accepted": "accepté",
    "returned": "renvoyé au porteur",
    "waived": "dispensé",
}
LIVE = ("draft", "signed")  # a convention that still goes on


class Fund(NamedTuple):
    """One year of one funder, or of all of them: what the register says. Cents; None is unknown."""

    promised: int | None
    carried: int
    voted: int | None
    paid: int | None
    reported: int | None  # what the accepted report says was spent of the grant
    onward: int = 0  # taken to the year after

    @property
    def due(self) -> int:
        """What the convention gives that year, the sum brought from the year before included."""
        return (self.promised or 0) + self.carried

    @property
    def left(self) -> int | None:
        """What the year left: due less what was spent, else what was paid, and less what was taken to the
        year after; None before it was decided."""
        used = self.reported if self.reported is not None else self.paid
        if self.voted is None and used is None:
            return None
        return self.due - (used or 0) - self.onward


def years_of(starts: date | None, ends: date | None) -> list[int]:
    """The civil years that a convention covers."""
    return list(range(starts.year, ends.year + 1)) if starts and ends else []


def fault_of_period(starts: date | None, ends: date | None) -> str:
    """Why a convention cannot run from one day to the other, a French sentence; "" when it can."""
    if starts is None or ends is None:
        return "Dites le premier et le dernier jour de la convention. Rien n’a été enregistré."
    if ends < starts:
        return (
            f"La convention finirait le {date_short(ends)}, avant de commencer le {date_short(starts)}. "
            "Rien n’a été enregistré."
        )
    last = add_months(starts, 12 * CONVENTION_YEARS)
    if ends >= last:
        return (
            f"Une convention dure {CONVENTION_YEARS} ans au plus : commencée le {date_short(starts)}, elle "
            f"finit avant le {date_short(last)}, non le {date_short(ends)}. Rien n’a été enregistré."
        )
    return ""


def months_left(today: date, end: date) -> int:
    """Whole months before the end."""
    months = (end.year - today.year) * 12 + end.month - today.month
    return months if add_months(today, months) <= end else months - 1


def end_alert(state: str, ends: date | None, months: int, today: date) -> str:
    """« se termine dans 4 mois », "" while the end is farther than the months of the alert."""
    if ends is None or state not in LIVE:
        return ""
    if ends < today:
        return f"a pris fin le {date_short(ends)}"
    if today < alert_from(ends, months):
        return ""
    left = months_left(today, ends)
    if left >= 1:
        return f"se termine dans {left} mois"
    days = (ends - today).days
    return f"se termine dans {days} {plural(days, 'jour')}" if days else "se termine ce jour"


def alert_from(ends: date, months: int) -> date:
    """The day from which the end is told."""
    return add_months(ends, -months)


def report_alert(year: int, state: str, today: date) -> str:
    """« bilan 2025 attendu » once the year is over, with its delay when it is late; "" otherwise."""
    if state in ("accepted", "waived") or today.year <= year:
        return ""
    if state == "received":
        return f"bilan {year} à vérifier"
    late = report_due_for_year(year)
    return f"bilan {year} en retard depuis le {date_short(late)}" if today > late else f"bilan {year} attendu"


def added(funds: Iterable[Fund]) -> Fund:
    """The sum of several; what nobody knows stays unknown."""
    rows = list(funds)

    def total(values: Sequence[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    return Fund(
        total([row.promised for row in rows]),
        sum(row.carried for row in rows),
        total([row.voted for row in rows]),
        total([row.paid for row in rows]),
        total([row.reported for row in rows]),
        sum(row.onward for row in rows),
    )


def ratio(target: float | None, reached: float | None) -> str:
    """« 82 % » of the target; "" when one of them is unknown."""
    if not target or reached is None:
        return ""
    return f"{round(100 * reached / target)}\u00a0%"


def figure(value: float | None) -> str:
    """« 1 250 », « 3,5 »; "" when it is unknown."""
    if value is None:
        return ""
    words = f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    return words


def in_words(years: Sequence[int]) -> str:
    """« 2024, 2025 et 2026 »."""
    return listed([str(year) for year in years])


def promised_reason(number: str, year: int) -> str:
    """Why an instalment is proposed, as it is written down: French whatever the screen speaks."""
    return f"Montant promis par la convention {number} pour {year}"


def proposal_words(year: int, fund: Fund) -> str:
    """What the convention proposes for the instalment of a year, a sentence; "" when it promised nothing."""
    if fund.promised is None:
        return ""
    if not fund.carried:
        return f"La convention promet {euros(fund.promised)} pour {year}."
    return (
        f"La convention promet {euros(fund.promised)} pour {year}, et {euros(fund.carried)} sont "
        f"reportés de {year - 1} : {euros(fund.due)}."
    )
