"""`opinions`: ask partners by file, read what comes back, write down what is said, list who is late."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import queries
from db.queries.committee import find_committee
from db.queries.opinions import AskedRow, PartnerRow, counters, partners, requests_many
from db.store import Store
from desktop.flow.consult import record, remind, withdraw
from desktop.flow.consult_pack import hand_out, prepare
from desktop.flow.consult_return import Preview, Row, preview, receive
from desktop.flow.consult_words import reminder
from desktop.rules.folding import fold
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.opinions import face, read_value
from desktop.terminal.office import Refusal, cents, day_words, dossier_key, euros_text, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The deed named by the command."""
    deeds: dict[str, Callable[[Store, Namespace], Answer]] = {
        "ask": _ask, "read": _read, "list": _list, "late": _list, "record": _record, "withdraw": _withdraw,
        "remind": _remind,
    }  # fmt: skip
    with open_store(args.db) as store:
        return deeds[args.deed](store, args)


def _partner(store: Store, code: str) -> PartnerRow:
    known = partners(store.reader, all_of_them=True)
    wanted = fold(code)
    for row in known:
        if wanted in (fold(row.code), fold(row.name), fold(row.short)):
            return row
    raise Refusal(f"Le partenaire « {code} » n’existe pas. Connus : {', '.join(row.code for row in known)}.")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal(f"« {text} » n’est pas une date : écrivez AAAA-MM-JJ.") from error


def _ask(store: Store, args: Namespace) -> Answer:
    reader = store.reader
    partner = _partner(store, args.partner)
    committee = find_committee(reader, args.committee) if args.committee else None
    if args.committee and committee is None:
        raise Refusal(f"Aucune séance ne porte le code « {args.committee} ».")
    if committee is not None and not args.where:
        from db.queries.committee import items

        keys = [item.dossier_id for item in items(reader, committee)]
    else:
        keys = queries.list_ids(reader, tree_of(args.where, store.author))
    draft = prepare(
        reader, partner, keys, person=store.author, due_on=_day(args.due), question=args.question,
        committee=committee,
    )  # fmt: skip
    handed = hand_out(store, draft, [Path(name) for name in args.out])
    told = {
        "code": handed.code, "partner": partner.code, "files": [str(path) for path in handed.files],
        "asked": handed.asked, "skipped": [{"number": s.number, "why": s.why} for s in handed.skipped],
    }  # fmt: skip
    names = ", ".join(path.name for path in handed.files)
    count = f"{handed.asked} {plural(handed.asked, 'dossier')}"
    lines = [f"Avis demandé à {partner.name} sur {count} : {names} (code {handed.code})."]
    return told, [*lines, *(f"{number} laissé de côté : {why}." for number, why in handed.skipped)], []


def _read(store: Store, args: Namespace) -> Answer:
    told, lines, faults = [], [], []
    for name in args.files:
        try:
            seen = preview(store.reader, Path(name), store.author)
        except ValueError as refusal:
            told.append({"file": name, "refused": str(refusal)})
            faults.append(str(refusal))
            continue
        done = 0 if args.dry_run else store.do(receive, preview=seen).value
        told.append(_preview_json(name, seen, done))
        verb = "seraient joints" if args.dry_run else "joints"
        count = len(seen.of("new", "changed"))
        lines.append(
            f"{name} : avis de {seen.pack.partner}, code {seen.pack.code} ; {count} {verb} ({seen.told})."
        )
        lines += [f"  {row.number}  {_row_words(row)}" for row in seen.of("new", "changed")]
        faults += [row.why for row in seen.of("refused")]
    return told, lines, faults


def _preview_json(name: str, seen: Preview, done: int) -> dict[str, Any]:
    return {
        "file": name, "code": seen.pack.code, "partner": seen.pack.partner, "by": seen.by or None,
        "attached": done,
        "rows": [
            {
                "number": row.number, "state": row.state, "value": row.value or None,
                "amount": euros_text(row.amount), "comment": row.comment, "confidential": row.confidential,
                "why": row.why or None,
            }
            for row in seen.rows
        ],
    }  # fmt: skip


