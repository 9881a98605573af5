"""The report of an action (compte rendu financier, bilan): its words, its due date, what one tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from desktop.rules import clocks
from desktop.rules.ages import ALL, Counted, total
from desktop.rules.chart import Side

# Texts of the report in the order of Cerfa 15059*02, each beside the text of the application that it answers.
TEXTS: tuple[tuple[str, str, str], ...] = (
    ("course", "Mise en œuvre de l’action", "description"),
    ("public", "Bénéficiaires touchés", "public"),
    ("places", "Dates et lieux de réalisation", "territory"),
    ("objectives", "Objectifs atteints au regard des indicateurs", "evaluation"),
    ("improve", "Points à améliorer", "objectives"),
    ("sharing", "Règles de répartition des charges indirectes", ""),
    ("gaps", "Écarts entre la prévision et la réalisation", ""),
    ("voluntary", "Contributions volontaires en nature", "means"),
    ("remarks", "Observations", "remarks"),
)
TITLES: dict[str, str] = {code: title for code, title, _ in TEXTS}
BESIDE: dict[str, str] = {code: section for code, _, section in TEXTS}

OUTCOMES: dict[str, str] = {
    "done": "action réalisée",
    "not_done": "action non réalisée",
    "extended": "dates prolongées",
}
STATES: dict[str, str] = {
    "awaited": "attendu",
    "received": "reçu",
    "accepted": "accepté",
    "returned": "renvoyé",
    "waived": "dispensé",
}
KINDS: dict[str, str] = {"final": "bilan final", "intermediate": "bilan intermédiaire"}
ORIGINS: dict[str, str] = {"cerfa": "Cerfa 15059", "table": "tableau", "keyed": "saisi"}
LOCKS = ("", "complete", "committee")
OPEN = ("awaited", "returned")  # something is still waited for from the applicant
GIVEN = ("received", "accepted", "waived")  # a renewal may go on


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office chooses (resources/reports/rules.toml, then the setting "report_rules")."""

    gap_percent: int = 20  # a difference counts when it passes both
    gap_amount: int = 500_00
    intermediate: tuple[int, int] = (12, 31)  # month, day of the year of the grant
    again_after: int = 30  # days between two reminders
    formal_from: int = 3  # the reminder that is a formal notice
    lock: str = "complete"  # what a renewal without report is kept from: "", "complete", "committee"
    calls: tuple[tuple[str, str], ...] = ()  # the same for one call, by its code

    def lock_of(self, call: str) -> str:
        """What a renewal of this call is kept from while the earlier report lacks."""
        return dict(self.calls).get(call, self.lock)


DEFAULT = Settings()


def settings_of(told: Mapping[str, Any] | None) -> Settings:
    """The settings of a base; what it does not tell, or tells wrongly, stays as it is here."""
    made = DEFAULT
    numbers: dict[str, Any] = {}
    for name, value in (told or {}).items():
        if name in ("gap_percent", "gap_amount", "again_after", "formal_from") and isinstance(value, int):
            numbers[name] = value
        elif name == "lock" and value in LOCKS:
            made = replace(made, lock=value)
        elif name == "calls" and isinstance(value, Mapping):
            calls = tuple((str(code), str(lock)) for code, lock in value.items() if lock in LOCKS)
            made = replace(made, calls=calls)
        elif name == "intermediate":
            day = _month_day(value)
            made = made if day is None else replace(made, intermediate=day)
    return replace(made, **numbers)


def _month_day(value: object) -> tuple[int, int] | None:
    try:
        day = dt.date.fromisoformat(f"2024-{value}")
    except ValueError:
        return None
    return day.month, day.day


class ToldLine(NamedTuple):
    """One line of the financial table as the report tells it. Cents; None where the cell is blank."""

    side: Side
    account: str
    label: str
    forecast: int | None = None
    done: int | None = None
    reason: str = ""
    place: str = ""  # where it was read: "ligne 12", "page 3"


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says, whatever it came on; None and empty are what it does not say."""

    origin: str = "keyed"
    number: str = ""  # of the dossier, as written
    siret: str = ""
    rna: str = ""
    applicant: str = ""
    title: str = ""
    year: int | None = None
    kind: str = ""
    outcome: str = ""
    granted: int | None = None  # cents
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    from_quarter: int | None = None
    people: tuple[Counted, ...] = ()
    lines: tuple[ToldLine, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, float] = field(default_factory=dict)  # label -> reached
    unread: tuple[str, ...] = ()  # French sentences: what was not understood, with its place

    @property
    def reached(self) -> Counted:
        """All the people together."""
        return total(self.people) if self.people else Counted(ALL)

    @property
    def silent(self) -> bool:
        """Whether nothing at all was said of the action itself."""
        return not (self.lines or self.texts or self.people or self.outcome)


def due_on(year: int, ends_on: dt.date | None = None) -> dt.date:
    """When the final report of a grant of this year is due: 30 June, six months after its exercise, or after
    the one in which the action ends, as the letters of grant say too (loi 2000-321, art. 10)."""
    return clocks.report_due_for_year(max(year, ends_on.year if ends_on is not None else year))


def intermediate_due(year: int, settings: Settings = DEFAULT, balance_on: dt.date | None = None) -> dt.date:
    """When an intermediate report is due: before the balance that waits for it, else when the office says."""
    return balance_on or dt.date(year, *settings.intermediate)


def late(state: str, due: dt.date | None, today: dt.date) -> bool:
    """Whether a report is still waited for after its day."""
    return state in OPEN and due is not None and due < today


def reminder_step(reminders: int, settings: Settings = DEFAULT) -> str:
    """Which letter the next reminder is: "first", "second", or the formal notice "formal"."""
    step = reminders + 1
    return "formal" if step >= settings.formal_from else "first" if step == 1 else "second"
