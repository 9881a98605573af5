"""The ranked list of the workbench: its order, its cut line, its fragile ranks, by keys and mouse."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.scenarios import scenarios
from db.store import Store
from desktop.flow.scenarios import make, set_cut
from desktop.flow.score import close
from desktop.ui.office import Office
from tests.flow.test_scores import score_all
from tests.ui.a11y import unnamed
from tests.ui.test_bench import ALT, CTRL, office, shown, store, written

__all__ = ["office", "store"]  # fixtures


def test_the_ranking_its_line_and_its_fragile_ranks(qtbot: QtBot, store: Store, office: Office) -> None:
    ids = queries.list_ids(store.reader)
    for value, key in zip((2, 4, 3, 5), ids, strict=False):
        score_all(store, key, value)
        store.do(close, dossier=key)
    scenario = store.do(make, name="Essai", start="asked").value
    store.do(set_cut, scenario=scenario, cut=2)
    tab = shown(qtbot, office)
    tab.bar.ranking.setChecked(True)
    ranking = tab.ranking
    QAbstractItemModelTester(ranking.model, ranking)

    def order() -> list[str]:
        return [ranking.model.words(n, 1)[-1] for n in range(5)]

    assert order() == ["4", "2", "3", "1", "5"] and ranking.model.words(0, 3) == "100/100"
    assert ranking.model.words(4, 3) == "–" and ranking.model.words(1, 7) == "20\u202f000\u00a0€"
    qtbot.keyClick(ranking.table, Qt.Key.Key_Down, CTRL)
    qtbot.waitUntil(lambda: scenarios(store.reader)[0].cut == 3)
    ranking.table.selectRow(4)
    qtbot.keyClick(ranking.table, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(ranking.table, Qt.Key.Key_Up, ALT)
    assert order() == ["4", "2", "5", "3", "1"] and ranking.table.currentIndex().row() == 2
    data = ranking.model.mimeData([ranking.model.index(4, 0)])
    ranking.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert order() == ["1", "4", "2", "5", "3"]
    qtbot.mouseClick(ranking.by_score, Qt.MouseButton.LeftButton)
    assert order() == ["4", "2", "3", "1", "5"]
    qtbot.mouseClick(ranking.empty_below, Qt.MouseButton.LeftButton)
    assert {number for number, _ in written(store)} == {"4", "2", "3"}
    assert unnamed(tab) == []


def test_the_line_is_dragged_with_the_mouse(qtbot: QtBot, store: Store, office: Office) -> None:
    scenario = store.do(make, name="Essai", start="asked").value
    store.do(set_cut, scenario=scenario, cut=2)
    tab = shown(qtbot, office)
    tab.close_down()
    assert scenarios(store.reader)[0].cut == 2, "a line that was not looked at is not moved"
    tab.bar.ranking.setChecked(True)
    table = tab.ranking.table
    start = table.visualRect(table.model().index(2, 2)).topLeft()
    end = table.visualRect(table.model().index(4, 2)).topLeft()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(table.viewport(), end)
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: scenarios(store.reader)[0].cut == 4)


def test_a_fragile_rank_says_why(qtbot: QtBot, store: Store, office: Office) -> None:
    ids = queries.list_ids(store.reader)
    for who, values in (("A. Exemple", (5, 4, 3)), ("B. Autre", (1, 3, 3))):
        for value, key in zip(values, ids, strict=False):
            score_all(store, key, value, who)
            store.author = who
            store.do(close, dossier=key)
            store.author = "A. Exemple"
    score_all(store, ids[3], 2)  # a draft of one's own: its score stays hidden
    scenario = store.do(make, name="Essai", start="asked").value
    store.do(set_cut, scenario=scenario, cut=1)
    tab = shown(qtbot, office)
    tab.bar.ranking.setChecked(True)
    model = tab.ranking.model
    qtbot.waitUntil(lambda: len(model.fragile) == 2)
    assert [model.words(n, 1)[-1] for n in range(3)] == ["2", "1", "3"]
    assert [model.words(n, 4) for n in range(3)] == ["Sans la lecture de B. Autre"] * 2 + [""]
    tab.ranking.table.selectRow(1)
    assert "2026-0001 est fragile\u00a0: passe au-dessus de la ligne sans la lecture de B. Autre" in (
        tab.ranking.words.text()
    )
    assert {model.words(n, 3) for n in (3, 4)} == {"cachée", "–"}
