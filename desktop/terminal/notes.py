"""`notes`: all annotations over all dossiers, filtered, counted, written as a workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.browsing import NoteFilter, note_counts, note_total, notes_page
from desktop.flow.export_notes import export_notes, place_words
from desktop.rules.grid import LABELS
from desktop.terminal.office import open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The latest notes of a filter, or all of them in a workbook with `--out`."""
    with open_store(args.db) as store:
        wanted = NoteFilter(
            store.author, challenge=(args.challenge or "").upper(), quarter=(args.quarter or "").upper(),
            author=args.author or "", strength=args.strength, audience=args.audience or "",
            words=args.words or "",
        )  # fmt: skip
        notes, dossiers = note_total(store.reader, wanted)
        told: dict[str, Any] = {"notes": notes, "dossiers": dossiers}
        if args.by:
            told["groups"] = [
                {"code": row.code, "words": row.words, "count": row.many}
                for row in note_counts(store.reader, wanted, args.by)
            ]
        if args.out:
            written = export_notes(store.reader, wanted, Path(args.out), lambda _words, _share: True)
            return {**told, "written": written}, [f"{written} notes écrites dans {Path(args.out).name}."], []
        rows = notes_page(store.reader, wanted, limit=args.most)
    told["rows"] = [
        {
            "number": row.number, "challenge": row.challenge, "strength": row.strength,
            "place": place_words(row),
            "quote": row.quote, "text": row.text, "author": row.author, "at": row.at,
            "audience": row.audience,
        }
        for row in rows
    ]  # fmt: skip
    lines = [f"{r.number}  {r.short or '–'} {LABELS[r.strength].lower()} : {r.text or r.quote}" for r in rows]
    return told, [*lines, f"{notes} notes, {dossiers} dossiers."], []
