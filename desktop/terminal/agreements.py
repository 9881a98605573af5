"""`agreements` and `agreement`: the conventions of several years, the register of one, its papers."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from typing import Any

from db.queries.agreement_shapes import AgreementRow
from db.queries.agreements import agreements, find_agreement
from desktop.flow.agreement_view import Convention, alerts, convention
from desktop.rules.agreements import AMENDED, FOUND, REPORTS, STATES, Fund, figure
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.terminal.agreement_papers import compare_years, write_paper
from desktop.terminal.office import Refusal, day_words, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def list_(args: Namespace) -> Answer:
    """Every convention with its totals and what presses."""
    today = dt.date.today()
    with open_store(args.db) as store:
        rows = agreements(store.reader, store.author)
    told = [_head(row, today) for row in rows]
    lines = [_line(row, today) for row in rows]
    count = len(rows)
    return told, [*lines, f"{count} {plural(count, 'convention')}."], []


def show(args: Namespace) -> Answer:
    """The register of one; or one of its papers, or two years of it side by side."""
    today = dt.date.today()
    with open_store(args.db) as store:
        whole = convention(store.reader, key_of_number(store.reader, args.number, store.author), store.author)
        assert whole is not None  # its key was just found
        if args.convention or args.amendment:
            return write_paper(store, whole, args.convention or args.amendment, amended=bool(args.amendment))
        if args.compare:
            return compare_years(store, whole, args.compare)
    return _told(whole, today), _lines(whole, today), []


def key_of_number(reader: Any, number: str, person: str) -> bytes:
    """The convention of a number. Raises Refusal."""
    key = find_agreement(reader, number)
    if key is None or all(row.id != key for row in agreements(reader, person)):
        raise Refusal(f"Aucune convention ne porte le numéro « {number} » (parvis agreements).")
    return key


def _head(row: AgreementRow, today: dt.date) -> dict[str, Any]:
    return {
        "number": row.number, "title": row.title, "applicant": row.applicant, "state": row.state,
        "from": row.starts_on, "to": row.ends_on, "act": row.act, "signed_on": row.signed_on,
        "promised": euros_text(row.promised), "carried": euros_text(row.carried),
        "voted": euros_text(row.voted), "paid": euros_text(row.paid), "alerts": alerts(row, today),
    }  # fmt: skip


def _line(row: AgreementRow, today: dt.date) -> str:
    told = " ; ".join(alerts(row, today))
    return (
        f"{row.number}  {STATES[row.state][0]:<9} {row.applicant} · {row.title}, du "
        f"{day_words(row.starts_on)} au {day_words(row.ends_on)} : promis {euros(row.promised)}, voté "
        f"{euros(row.voted)}, payé {euros(row.paid)}{f' ({told})' if told else ''}"
    )


def _fund(fund: Fund) -> dict[str, str | None]:
    return {
        "promised": euros_text(fund.promised), "carried": euros_text(fund.carried),
        "voted": euros_text(fund.voted), "paid": euros_text(fund.paid),
        "reported": euros_text(fund.reported), "onward": euros_text(fund.onward),
        "left": euros_text(fund.left),
    }  # fmt: skip


def _told(whole: Convention, today: dt.date) -> dict[str, Any]:
    register = whole.register
    return {
        **_head(whole.head, today),
        "ledger": [
            {"year": year, "funder": name, **_fund(register.cells[year, funder])}
            for year in register.years
            for funder, name in register.funders
            if (year, funder) in register.cells
        ],
        "years": [{"year": year, **_fund(register.of(year))} for year in register.years],
        "dossiers": [
            {"year": row.year, "number": row.number, "stage": row.stage, "report": row.report}
            for row in whole.tranches
        ],
        "commitments": [
            {"text": row.text, "year": row.year, "state": row.state} for row in whole.commitments
        ],
        "indicators": [
            {
                "label": one.label, "unit": one.unit,
                "years": {str(y): {"target": t, "reached": r} for y, (t, r, _) in one.years.items()},
            }
            for one in whole.indicators
        ],
        "amendments": [
            {"rank": row.rank, "title": row.title, "state": row.state, "signed_on": row.signed_on}
            for row in whole.amendments
        ],
    }  # fmt: skip


def _lines(whole: Convention, today: dt.date) -> list[str]:
    lines = [_line(whole.head, today)]
    for year in whole.register.years:
        lines.append(f"{year} : {_words(whole.register.of(year))}")
        lines += [
            f"    {name} : {_words(whole.register.cells[year, funder])}"
            for funder, name in whole.register.funders
            if (year, funder) in whole.register.cells
        ]
    for row in whole.tranches:
        told = f", bilan {REPORTS[row.report]}" if row.report else ""
        lines.append(f"Demande {row.year} : dossier {row.number}{told}")
    lines += [f"Engagement ({FOUND[row.state][0]}) : {row.text}" for row in whole.commitments]
    for one in whole.indicators:
        told = ", ".join(
            f"{year} {figure(reached) or '–'} sur {figure(target) or '–'}"
            for year, (target, reached, _) in one.years.items()
        )
        lines.append(f"{one.label} : {told}")
    lines += [
        f"Avenant {row.rank} ({AMENDED[row.state][0].lower()}) : {row.title}" for row in whole.amendments
    ]
    return lines


def _words(fund: Fund) -> str:
    parts = [
        (name, cents)
        for name, cents in (
            ("promis", fund.promised), ("reporté de l’année d’avant", fund.carried or None),
            ("voté", fund.voted),
            ("payé", fund.paid), ("selon le bilan", fund.reported),
            ("reporté à l’année d’après", fund.onward or None), ("écart", fund.left),
        )
        if cents is not None
    ]  # fmt: skip
    return ", ".join(f"{name} {euros(cents)}" for name, cents in parts) or "rien"
