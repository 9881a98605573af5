"""A dossier rebuilt at each step of random runs, compared with what the tables held then."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.asof import Past, Story
from db.triggers import journalled
from desktop.flow.annotate import annotate
from desktop.flow.decide import decide
from desktop.flow.instruct import label, move, propose
from tests.db.merge.sites import Site, dossier, exchange, found
from tests.db.merge.test_convergence import act
from tests.office import application, bring, open_office
from tests.session import funder


def table_rows(reader: Any, key: bytes) -> dict[tuple[str, bytes], dict[str, Any]]:
    """What the tables hold of a dossier now, as the journal writes values."""
    made: dict[tuple[str, bytes], dict[str, Any]] = {}
    for table, columns in journalled().items():
        where = {"dossier": "id = ?", "applicant": "id = (SELECT applicant_id FROM dossier WHERE id = ?)"}
        condition = where.get(table, "dossier_id = ?" if "dossier_id" in columns else "")
        if not condition:
            continue
        names = ", ".join(f'"{name}"' for name in columns)
        for row in reader.execute(f"SELECT id, {names} FROM {table} WHERE {condition}", (key,)):
            plain = [v.hex() if isinstance(v, bytes) else v for v in row[1:]]
            made[(table, bytes(row[0]))] = dict(zip(columns, plain, strict=True))
    return made


def assert_same(past: Past, rows: dict[tuple[str, bytes], dict[str, Any]]) -> None:
    assert past.rows.keys() == rows.keys()
    for row, values in past.rows.items():
        assert values == {name: rows[row][name] for name in values}, row


def _deeds(store: Any, key: bytes, dice: random.Random) -> Callable[[], object]:
    shares = {funder(store): dice.randrange(1, 9) * 1_000_00}
    return dice.choice(
        (
            lambda: store.do(propose, dossier=key, amounts=shares, reason=f"Raison {dice.randrange(9)}"),
            lambda: store.do(annotate, dossier=key, place="dossier", text=f"Note {dice.randrange(99)}",
                             audience=dice.choice(("me", "team"))),
            lambda: store.do(label, dossier=key, name=dice.choice(("Urgent", "À voir"))),
            lambda: store.do(move, dossier=key, stage=dice.choice(("complete", "instruction"))),
            lambda: store.do(decide, dossier=key, outcome="withdrawn", comment="Retrait"),
            lambda: bring(store, application(title=f"Titre {dice.randrange(9)}")),
            lambda: _raw(store, "DELETE FROM annotation WHERE id = (SELECT max(id) FROM annotation)"),
            lambda: _raw(store, "UPDATE applicant SET city = city || 'x' WHERE name LIKE 'Lire%'"),
            store.undo, store.undo, store.redo,
        )
    )  # fmt: skip


def _raw(store: Any, statement: str) -> None:
    from sqlalchemy import text

    store.do(lambda session: session.execute(text(statement)) and None)


@pytest.mark.parametrize("seed", range(6))
def test_each_step_of_a_random_run_is_rebuilt_as_the_tables_were(tmp_path: Path, seed: int) -> None:
    dice, store = random.Random(seed), open_office(tmp_path)
    key = bring(store, application())[0].dossier
    kept = [table_rows(store.reader, key)]
    steps = [store.reader.execute("SELECT max(n) FROM step").fetchone()[0]]
    for _ in range(30):
        try:
            _deeds(store, key, dice)()
        except Exception as refusal:  # noqa: BLE001 - a random deed may not be allowed now
            assert str(refusal)
        kept.append(table_rows(store.reader, key))
        steps.append(store.reader.execute("SELECT max(n) FROM step").fetchone()[0])
    story = Story(store.reader, key)
    moments = story.moments()
    for step, rows in zip(steps, kept, strict=True):
        count = sum(moment.step <= step for moment in moments)
        assert_same(story.at(count), rows)
    changed = story.at(len(moments)).changed
    assert changed
    assert story.at(0) == Past({}, frozenset(), {}, frozenset())
    assert moments[0].milestone == "imported"
    store.close()


@pytest.mark.parametrize("seed", range(8))
def test_work_brought_back_is_rebuilt_as_the_hub_held_it(tmp_path: Path, seed: int) -> None:
    """Three bases write apart and exchange; after each lot the hub's tables are kept, then rebuilt."""
    dice = random.Random(seed)
    hub, one, two = (Site(tmp_path, name) for name in ("hub", "PC-1", "PC-2"))
    hub.do(found)
    keys = [hub.do(dossier, number=f"N{n}") for n in range(2)]
    exchange(hub, one, two)
    kept: list[tuple[int, dict[bytes, Any]]] = []

    def keep() -> None:
        step = int(hub.one("SELECT max(n) FROM step"))
        kept.append((step, {key: table_rows(hub.store.reader, key) for key in keys}))

    for _ in range(25):
        site = dice.choice((hub, one, two))
        act(dice, site)
        if site is hub:
            keep()
        if dice.random() < 0.3:
            exchange(hub, one, two, rounds=1)
            keep()
    for key in keys:
        story = Story(hub.store.reader, key)
        for step, rows in kept:
            count = sum(moment.step <= step for moment in story.moments())
            past = story.at(count)
            if ("dossier", key) in rows[key] or ("dossier", key) in past.rows:
                assert_same(past, rows[key])
    for site in (hub, one, two):
        site.close()


def test_what_was_known_here_is_not_what_was_written_elsewhere(tmp_path: Path) -> None:
    hub, one = Site(tmp_path, "hub"), Site(tmp_path, "PC-1")
    hub.do(found)
    key = hub.do(dossier, number="N1")
    exchange(hub, one)
    one.sql("UPDATE dossier SET title = 'Écrit en antenne' WHERE id = ?", key)
    lot = one.up()
    hub.take(lot)  # a week later
    with hub.store.write_raw() as raw:
        raw.execute("UPDATE shipment SET at = '2090-01-08 09:00:00' WHERE n = (SELECT max(n) FROM shipment)")
    story = Story(hub.store.reader, key)
    title = story.at(story.count_at("2090-01-01"), "known").rows[("dossier", key)]["title"]
    assert title == "Action N1"
    written = story.at(story.count_at("2090-01-01", "written"), "written")
    assert written.rows[("dossier", key)]["title"] == "Écrit en antenne"
    assert story.at(story.count_at("2090-01-08"), "known").rows == written.rows
    assert story.count_at("1990-01-01") == 0
    hub.close()
    one.close()


def test_a_thousand_operations_are_rebuilt_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path, "hub")
    site.do(found)
    key = site.do(dossier, number="N1")
    for n in range(1000):
        site.sql("UPDATE dossier SET title = ? WHERE id = ?", f"Titre {n}", key)
    began = time.process_time()
    story = Story(site.store.reader, key)
    read = time.process_time() - began
    began = time.process_time()
    past = story.at(501)
    at = time.process_time() - began
    assert past.rows[("dossier", key)]["title"] == "Titre 498"  # the applicant and the dossier came first
    assert read + at < 1.0, (read, at)  # of its own: some tens of milliseconds
    site.close()
