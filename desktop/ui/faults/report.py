"""The report of a fault, shown whole: read it, take out what you want, save it; nothing is ever sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.machine import machine
from desktop.rules import disk
from desktop.ui import theme
from desktop.ui.fields import Button
from desktop.ui.office import Office
from desktop.ui.runner import Progress

ChooseFolder = Callable[[QWidget, Path], Path | None]


def ask_folder(over: QWidget, first: Path) -> Path | None:
    """In which folder the report goes, None when given up."""
    name = QFileDialog.getExistingDirectory(over, over.windowTitle(), str(first))
    return Path(name) if name else None


def proposed() -> Path:
    """The folder that the machine settles for reports, else the person's own."""
    told = machine().get("reports.folder")
    return Path(str(told)) if told and Path(str(told)).is_dir() else Path.home()


class ReportDialog(QDialog):
    """Written beside the window: a large base takes a second to be compared with."""

    def __init__(
        self, office: Office, over: QWidget | None = None, choose: ChooseFolder = ask_folder
    ) -> None:
        super().__init__(over)
        self.setObjectName("faultReport")
        self.setWindowTitle(self.tr("Signaler une panne"))
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(860, limit.width()), min(620, limit.height()))
        self._office, self._choose = office, choose
        self.saved: Path | None = None
        self.about = QLabel(
            self.tr(
                "Voici tout ce que le rapport contient. Relisez-le, ajoutez ce qui s’est passé, retirez ce "
                "que vous voulez. Il n’est envoyé à personne\u00a0: vous l’enregistrez, et le remettez à qui "
                "vous aide."
            )
        )
        self.about.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Le rapport, en entier"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(self.tr("Le rapport se prépare…"))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setAccessibleName(self.tr("Où le rapport est enregistré"))
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.keep = Button(self.tr("&Enregistrer…"), "save", kind="primary")
        self.keep.setEnabled(False)
        self.keep.clicked.connect(lambda _on=False: self.save())
        self._lay_out()
        self._write()

    def _lay_out(self) -> None:
        leave = Button(self.tr("&Fermer"), "x")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.keep)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.about)
        column.addWidget(self.text, 1)
        column.addLayout(foot)

    def _screen(self) -> dict[str, str]:
        screen = self.screen()
        size = screen.size()
        return {
            "Qt": qVersion(),
            "Écran": f"{size.width()}×{size.height()}, {screen.devicePixelRatio():.2f}",
            "Thème": theme.tokens().name,
        }

    def _write(self) -> None:
        office, told = self._office, self._screen()

        def work(progress: Progress) -> str:
            from desktop.faults import last_trace
            from desktop.flow.fault_report import report

            return report(progress.session, office.path, trace=last_trace(), screen=told)

        office.runner.run(work, self._show, self.said.setText, self.tr("Préparer le rapport"))

    def _show(self, words: str) -> None:
        self.text.setPlainText(words)
        self.keep.setEnabled(True)

    def save(self) -> None:
        """Ask where, then write what is shown."""
        folder = self._choose(self, proposed())
        if folder is None:
            return
        from desktop.flow.fault_report import save

        try:
            self.saved = save(self.text.toPlainText(), folder)
        except OSError as error:
            self.said.setText(self.tr("Le rapport n’a pas pu être écrit ({0}).").format(disk.reason(error)))
            return
        self.said.setText(self.tr("Enregistré\u00a0: {0}").format(self.saved))


def open_report(office: Office, over: QWidget) -> ReportDialog:
    """« Signaler une panne », over the window."""
    dialog = ReportDialog(office, over)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
