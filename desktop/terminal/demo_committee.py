"""The session that the demonstration has convened: its members, its order of the day, who will leave."""

from __future__ import annotations

import tomllib
from pathlib import Path

from db import queries
from db.store import Store
from desktop.flow.interests import declare
from desktop.flow.order_of_day import convene_on
from desktop.flow.seats import seat


def play_committee(store: Store, path: Path) -> int:
    """Convene what the file tells; returns how many sessions."""
    sessions = tomllib.loads(path.read_text(encoding="utf-8"))["session"]
    for told in sessions:
        for tie in told.get("interest", []):
            dossier = queries.find(store.reader, tie["number"])
            assert dossier is not None, tie["number"]
            store.do(declare, dossier=dossier, person=tie["person"], nature=tie["nature"])
        key, _ = store.do(
            convene_on, query=told["where"], name=told["name"], kind=told["kind"], held_on=told["on"],
            starts_at=told.get("time", ""), place=told.get("place", ""), quorum=told.get("quorum"),
        ).value  # fmt: skip
        for member in told["member"]:
            store.do(seat, committee=key, **member)
    return len(sessions)
