"""Types in the paper form and is killed a second later: python -m tests.ui.paper_victim DATABASE."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.connection import open_reader
from desktop.ui.intake import PaperScreen
from desktop.ui.office import Office


def die(app: QApplication, database: Path) -> None:
    """Type, wait for one second of the event loop, and kill this process without a word."""
    office = Office(database, open_reader(database), author="A. Exemple", site="poste-test")
    screen = PaperScreen(office)
    screen.show()
    QTest.keyClicks(screen.form.people.lines["applicant.name"], "Les Voisins du Canal")
    QTest.keyClicks(screen.form.action.texts["objectives"], "Trente ateliers au pied des immeubles")
    QTest.keyClicks(screen.form.action.lines["asked"], "9000,5")
    QTimer.singleShot(1000, lambda: os.kill(os.getpid(), signal.SIGKILL))
    app.exec()


if __name__ == "__main__":
    die(QApplication(sys.argv[:1]), Path(sys.argv[1]))
