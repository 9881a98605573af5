"""`batch decide`: the decisions of a spreadsheet, planned line by line, then recorded in one step."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.flow.batch import carry_out, targets
from desktop.flow.batch_file import FileRow, plan_file
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.ruling import deduce
from desktop.terminal.office import Refusal, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """Without --dry-run, everything or nothing; with --skip-blocked, all that nothing stands against."""
    with open_store(args.db) as store:
        rows = _read(store, Path(args.file))
        free = [one.row for one in rows if one.row is not None and not one.blocker]
        blocked = len(rows) - len(free)
        writes = not args.dry_run and bool(free) and (not blocked or args.skip_blocked)
        done = []
        if writes:
            report = store.do(carry_out, targets=targets(free, store.reader), skip_blocked=False)
            done = report.value.done
    told = {
        "rows": [_row(one) for one in rows],
        "counts": {"rows": len(rows), "blocked": blocked, "decided": len(done)},
        "dry_run": bool(args.dry_run),
    }
    return (
        told,
        [_line(one) for one in rows] + [_said(rows, blocked, len(done), args)],
        _faults(blocked, args),
    )


def _read(store: Store, path: Path) -> list[FileRow]:
    try:
        return plan_file(store, store.reader, path)
    except Unreadable as refusal:
        raise Refusal(str(refusal)) from refusal


def _row(one: FileRow) -> dict[str, Any]:
    outcome = one.told.outcome
    if one.row is not None and outcome in ("granted", "partial"):
        outcome = deduce(one.row.subject.asked, one.row.amount or 0)
    return {
        "line": one.told.line,
        "number": one.row.subject.number if one.row else one.told.number,
        "outcome": outcome or None,
        "amount": euros_text(one.row.amount if one.row else one.told.amount),
        "blocker": one.blocker or None,
    }


def _line(one: FileRow) -> str:
    amount = one.row.amount if one.row else one.told.amount
    words = [OUTCOMES.get(one.told.outcome, "?"), euros(amount) if amount is not None else ""]
    said = f"{one.told.number}  {' '.join(word for word in words if word)}"
    return f"{said}  BLOQUÉ : {one.blocker}" if one.blocker else said


def _said(rows: Sequence[FileRow], blocked: int, done: int, args: Namespace) -> str:
    read = (
        f"{len(rows)} {plural(len(rows), 'ligne lue', 'lignes lues')}, {blocked} {plural(blocked, 'bloquée')}"
    )
    if args.dry_run:
        return f"{read}. Essai : rien n’a été écrit."
    if not done:
        return f"{read}. Rien n’a été écrit."
    return f"{read}, {done} {plural(done, 'dossier décidé', 'dossiers décidés')}, en attente de notification."


def _faults(blocked: int, args: Namespace) -> list[str]:
    if not blocked or args.dry_run or args.skip_blocked:
        return []
    return [
        f"{blocked} {plural(blocked, 'ligne est bloquée', 'lignes sont bloquées')} : rien n’a été écrit. "
        "Corrigez le fichier, ou ajoutez --skip-blocked pour décider les autres."
    ]
