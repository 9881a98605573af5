"""Four figures of a dossier in large: asked, proposed, last year, what the envelope still holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries.committee import ItemRow
from desktop.ui.committee.reads import Left
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros, percent


class Figure(QWidget):
    """A caption, an amount in large, a caption under it."""

    def __init__(self, title: str, size: int) -> None:
        super().__init__()
        small = max(12, size // 2)
        self._title, self.amount, self._under = QLabel(title), QLabel(), QLabel()
        self._title.setFont(font(small))
        self.amount.setFont(font(size, QFont.Weight.DemiBold))
        self._under.setFont(font(small))
        for label in (self._title, self._under):
            label.setProperty("kind", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self._title, self.amount, self._under):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)

    def tell(self, cents: int | None, under: str, colour: str = "ink") -> None:
        """Show an amount, « — » when it is unknown."""
        self.amount.setText("—" if cents is None else euros(cents))
        self.amount.setStyleSheet(f"color: {getattr(tokens(), colour)}")
        self._under.setText(under)
        self.setAccessibleName(f"{self._title.text()}\u00a0: {self.amount.text()}, {under}".rstrip(", "))


class Figures(QWidget):
    """The four of them in a row."""

    def __init__(self, size: int = 24) -> None:
        super().__init__()
        self.asked = Figure(self.tr("Demandé"), size)
        self.proposed = Figure(self.tr("Proposé"), size)
        self.before = Figure(self.tr("L’an passé"), size)
        self.left = Figure(self.tr("Reste de l’enveloppe"), size)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(size + 20)
        for figure in (self.asked, self.proposed, self.before, self.left):
            line.addWidget(figure)
        line.addStretch(1)

    def tell(self, row: ItemRow) -> None:
        """Show those of a dossier."""
        share = ""
        if row.asked is not None and row.cost:
            share = self.tr("{0} du coût").format(percent(row.asked, row.cost))
        self.asked.tell(row.asked, share)
        part = ""
        if row.proposed is not None and row.asked:
            part = self.tr("{0} de la demande").format(percent(row.proposed, row.asked))
        self.proposed.tell(row.proposed, part)
        self.before.tell(row.last_year, str(row.year - 1) if row.last_year is not None else "")

    def tell_left(self, left: Left | None) -> None:
        """Show what the envelope still holds once this dossier is given what is typed."""
        if left is None:
            self.left.tell(None, self.tr("sans enveloppe"))
            return
        over = left.left < 0
        under = self.tr("dépassée") if over else self.tr("sur {0}").format(euros(left.of))
        self.left.tell(left.left, under, "bad" if over else "ink")
