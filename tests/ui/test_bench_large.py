"""The workbench with hundreds of dossiers: many cells are written beside the window, one undo for all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from db.queries.scenarios import cells
from db.store import Store
from desktop.flow.scenarios import make, write_cells
from desktop.rules.bench import recount
from tests.benchmarks.city import build
from tests.ui.desk import Told, office_of
from tests.ui.test_bench import shown


def test_a_column_of_hundreds_is_filled_in_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    store = Store(build(tmp_path, 700, notes_each=0), author="A. Exemple", place="poste-test")
    scenario = store.do(make, name="Essai", start="empty").value
    office = office_of(store)
    told = Told(office)
    tab = shown(qtbot, office)
    model, table = tab.model, tab.table.cells
    free = [n for n, row in enumerate(model.order) if not tab.desk.bench.lines[row].locked]
    assert len(free) > 500 and free == list(range(len(free))), "those that may be written come first"
    column, line = model.frozen, tab.desk.bench.lines[model.order[0]]
    store.do(write_cells, scenario=scenario, cells={(line.key, model.columns[column].funder): 100_00})
    tab.desk.follow(frozenset({"allocation"}))
    before = tab.desk.bench.whole  # one cell, and what the decided dossiers were voted
    whole = QItemSelection(model.index(0, column), model.index(len(free) - 1, column))
    table.setCurrentIndex(model.index(0, column))
    table.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    with qtbot.waitSignal(office.runner.idle, timeout=20_000):
        qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        filled = before + (len(free) - 1) * 100_00
        assert tab.desk.bench.whole == filled, "shown before it is written"
    assert set(cells(store.reader, scenario).values()) == {100_00}
    assert len(cells(store.reader, scenario)) == len(free) and "Remplir vers le bas" in told.last
    office.undo()
    assert len(cells(store.reader, scenario)) == 1
    bench = tab.desk.bench
    given = {key: cents for key, cents in bench.totals["applicant"].items() if cents}
    assert given == {
        key: cents for key, cents in recount(bench.lines, bench.cells)["applicant"].items() if cents
    }
    office.close()
