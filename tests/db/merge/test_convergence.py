"""Whatever is written where, and however lots travel: everybody ends with the same rows and disagreements."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.journal import broken_steps
from db.keys import key_of, new_key
from db.merge.lot import Lot
from db.merge.settle import settle
from tests.db.merge.sites import CHALLENGE, FUNDERS, Site, dossier, empty, exchange, found, pick
from tests.kept import CAN_KEEP, Kept

SENTENCES = ("Le projet est clair.", "Le budget est juste.", "Le public est là.", "Il faut 1 500 €.")


def act(dice: random.Random, site: Site) -> None:
    """One thing that somebody does."""
    deed = dice.choice((_edit, _edit, _edit, _write, _amount, _annotate, _mark, _remove, _create, _settle))
    deed(dice, site)


def _edit(dice: random.Random, site: Site) -> None:
    key = pick(dice, site, "dossier")
    column, value = dice.choice(
        (
            ("title", f"Action {dice.randrange(5)}"),
            ("stage", dice.choice(("received", "complete", "refused"))),
            ("asked", dice.randrange(5) * 1000 or None),
            ("number", f"N{dice.randrange(9)}"),
        )
    )
    seen = dice.choice((None, None, max(0, site.store.position - dice.randrange(4))))
    site.sql(f'UPDATE dossier SET "{column}" = ? WHERE id = ?', value, key, seen=seen)


def _write(dice: random.Random, site: Site) -> None:
    key = pick(dice, site, "dossier")
    text = " ".join(dice.sample(SENTENCES, dice.randrange(1, 5)))
    site.sql("UPDATE dossier SET proposal_reason = ? WHERE id = ?", text, key)


def _amount(dice: random.Random, site: Site) -> None:
    key, funder = pick(dice, site, "dossier"), dice.choice(FUNDERS)
    if key:
        site.sql(
            "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, ?) "
            "ON CONFLICT(id) DO UPDATE SET proposed = excluded.proposed",
            key_of(key, funder), key, funder, dice.randrange(4) * 1000,
        )  # fmt: skip


def _annotate(dice: random.Random, site: Site) -> None:
    if key := pick(dice, site, "dossier"):
        site.sql(
            'INSERT INTO annotation(id, dossier_id, place, rects, quote, "before", "after", orphan, '
            "strength, text, audience, author, at) VALUES (?, ?, 'dossier', '', '', '', '', 0, 0, ?, "
            "'team', ?, '2026-03-01 10:00:00.000000')",
            new_key(), key, dice.choice(SENTENCES), site.name,
        )  # fmt: skip


def _mark(dice: random.Random, site: Site) -> None:
    if key := pick(dice, site, "dossier"):
        site.sql(
            "INSERT INTO mark(id, dossier_id, challenge_id, level, reason, author) "
            "VALUES (?, ?, ?, ?, '', ?) "
            "ON CONFLICT(id) DO UPDATE SET level = excluded.level, author = excluded.author",
            key_of(key, CHALLENGE), key, CHALLENGE, dice.randrange(4), site.name,
        )  # fmt: skip


def _remove(dice: random.Random, site: Site) -> None:
    table = dice.choice(("annotation", "annotation", "mark", "amount", "dossier"))
    key = pick(dice, site, table)
    if key is None or (table == "dossier" and dice.random() < 0.5):
        return
    if table == "dossier":
        for child in ("annotation", "mark", "amount"):
            site.sql(f"DELETE FROM {child} WHERE dossier_id = ?", key)
    site.sql(f"DELETE FROM {table} WHERE id = ?", key)


def _create(dice: random.Random, site: Site) -> None:
    number = f"N{dice.randrange(9)}"
    key = dice.choice((new_key(), key_of("of the tests", "dossier", number)))
    if not site.one("SELECT 1 FROM dossier WHERE id = ?", key):
        site.do(dossier, number=number, key=key)


def _settle(dice: random.Random, site: Site) -> None:
    rows = site.ask("SELECT ent, rid, field, nature, vals FROM conflict ORDER BY ent, rid, field")
    rows = [row for row in rows if row[3] != "twice"]
    if rows:
        ent, rid, field, nature, vals = dice.choice(rows)
        value = dice.choice(json.loads(vals))
        if nature in ("deletion", "orphan"):
            value = dice.random() < 0.6
        site.do(settle, ent=ent, rid=bytes(rid), field=field, value=value, reason="dit au téléphone")


def travel(dice: random.Random, hub: Site, station: Site, bag: list[Lot]) -> None:
    """Lots are made, kept, handed over late, twice, in any order, or never."""
    if dice.random() < 0.6:
        after = dice.choice((None, station.sent))
        bag.append(station.up(after, number=dice.randrange(1, 10**9)))
    for lot in dice.sample(bag, min(len(bag), dice.randrange(3))):
        hub.take(lot)
    if dice.random() < 0.5:
        station.take(hub.down(station))


@pytest.fixture(scope="module")
def places() -> Iterator[dict[str, Kept | None]]:
    """A base for each place, that goes back to its first state between two seeds."""
    kept = {name: Kept(empty) if CAN_KEEP else None for name in ("hub", "A", "B", "C")}
    yield kept
    for base in kept.values():
        if base is not None:
            base.close()


def run(folder: Path, seed: int, places: dict[str, Kept | None], deeds: int = 25) -> None:
    dice = random.Random(seed)
    hub, *stations = (Site(folder, name, kept) for name, kept in places.items())
    try:
        hub.do(found)
        for number in range(3):
            hub.do(dossier, number=f"N{number}")
        exchange(hub, *stations, rounds=1)
        bags: dict[str, list[Lot]] = {station.name: [] for station in stations}
        for _ in range(deeds):
            act(dice, dice.choice((hub, *stations)))
            if dice.random() < 0.3:
                station = dice.choice(stations)
                travel(dice, hub, station, bags[station.name])
        issued = set().union(*(site.ops() for site in (hub, *stations)))
        for station in stations:  # what was never handed over comes at last, twice
            for lot in bags[station.name]:
                hub.take(lot)
        exchange(hub, *stations)
        check(hub, *stations, issued=issued)
    finally:
        for site in (hub, *stations):
            site.give_back()


def check(hub: Site, *stations: Site, issued: set[bytes]) -> None:
    assert set(hub.ops()) == issued, "operations lost or made"
    for station in stations:
        assert set(station.ops()) == issued
        assert station.tables() == hub.tables()
        assert station.conflicts() == hub.conflicts()
        assert station.ask("SELECT * FROM total ORDER BY dossier_id") is not None
    for site in (hub, *stations):
        assert broken_steps(site.store.reader) == []
        assert site.ask("PRAGMA foreign_key_check") == []
        assert site.one("SELECT count(*) FROM parked") == 0
        assert site.one("SELECT count(*) FROM capture") == 0


SEEDS = int(os.environ.get("PARVIS_SEEDS", "30"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_everybody_ends_with_the_same(tmp_path: Path, seed: int, places: dict[str, Kept | None]) -> None:
    run(tmp_path, seed, places)
