"""The money of the demonstration: envelopes kept for a challenge or a quarter, reserves, droit commun."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import queries
from db.queries.money import envelopes
from db.store import Store
from desktop.flow.allocate import make_envelope, set_reserve
from desktop.flow.funding import change_line, plan_of
from desktop.rules.folding import fold
from desktop.terminal.work import funder_keys


def play_money(store: Store, path: Path) -> int:
    """Make what the file tells, in its order; returns how many envelopes were made."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    funders = funder_keys(store)
    for entry in told.get("envelope", []):
        store.do(make_envelope, told=_told(store, entry, funders))
    for entry in told.get("reserve", []):
        row = next(
            row for row in envelopes(store.reader)
            if row.funder_code == entry["funder"] and row.wave_id == _wave(store, entry) and not row.title
        )  # fmt: skip
        store.do(set_reserve, envelope=row.id, amount=entry["amount"])
    for entry in told.get("law", []):
        _answer(store, entry)
    return len(told.get("envelope", []))


def _told(store: Store, entry: dict[str, Any], funders: Mapping[str, bytes]) -> dict[str, Any]:
    reader = store.reader
    call = next((row for row in queries.calls(reader) if row.code == entry.get("call")), None)
    return {
        "funder_id": funders[entry["funder"]], "year": call.year if call else entry["year"],
        "call_id": call.id if call else None, "wave_id": _wave(store, entry),
        "quarter_id": next((q.id for q in queries.quarters(reader) if q.code == entry.get("quarter")), None),
        "challenge_id": next(
            (c.id for c in queries.challenges(reader) if c.code == entry.get("challenge")), None
        ),
        "title": entry.get("title", ""), "amount": entry["amount"], "carried": entry.get("carried", 0),
        "common_law": entry.get("law", False), "comment": entry.get("comment", ""),
    }  # fmt: skip


def _wave(store: Store, entry: dict[str, Any]) -> bytes | None:
    """The wave « V1 » of a call is its first."""
    call = next((row.id for row in queries.calls(store.reader) if row.code == entry.get("call")), None)
    rank = int(entry["wave"].removeprefix("V")) if "wave" in entry else None
    waves = queries.waves(store.reader)
    return next((row.id for row in waves if row.call_id == call and row.rank == rank), None)


def _answer(store: Store, entry: dict[str, Any]) -> None:
    """What a funder of the plan answers, out of its own credits."""
    key = queries.find(store.reader, entry["number"])
    assert key is not None, entry["number"]
    names = [fold(line.funding.name) for line in plan_of(store.reader, key, None).lines]
    place = next(at for at, name in enumerate(names) if fold(entry["funder"]) in name)
    changes = {"common_law": True, "status": entry["status"]}
    store.do(change_line, dossier=key, place=place, changes=changes)
