"""The window that verifies the base, and holds the log of what was consulted, printed and exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.office import Office
from desktop.ui.progress import ProgressPanel
from desktop.ui.soundness.examination import Examination
from desktop.ui.soundness.traces import TracesPage

ChooseFile = Callable[[QWidget, bool], Path | None]  # over what, to write (True) or to read


def ask_anchor(over: QWidget, writing: bool) -> Path | None:
    """Where an anchor goes, or which one is compared."""
    say = QCoreApplication.translate
    kinds = say("soundness", "Ancre de Parvis (*.json)")
    if writing:
        title = say("soundness", "Écrire une ancre")
        name, _ = QFileDialog.getSaveFileName(over, title, str(Path.home() / "ancre.json"), kinds)
        return Path(name).with_suffix(".json") if name else None
    title = say("soundness", "Comparer à une ancre")
    name, _ = QFileDialog.getOpenFileName(over, title, str(Path.home()), kinds)
    return Path(name) if name else None


class SoundnessWindow(QDialog):
    """Two pages: the examination, and the log."""

    def __init__(
        self, office: Office, over: QWidget | None = None, choose_file: ChooseFile = ask_anchor
    ) -> None:
        super().__init__(over)
        self.setObjectName("soundness")
        self.setWindowTitle(self.tr("Vérifier la base"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1080, limit.width()), min(640, limit.height()))
        self.examination = Examination(office, lambda writing: choose_file(self, writing))
        self.traces = TracesPage(office)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Vérification et journal des consultations"))
        self.tabs.addTab(self.examination, self.tr("&Vérification"))
        self.tabs.addTab(self.traces, self.tr("&Journal des consultations"))
        self.tabs.currentChanged.connect(lambda place: self.traces.refresh() if place == 1 else None)
        self._office = office
        leave = Button(self.tr("&Fermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(ProgressPanel(office.runner), 1)
        foot.addStretch(0)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)

    def reject(self) -> None:
        """Closing while the base is read stops the reading."""
        if self.examination.running:
            self._office.runner.cancel()
        super().reject()


def show_soundness(office: Office, over: QWidget) -> SoundnessWindow:
    """Open it and begin to read at once."""
    window = SoundnessWindow(office, over)
    window.finished.connect(window.deleteLater)
    window.open()
    window.examination.start()
    return window
