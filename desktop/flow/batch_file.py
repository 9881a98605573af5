"""Decisions written in a spreadsheet: each line finds its dossier, reasons and funders, and is planned."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from db import queries
from db.queries.batch import numbers
from db.store import Store
from desktop.exchange.decision_table import ToldDecision, read_decisions
from desktop.flow.batch import Row, plan
from desktop.flow.decide import catalogue
from desktop.rules.batch import Own, Wish
from desktop.rules.ruling import Reason, find_reason


class FileRow(NamedTuple):
    """One line of the file. `row` is its line of the plan, None when the file itself stands against it."""

    told: ToldDecision
    row: Row | None
    blocker: str


def plan_file(store: Store, reader: sqlite3.Connection, path: Path) -> list[FileRow]:
    """What the file would decide, line by line; nothing is written. Raises Unreadable (French)."""
    funders = {f.code: (f.name, f.letter_name, *f.aliases.split("\n")) for f in queries.funders(reader)}
    told = read_decisions(path, funders)
    reasons = store.rehearse(catalogue)
    keys = _found(reader, told)
    counts = Counter(key for key in keys if key is not None)
    wishes: dict[bytes, Wish] = {}
    own: dict[bytes, Own] = {}
    for one, key in zip(told, keys, strict=True):
        if key is None:
            one.fault = one.fault or f"Aucun dossier ne porte le numéro « {one.number} »."
        elif counts[key] > 1:
            one.fault = one.fault or "Ce dossier est décidé plusieurs fois dans le fichier."
        elif not one.fault:
            wishes[key] = _wish(one, reasons)
            if one.amount is not None:
                own[key] = one.shares or one.amount
    planned = {row.subject.id: row for row in plan(store, reader, wishes, own)}
    made = []
    for one, key in zip(told, keys, strict=True):
        row = planned.get(key) if key is not None and not one.fault else None
        made.append(FileRow(one, row, one.fault or (row.blocker if row else "Ce dossier n’est plus là.")))
    return made


def _found(reader: sqlite3.Connection, told: Sequence[ToldDecision]) -> list[bytes | None]:
    """The dossier of each line, by its number, else by its number on the portal."""
    rows = numbers(reader)
    by_source = {row.source_id: row.id for row in rows if row.source_id}
    by_number = {row.number: row.id for row in rows}
    return [by_number.get(one.number) or by_source.get(one.number) for one in told]


def _wish(one: ToldDecision, reasons: Sequence[Reason]) -> Wish:
    """Reasons of the list by code or label; other words go with the comment."""
    found = [(text, find_reason(text, reasons)) for text in one.reasons]
    free = [text for text, reason in found if reason is None]
    return Wish(
        "decide",
        outcome=one.outcome,
        reasons=tuple(dict.fromkeys(reason.code for _, reason in found if reason is not None)),
        conditions=tuple(one.conditions),
        comment=" ".join([*free, one.comment]).strip(),
        act=one.act,
        decided_on=dt.date.fromisoformat(one.decided_on) if one.decided_on else None,
    )
