"""The financing plan of every dossier of a session, as its own screen shows it, without a statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.queries.committee import ItemRow
from db.queries.packs import LineOf
from desktop.letters.pack_model import Line
from desktop.rules.funding import STATUSES, Funding, own_part, seeds

OWN = "Ressources propres"


def plans(
    rows: Iterable[LineOf],
    items: Sequence[ItemRow],
    amounts: Mapping[bytes, Sequence[Any]],
    accounts: Mapping[str, str],
) -> dict[bytes, tuple[Line, ...]]:
    """Key of a dossier → its lines, those that were kept or those that its budget makes."""
    found: dict[bytes, list[LineOf]] = defaultdict(list)
    for row in rows:
        found[row.dossier].append(row)
    made = {}
    for item in items:
        asked = [
            (row.funder, accounts.get(row.code, ""), row.asked) for row in amounts.get(item.dossier_id, ())
        ]
        made[item.dossier_id] = _plan(found[item.dossier_id], asked)
    return made


def _plan(rows: Sequence[LineOf], asked: Sequence[tuple[str, str, int | None]]) -> tuple[Line, ...]:
    products = [row for row in rows if row.kind == "product"]
    kept = [row for row in rows if row.kind == "plan"]
    if kept:
        told = [Funding(r.label, r.asked, r.answered, r.status, bool(r.common_law), r.account) for r in kept]
    else:
        budget = [(row.account, row.label, row.funder, row.asked) for row in products]
        told = seeds(budget, asked)
    lines = [
        Line(funding.name, funding.expected, STATUSES.get(funding.status, funding.status))
        for funding in told
        if funding.expected
    ]
    own = own_part([(row.account, row.asked) for row in products])
    return (*lines, *([Line(OWN, own, "", True)] if own else []))
