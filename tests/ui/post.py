"""The letters screen on an office, for tests: a printer that writes a PDF, or a dialog that is closed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.ui.fields import Chip
from desktop.ui.letters.screen import LettersScreen
from tests.ui.outbox import DAY, office_of

Left = Qt.MouseButton.LeftButton


class Desktop:
    """A screen on an office, with a printer that writes a PDF, or a dialog that is closed."""

    def __init__(self, qtbot: QtBot, store: Store, folder: Path) -> None:
        self.qtbot, self.store = qtbot, store
        self.paper = folder / "papier.pdf"
        self.closed = False  # the printer's dialog
        self.asked = 0
        self.place: Path | None = folder / "sortie"  # answered by the file dialog
        self.office = office_of(store)
        self.said: list[str] = []
        self.office.told.connect(lambda words, _tone: self.said.append(words))
        self.screen = LettersScreen(
            self.office, lambda: DAY, choose_printer=self._printer, choose_place=self._place
        )
        self.office.changed.connect(self.screen.refresh)
        qtbot.addWidget(self.screen)
        self.screen.resize(1146, 700)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.shown()

    def _printer(self, _over: QWidget) -> QPrinter | None:
        self.asked += 1
        if self.closed:
            return None
        printer = QPrinter()
        printer.setOutputFileName(str(self.paper))
        return printer

    def _place(self, _over: QWidget, _one_file: bool) -> Path | None:
        return self.place

    def settle(self) -> None:
        """Wait until every letter has been looked at and the page is there."""
        self.qtbot.waitUntil(lambda: all(e.state != "waiting" for e in self.screen.model.entries()))

    def go_to(self, name: str) -> None:
        names = [entry.row.applicant for entry in self.screen.model.entries()]
        self.screen.list.go_to(names.index(name))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.screen.list, key, modifier)

    def chip(self, code: str) -> None:
        chips = {chip.code: chip for chip in self.screen.bar.chips.findChildren(Chip)}
        QTest.mouseClick(chips[code], Left)

    def answer(self, words: str) -> None:
        question = self.screen.deeds.question
        assert question is not None
        button = next(b for b in question.buttons() if words in b.text())
        QTest.mouseClick(button, Left)

    def page_words(self) -> str:
        view = self.screen.preview.view()
        return view.file.words(0) if view else ""

    def close(self) -> None:
        self.screen.close_down()
        self.office.close()
