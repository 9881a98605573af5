"""Step 2 for a form: the fields nobody told yet, paired beside the page that shows them framed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.exchange.application import FormField
from desktop.ui.intake.pairing_table import PairingTable, copied
from desktop.ui.intake.work import FormChoice, Look
from desktop.ui.theme import tokens
from desktop.ui.viewer import PieceViewer
from desktop.ui.viewer.pdf_view import PdfView

_SURE = 0.75
_WHO = ("applicant.name", "applicant.siret", "applicant.rna")


class Pairing(QWidget):
    """Shows the fields of a Look; `choice()` is what the person said of them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PairingTable()
        self.table.changed.connect(self._edited)
        self.table.looked_at.connect(self._frame)
        self.every = QCheckBox()
        self.every.clicked.connect(lambda _on: self._show_rows())
        self.viewer = PieceViewer(None, tokens())
        self.viewer.setMinimumWidth(340)
        self.fields: list[FormField] = []
        self._strange: list[FormField] = []
        self.touched = False
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.every)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self.viewer)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([730, 400])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def show_look(self, look: Look) -> None:
        """Show the fields of a form that was read, the unknown ones first."""
        self.fields = copied(look.read.fields if look.read else ())
        self._strange = [field for field in self.fields if field.confidence < _SURE]
        self.touched = False
        self.every.setText(self.tr("Montrer les {0} champs remplis").format(len(self.fields)))
        self.every.setChecked(not self._strange)
        self.viewer.set_look(tokens())
        self.viewer.show_piece(look.path)
        self._show_rows()

    def shut(self) -> None:
        """Let go of the file."""
        if self.fields:
            self.fields, self._strange = [], []
            self.table.show_fields([])
            self.viewer.clear()

    def unknown(self) -> int:
        """How many fields nobody told when the form was read."""
        return len(self._strange)

    def _show_rows(self) -> None:
        rows = self.fields if self.every.isChecked() else self._strange
        self.table.show_fields(rows)
        if rows:
            self._frame(rows[0])

    def _edited(self) -> None:
        self.touched = True
        self.changed.emit()

    def _frame(self, field: FormField) -> None:
        view = self.viewer.content
        if isinstance(view, PdfView):
            view.pages.frame(field.page - 1, field.rect)

    def fault(self) -> str:
        """Why these pairs can't be used, in a sentence; "" when they can."""
        if any(field.field in _WHO for field in self.fields if self._agreed(field)):
            return ""
        return self.tr("Dites au moins quel champ nomme le porteur\u00a0: son nom, son SIRET ou son RNA.")

    def _agreed(self, field: FormField) -> bool:
        """A proposal that is left as it stands is agreed to, as in a table."""
        return field.confidence >= _SURE or field in self._strange

    def choice(self, keep: bool, map_id: str, title: str) -> FormChoice:
        """All the pairs as the person agreed to them."""
        return FormChoice(copied(self.fields), keep, map_id, title)
