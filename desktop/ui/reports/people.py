"""People asked and people reached, by age and sex, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from db.queries.reports import AudienceRow, ReportRow
from desktop.rules.ages import ALL, BANDS, Counted, total
from desktop.ui.reports.cells import Heading, Row
from desktop.ui.tongue import percent

# Column -> (moment, what it counts).
FIELDS = {
    1: ("request", "women"), 2: ("request", "men"), 3: ("request", "people"),
    4: ("report", "women"), 5: ("report", "men"), 6: ("report", "people"),
}  # fmt: skip


def say(words: str) -> str:
    return QCoreApplication.translate("reports", words)


def headings() -> tuple[Heading, ...]:
    return (
        Heading(say("Âge"), 0), Heading(say("Femmes prévues"), 136, "count", True),
        Heading(say("Hommes prévus"), 132, "count", True), Heading(say("Total prévu"), 96, "count", True),
        Heading(say("Femmes"), 92, "count", True), Heading(say("Hommes"), 92, "count", True),
        Heading(say("Total"), 92, "count", True), Heading(say("Atteint"), 84, "count"),
    )  # fmt: skip


def counted(rows: Sequence[AudienceRow], moment: str) -> dict[str, Counted]:
    """Band -> people, of one moment."""
    return {r.age: Counted(r.age, r.women, r.men, r.people) for r in rows if r.moment == moment}


def rows_of(rows: Sequence[AudienceRow], report: ReportRow) -> list[Row]:
    """One line a band, every age last; what the request says of all its public stands there too."""
    asked, reached = counted(rows, "request"), counted(rows, "report")
    if asked.get(ALL, Counted(ALL)).whole is None:
        summed = total(asked.values()) if asked else Counted(ALL)
        if summed.whole is None:
            summed = Counted(ALL, report.planned_women, None, report.beneficiaries)
        asked[ALL] = summed
    made = []
    for code, label in BANDS:
        plan, came = asked.get(code, Counted(code)), reached.get(code, Counted(code))
        if code == ALL and came.whole is None and reached:
            came = total(reached.values())
        share = percent(came.whole, plan.whole) if came.whole is not None and plan.whole else ""
        values = (label, plan.women, plan.men, plan.whole, came.women, came.men, came.whole, share)
        made.append(Row(values, code))
    return made
