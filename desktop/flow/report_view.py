"""One report as a screen or a paper shows it: lines beside the plan, people, texts, remarks, money left."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import NamedTuple

from db import queries
from db.queries import reports as rows
from desktop.flow.report_words import settings
from desktop.flow.reports import compared
from desktop.rules import report_gaps as gaps
from desktop.rules.ages import Counted, total
from desktop.rules.money import euros
from desktop.rules.reports import Settings


class ReportView(NamedTuple):
    """Everything of one report; `lefts` depends on the outcome that is chosen."""

    row: rows.ReportRow
    settings: Settings
    pairs: list[gaps.Pair]
    remarks: list[gaps.Remark]
    texts: dict[str, str]
    asked: dict[str, str]  # texts of the application
    people: list[rows.AudienceRow]
    indicators: list[rows.IndicatorRow]

    def lefts(self, outcome: str = "done") -> list[gaps.Left]:
        """What may be left of the grant; an intermediate report settles nothing."""
        if self.row.kind != "final" and outcome == "done":
            return []
        paid = self.row.voted if self.row.paid is None else self.row.paid
        return gaps.left_over(self.pairs, paid, outcome)


def report_view(reader: sqlite3.Connection, report: bytes) -> ReportView | None:
    """None when it is gone."""
    row = rows.report(reader, report)
    if row is None:
        return None
    chosen, pairs = settings(reader), compared(reader, report)
    people = rows.audience(reader, row.dossier_id)
    whole = _reached(people)
    grant = gaps.Grant(
        voted=row.voted, paid=row.paid, told=row.granted, starts_on=_day(row.planned_start),
        ends_on=_day(row.planned_end), began_on=_day(row.starts_on), ended_on=_day(row.ends_on),
        asked_people=row.beneficiaries, people=whole.whole, women=whole.women, men=whole.men,
        from_quarter=row.from_quarter,
    )  # fmt: skip
    said = gaps.remarks(pairs, grant, chosen) if row.state in ("received", "accepted", "returned") else []
    view = ReportView(
        row, chosen, pairs, said, rows.report_texts(reader, report),
        {section.code: section.body for section in queries.sections(reader, row.dossier_id)}, people,
        rows.indicators_of(reader, row.dossier_id, row.year),
    )  # fmt: skip
    if row.state != "received":
        return view
    lefts = [
        gaps.Remark("note", "left", f"Non employé, proposé : {euros(one.amount)}. {one.why}")
        for one in view.lefts()
    ]
    return view._replace(remarks=[*said, *lefts])


def _reached(people: list[rows.AudienceRow]) -> Counted:
    return total(Counted(row.age, row.women, row.men, row.people) for row in people if row.moment == "report")


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
