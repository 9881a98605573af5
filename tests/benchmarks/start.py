"""Start to a usable list: CPU of the whole process, beside an empty painted window."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.measure import Row, cpu_pairs, process

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
a = QApplication([])
class W(QMainWindow):
    def paintEvent(self, e):
        QTimer.singleShot(0, a.quit)
w = W(); w.resize(1366, 768); w.show(); a.exec()
import os
os._exit(0)
"""
OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from desktop.app import Parvis, dress, made
class Stop(Parvis):
    def _open_store(self):
        QTimer.singleShot(0, QApplication.quit)
a = made()
settings = QSettings(sys.argv[1] + ".ini", QSettings.Format.IniFormat)
dress(a, settings)
p = Stop(settings, "bench", a.exit)
QTimer.singleShot(0, lambda: p.open(Path(sys.argv[1])))
a.exec()
assert "sqlalchemy" not in sys.modules
import os
os._exit(0)
"""


def rows(city: Path, small: Path) -> list[Row]:
    ours, empty = cpu_pairs(process(OURS, str(city)), process(EMPTY))
    large, few = cpu_pairs(process(OURS, str(city)), process(OURS, str(small)))
    return [
        Row("start to the painted list", "empty window", empty, ours, "≤ 1.5", ours <= empty * 1.5),
        Row("start with the large base", "start with 250", few, large, "≤ 1.1", large <= few * 1.1),
    ]
