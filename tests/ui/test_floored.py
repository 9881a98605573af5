"""The column that takes the room left keeps its words readable, and the table scrolls instead."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from desktop.ui.fields.floored import FLOOR
from desktop.ui.intake.rows import PLAIN, Line, Rows


def test_it_fills_a_wide_table_and_keeps_its_floor_in_a_narrow_one(qtbot: QtBot) -> None:
    rows = Rows("Dossiers", [("Numéro", 100), ("Intitulé", 0), ("Montant", 120)])
    qtbot.addWidget(rows)
    rows.resize(700, 200)
    rows.show()
    header = rows.horizontalHeader()
    assert header.sectionSize(1) == header.width() - 220 and not rows.horizontalScrollBar().isVisible()
    rows.resize(300, 200)
    assert header.sectionSize(1) == FLOOR
    qtbot.waitUntil(lambda: rows.horizontalScrollBar().isVisible())
    rows.resize(700, 200)
    assert header.sectionSize(1) == header.width() - 220
    rows.setColumnWidth(2, 420)  # drawn wider by hand
    assert header.sectionSize(1) == header.width() - 520
    rows.setColumnWidth(2, 520)
    assert header.sectionSize(1) == FLOOR


def test_other_headings_move_it(qtbot: QtBot) -> None:
    rows = Rows("Membres", [("", 0)])
    qtbot.addWidget(rows)
    rows.resize(600, 200)
    rows.show()
    rows.set_headings([("Part", 100), ("Qui", 0)])
    header, stretch = rows.horizontalHeader(), QHeaderView.ResizeMode.Stretch
    assert [header.sectionResizeMode(column) == stretch for column in range(2)] == [False, True]
    assert header.sectionSize(0) == 100


def test_a_line_is_chosen_whatever_key_is_held(qtbot: QtBot) -> None:
    rows = Rows("Dossiers", [("Numéro", 100), ("Intitulé", 0)])
    rows.setSelectionMode(Rows.SelectionMode.ExtendedSelection)
    qtbot.addWidget(rows)
    rows.show()
    for key in (Qt.Key.Key_Shift, Qt.Key.Key_Control):
        QTest.keyPress(rows, key)
        rows.show_lines([Line(("2026-0001", "Lire"), PLAIN, 1), Line(("2026-0002", "Jouer"), PLAIN, 2)])
        for row in (0, 1, 1):
            rows.selectRow(row)
            assert [index.row() for index in rows.selectionModel().selectedRows()] == [row]
        QTest.keyRelease(rows, key)
