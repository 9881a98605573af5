"""`dossier-at`: a dossier as it stood on a date, told, as JSON or as pages."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.asof import By
from db.trace import note
from desktop.flow.asof import BY_WORDS, Line, Retold, as_document, moment_words
from desktop.letters.files import write_whole
from desktop.terminal.leaving import mark_file
from desktop.terminal.office import Refusal, dossier_key, left, open_store

Answer = tuple[Any, list[str], list[str]]


def _moment(text: str) -> str:
    """Raises Refusal."""
    for form, kept in (("%Y-%m-%d", 10), ("%Y-%m-%d %H:%M", 16), ("%Y-%m-%d %H:%M:%S", 19)):
        try:
            return dt.datetime.strptime(text.strip().replace("T", " "), form).isoformat(sep=" ")[:kept]
        except ValueError:
            continue
    raise Refusal(f"« {text} » n’est pas une date : écrivez par exemple 2026-03-12 ou « 2026-03-12 14:05 ».")


def run(args: Namespace) -> Answer:
    moment = _moment(args.on)
    by: By = "written" if args.written else "known"
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=True)
        told = Retold(store.reader, key, store.author)
        sheet = told.sheet(told.story.count_at(moment, by), by)
        said = f"État du dossier {args.number} au {moment_words(moment)}"
        if args.out:
            from desktop.letters.letter import make_document

            out = Path(args.out)
            document = as_document(sheet, moment, by, store.author, dt.datetime.now())
            write_whole(out, make_document(document))
            mark_file(args, store, out)
            left(store, said, out, (key,))
        else:
            note(store, "consulted", key, f"{said}, par le terminal")
    answer = {
        "number": args.number, "on": moment, "by": by, "steps": sheet.steps,
        "last": sheet.moment.label if sheet.moment else None,
        "parts": {part.title: [_json(line) for line in part.lines] for part in sheet.parts},
    }  # fmt: skip
    lines = [f"{said}. {BY_WORDS[by]}"]
    if not sheet.steps:
        lines.append("Ce dossier n’existait pas encore dans la base.")
    for part in sheet.parts:
        lines += ["", part.title.upper(), *(_words(line) for line in part.lines)]
    return answer, [f"{said} : {args.out}."] if args.out else lines, []


def _json(line: Line) -> dict[str, Any]:
    return {
        "label": line.label, "value": line.value, "now": line.value if line.now is None else line.now,
        "changed": line.changed, "to_settle": line.open,
    }  # fmt: skip


def _words(line: Line) -> str:
    now = f"  (aujourd’hui : {line.now})" if line.now is not None and len(line.now) < 80 else ""
    more = "  (autre valeur aujourd’hui)" if line.now is not None and not now else ""
    return f"  {line.label} : {line.value or '–'}{now}{more}"
