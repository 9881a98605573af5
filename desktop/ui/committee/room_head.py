"""The top of the room: the session, its papers, the projector and the closing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.committee import CommitteeRow
from desktop.ui.committee.papers import PapersButton
from desktop.ui.committee.words import when_where
from desktop.ui.dossier.elided import ElidedLabel
from desktop.ui.fields import Button, IconButton
from desktop.ui.fields.row import Row
from desktop.ui.office import Office
from desktop.ui.theme import font, tokens


class Rule(QWidget):
    """A line as thin as those of the lists."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().line))
        painter.end()


class RoomHead(QWidget):
    """Buttons wish; the room does."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = IconButton("arrow-left", self.tr("Revenir à la préparation"), key="Alt+Left")
        self.name, self.told = ElidedLabel(), ElidedLabel()
        self.name.setFont(font(15, QFont.Weight.DemiBold))
        self.told.setProperty("kind", "caption")
        self.told.setFont(font(12))
        self.papers = PapersButton(office)
        self.project = Button(self.tr("Projeter   Maj+F11"), "presentation")
        self.end = Button(self.tr("Clore la séance"), "lock", kind="primary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.told)
        line = Row()
        line.setContentsMargins(14, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        for button in (self.papers, self.project, self.end):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(Rule())

    def tell(self, head: CommitteeRow, *, writable: bool) -> None:
        """Show which session this is."""
        self.name.say(head.name)
        self.told.say(when_where(head))
        self.papers.show_session(head)
        self.end.setEnabled(writable)
