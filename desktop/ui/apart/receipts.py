"""The paper of an exchange: the receipt of a satchel, saved or shown for printing, kept with its exchange."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.letters.files import write_whole
from desktop.rules import disk
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.theme import tokens
from desktop.ui.viewer.view import PieceViewer

ChooseFile = Callable[[QWidget, str], Path | None]  # parent, name offered


def ask_pdf(parent: QWidget, name: str) -> Path | None:
    """Where the receipt goes."""
    chosen, _ = QFileDialog.getSaveFileName(parent, parent.windowTitle(), name, "PDF (*.pdf)")
    return Path(chosen).with_suffix(".pdf") if chosen else None


class ReceiptDialog(QDialog):
    """The receipt as it prints; `content` is the PDF, shown from a file of the person's session."""

    def __init__(
        self,
        office: Office,
        content: bytes,
        name: str,
        told: str,
        over: QWidget | None = None,
        choose_file: ChooseFile = ask_pdf,
    ) -> None:
        super().__init__(over)
        self.office, self.content, self._name, self._choose = office, content, name, choose_file
        self.setObjectName("receipt")
        self.setWindowTitle(self.tr("Reçu de mallette"))
        self.resize(760, 660)
        self.said = Notice()
        self.viewer = PieceViewer(None, tokens())
        self.save = Button(self.tr("&Enregistrer le reçu…"), "save", kind="primary")
        self.close_button = Button(self.tr("Fermer"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(text(told))
        column.addWidget(self.said)
        column.addWidget(self.viewer, 1)
        column.addLayout(row)
        self.save.clicked.connect(self.save_copy)
        self.close_button.clicked.connect(self.accept)
        self._show()

    def _show(self) -> None:
        import tempfile

        self._folder = tempfile.TemporaryDirectory(prefix="parvis-recu-")
        path = Path(self._folder.name) / self._name
        path.write_bytes(self.content)
        self.viewer.show_piece(path)

    def save_copy(self) -> None:
        """Write the receipt where the person chooses; it is printed from there, signed, and kept."""
        path = self._choose(self, self._name)
        if path is None:
            return
        try:
            write_whole(path, self.content)
        except OSError as why:
            self.said.tell(self.tr("Le reçu ne s’écrit pas\u00a0: {0}.").format(disk.reason(why)), "bad")
            return
        self.said.tell(self.tr("Reçu enregistré\u00a0: {0}").format(path), "good")

    def done(self, result: int) -> None:
        self.viewer.clear()
        self._folder.cleanup()
        super().done(result)
