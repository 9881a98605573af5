"""Says that a table is a list of past grants, of which funder and of which year."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget


class PastChoice(QWidget):
    """Off, the table holds applications; on, a funder is asked, and a year when the rows tell none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on = QCheckBox(self.tr("Ce sont des subventions &passées, pas des demandes"))
        self.funder, self.year = QLineEdit(), QLineEdit()
        self.funder.setAccessibleName(self.tr("Financeur de la liste"))
        self.funder.setPlaceholderText(self.tr("Financeur, par exemple Ville d’Amiens"))
        self.funder.setMinimumWidth(280)
        self.year.setAccessibleName(self.tr("Année de la liste"))
        self.year.setPlaceholderText(self.tr("Année"))
        self.year.setFixedWidth(84)
        self._of, self._in = QLabel(self.tr("accordées par")), QLabel(self.tr("en"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.on, self._of, self.funder, self._in, self.year):
            row.addWidget(part)
        row.addStretch(1)
        self.on.clicked.connect(self._switched)
        self.funder.textEdited.connect(lambda _words: self.changed.emit())
        self.year.textEdited.connect(lambda _words: self.changed.emit())
        self.forget()

    def forget(self) -> None:
        """For another file."""
        self.on.setChecked(False)
        self.year.clear()
        self._show()

    def _show(self) -> None:
        for part in (self._of, self.funder, self._in, self.year):
            part.setVisible(self.on.isChecked())

    def _switched(self, on: bool) -> None:
        self._show()
        if on:
            self.funder.setFocus()
        self.changed.emit()

    def told(self) -> tuple[str, int | None] | None:
        """The funder and the year, None when the table holds applications."""
        if not self.on.isChecked():
            return None
        year = self.year.text().strip()
        return self.funder.text().strip(), int(year) if year.isdigit() else None

    def fault(self) -> str:
        """Why this can't be used, "" when it can."""
        if not self.on.isChecked():
            return ""
        year = self.year.text().strip()
        if not self.funder.text().strip():
            return self.tr("Dites quel financeur a accordé ces subventions.")
        if year and not (year.isdigit() and 1980 <= int(year) <= 2100):
            return self.tr("Écrivez l’année en quatre chiffres, ou laissez-la vide si le fichier la dit.")
        return ""
