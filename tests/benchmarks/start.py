"""Start to a usable list: CPU of the whole program as it is called, beside an empty painted window."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import cities, instead
from tests.benchmarks.measure import Row, cpu_pairs, process

_LEAVE = """
import os
def leave():
    os._exit(0)
"""
EMPTY = (
    _LEAVE
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
a = QApplication([])
class W(QMainWindow):
    def paintEvent(self, e):
        QTimer.singleShot(0, leave)
w = W(); w.resize(1366, 768); w.show(); a.exec()
"""
)
_PROGRAM = (
    _LEAVE
    + """
import sys
import desktop.cli
desktop.cli._make_haste()  # as the command line does before it imports the window
import desktop.app, desktop.ui.window
def seen(self):
    assert "sqlalchemy" not in sys.modules
    leave()
"""
)
_RUN = """desktop.cli.main(["--db", sys.argv[1]])
"""
# The list is painted, with the rows of its first page; then the rail too, one turn later, and painted.
OURS = _PROGRAM + "desktop.ui.window.Window._seen = seen\n" + _RUN
WHOLE = _PROGRAM + "desktop.app.Parvis._open_store = lambda self: (self.window.repaint(), leave())\n" + _RUN
# What PySide alone takes for the same rows: its own SQL model in its own table.
SQL_MODEL = (
    _LEAVE
    + """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
a = QApplication([])
base = QSqlDatabase.addDatabase("QSQLITE")
base.setDatabaseName(sys.argv[1])
assert base.open()
model = QSqlQueryModel()
model.setQuery("SELECT d.number, a.name, d.title, d.asked, d.stage, d.due_on FROM dossier d "
               "JOIN applicant a ON a.id = d.applicant_id ORDER BY d.number", base)
assert model.rowCount()
class W(QMainWindow):
    def paintEvent(self, e):
        QTimer.singleShot(0, leave)
w = W(); t = QTableView(); t.setModel(model); w.setCentralWidget(t); w.resize(1366, 768); w.show(); a.exec()
"""
)


def rows(size: int, folder: Path) -> list[Row]:
    base, few = str(cities.base(size)), str(cities.base(cities.FEW))
    ours, empty = cpu_pairs(process(OURS, base), process(EMPTY), runs=7)
    _, qt = cpu_pairs(process(EMPTY), process(SQL_MODEL, base), runs=5)
    whole, bare = cpu_pairs(process(WHOLE, base), process(EMPTY), runs=5)
    large, small = cpu_pairs(process(OURS, base), process(OURS, few), runs=5)
    calc, name = instead.calc_opens(size, folder)
    return [
        Row("start to the painted list", "empty window", empty, ours, "≤ 1.5", ours <= empty * 1.5, size=size,
            other="QSqlQueryModel in a QTableView", other_ms=qt),
        Row("start to the whole window, rail included", "empty window", bare, whole, "≤ 2.5", whole <= bare * 2.5,
            size=size),
        Row("start with this base", "start with 250 dossiers", small, large, "≤ 1.1", large <= small * 1.1, size=size),
        Row("start to the painted list, beside a spreadsheet", "empty window", empty, ours, "≤ 1/25 of Calc",
            bool(calc) and ours <= calc / 25, "" if calc else name, size=size, other=name if calc else "", other_ms=calc),
    ]  # fmt: skip
