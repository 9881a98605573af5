"""The parts of the satchel's place: its head, the four figures, its foot, and the page with nothing to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.icons import pixmap
from desktop.ui.intake.parts import card, text
from desktop.ui.theme import font, tokens


class Head(QWidget):
    """The title, with whom and when, and the two deeds of the place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = text(caption=True)
        self.places = Button(self.tr("Po&stes…"), "laptop", kind="plain")
        self.prepare = Button(self.tr("&Préparer une mallette"), "luggage")
        self.open = Button(self.tr("&Ouvrir une mallette"), "folder-down", kind="primary")
        name = QLabel(self.tr("Mallette"))
        name.setFont(font(20, QFont.Weight.DemiBold))
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(name)
        line.addSpacing(8)
        line.addWidget(self.told, 1)
        for button in (self.places, self.prepare, self.open):
            line.addWidget(button)

    def tell(self, words: str, role: str, *, writable: bool) -> None:
        """With whom and when; a station gives back where the hub prepares."""
        self.told.setText(words)
        station = self.tr("&Rapporter mon travail")
        self.prepare.setText(station if role == "station" else self.tr("&Préparer une mallette"))
        for button in (self.prepare, self.open):
            button.setEnabled(writable and bool(role))


class Figure(QFrame):
    """One figure with its drawing, and what it counts under it."""

    def __init__(self, drawing: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._drawing, self._tone = drawing, tone
        self._icon, self.count, self.words = QLabel(), QLabel(), text(caption=True)
        self._icon.setFixedSize(20, 20)
        self.count.setFont(font(24, QFont.Weight.DemiBold))
        self.words.setFont(font(12))
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.count, 0, 1)
        grid.addWidget(self.words, 1, 0, 1, 2)
        grid.setRowStretch(2, 1)
        self._dress()

    def tell(self, count: int, words: str) -> None:
        """Show this figure."""
        self.count.setText(str(count))
        self.words.setText(words)
        self.setAccessibleName(f"{count} {words}")

    def _dress(self) -> None:
        self._icon.setPixmap(pixmap(self._drawing, getattr(tokens(), self._tone), 20))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_drawing"):
            self._dress()
        super().changeEvent(event)


class Figures(QWidget):
    """What came back, in four figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        looks = (
            ("check", "good"), ("messages-square", "accent"), ("paperclip", "accent"), ("git-merge", "warn"),
        )  # fmt: skip
        self.each = [Figure(*look) for look in looks]
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for figure in self.each:
            line.addWidget(figure, 1)

    def tell(self, told: Sequence[tuple[int, str]]) -> None:
        """Show these four."""
        for figure, (count, words) in zip(self.each, told, strict=True):
            figure.tell(count, words)


class Foot(QWidget):
    """What is promised, every change, and the end of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = text(
            self.tr("Rien n’est perdu\u00a0: la valeur écartée reste dans l’historique du dossier."),
            caption=True,
        )
        self.changes = Button(self.tr("&Voir tous les changements"), "list")
        self.finish = Button(self.tr("&Terminer la reprise"), "check", kind="primary")
        line = Row(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.words, 1)
        line.addWidget(self.changes)
        line.addWidget(self.finish)


class Calm(QWidget):
    """Nothing to settle: what this place is for, and the one thing to do next."""

    enrol_wanted = Signal(str)  # hub, station

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = QLabel()
        self.title, self.words = text(size=15, bold=True), text()
        self.hub = Button(self.tr("Cette base reçoit les &mallettes…"), "landmark", kind="primary")
        self.station = Button(self.tr("Ce poste travaille dans une &antenne…"), "laptop")
        frame, inside = card()
        inside.setContentsMargins(24, 32, 24, 32)
        inside.setSpacing(12)
        for label in (self.drawing, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        self._deeds = QWidget()
        line = Row(self._deeds)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.hub)
        line.addWidget(self.station)
        line.addStretch(1)
        inside.addWidget(self._deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addStretch(1)
        self.hub.clicked.connect(lambda: self.enrol_wanted.emit("hub"))
        self.station.clicked.connect(lambda: self.enrol_wanted.emit("station"))

    def tell(self, drawing: str, title: str, words: str, *, beginning: bool = False) -> None:
        """Say why there is nothing here; `beginning` offers the two ways to start."""
        self.drawing.setPixmap(pixmap(drawing, tokens().accent, 28))
        self.title.setText(title)
        self.words.setText(words)
        self._deeds.setVisible(beginning)
