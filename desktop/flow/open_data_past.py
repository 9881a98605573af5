"""A published list taken in as history and written again: what the base kept of each of its cells."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.orm import Session

from db.queries.past_published import PastRow, past_grants
from db.store import reader_of
from desktop.exchange.application import ReadFile
from desktop.exchange.registry import read
from desktop.exchange.scdl_compare import Compared, compare, read_original
from desktop.flow.past import keys_of, remember
from desktop.paths import import_maps
from desktop.rules.identity import check_siret
from desktop.rules.scdl import LONGEST, one_line
from desktop.rules.scdl import number as point

_IN_KIND = " (aide en nature)"  # how desktop.exchange.history_table says that no money was given


def compared(session: Session, *, path: Path) -> list[Compared]:
    """Take a published list in, write it again, and set each cell against the one it was read from.

    It writes: call it with `Store.rehearse`, which takes everything back. Raises Unreadable (French).
    """
    original, taken = read_original(path), read(path, import_maps())
    return compare(original, written_again(session, taken))


def written_again(session: Session, taken: ReadFile) -> dict[int, tuple[str, ...]]:
    """Number of the row in the file -> the sixteen cells that the base can tell of it."""
    remember(session, lines=taken.history, origin=taken.name)
    session.flush()
    keys = keys_of(taken.history)
    rows = {row.id: row for row in past_grants(reader_of(session), keys)}
    told: dict[int, tuple[str, ...]] = {}
    for line, key in zip(taken.history, keys, strict=True):
        found = re.search(r"(\d+)$", line.row)
        if found and key in rows:
            told[int(found[1])] = cells_of(rows[key])
    return told


def cells_of(row: PastRow) -> tuple[str, ...]:
    """The sixteen cells of a past grant; what the history has no place for stays empty."""
    in_kind = row.purpose.endswith(_IN_KIND)
    purpose = one_line(row.purpose.removesuffix(_IN_KIND))
    purpose = purpose if len(purpose) <= LONGEST else purpose[: LONGEST - 1].rstrip() + "…"
    siret = check_siret(row.siret)
    return (
        row.funder, "", (row.decided_on or "")[:10], "", one_line(row.name), siret.value if siret.ok else "",
        row.rna, purpose, point(row.amount), "aide en nature" if in_kind else "aide en numéraire", "", "", "",
        "non", "1", "",
    )  # fmt: skip
