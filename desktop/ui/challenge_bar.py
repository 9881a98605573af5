"""« Annoter la sélection : 1 … 11 »: one button a challenge, and the same choice as a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.ui.challenge_faces import ChallengeFace, face_icon, ink
from desktop.ui.fields.flow import FlowLayout
from desktop.ui.tab_order import tab_through
from desktop.ui.theme import Tokens

GAP = 4  # pixels


class ChallengeBar(QWidget):
    """Buttons that wish to annotate what is selected; the owner decides what is selected."""

    annotate_wanted = Signal(int)  # rank of the challenge, 0 for a note without one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, GAP)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.caption = QLabel(self.tr("Annoter la sélection :"))
        self._row.addWidget(self.caption)
        self.buttons: dict[int, QToolButton] = {}
        self.challenges: Sequence[ChallengeFace] = ()

    def set_challenges(self, challenges: Sequence[ChallengeFace], look: Tokens) -> None:
        """Show these challenges, in this order."""
        self.challenges = challenges
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = {c.rank: self._button(c, look) for c in challenges}
        for button in self.buttons.values():
            self._row.addWidget(button)
        tab_through(self, list(self.buttons.values()))
        self.caption.setStyleSheet(f"color: {look.muted}; padding: 5px 2px")
        self._fit(self.width())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """Give up the words, then the drawings, before a second line: the page below needs the room."""
        full = sum(self._width(rank, drawn=True) + GAP for rank in self.buttons)
        self.caption.setVisible(full + self.caption.sizeHint().width() <= width)
        drawn = full <= width
        for rank, button in self.buttons.items():
            style = Qt.ToolButtonStyle
            with_icon = drawn and not button.icon().isNull()
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if with_icon else style.ToolButtonTextOnly
            )
            button.setFixedWidth(self._width(rank, drawn=drawn))

    def _width(self, rank: int, *, drawn: bool) -> int:
        return self.fontMetrics().horizontalAdvance(str(rank)) + (36 if drawn else 12)

    def _button(self, challenge: ChallengeFace, look: Tokens) -> QToolButton:
        button = QToolButton(self)
        button.setText(str(challenge.rank))
        if challenge.icon:
            button.setIcon(face_icon(challenge, look))
            button.setIconSize(QSize(16, 16))
        button.setAccessibleName(
            self.tr("Annoter la sélection avec le défi {rank}, {name}").format(
                rank=challenge.rank, name=challenge.name
            )
        )
        button.setToolTip(
            self.tr("{rank} · {name}\nTouche {key}, ou Ctrl+{key}").format(
                rank=challenge.rank, name=challenge.name, key=challenge.key
            )
        )
        edge = ink(challenge.colour, look).name()
        button.setStyleSheet(
            f"QToolButton {{ border: 1px solid {look.line}; border-radius: 6px; padding: 3px 0;"
            f" background: {look.paper}; color: {edge};"
            f" font-weight: 600 }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {edge} }}"
        )
        button.clicked.connect(lambda: self.annotate_wanted.emit(challenge.rank))
        return button

    def fill_menu(self, menu: QMenu, *, enabled: bool) -> None:
        """Add one action a challenge, then the note without challenge."""
        for challenge in self.challenges:
            action = QAction(f"{challenge.rank} · {challenge.name}\t{challenge.key}", menu)
            action.setIcon(self.buttons[challenge.rank].icon())
            action.triggered.connect(lambda _=False, rank=challenge.rank: self.annotate_wanted.emit(rank))
            action.setEnabled(enabled)
            menu.addAction(action)
        plain = QAction(self.tr("Note sans défi\tN"), menu)
        plain.triggered.connect(lambda: self.annotate_wanted.emit(0))
        plain.setEnabled(enabled)
        menu.addAction(plain)
