"""`today`, `triage`, `deadline`: the morning of an officer from a terminal."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from typing import Any

from db.queries.agreements import agreements
from desktop.flow.agenda import Day, day_of, set_deadline, triage
from desktop.flow.agreement_view import alerts
from desktop.rules.pile import VERDICTS
from desktop.terminal.office import Refusal, dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def today(args: Namespace) -> Answer:
    """The pile in its order with its reasons, and the dates that come."""
    with open_store(args.db) as store:
        on = _day(args.on)
        day = day_of(store.reader, store.author, on, everyone=args.everyone, order=args.order)
        pressing = [
            (row, words) for row in agreements(store.reader, store.author) if (words := alerts(row, on))
        ]
    pile = [
        {
            "number": one.what.number, "applicant": one.what.applicant, "title": one.what.title,
            "stage": one.what.stage, "asked": None if one.what.asked is None else euros_text(one.what.asked),
            "reasons": [words for words, _ in one.reasons], "verdict": one.what.verdict or None,
        }
        for one in day.pile
    ]  # fmt: skip
    lines = [
        f"{one.what.number}  {one.what.applicant} : {', '.join(words for words, _ in one.reasons)}"
        for one in day.pile
    ]
    told = {
        "pile": pile, "dates": _dates(day), "done": day.done, "put_off": day.put_off,
        "agreements": [
            {"number": row.number, "applicant": row.applicant, "alerts": words} for row, words in pressing
        ],
    }  # fmt: skip
    lines = lines or ["La pile est vide."]
    lines += [f"Convention {row.number}, {row.applicant} : {' ; '.join(words)}" for row, words in pressing]
    return told, lines, []


def _dates(day: Day) -> list[dict[str, str]]:
    return [
        {
            "on": term.on.isoformat(), "kind": term.kind, "words": term.words, "source": term.source,
            "number": one.number,
        }
        for term, one in day.dates
    ]  # fmt: skip


def triage_(args: Namespace) -> Answer:
    """Give a dossier a verdict."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        store.do(triage, dossier=key, verdict=args.verdict, until=_day(args.until) if args.until else None)
    return (
        {"number": args.number, "verdict": args.verdict},
        [f"{args.number} : {VERDICTS[args.verdict]}."],
        [],
    )


def deadline(args: Namespace) -> Answer:
    """Set a date, of a dossier or of the office."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number) if args.number else None
        day = _day(args.on)
        store.do(set_deadline, title=args.title, due_on=day, dossier=key)
    return {"title": args.title, "on": day.isoformat()}, [f"{args.title} : {day:%d/%m/%Y}."], []


def _day(text: str | None) -> dt.date:
    if not text:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise Refusal(f"« {text} » n’est pas une date : écrivez-la comme 2026-03-12.") from wrong
