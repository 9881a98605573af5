"""`retention`, `eliminate`, `anonymise`: what is due, the list for the archives, what goes after it."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import Any

from db import queries
from db.queries.retention import elimination_lines, elimination_lists
from db.store import Store
from desktop.flow.anonymise import anonymise_set
from desktop.flow.eliminate import (
    STATES,
    carry_out,
    drop_list,
    grant_visa,
    make_list,
    refuse_visa,
    send_list,
    take_off,
)
from desktop.flow.elimination_papers import FATES, list_of, report_lines, write_paper
from desktop.flow.retention import groups, retained, rules_of
from desktop.rules.french import plural
from desktop.rules.retention import FATES as RULE_FATES
from desktop.terminal.office import Refusal, day, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def retention(args: Namespace) -> Answer:
    """What falls under each rule, and what is due."""
    today = day(args.on) or dt.date.today()
    with open_store(args.db) as store:
        found = retained(store.reader, today)
        told = groups(found, rules_of(store.reader))
    rules = [
        {
            "code": group.rule.code if group.rule else None,
            "label": group.rule.label if group.rule else "Sans décision",
            "years": group.rule.years if group.rule else None,
            "fate": RULE_FATES[group.rule.fate] if group.rule else None, "dossiers": group.dossiers,
            "due": group.over - group.frozen, "frozen": group.frozen,
            "next": group.next_day.isoformat() if group.next_day else None,
        }
        for group in told
    ]  # fmt: skip
    due = [
        {"number": one.row.number, "applicant": one.row.applicant,
         "rule": one.rule.code if one.rule else None,
         "last_day": one.last_day.isoformat() if one.last_day else None, "frozen": list(one.frozen)}
        for one in found if one.over
    ]  # fmt: skip
    lines = [
        f"{group.rule.label if group.rule else 'Sans décision':<48} {group.dossiers:>5} "
        f"{plural(group.dossiers, 'dossier')}, {group.over - group.frozen} à échéance, {group.frozen} gelés"
        for group in told
    ]
    lines += [
        f"  {one.row.number}  {one.row.applicant}  jusqu’au {one.last_day:%d/%m/%Y}"
        + (f"  gelé : {', '.join(one.frozen)}" if one.frozen else "")
        for one in found if one.over
    ]  # fmt: skip
    return {"on": today.isoformat(), "rules": rules, "over": due}, lines, []


def eliminate(args: Namespace) -> Answer:
    """The deed that was asked; without one, the lists."""
    with open_store(args.db) as store:
        lines = _deed(store, args)
        told = [row._asdict() | {"id": row.id.hex()} for row in elimination_lists(store.reader)]
        if not lines:
            lines = [
                f"{row['number']}  {STATES[row['state']]:<22} {row['lines']} lignes, {row['destroyed']} à "
                f"éliminer, {row['specimens']} spécimens, {row['kept']} gardés"
                for row in told
            ] or ["Aucun bordereau d’élimination."]
    return told, lines, []


def _deed(store: Store, args: Namespace) -> list[str]:
    on = day(args.on)
    if args.make:
        key = store.do(make_list, today=on).value
        row = next(row for row in elimination_lists(store.reader) if row.id == key)
        return [f"Bordereau {row.number} : {row.lines} lignes, {row.destroyed} à éliminer."]
    if not args.number:
        return []
    row = list_of(store.reader, args.number)
    if args.out:
        write_paper(store.reader, row, Path(args.out))
        left(store, f"Bordereau {row.number}", args.out)
        return [f"Écrit : {args.out}."]
    if args.keep:
        line = next((x for x in elimination_lines(store.reader, row.id) if x.number == args.keep), None)
        if line is None:
            raise Refusal(f"Le dossier {args.keep} n’est pas sur le bordereau {row.number}.")
        store.do(take_off, line=line.id, why=args.because)
        return [f"{args.keep} est gardé : {args.because}."]
    if args.sent:
        store.do(send_list, elimination=row.id, sent_on=on)
    elif args.visa:
        store.do(grant_visa, elimination=row.id, visa=args.visa, visa_on=on)
    elif args.refused:
        store.do(refuse_visa, elimination=row.id, why=args.because, visa_on=on)
    elif args.drop:
        store.do(drop_list, elimination=row.id)
    elif args.execute:
        return report_lines(carry_out(store, row.id, args.because, on))
    else:
        return [
            f"{line.number}  {FATES[line.fate]:<15} {line.label}"
            + (f"  gardé : {line.why}" if line.kept else "")
            for line in elimination_lines(store.reader, row.id)
        ]
    return []


def anonymise(args: Namespace) -> Answer:
    """The dossiers of a query without their persons."""
    with open_store(args.db) as store:
        keys = queries.list_ids(store.reader, tree_of(args.where, store.author))
        if not keys:
            raise Refusal("La requête ne donne aucun dossier : rien n’a été changé.")
        done = anonymise_set(store, keys, args.because, files=not args.keep_files)
    count = done.dossiers
    told = {"dossiers": count, "rows": done.rows, "contents": len(done.contents)}
    return told, [f"{count} {plural(count, 'dossier anonymisé', 'dossiers anonymisés')}."], []
