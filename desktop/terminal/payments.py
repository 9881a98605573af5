"""`payments` and `pay`: what is to be paid, its list for the finance service, what came back, one payment."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from db.queries.payments import PaymentRow, due_day, payments, payments_of
from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.exchange.paid_table import read_paid
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.pay_blocks import blocks
from desktop.flow.pay_return import Matched, matched, record_returned
from desktop.flow.pay_slip import FORMS, chosen, slip_file
from desktop.letters.files import write_whole
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.payments import KINDS, LABELS, OPEN, reference, standing
from desktop.terminal.office import Refusal, cents, day_words, dossier_key, euros_text, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def on_day(text: str | None) -> dt.date:
    """A day as « 2026-06-12 » or « 12/06/2026 »; today when nothing is told. Raises Refusal."""
    if not text:
        return dt.date.today()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Refusal(f"« {text} » n’est pas une date : écrivez par exemple 2026-06-12 ou 12/06/2026.")


def payments_(args: Namespace) -> Answer:
    """The payments, or those due; `--out`: the list for the finance service; `--read`: its answer."""
    if args.read:
        return _read(args)
    today = dt.date.today()
    with open_store(args.db) as store:
        rows = payments(store.reader, store.author)
        if args.where:
            kept = set(queries.list_ids(store.reader, tree_of(args.where, store.author)))
            rows = [row for row in rows if row.dossier_id in kept]
        if args.due:
            rows = [row for row in rows if row.state in ("planned", "asked") and _due(row, today)]
        if args.out:
            return _written(store, rows, Path(args.out), whole=not args.mask)
        against = blocks(store.reader, rows)
    lines = [_words(row, today, against.get(row.id, [])) for row in rows]
    waiting = sum(row.amount for row in rows if row.state in OPEN)
    paid = sum(row.amount for row in rows if row.state == "paid")
    lines.append(
        f"{len(rows)} {plural(len(rows), 'versement')} : à verser {euros(waiting)}, versé {euros(paid)}."
    )
    return [_told(row, today, against.get(row.id, [])) for row in rows], lines, []


def _due(row: PaymentRow, today: dt.date) -> bool:
    due = due_day(row)
    return due is not None and due <= today


def _told(row: PaymentRow, today: dt.date, against: list[str]) -> dict[str, Any]:
    said = standing(row.state, due_day(row), today)
    return {
        "reference": reference(row.number, row.rank), "dossier": row.number, "applicant": row.applicant,
        "funder": row.funder, "kind": row.kind, "amount": euros_text(row.amount), "state": row.state,
        "late": said == "late", "due_on": row.due_on, "asked_on": row.asked_on, "paid_on": row.paid_on,
        "order": row.order_number, "why": row.why, "against": against,
    }  # fmt: skip


def _words(row: PaymentRow, today: dt.date, against: list[str]) -> str:
    said = LABELS[standing(row.state, due_day(row), today)].lower()
    when = f"le {day_words(row.paid_on)}" if row.state == "paid" else f"dû le {day_words(row.due_on)}"
    order = f", mandat {row.order_number}" if row.order_number else ""
    why = f" ({' ; '.join(against) or row.why})" if against or row.why else ""
    kind = KINDS.get(row.kind, row.kind).lower()
    name = f"{reference(row.number, row.rank)} {row.applicant}, {row.funder}, {kind}"
    return f"{name} : {euros(row.amount)}, {said}, {when}{order}{why}"


def _written(store: Store, rows: list[PaymentRow], out: Path, *, whole: bool) -> Answer:
    form = out.suffix.lstrip(".").lower()
    if form not in FORMS:
        raise Refusal(f"« {out.name} » : le bordereau s’écrit dans un fichier .xlsx, .csv ou .pdf.")
    keys = {row.id for row in rows if row.state in ("planned", "asked")}
    listed = chosen(store.reader, keys, store.author)
    write_whole(out, slip_file(store.reader, listed, form, dt.date.today(), whole=whole))
    left(store, "Bordereau de versement", out, tuple({row.dossier_id for row in listed}))
    total = euros(sum(row.amount for row in listed))
    lines = [f"{len(listed)} {plural(len(listed), 'versement')}, {total}, dans {out}."]
    if whole:
        lines.append("Ce bordereau porte les comptes bancaires : il ne va qu’au comptable.")
    return {"file": str(out), "payments": len(listed)}, lines, []


def _read(args: Namespace) -> Answer:
    path = Path(args.read)
    try:
        told = read_paid(path)
    except Unreadable as fault:
        raise Refusal(str(fault)) from fault
    with open_store(args.db) as store:
        found = matched(store.reader, told, store.author)
        good = [one for one in found if not one.fault]
        if not args.dry_run and good:
            store.do(record_returned, lines=found, source=path.name)
    lines = [_line(one) for one in found]
    done = "à noter" if args.dry_run else plural(len(good), "noté")
    lines.append(f"{len(good)} {plural(len(good), 'versement')} {done}, {len(found) - len(good)} refusés.")
    answer = [
        {"line": one.told.line, "reference": one.told.reference or one.told.number, "order": one.told.order,
         "amount": euros_text(one.told.amount), "fault": one.fault, "remark": one.remark}
        for one in found
    ]  # fmt: skip
    faults = [f"Ligne {one.told.line} : {one.fault}" for one in found if one.fault]
    return {"recorded": 0 if args.dry_run else len(good), "lines": answer}, lines, faults


def _line(one: Matched) -> str:
    name = one.told.reference or one.told.number or "–"
    said = one.fault or one.remark or "à noter"
    return f"ligne {one.told.line}, {name} : {said}"


def pay(args: Namespace) -> Answer:
    """Record a payment of a dossier: the one of that amount, or that reference; planned now if none was."""
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        if not payments_of(store.reader, key):
            store.do(plan_payments, dossier=key, advance=args.advance)
        if args.plan:
            rows = payments_of(store.reader, key)
            lines = [_words(row, dt.date.today(), []) for row in rows]
            return [_told(row, dt.date.today(), []) for row in rows], lines, []
        wanted = cents(args.amount) if args.amount else None
        row = _which(store, key, args.number, wanted, args.funder)
        store.do(
            record_payment,
            payment=row.id,
            paid_on=on_day(args.on),
            order_number=args.order or "",
            amount=wanted,
        )
        rows = payments_of(store.reader, key)
    lines = [_words(one, dt.date.today(), []) for one in rows]
    return [_told(one, dt.date.today(), []) for one in rows], lines, []


def _which(store: Store, key: bytes, number: str, wanted: int | None, funder: str | None) -> PaymentRow:
    """The payment meant: of that funder, of that amount, else the only one left, else the first."""
    rows = [row for row in payments_of(store.reader, key) if row.state in OPEN]
    codes = {one.id: one.code for one in queries.funders(store.reader)}
    if funder:
        rows = [row for row in rows if codes[row.funder_id].casefold() == funder.casefold()]
    if not rows:
        raise Refusal(f"Dossier {number} : aucun versement n’est à faire.")
    same = [row for row in rows if row.amount == wanted]
    if len(same) == 1 or len(rows) == 1:
        return (same or rows)[0]
    if wanted is None or len({row.funder_id for row in rows}) > 1:
        told = ", ".join(f"{codes[row.funder_id]} {euros(row.amount)}" for row in rows)
        raise Refusal(f"Dossier {number} : dites lequel avec --amount ou --funder ({told}).")
    return rows[0]
