"""`parvis reference`: load public extracts, say what the reference holds, forget it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db import reference
from db.queries.reference_facts import outlines_missing
from desktop.exchange.application import Unreadable
from desktop.flow.refer import KINDS, Loaded, draw, load
from desktop.paths import default_database
from desktop.rules.french import date_short, plural
from desktop.terminal.office import Refusal, day, day_words, open_store

Answer = tuple[Any, list[str], list[str]]
TABLES = {
    "rna": "associations", "unit": "unités légales", "period": "périodes d’unités légales",
    "place": "établissements", "quarter": "quartiers prioritaires",
}  # fmt: skip


def run(args: Namespace) -> Answer:
    """(JSON answer, lines for standard output, sentences for standard error)."""
    database = Path(args.db) if args.db else default_database()
    if args.deed == "load":
        return _load(database, [Path(name) for name in args.files])
    if args.deed == "forget":
        reference.forget(reference.path_of(database))
        return {"forgotten": True}, ["La base de référence est retirée ; ses fichiers la refont."], []
    return _status(database)


def _load(database: Path, files: list[Path]) -> Answer:
    if not files:
        raise Refusal(
            "Dites quels fichiers charger : extraits du RNA, de SIRENE, liste ou contours de quartiers."
        )
    told, lines, faults = [], [], []
    database.parent.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            loaded = load(database, file)
        except Unreadable as refusal:
            faults.append(str(refusal))
            continue
        told.append({**loaded._asdict(), "problems": [_problem(p) for p in loaded.problems]})
        lines += _said(loaded)
        if loaded.kind == "qpv" and database.exists():
            lines += _draw(str(database))
    return {"files": told}, lines, faults


def _draw(database: str) -> list[str]:
    """Outlines that came with the list serve the quarters of the base that had none."""
    with open_store(database) as store:
        outlines = outlines_missing(store.reader)
        if not outlines:
            return []
        store.do(draw, outlines=outlines)
    return [f"  {len(outlines)} {plural(len(outlines), 'quartier')} de la base ont maintenant leur contour"]


def _problem(problem: Any) -> dict[str, str]:
    return {"row": problem.row, "value": problem.value, "message": problem.message}


def _said(loaded: Loaded) -> list[str]:
    rows = f"{loaded.rows:,}".replace(",", "\u202f")
    dated = day(loaded.dated)
    lines = [f"{loaded.file} : {loaded.title}, {rows} {plural(loaded.rows, 'ligne')}"]
    if dated:
        lines[0] += f" au {date_short(dated)}"
    if loaded.people:
        lines.append(f"  {loaded.people} lignes de personnes physiques laissées de côté")
    lines += [f"  {problem.row} : {problem.message}" for problem in loaded.problems]
    if loaded.remade:
        lines.append(
            f"  La base de référence était abîmée : elle est gardée sous « {loaded.remade} » et refaite."
        )
    return lines


def _status(database: Path) -> Answer:
    path = reference.path_of(database)
    try:
        found = reference.status(path)
    except reference.Damaged as why:
        raise Refusal(str(why)) from why
    if found is None:
        return (
            None,
            ["Aucune base de référence : chargez-en une avec « parvis reference load FICHIER… »."],
            [],
        )
    told = {"counts": found.counts, "loads": [row._asdict() for row in found.loads], "bytes": found.size}
    lines = [f"{found.counts[table]} {words}" for table, words in TABLES.items() if found.counts[table]]
    lines += [
        f"  {KINDS[row.kind]} : {row.file}, {row.rows} lignes au {day_words(row.dated)}"
        for row in found.loads
    ]
    return told, lines, []
