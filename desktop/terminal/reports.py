"""`reports`, `report-in`, `remind-reports`: the reports owed, files read in, letters of reminder."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.queries.reports import ReportRow
from db.queries.reports import reports as all_reports
from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.flow.report_in import Brought, Match, Taking, look, take_reports
from desktop.flow.report_reminders import by_step, remind_reports, to_remind
from desktop.flow.report_view import report_view
from desktop.flow.reports import expect_reports
from desktop.rules.french import plural
from desktop.rules.report_gaps import Pair
from desktop.rules.reports import KINDS, OPEN, STATES, late
from desktop.terminal.office import Refusal, day, dossier_key, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def list_reports(args: Namespace) -> Answer:
    today = dt.date.today()
    with open_store(args.db) as store:
        made = store.do(expect_reports).value if args.expect else []
        if args.dossier:
            key = dossier_key(store, args.dossier, to_read=True)
            found = all_reports(store.reader, [key])
            told = [{**_told(row, today), **_whole(store, row)} for row in found]
            lines = [line for row in found for line in _sheet(store, row, today)]
            return told, lines or ["Ce dossier n’a pas de bilan attendu."], []
        found = [
            row
            for row in all_reports(store.reader, person=store.author)
            if not args.late or late(row.state, day(row.due_on), today)
        ]
    lines = [_line(row, today) for row in found]
    head = (
        [f"{len(made)} {plural(len(made), 'bilan')} de plus {plural(len(made), 'attendu')}."] if made else []
    )
    return [_told(row, today) for row in found], [*head, *(lines or ["Aucun bilan."])], []


def _told(row: ReportRow, today: dt.date) -> dict[str, Any]:
    return {
        "dossier": row.number, "applicant": row.applicant, "title": row.title, "year": row.year,
        "kind": row.kind, "due_on": row.due_on, "state": row.state, "outcome": row.outcome,
        "late": late(row.state, day(row.due_on), today), "received_on": row.received_on,
        "origin": row.origin, "granted": euros_text(row.voted), "paid": euros_text(row.paid),
        "unspent": euros_text(row.unspent), "reminders": row.reminders, "reminded_on": row.reminded_on,
    }  # fmt: skip


def _whole(store: Store, row: ReportRow) -> dict[str, Any]:
    view = report_view(store.reader, row.id)
    if view is None:
        return {}
    return {
        "lines": [_pair(pair) for pair in view.pairs],
        "remarks": [{"level": one.level, "code": one.code, "words": one.sentence} for one in view.remarks],
        "texts": view.texts,
        "people": [one._asdict() for one in view.people],
        "left": [{"amount": euros_text(one.amount), "why": one.why} for one in view.lefts()],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    money = {name: euros_text(getattr(pair, name)) for name in ("asked", "planned", "done", "gap")}
    return {"side": pair.side, "account": pair.account, "label": pair.label, **money, "reason": pair.reason}


def _line(row: ReportRow, today: dt.date) -> str:
    state = "en retard" if late(row.state, day(row.due_on), today) else STATES[row.state]
    due = f" pour le {day(row.due_on):%d/%m/%Y}" if row.due_on and row.state in OPEN else ""
    again = f", {row.reminders} {plural(row.reminders, 'relance')}" if row.reminders else ""
    return f"{row.number} · {row.applicant} · {KINDS[row.kind]} {row.year} : {state}{due}{again}"


def _sheet(store: Store, row: ReportRow, today: dt.date) -> list[str]:
    view = report_view(store.reader, row.id)
    told = [_line(row, today)]
    for pair in view.pairs if view else ():
        planned, done = euros_text(pair.planned) or "–", euros_text(pair.done) or "–"
        why = f" ({pair.reason})" if pair.reason else ""
        told.append(f"  {pair.account:<10} {pair.label:<40.40} prévu {planned:>12} réalisé {done:>12}{why}")
    return told + [f"  {one.sentence}" for one in (view.remarks if view else ())]


# Files


def report_in(args: Namespace) -> Answer:
    with open_store(args.db, copy="" if args.dry_run else "report-in") as store:
        dossier = dossier_key(store, args.dossier) if args.dossier else None
        found: list[Brought] = []
        errors: list[str] = []
        for name in args.files:
            try:
                found += look(store.reader, Path(name), dossier, store.author)
            except Unreadable as refusal:
                errors.append(str(refusal))
        taken = [(one, _answer(one, dossier)) for one in found]
        taking = [Taking(match.report.id, one.told, one.path) for one, match in taken if match is not None]
        if taking and not args.dry_run:
            try:
                store.do(take_reports, taking=taking)
            except ValueError as refusal:
                raise Refusal(str(refusal)) from refusal
    told = [_brought(one, match, taken=match is not None and not args.dry_run) for one, match in taken]
    lines = [line for one, match in taken for line in _said(one, match, dry=args.dry_run)]
    lost = [one.path.name for one, match in taken if match is None]
    errors += [f"« {name} » : aucun dossier sûr, dites-le par --dossier NUMÉRO." for name in lost]
    return told, lines, errors


def _answer(one: Brought, dossier: bytes | None) -> Match | None:
    if dossier is None:
        return one.proposed
    mine = [match for match in one.matches if match.report.dossier_id == dossier]
    return next((match for match in mine if match.sure), mine[0] if mine else None)


def _brought(one: Brought, match: Match | None, *, taken: bool) -> dict[str, Any]:
    told, whole = one.told, one.told.reached
    return {
        "file": one.path.name, "origin": told.origin, "taken": taken,
        "dossier": match.report.number if match else None, "why": match.why if match else None,
        "candidates": [{"dossier": m.report.number, "why": m.why, "sure": m.sure} for m in one.matches],
        "number": told.number, "applicant": told.applicant, "title": told.title, "year": told.year,
        "granted": euros_text(told.granted),
        "starts_on": told.starts_on and told.starts_on.isoformat(),
        "ends_on": told.ends_on and told.ends_on.isoformat(),
        "people": whole.whole, "women": whole.women, "men": whole.men,
        "lines": [
            {"side": line.side, "account": line.account, "label": line.label,
             "forecast": euros_text(line.forecast), "done": euros_text(line.done),
             "reason": line.reason, "place": line.place}
            for line in told.lines
        ],
        "texts": dict(told.texts), "indicators": dict(told.indicators), "unread": list(told.unread),
    }  # fmt: skip


def _said(one: Brought, match: Match | None, *, dry: bool) -> list[str]:
    deed = "répondrait à" if dry else "pris pour"
    where = f"{deed} {match.words} ({match.why})" if match else "laissé"
    count = len(one.told.lines)
    head = f"{one.path.name} : {where} ; {count} {plural(count, 'ligne')}, {len(one.told.texts)} textes."
    return [head, *(f"  pas compris : {words}" for words in one.told.unread), *(f"  {n}" for n in one.notes)]


# Reminders


def remind(args: Namespace) -> Answer:
    today = dt.date.today()
    with open_store(args.db) as store:
        found: Sequence[ReportRow] = to_remind(store.reader, today, store.author)
        counts = by_step(store.reader, found)
        made = [] if args.dry_run or not found else store.do(remind_reports, today=today).value
    told = {**counts, "letters": len(made), "dossiers": [row.number for row in found]}
    words = [
        f"{counts['first']} premières relances, {counts['second']} secondes, "
        f"{counts['formal']} mises en demeure."
    ]
    if made:
        words.append(f"{len(made)} {plural(len(made), 'lettre')} dans la corbeille de départ.")
    return told, words, []
