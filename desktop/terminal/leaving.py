"""Copies that leave by the terminal: their mark, what is blacked out of them."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from db.store import Store
from desktop.letters.watermark import Copy, marked
from desktop.rules.blackout import CATEGORIES, blacked
from desktop.terminal.office import Refusal


def copy_of(args: Namespace, store: Store) -> Copy | None:
    """For whom the copy is, None when nobody was named."""
    return Copy(args.watermark, dt.date.today(), store.author) if args.watermark else None


def mark_file(args: Namespace, store: Store, out: Path) -> None:
    """Mark the PDF just written, when it is asked. Raises Refusal for another kind of file."""
    copy = copy_of(args, store)
    if copy is None:
        return
    if out.suffix.lower() != ".pdf":
        raise Refusal(f"« {out.name} » n’est pas un PDF : il est écrit sans la marque de copie.")
    from desktop.letters.files import write_whole

    write_whole(out, marked(out.read_bytes(), copy))


def black_of(args: Namespace, known: Iterable[str]) -> frozenset[str]:
    """The columns to black out. Raises UnknownBar (French)."""
    every = {code for _, codes in CATEGORIES.values() for code in codes}
    return blacked((args.black_out or "").split(","), [*known, *every])
