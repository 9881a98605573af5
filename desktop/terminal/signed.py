"""`signed`: letters that came back signed and scanned, filed by the code of their pages."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.exchange.scan_codes import read_scans
from desktop.flow.signed import file_signed
from desktop.flow.signed_heap import Back, Heap, recognise, told
from desktop.terminal.office import Refusal, open_store

Answer = tuple[Any, list[str], list[str]]


def signed(args: Namespace) -> Answer:
    """Read scans, say whose each page is, and file those that are sure; with --dry-run write nothing."""
    day = _day(args.on)
    try:
        scans = read_scans([Path(name) for name in args.files], lambda _words, _share: True)
    except Unreadable as refusal:
        raise Refusal(str(refusal)) from refusal
    with open_store(args.db) as store:
        heap = recognise(store.reader, scans)
        filed = [] if args.dry_run else _file(store, heap, day, every=args.all)
    lines = [f"{told(heap)}.", *map(_line, heap.back)]
    lines += [f"{left.page.file.name}, page {left.page.page} : {left.why}" for left in heap.left]
    if not args.dry_run:
        lines.append(f"{len(filed)} lettres classées.")
    errors = [] if heap.back else ["Aucune lettre de cette base n’a été reconnue : rien n’a été classé."]
    return _public(heap, filed), lines, errors


def _file(store: Store, heap: Heap, day: dt.date, *, every: bool) -> list[str]:
    letters = [one.letter.id for one in heap.back] if every else heap.sure
    if not letters:
        return []
    numbers: list[str] = store.do(file_signed, heap=heap, letters=letters, signed_on=day).value
    return numbers


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.today()
    except ValueError as error:
        raise Refusal(f"« {text} » n’est pas une date (AAAA-MM-JJ).") from error


def _line(one: Back) -> str:
    pages = f"{len(one.pages)} page{'s' if len(one.pages) > 1 else ''}"
    row = one.letter
    return f"{row.number}  {row.applicant} · {row.dossier} · {pages}{'. ' if one.doubt else ''}{one.doubt}"


def _public(heap: Heap, filed: list[str]) -> dict[str, Any]:
    return {
        "letters": [
            {
                "number": one.letter.number, "dossier": one.letter.dossier, "applicant": one.letter.applicant,
                "pages": [[page.file.name, page.page] for page in one.pages],
                "missing": list(one.missing), "doubt": one.doubt,
            }
            for one in heap.back
        ],
        "left": [{"file": p.page.file.name, "page": p.page.page, "why": p.why} for p in heap.left],
        "blank": heap.blank,
        "filed": filed,
    }  # fmt: skip
