"""The recycle bin: a dossier leaves every list and comes back whole; its delay; rows removed put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.store import Store
from desktop.flow import bin as recycle
from desktop.flow.annotate import annotate, remove_note
from desktop.flow.decide import CannotDecide, decide
from desktop.flow.files import place_of
from desktop.flow.pieces import add_piece
from desktop.flow.removed import gone, put_back_rows
from tests.office import application, bring, dump, open_office
from tests.session import funder
from tests.two_offices import bring_back, city, quarter


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    bring(opened, application(), application("26500002"))
    yield opened
    opened.close()


def keys(store: Store) -> list[bytes]:
    return [bytes(row[0]) for row in store.reader.execute("SELECT id FROM dossier ORDER BY number")]


def test_a_dossier_leaves_every_list_and_comes_back_whole(store: Store) -> None:
    before = dump(store.reader)
    first, other = keys(store)
    store.do(recycle.put_in_bin, dossiers=[first], reason="Reçu deux fois")
    assert queries.list_ids(store.reader) == [other]
    (told,) = recycle.in_bin(store.reader)
    assert told.row.reason == "Reçu deux fois" and told.row.author == store.author
    assert told.leaves == dt.date.today() + dt.timedelta(days=30)
    with pytest.raises(ValueError, match="déjà à la corbeille"):
        store.do(recycle.put_in_bin, dossiers=[first], reason="Encore")
    with pytest.raises(CannotDecide, match="est à la corbeille"):
        store.do(decide, dossier=first, outcome="granted", amounts={funder(store): 100_00})
    store.do(recycle.take_back, dossiers=[first])
    assert set(queries.list_ids(store.reader)) == {first, other}
    now = dump(store.reader)
    assert {table: rows for table, rows in now.items() if table != "merging" and rows != before[table]} == {}
    before = now
    store.do(recycle.put_in_bin, dossiers=[first, other], reason="Essais")
    assert queries.list_ids(store.reader) == []
    store.undo()
    assert dump(store.reader) == before


def test_what_has_had_an_effect_stays(store: Store) -> None:
    first, other = keys(store)
    store.do(decide, dossier=first, outcome="granted", amounts={funder(store): 100_00})
    with pytest.raises(ValueError, match="porte une décision"):
        store.do(recycle.put_in_bin, dossiers=[other, first], reason="Erreur")
    assert recycle.in_bin(store.reader) == []  # all of them or none
    with pytest.raises(ValueError, match="Dites pourquoi"):
        store.do(recycle.put_in_bin, dossiers=[other], reason=" ")


def test_an_import_of_a_dossier_in_the_bin_ends_and_leaves_it_there(store: Store) -> None:
    first, _ = keys(store)
    store.do(recycle.put_in_bin, dossiers=[first], reason="Reçu deux fois")
    changed = application(title="Livre, lecture et rue")
    told = bring(store, changed)
    assert [one.dossier for one in told] == [first]
    assert len(recycle.in_bin(store.reader)) == 1


def test_it_is_told_before_it_is_emptied_and_never_silently(store: Store) -> None:
    first, _ = keys(store)
    store.do(add_piece, dossier=first, name="Statuts.pdf", content=b"%PDF-1.4 statuts")
    (sha256,) = store.reader.execute("SELECT sha256 FROM file").fetchone()
    store.do(recycle.put_in_bin, dossiers=[first], reason="Reçu deux fois")
    today = dt.date.today()
    assert recycle.at_opening(store, today) == ()
    (late,) = recycle.at_opening(store, today + dt.timedelta(days=40))  # nobody had been told
    assert "1 dossier quitte la corbeille dans 1 jour" in late
    assert recycle.at_opening(store, today + dt.timedelta(days=40)) == ()
    (told,) = recycle.at_opening(store, today + dt.timedelta(days=41))
    assert "a quitté la corbeille pour de bon" in told
    assert recycle.in_bin(store.reader) == []
    assert not place_of(store.files, sha256).exists()
    names = {
        row[0] for row in store.reader.execute("SELECT last_name FROM contact WHERE dossier_id = ?", (first,))
    }
    title = store.reader.execute("SELECT title FROM dossier WHERE id = ?", (first,)).fetchone()[0]
    assert title != "" and names == {""}  # as an elimination leaves it: number, title, dates
    with pytest.raises(Exception, match="ne s’annule pas"):
        store.undo()


def test_what_somebody_wrote_in_since_stays(store: Store) -> None:
    first, _ = keys(store)
    store.do(recycle.put_in_bin, dossiers=[first], reason="Reçu deux fois")
    store.do(annotate, dossier=first, place="dossier", text="À relire")
    (told,) = recycle.in_bin(store.reader)
    assert told.leaves is None and told.row.since > 0
    assert recycle.at_opening(store, dt.date.today() + dt.timedelta(days=400)) == ()
    store.do(recycle.keep_days, days=0)
    assert recycle.days_kept(store.reader) == 0


def test_rows_come_back_with_their_keys_in_one_step(store: Store) -> None:
    first, _ = keys(store)
    note = store.do(annotate, dossier=first, place="dossier", text="Cœur du défi").value
    before = dump(store.reader)
    store.do(remove_note, note=note)
    (told,) = gone(store.reader)
    assert (told.kind, told.words) == ("Note", "Cœur du défi")
    store.do(put_back_rows, ops=[told.row.op])
    assert dump(store.reader) == before
    assert gone(store.reader) == []
    with pytest.raises(ValueError, match="déjà revenue"):
        store.do(put_back_rows, ops=[told.row.op])
    store.undo()
    assert len(gone(store.reader)) == 1
    assert gone(store.reader, dt.date.today() + dt.timedelta(days=31)) == []


def test_one_office_puts_aside_what_another_annotates_and_nothing_is_lost(tmp_path: Path) -> None:
    hub = city(tmp_path / "ville")
    station = quarter(hub, tmp_path / "antenne")
    first = queries.list_ids(hub.reader)[0]
    hub.do(recycle.put_in_bin, dossiers=[first], reason="Reçu deux fois")
    station.do(annotate, dossier=first, place="dossier", text="Vu sur place")
    bring_back(station, hub)
    (told,) = recycle.in_bin(hub.reader)
    assert told.row.since > 0 and told.leaves is None  # it stays until somebody has read it
    hub.do(recycle.take_back, dossiers=[first])
    assert first in queries.list_ids(hub.reader)
    assert hub.reader.execute("SELECT text FROM annotation").fetchone()[0] == "Vu sur place"
    station.close()
    hub.close()
