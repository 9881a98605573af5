"""`letters` and `export`: what leaves the office, as PDF and as a workbook."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import queries
from db.queries.letters import LetterRow
from db.store import Store
from desktop.flow.export import columns, rows
from desktop.flow.files import content_of
from desktop.flow.letter_models import letter_models
from desktop.flow.logos import letter_kept
from desktop.flow.notify import PENDING, Blocked, Draft, compose, issue, prepare_decided
from desktop.letters.files import file_name, write_whole
from desktop.letters.letter import make, make_many
from desktop.letters.model import Letter
from desktop.letters.template import Template
from desktop.rules.french import plural
from desktop.terminal.office import Refusal, left, open_store
from desktop.terminal.speech import say
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]
NAME = "{courrier.numero} {dossier.numero} {porteur.nom}.pdf"


def _name(number: str, row: LetterRow) -> str:
    data = {
        "courrier": {"numero": number},
        "dossier": {"numero": row.dossier},
        "porteur": {"nom": row.applicant},
    }
    return file_name(NAME, data)


def write_letters(
    store: Store, tree: Any, out: Path, *, one_file: bool = False, draft: bool = False, leave: bool = True
) -> tuple[list[str], list[str]]:
    """Issue the green letters of the pending decisions and write their PDF; (file names, blocked ones).

    `draft` writes the blocked ones too, marked PROJET; without `leave` nothing new is issued.

    Letters already issued are written again from the register, byte for byte: nothing leaves twice.
    """
    out.mkdir(parents=True, exist_ok=True)
    wanted = queries.list_ids(store.reader, tree)
    store.do(prepare_decided, dossiers=wanted)
    templates = letter_models(store.reader)
    names: list[str] = []
    blocked: list[str] = []
    kept: list[Letter] = []
    drafts: list[Letter] = []
    for row in [r for r in queries.letter_list(store.reader) if r.dossier_id in set(wanted)]:
        if row.state == "issued":
            _copy(store, row, out, names, kept)
            continue
        made = compose(store.reader, row, templates, dt.date.today())
        why = _why_red(made) or (_leave(store, row, templates) if leave else "")
        if leave and not why:
            again = next(r for r in queries.letters_of(store.reader, row.dossier_id) if r.id == row.id)
            _copy(store, again, out, names, kept)
            continue
        if why:
            blocked.append(f"Dossier {row.dossier}, {row.applicant} : {why}")
        if draft:
            name = _name(PENDING, row)
            write_whole(out / name, make(made.letter, watermark=PENDING))
            names.append(name)
            drafts.append(made.letter)
    if one_file:
        names = _bind(out, names, kept, drafts)
    return names, blocked


def _why_red(made: Draft) -> str:
    return " ".join(finding.sentence for finding in made.findings if finding.level == "error")


def _leave(store: Store, row: LetterRow, templates: Mapping[str, Template]) -> str:
    """Issue a letter; why it stays when it does: it may wait for a second look."""
    try:
        store.do(issue, letter=row.id, templates=templates, make=make)
    except Blocked as why:
        return str(why)
    return ""


def _bind(out: Path, names: list[str], kept: list[Letter], drafts: list[Letter]) -> list[str]:
    """All letters in one file for the printer, the drafts in another: they must never leave together."""
    made = []
    for name, letters, watermark in (("courriers.pdf", kept, None), ("projets.pdf", drafts, PENDING)):
        if letters:
            make_many(letters, out / name, watermark=watermark)
            made.append(name)
    for name in names:
        (out / name).unlink()
    return made


def _copy(store: Store, row: LetterRow, out: Path, names: list[str], kept: list[Letter]) -> None:
    if row.sha256 is None:
        return  # eliminated: its number is left, its words and its file are not
    name = _name(row.number, row)
    write_whole(out / name, content_of(store.files, row.sha256))
    names.append(name)
    body = store.reader.execute("SELECT body FROM letter WHERE id = ?", (row.id,)).fetchone()
    kept.append(letter_kept(store.reader, body[0]))


def letters(args: Namespace) -> Answer:
    out = Path(args.out)
    with open_store(args.db) as store:
        tree = tree_of(args.where, store.author)
        made, blocked = write_letters(store, tree, out, one_file=args.one_file, draft=args.draft)
        if made:
            left(store, f"{len(made)} {plural(len(made), 'courrier')}", out)
    lines = [*made, f"{len(made)} fichiers dans {out}."]
    told = [f"Courrier bloqué. {line}" for line in blocked]
    answer = {"files": made, "blocked": blocked, "out": str(out)}
    if args.draft:  # all that was asked was made: the blocked ones are told, and the command succeeds
        for line in told:
            say(line, sys.stderr)
        return answer, lines, []
    return answer, lines, told


def write_workbook(store: Store, tree: Any, out: Path) -> int:
    """The list as an Excel workbook; returns how many dossiers it holds."""
    from desktop.exchange.list_book import write_list

    found = queries.export_rows(store.reader, tree)
    write_list(out, columns(), rows(found), title="Dossiers")
    return len(found)


def export(args: Namespace) -> Answer:
    """The usual workbook, or a table of chosen columns: of a model, or named one by one."""
    if not args.out and not args.list_columns:
        raise Refusal("Dites où écrire le tableau : --out FICHIER.xlsx ou .csv. Rien n’a été fait.")
    out = Path(args.out or "")
    asked = args.model or args.columns or args.black_out or args.watermark
    if args.list_columns or asked or out.suffix.lower() == ".csv":
        from desktop.terminal.tables import export_columns

        return export_columns(args)
    with open_store(args.db) as store:
        count = write_workbook(store, tree_of(args.where, store.author), out)
        left(store, f"Liste de {count} {plural(count, 'dossier')}", out)
    return {"file": str(out), "dossiers": count}, [f"{count} dossiers dans {out}."], []
