"""Lots as they travel: twice, early, altered, from a copy; what is written down and what is never lost."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from db import backup, journal
from db.chain import first_break
from db.journal import broken_steps
from db.merge.lot import BadLot
from db.merge.reissue import reissue
from db.store import Store
from tests.db.merge.sites import Site, dossier, exchange, found, key, retitle, title


def test_a_change_made_apart_comes_back_with_its_author_and_its_step(city: tuple[Site, Site, Site]) -> None:
    hub, a, b = city
    retitle(a, "1", "Un jardin")
    receipt = hub.take(a.up())
    assert (receipt.new, receipt.known, receipt.conflicts, receipt.changes) == (1, 0, 0, {key("1").hex(): 1})
    assert receipt.written.tables == {"dossier"} and receipt.written.dossiers == {key("1")}
    assert title(hub, "1") == "Un jardin" and broken_steps(hub.store.reader) == []
    assert hub.ask("SELECT author, site FROM step ORDER BY n DESC LIMIT 1") == [("agent A", "A")]
    told = b.take(hub.down(b))
    assert told.digest_ok and title(b, "1") == "Un jardin"
    assert hub.one("SELECT count(*) FROM shipment WHERE way = 'in'") > 0
    assert hub.one("SELECT count(*) FROM search_queue WHERE ent = 'dossier' AND rid = ?", key("1")) == 1


def test_the_same_lot_again_changes_nothing_even_after_other_changes(city: tuple[Site, Site, Site]) -> None:
    hub, a, _ = city
    retitle(a, "1", "Un jardin")
    a.sql("UPDATE dossier SET asked = 5 WHERE id = ?", key("2"))
    lot = a.up()
    hub.take(lot)
    before = (hub.tables(), hub.conflicts(), hub.ops())
    again = hub.take(lot)
    assert (again.new, again.known, again.conflicts) == (0, 2, 0)
    assert (hub.tables(), hub.conflicts(), hub.ops()) == before
    retitle(hub, "1", "Deux jardins")
    hub.take(lot)
    assert title(hub, "1") == "Deux jardins" and hub.conflicts() == []


def test_three_lots_in_any_order_give_the_same(tmp_path: Path) -> None:
    for rank, order in enumerate(itertools.permutations(range(3))):
        folder = tmp_path / str(rank)
        folder.mkdir()
        hub, a = Site(folder, "hub"), Site(folder, "A")
        hub.do(found)
        hub.do(dossier, number="1")
        exchange(hub, a)
        lots = []
        for number, name in enumerate(("un", "deux", "trois"), start=1):
            after = a.one("SELECT max(seq) FROM op WHERE site = 'A'") or 0
            retitle(a, "1", name)
            lots.append(a.up(after, number=number))
        receipts = [hub.take(lots[index]) for index in order]
        assert title(hub, "1") == "trois" and hub.conflicts() == []
        assert hub.one("SELECT count(*) FROM parked") == 0
        assert any(receipt.waits_for for receipt in receipts) == (order != (0, 1, 2))
        hub.close()
        a.close()


def test_a_parked_lot_is_told_and_waits_across_a_reopening(city: tuple[Site, Site, Site]) -> None:
    hub, a, _ = city
    retitle(a, "1", "un")
    first = a.up(number=1)
    retitle(a, "1", "deux")
    second = a.up(first.last, number=2)
    told = hub.take(second)
    assert told.parked == 1 and "Il manque les opérations" in told.waits_for
    assert title(hub, "1") == "Action 1"
    told = hub.take(first)
    assert told.new == 2 and "en attente, a été repris" in " ".join(told.notes)
    assert title(hub, "1") == "deux"


@pytest.mark.parametrize("what", ["val", "author", "hole", "number", "twice", "kind"])
def test_a_lot_that_contradicts_what_is_known_is_refused_whole(
    city: tuple[Site, Site, Site], what: str
) -> None:
    hub, a, _ = city
    retitle(a, "1", "un")
    hub.take(a.up())
    retitle(a, "2", "deux")
    retitle(a, "3", "trois")
    lot = a.up(0)
    first, second, third = lot.ops
    if what == "val":
        ops = (first._replace(val='"autre"'), second, third)
    elif what == "author":
        ops = (first._replace(author="un autre"), second, third)
    elif what == "hole":
        ops = (first, third)
    elif what == "number":
        ops = (first._replace(id=second.id), second._replace(id=first.id), third)
    elif what == "twice":
        ops = (first, second, second)
    else:
        ops = (first, second._replace(kind="détruire"), third)
    before = (hub.tables(), set(hub.ops()), hub.ask("SELECT * FROM parked"))
    with pytest.raises(BadLot, match="Rien n’a été repris"):
        hub.take(replace(lot, ops=ops))
    assert (hub.tables(), set(hub.ops()), hub.ask("SELECT * FROM parked")) == before


@pytest.mark.parametrize(
    ("field", "val"), [("title", '["liste"]'), ("call_id", '"pas une clé"'), ("asked", "1" * 30)]
)
def test_a_value_that_no_column_can_hold_refuses_the_lot(
    city: tuple[Site, Site, Site], field: str, val: str
) -> None:
    hub, a, _ = city
    retitle(a, "1", "un")
    lot = a.up()
    before = (hub.tables(), set(hub.ops()))
    with pytest.raises(BadLot, match="illisible"):
        hub.take(replace(lot, ops=(lot.ops[0]._replace(field=field, val=val),)))
    assert (hub.tables(), set(hub.ops())) == before
    hub.take(lot)
    assert title(hub, "1") == "un"


def test_a_cloned_base_goes_on_under_another_name_and_loses_nothing(
    city: tuple[Site, Site, Site], tmp_path: Path
) -> None:
    hub, a, _ = city
    retitle(a, "1", "avant la copie")
    a.store.copy_to(tmp_path / "copie.parvis")
    clone = Site(tmp_path, "clone")
    clone.close()
    backup.restore(tmp_path / "copie.parvis", clone.path)
    clone.store = Store(clone.path, author="agent A bis", place="A", exclusive=False)
    for number in range(20):
        retitle(a, "2", f"a{number}")
        retitle(clone, "3", f"c{number}")
    hub.take(a.up())
    with pytest.raises(BadLot, match="copie restaurée ou clonée"):
        hub.take(clone.up())
    assert title(hub, "3") == "Action 3"
    issued = set(a.ops()) | set(clone.ops())
    assert reissue(clone.store) == 21 and clone.store.site == "A~2"
    assert first_break(clone.store.reader) is None
    hub.take(clone.up())
    exchange(hub, a, clone)
    assert (title(hub, "2"), title(hub, "3")) == ("a19", "c19") and hub.conflicts() == []
    for site in (hub, a, clone):
        assert issued <= set(site.ops()) and broken_steps(site.store.reader) == []
        assert site.tables() == hub.tables()
    clone.store.close()
    clone.store = Store(clone.path, author="x", place="A", exclusive=False)
    assert clone.store.site == "A~2"
    clone.close()


def test_a_restored_base_finds_again_what_it_had_sent(city: tuple[Site, Site, Site], tmp_path: Path) -> None:
    hub, a, b = city
    retitle(a, "1", "envoyé et gardé")
    a.store.copy_to(tmp_path / "copie.parvis")
    retitle(a, "2", "envoyé, puis perdu par la copie")
    exchange(hub, a, b)
    a.close()
    backup.restore(tmp_path / "copie.parvis", a.path)
    a.store = Store(a.path, author="agent A", place="A", exclusive=False)
    retitle(a, "3", "écrit après la restauration")
    receipt = a.take(hub.down(a))  # the hub knows more of A than A does, under the same numbers
    assert "continue sous le nom « A~2 »" in " ".join(receipt.notes) and a.store.site == "A~2"
    exchange(hub, a, b)
    assert [title(hub, n) for n in ("2", "3")] == [
        "envoyé, puis perdu par la copie", "écrit après la restauration",
    ]  # fmt: skip
    assert a.tables() == hub.tables() == b.tables() and hub.conflicts() == []
    assert first_break(a.store.reader) is None and first_break(hub.store.reader) is None


def test_clocks_change_nothing_and_pull_ours_by_ten_minutes_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shifted(dt.datetime):
        shift = dt.timedelta()

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Shifted:  # type: ignore[override]
            return super().now(tz) + cls.shift

    ended = []
    for rank, days in enumerate((-365, -1, 0, 1, 3650)):
        folder = tmp_path / str(rank)
        folder.mkdir()
        hub, a, b = (Site(folder, name) for name in ("hub", "A", "B"))
        hub.do(found)
        hub.do(dossier, number="1")
        exchange(hub, a, b)
        a.sql("UPDATE dossier SET asked = 1 WHERE id = ?", key("1"))
        Shifted.shift = dt.timedelta(days=days)
        with monkeypatch.context() as patched:
            patched.setattr(journal, "dt", SimpleNamespace(datetime=Shifted))
            b.sql("UPDATE dossier SET asked = 2 WHERE id = ?", key("1"))
        exchange(hub, a, b)
        assert a.tables() == b.tables() == hub.tables()
        ended.append([(*row[:5], json.loads(row[6])) for row in hub.conflicts()])
        wall = int(hub.one("SELECT v FROM kv WHERE k = 'hlc'").split("-")[0]) / 1000
        assert wall - dt.datetime.now().timestamp() <= 601
        for site in (hub, a, b):
            site.close()
    assert all(sorted(c[0][5]) == [1, 2] and c[0][:5] == ended[0][0][:5] for c in ended)