def _row_words(row: Row) -> str:
    amount = f", {euros(row.amount)}" if row.amount is not None else ""
    comment = f" : {row.comment}" if row.comment else ""
    return f"{face(row.value)[0].lower()}{amount}{comment}"


def _list(store: Store, args: Namespace) -> Answer:
    wanted = _partner(store, args.partner) if args.partner else None
    rows = requests_many(store.reader, partner=wanted.id if wanted else None, person=store.author)
    if args.deed == "late":
        rows = [row for row in rows if row.late]
    counts = [row for row in counters(store.reader) if wanted is None or row.id == wanted.id]
    told = {
        "partners": [
            {"code": c.code, "name": c.name, "asked": c.asked, "received": c.received, "late": c.late}
            for c in counts
        ],
        "requests": [_asked_json(row) for row in rows],
    }
    lines = [
        f"{c.code:<12} {c.asked} {plural(c.asked, 'demandé')}, {c.received} {plural(c.received, 'reçu')}, "
        f"{c.late} en retard"
        for c in counts
        if c.asked
    ]
    return told, [*lines, *map(_asked_line, rows)], []


def _asked_json(row: AskedRow) -> dict[str, Any]:
    return {
        "number": row.number, "applicant": row.applicant, "partner": row.code, "code": row.pack,
        "asked_on": row.asked_on, "due_on": row.due_on, "reminders": row.reminders, "late": bool(row.late),
        "value": row.value, "amount": euros_text(row.amount), "comment": row.comment,
        "confidential": None if row.confidential is None else bool(row.confidential),
        "answered_on": row.answered_on,
    }  # fmt: skip


def _asked_line(row: AskedRow) -> str:
    state = "en retard" if row.late else "attendu"
    said = face(row.value)[0] if row.value else f"{state}, réponse pour le {day_words(row.due_on)}"
    return f"{row.number}  {row.code:<12} {said}  {row.applicant} · {row.title}"


def _record(store: Store, args: Namespace) -> Answer:
    value = read_value(args.value)
    if value is None:
        raise Refusal(f"« {args.value} » n’est pas un avis : favorable, réservé, défavorable ou hors champ.")
    partner = _partner(store, args.partner)
    store.do(
        record, dossier=dossier_key(store, args.number), partner=partner.id, value=value,
        amount=cents(args.amount) if args.amount else None, comment=args.comment, channel=args.channel,
        told_by=args.by, answered_on=_day(args.on), confidential=True if args.confidential else None,
    )  # fmt: skip
    said = f"Avis de {partner.name} sur le dossier {args.number} : {face(value)[0].lower()}."
    return {"number": args.number, "partner": partner.code, "value": value}, [said], []


def _withdraw(store: Store, args: Namespace) -> Answer:
    partner, key = _partner(store, args.partner), dossier_key(store, args.number)
    waiting = [row.id for row in requests_many(store.reader, partner=partner.id, dossiers=[key])]
    if not waiting:
        raise Refusal(f"Rien n’est demandé à {partner.name} sur le dossier {args.number}.")
    store.do(withdraw, requests=waiting)
    return {"number": args.number, "partner": partner.code}, [f"Demande retirée : {partner.name}."], []


def _remind(store: Store, args: Namespace) -> Answer:
    partner = _partner(store, args.partner)
    rows = [row for row in requests_many(store.reader, partner=partner.id) if row.opinion is None]
    if not rows:
        raise Refusal(f"{partner.name} ne doit aucune réponse.")
    store.do(remind, requests=[row.id for row in rows])
    words = reminder(store.reader, partner, rows)
    return {"partner": partner.code, "dossiers": [row.number for row in rows], "text": words}, [words], []
