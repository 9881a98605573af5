"""`notes`: what was written over all dossiers, listed, counted or exported."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.all_notes import NoteRow, NoteWish, note_groups, note_page, note_total
from db.store import Store
from desktop.rules.french import plural
from desktop.rules.grid import LABELS
from desktop.rules.note_query import read_wish
from desktop.rules.query import QueryError
from desktop.rules.sections import place_words
from desktop.terminal.office import Refusal, left, open_store
from desktop.terminal.work import tree_of

Answer = tuple[Any, list[str], list[str]]


def notes_(args: Namespace) -> Answer:
    """The notes that the person at work may see."""
    with open_store(args.db) as store:
        wish = _wish(args, store.author)
        if args.by:
            return _counted(store, wish, args.by)
        if args.out:
            return _exported(store, wish, Path(args.out))
        found = note_page(store.reader, wish, size=max(1, args.limit))
        notes, dossiers = note_total(store.reader, wish)
    lines = [
        f"{row.at[:10]}  {row.number}  {f'D{row.rank:02d}' if row.rank else '   '}  {row.text or row.quote}"
        for row in found
    ]
    told = {"notes": [note_json(row) for row in found], "total": notes, "dossiers": dossiers}
    return told, [*lines, f"{notes} notes dans {dossiers} dossiers, {len(found)} montrées."], []


def _wish(args: Namespace, me: str) -> NoteWish:
    try:
        fields: dict[str, Any] = dict(read_wish(args.where, me))
    except QueryError as error:
        raise Refusal(f"La recherche n’est pas comprise : {error}") from error
    return NoteWish(me, **fields, dossiers=tree_of(args.dossiers, me) if args.dossiers else None)


def _counted(store: Store, wish: NoteWish, by: Any) -> Answer:
    groups = note_groups(store.reader, wish, by)
    lines = [f"{row.notes:>8}  {row.words or row.key}" for row in groups]
    return {"by": by, "groups": [row._asdict() for row in groups]}, lines, []


def _exported(store: Store, wish: NoteWish, out: Path) -> Answer:
    from desktop.exchange.list_book import write_list
    from desktop.exchange.workbook import Unwritable
    from desktop.flow.export_notes import columns, every_note, rows

    try:
        count = write_list(out, columns(), rows(every_note(store.reader, wish)), title="Notes")
    except Unwritable as why:
        raise Refusal(str(why)) from why
    left(store, f"{count} {plural(count, 'note')}", out)
    return {"out": str(out), "notes": count}, [f"{count} notes écrites dans {out}."], []


def note_json(row: NoteRow) -> dict[str, Any]:
    return {
        "number": row.number, "applicant": row.applicant, "challenge": row.challenge,
        "strength": LABELS[row.strength], "quarters": row.quarters, "place": row.place,
        "where": place_words(row.place, row.piece, row.page), "page": row.page, "quote": row.quote,
        "text": row.text, "audience": row.audience, "author": row.author, "at": row.at, "id": row.id.hex(),
    }  # fmt: skip
