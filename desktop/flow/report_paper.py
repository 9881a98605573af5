"""The paper of one report, from the rows of the base."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from db.queries.reference import setting
from desktop.flow.report_view import ReportView, report_view
from desktop.letters.report_sheet import Cells, ReportPaper, report_document
from desktop.rules.ages import ALL, BANDS, Counted, total
from desktop.rules.chart import number_of
from desktop.rules.french import date_long
from desktop.rules.money import euros, percent
from desktop.rules.report_gaps import Pair, sums
from desktop.rules.reports import KINDS, OUTCOMES, STATES, TEXTS


def report_paper(reader: sqlite3.Connection, report: bytes, today: dt.date) -> bytes:
    """The PDF. Raises ValueError (French) when the report is gone."""
    from desktop.letters.letter import make_document

    return make_document(report_document(paper_of(reader, report, today)))


def paper_of(reader: sqlite3.Connection, report: bytes, today: dt.date) -> ReportPaper:
    """Its words."""
    view = report_view(reader, report)
    if view is None:
        raise ValueError("Ce bilan n’est plus dans la base.")
    row = view.row
    office = setting(reader, "letterhead") or {}
    head = tuple(str(office.get(name, "")) for name in ("nom", "service") if office.get(name))
    return ReportPaper(
        title=f"{KINDS[row.kind].capitalize()} {row.year}",
        subtitle=f"Dossier {row.number} – {date_long(today)}",
        facts=_facts(view),
        charges=_lines(view, "charge", "Total des charges"),
        products=_lines(view, "product", "Total des produits"),
        remarks=[remark.sentence for remark in view.remarks],
        people=_people(view),
        texts=[(title, view.texts[code]) for code, title, _ in TEXTS if view.texts.get(code)],
        verdict=_verdict(view),
        head=head,
        day=today.isoformat(),
        indicators=[(one.label, _number(one.target), _number(one.reached)) for one in view.indicators],
    )


def _facts(view: ReportView) -> list[tuple[str, str]]:
    row = view.row
    paid = f", versée {euros(row.paid)}" if row.paid else ""
    said = [
        ("Intitulé", row.title), ("Porteur", row.applicant),
        ("Subvention", f"{euros(row.voted)}{paid}" if row.voted is not None else ""),
        ("Prévue", _between(row.planned_start, row.planned_end)),
        ("A eu lieu", _between(row.starts_on, row.ends_on)),
        ("Bilan", f"attendu le {_day(row.due_on)}, reçu le {_day(row.received_on)}"
         if row.received_on else f"attendu le {_day(row.due_on)}, pas encore reçu"),
    ]  # fmt: skip
    return [(name, words) for name, words in said if words]


def _day(text: str | None) -> str:
    return date_long(dt.date.fromisoformat(text)) if text else "—"


def _between(start: str | None, end: str | None) -> str:
    days = [_day(text) for text in (start, end) if text]
    return f"du {days[0]} au {days[1]}" if len(days) == 2 else "".join(days)


def _lines(view: ReportView, side: str, words: str) -> list[Cells]:
    mine = [pair for pair in view.pairs if pair.side == side]
    made = [_cells(pair) for pair in mine]
    asked, planned, done = sums(mine, "asked"), sums(mine, "planned"), sums(mine, "done")
    whole = [one.cash_charges if side == "charge" else one.cash_products for one in (asked, planned, done)]
    gap = whole[2] - whole[1]
    made.append(("", words, *map(euros, whole), euros(gap), percent(gap, whole[1]), ""))
    return made


def _cells(pair: Pair) -> Cells:
    account = number_of(pair.account)
    money = [_euros(cents) for cents in (pair.asked, pair.planned, pair.done, pair.gap)]
    share = percent(pair.gap, pair.planned) if pair.gap is not None and pair.planned else ""
    return (account, pair.label, *money, share, pair.reason)


def _euros(cents: int | None) -> str:
    return "" if cents is None else euros(cents)


def _people(view: ReportView) -> list[Cells]:
    def of(moment: str) -> dict[str, Counted]:
        return {r.age: Counted(r.age, r.women, r.men, r.people) for r in view.people if r.moment == moment}

    asked, reached = of("request"), of("report")
    if not reached:
        return []
    row = view.row
    plan = total(asked.values()) if asked else Counted(ALL, row.planned_women, None, row.beneficiaries)
    made = [
        (label, *_counted(asked.get(code)), *_counted(reached.get(code)))
        for code, label in BANDS
        if code != ALL and (code in asked or code in reached)
    ]
    return [*made, ("Tous âges", *_counted(plan), *_counted(total(reached.values())))]


def _counted(one: Counted | None) -> Sequence[str]:
    values = (None, None, None) if one is None else (one.women, one.men, one.whole)
    return ["" if value is None else str(value) for value in values]


def _verdict(view: ReportView) -> list[str]:
    row = view.row
    if row.state != "accepted":
        found = [f"Proposé : {euros(left.amount)} non employés. {left.why}" for left in view.lefts()[:1]]
        return [f"Ce bilan est **{STATES[row.state]}** : rien n’est encore arrêté.", *found]
    outcome = OUTCOMES.get(row.outcome, "")
    unspent = f"**{euros(row.unspent)}** de la subvention n’ont pas été employés." if row.unspent else ""
    said = [
        f"Bilan **accepté** le {_day(row.checked_on)} par {row.checked_by} : {outcome}.",
        unspent or "La subvention a été employée en entier.",
        row.comment,
    ]
    return [line for line in said if line]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")
