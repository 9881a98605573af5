"""`parvis import`: read files, say what is odd, write each file in one transaction."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from db import queries
from db.store import Store
from desktop.exchange.application import Problem, ReadFile, Unreadable
from desktop.exchange.reference_files import recognise
from desktop.exchange.registry import read as read_file
from desktop.exchange.table_maps import SURE
from desktop.flow.past import Learnt
from desktop.flow.receive import Intake
from desktop.flow.take_in import Taken, take_in
from desktop.paths import import_maps
from desktop.rules.disk import reason
from desktop.terminal.office import Refusal, euros_text, open_store
from desktop.terminal.speech import say


def run(args: Namespace) -> tuple[dict[str, Any], list[str], list[str]]:
    """(JSON answer, lines for standard output, sentences for standard error)."""
    files: list[dict[str, Any]] = []
    faults: list[str] = []
    reads: list[ReadFile] = []
    for name in args.files:
        try:
            _refuse_extract(Path(name))
            reads.append(read_file(Path(name), import_maps(), args.map))
            _tell_unknown(reads[-1])
        except Unreadable as refusal:
            faults.append(f"{Path(name).name} : {refusal}")
            files.append(_unread(Path(name), str(refusal)))
        except OSError as error:
            sentence = f"Le fichier ne s’ouvre pas ({reason(error)}). Rien n’a été importé."
            faults.append(f"{Path(name).name} : {sentence}")
            files.append(_unread(Path(name), sentence))
    if reads:
        with tempfile.TemporaryDirectory() as scratch:
            fresh = args.dry_run and args.db is not None and not Path(args.db).exists()
            database = str(Path(scratch) / "essai.db") if fresh else args.db
            with open_store(database, copy="" if args.dry_run else "import") as store:
                files += [_one(store, read, args) for read in reads]
    lines = [_line(entry, args.dry_run) for entry in files if entry["format"]]
    return {"files": files}, lines, faults


def _refuse_extract(path: Path) -> None:
    """A public register is no list of applications; its own command streams it. Raises Unreadable."""
    extract = recognise(path)
    if extract is not None:
        raise Unreadable(
            f"{extract.title}\u00a0: ce fichier va dans la base de référence, par « parvis reference load "
            f"{path.name} ». Rien n’a été importé."
        )


def _tell_unknown(read: ReadFile) -> None:
    """The fields of a form that nobody paired yet, on standard error: they are read, but as they are."""
    for field in read.fields:
        if field.confidence < SURE:
            name = f"{field.label} ({field.name})" if field.label else field.name
            say(f"{read.path.name}, page {field.page}, champ inconnu : {name} = {field.value}", sys.stderr)


def _one(store: Store, read: ReadFile, args: Namespace) -> dict[str, Any]:
    call = _call(store, args.call)
    if args.dry_run:
        taken: Taken = store.rehearse(take_in, read=read, call=call)
    else:
        taken = store.do(take_in, read=read, call=call).value
    return report(read, taken)


def report(read: ReadFile, taken: Taken) -> dict[str, Any]:
    """The JSON of one file, also what the summary of the window adds up."""
    intakes = taken.intakes
    counts = {s: sum(i.status == s for i in intakes) for s in ("new", "changed", "same", "refused")}
    rows = 0 if taken.learnt and not read.applications else max(read.read, len(read.applications))
    counts["refused"] += max(rows - len(read.applications), 0)
    kept = {i.source_id for i in intakes if i.status != "refused"}
    written = [a for a in read.applications if a.source_id in kept]
    problems = [*read.all_problems(), *(p for i in intakes for p in i.problems), *_conflicts(intakes)]
    return {
        "file": read.name,
        "format": read.format,
        "dossiers": {"read": rows, **counts},
        "pieces": sum(len(a.attachments) for a in written),
        "asked_total": euros_text(sum(a.asked or 0 for a in written)),
        "granted_total": euros_text(sum(a.granted or 0 for a in written)),
        "problems": [_problem(problem) for problem in problems],
        **({"history": history_figures(read, taken.learnt)} if taken.learnt else {}),
    }


def history_figures(read: ReadFile, learnt: Learnt) -> dict[str, Any]:
    """What a list of past grants brings, in figures."""
    refused = sum(problem.level == "error" for problem in read.problems)
    return {
        "read": read.read, "new": learnt.new, "same": learnt.same, "refused": refused,
        "twice": max(0, read.read - len(read.history) - refused),
        "bodies": learnt.bodies, "lines_here": learnt.lines_here, "applicants_here": learnt.applicants_here,
        "doubts": learnt.doubts, "granted_total": euros_text(sum(line.amount or 0 for line in read.history)),
        "sums": [
            {"funder": funder, "year": year, "lines": count, "granted": euros_text(cents)}
            for funder, year, count, cents in learnt.sums
        ],
    }  # fmt: skip


def _conflicts(intakes: list[Intake]) -> Iterable[Problem]:
    for intake in intakes:
        for difference in intake.differences:
            if difference.kept:
                yield Problem(
                    "warning",
                    intake.row,
                    difference.label,
                    str(difference.after)[:200],
                    f"Modifié ici depuis l’import, la valeur d’ici reste : {str(difference.before)[:80]}",
                )


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "level": problem.level, "row": problem.row, "field": problem.field, "value": problem.value,
        "message": problem.message,
    }  # fmt: skip


def _unread(path: Path, sentence: str) -> dict[str, Any]:
    problem = {"level": "error", "row": "", "field": "", "value": "", "message": sentence}
    counts = dict.fromkeys(("read", "new", "changed", "same", "refused"), 0)
    return {
        "file": path.name, "format": "", "dossiers": counts, "pieces": 0, "asked_total": "0.00",
        "granted_total": "0.00", "problems": [problem],
    }  # fmt: skip


def _line(entry: dict[str, Any], dry: bool) -> str:
    d = entry["dossiers"]
    what = "Essai, rien n’est écrit. " if dry else ""
    names = {"error": "refus", "warning": "à vérifier"}
    if "history" in entry:
        return _history_line(entry, what)
    problems = "".join(
        f"\n  {names[p['level']]} · {p['row']} · {p['field']} : {p['message']}" for p in entry["problems"]
    )
    return (
        f"{entry['file']} ({entry['format']}). {what}{d['read']} dossiers lus : {d['new']} nouveaux, "
        f"{d['changed']} mis à jour, {d['same']} inchangés, {d['refused']} refusés ; "
        f"{entry['pieces']} pièces ; {entry['asked_total']} € demandés.{problems}"
    )


def _history_line(entry: dict[str, Any], what: str) -> str:
    h = entry["history"]
    refused = [f"refus · {p['row']} : {p['message']}" for p in entry["problems"] if p["level"] == "error"]
    sums = [f"{s['funder']}, {s['year']} : {s['lines']} lignes, {s['granted']} €" for s in h["sums"]]
    below = "".join(f"\n  {line}" for line in (*sums, *refused))
    return (
        f"{entry['file']} (historique). {what}{h['read']} lignes lues : {h['new']} nouvelles, {h['same']} "
        f"déjà connues, {h['refused']} refusées ; {h['bodies']} organismes, {h['granted_total']} €. "
        f"{h['lines_here']} lignes concernent {h['applicants_here']} porteurs de cette base ; "
        f"{h['doubts']} noms à rapprocher ; {len(entry['problems']) - len(refused)} remarques.{below}"
    )


def _call(store: Store, name: str | None) -> bytes | None:
    if name is None:
        return None
    for call in queries.calls(store.reader):
        if name in (call.code, call.title, str(call.year)):
            return call.id
    known = ", ".join(call.code for call in queries.calls(store.reader))
    raise Refusal(f"L’appel « {name} » n’existe pas. Appels connus : {known}.")
