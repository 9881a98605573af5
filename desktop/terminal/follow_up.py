"""`visit`, `change`, `repay`: what follows the decision of a dossier, from the terminal."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.changes import changes_of
from db.queries.repayments import repayments_of
from db.queries.site_visits import visits_of
from db.store import Store
from desktop.flow.change_ask import ask_change, grant_change, refuse_change
from desktop.flow.repay import (
    ask_repayment,
    decide_repayment,
    propose_repayment,
    proposed,
    receive_repayment,
    waive_repayment,
)
from desktop.flow.visits_made import record_visit, visit_sheet
from desktop.letters.files import write_whole
from desktop.rules.changes import KINDS as CHANGES
from desktop.rules.changes import LABELS as CHANGE_LABELS
from desktop.rules.changes import standing as change_standing
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.repayments import LABELS as REPAYMENT_LABELS
from desktop.rules.repayments import standing as repayment_standing
from desktop.terminal.office import Refusal, cents, day, day_words, dossier_key, euros_text, left, open_store
from desktop.terminal.payments import on_day

Answer = tuple[Any, list[str], list[str]]


# --- visits --------------------------------------------------------------------------------------------


def visit(args: Namespace) -> Answer:
    """Note a visit with its photographs; without a date, the visits of the dossier; `--out`: the sheet."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=not args.on)
        if args.on:
            photos = [(Path(name).name, Path(name).read_bytes()) for name in args.photo]
            store.do(
                record_visit, dossier=key, visited_on=on_day(args.on), place=args.place or "",
                people=args.met or "", present=args.present, body=args.note or "",
                next_steps=args.next or "", photos=photos,
            )  # fmt: skip
        rows = visits_of(store.reader, key)
        if args.out:
            if not rows:
                raise Refusal(f"Le dossier {args.number} n’a pas de visite.")
            write_whole(Path(args.out), visit_sheet(store.reader, store.files, key, rows[0].id))
            left(store, "Fiche de visite", args.out, (key,))
    lines = []
    for row in rows:
        present = "" if row.present is None else f"{row.present} {plural(row.present, 'présent')}, "
        shown = f"{row.photos} {plural(row.photos, 'photo')}"
        lines.append(f"{day_words(row.visited_on)} {row.place or '–'} : {present}{shown}")
    told = [
        {"on": row.visited_on, "place": row.place, "met": row.people, "present": row.present,
         "photos": row.photos, "next": row.next_steps}
        for row in rows
    ]  # fmt: skip
    return told, lines or ["Aucune visite."], []


# --- changes -------------------------------------------------------------------------------------------


def change(args: Namespace) -> Answer:
    """Note a change, then grant or refuse it when asked to; without any, those of the dossier."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        told: list[str] = []
        wish = _wish(args)
        if wish:
            asked = store.do(ask_change, dossier=key, reason=args.reason or "", **wish).value
        else:
            waiting = [row for row in changes_of(store.reader, key) if row.state == "asked"]
            asked = waiting[0].id if waiting else None
        if (args.grant or args.refuse) and asked is None:
            raise Refusal(f"Dossier {args.number} : aucun changement n’attend de réponse.")
        if args.grant:
            told = store.do(grant_change, change=asked, answer=args.answer or "").value
        elif args.refuse:
            store.do(refuse_change, change=asked, answer=args.answer or "")
        rows = changes_of(store.reader, key)
    today = dt.date.today()
    lines = []
    for row in rows:
        asked_on = dt.date.fromisoformat(row.asked_on)
        said = CHANGE_LABELS[change_standing(row.state, asked_on, today)].lower()
        lines.append(f"{day_words(row.asked_on)} {CHANGES[row.kind].lower()} : {said}")
    answer = [
        {"kind": row.kind, "asked_on": row.asked_on, "state": row.state, "reason": row.reason,
         "answer": row.answer}
        for row in rows
    ]  # fmt: skip
    return answer, [*lines, *told] or ["Aucun changement demandé."], []


def _wish(args: Namespace) -> dict[str, Any]:
    if args.dates:
        starts, _, ends = args.dates.partition("..")
        return {
            "kind": "dates", "starts_on": on_day(starts) if starts else None,
            "ends_on": on_day(ends) if ends else None,
        }  # fmt: skip
    if args.amount:
        return {"kind": "amount", "amount": cents(args.amount)}
    if args.content:
        return {"kind": "content", "body": args.content}
    if args.withdraw:
        return {"kind": "withdrawal"}
    return {"kind": "cancelled"} if args.cancel else {}


# --- repayments ----------------------------------------------------------------------------------------


def repay(args: Namespace) -> Answer:
    """Propose what the report leaves, decide it, note its title and what came back."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        _deed(store, args, key)
        rows = repayments_of(store.reader, key)
        ways = [(one.row, way) for one in proposed(store.reader, store.author, [key]) for way in one.ways]
    today = dt.date.today()
    lines, told = [], []
    for row in rows:
        said = repayment_standing(row.kind, row.state, day(row.due_on), row.received, today)
        title = f", titre {row.title_number}" if row.title_number else ""
        back = f", reçu {euros(row.received)}" if row.received else ""
        lines.append(f"{row.funder} : {euros(row.amount)}, {REPAYMENT_LABELS[said].lower()}{title}{back}")
        told.append({
            "funder": row.funder, "amount": euros_text(row.amount), "kind": row.kind, "state": row.state,
            "due_on": row.due_on, "title": row.title_number, "received": euros_text(row.received),
        })  # fmt: skip
    lines += [f"à proposer, {row.funder} : {euros(way.amount)}. {way.words}" for row, way in ways]
    offered = [
        {"funder": row.funder, "way": way.code, "amount": euros_text(way.amount), "words": way.words}
        for row, way in ways
    ]
    return {"repayments": told, "proposals": offered}, lines or ["Rien à reverser."], []


def _deed(store: Store, args: Namespace, key: bytes) -> None:
    """What the options ask for, on the repayment that waits for it."""
    if args.propose:
        for one in proposed(store.reader, store.author, [key]):
            way = one.ways[0]
            store.do(
                propose_repayment, dossier=key, funder=one.row.funder_id, amount=way.amount, reason=way.words,
                report=one.row.report_id,
            )  # fmt: skip
    rows = repayments_of(store.reader, key)
    wanted = {"decide": ("draft",), "keep": ("draft",), "offset": ("draft",), "title": ("decided", "asked"),
              "received": ("decided", "asked"), "waive": ("draft", "decided", "asked")}  # fmt: skip
    for name, states in wanted.items():
        told = getattr(args, name)
        if not told:
            continue
        row = next((row for row in rows if row.state in states), None)
        if row is None:
            raise Refusal(f"Dossier {args.number} : aucun reversement n’en est là.")
        deeds: dict[str, Any] = {
            "decide": lambda row=row: store.do(decide_repayment, repayment=row.id),
            "keep": lambda row=row: store.do(decide_repayment, repayment=row.id, kind="keep", why=args.keep),
            "offset": lambda row=row: store.do(
                decide_repayment, repayment=row.id, kind="offset", why=args.offset
            ),
            "title": lambda row=row: store.do(ask_repayment, repayment=row.id, title_number=args.title),
            "received": lambda row=row: store.do(
                receive_repayment, repayment=row.id, amount=cents(args.received), received_on=on_day(args.on)
            ),
            "waive": lambda row=row: store.do(waive_repayment, repayment=row.id, why=args.waive),
        }
        deeds[name]()
        rows = repayments_of(store.reader, key)
