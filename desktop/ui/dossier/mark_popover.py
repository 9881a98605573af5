"""The small window that sets a mark: how strong, and why; with what was judged before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.rules.grid import LEVELS
from desktop.ui.fields import AutoText, Button
from desktop.ui.list.pane_parts import wrapped


class MarkPopover(QFrame):
    """Saved when it closes, with Ctrl+Enter, « Noter » or a click elsewhere; Escape leaves all as it was."""

    settled = Signal(int, int, str)  # rank of the challenge, level, reason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("markPopover")
        self.setProperty("kind", "card")
        self.setFixedWidth(320)
        self._rank, self._was, self._dropped = 0, (0, ""), False
        self.title = wrapped()
        self.title.setStyleSheet("font-weight: 600")
        self.levels = QButtonGroup(self)
        self.reason = AutoText(self.tr("Motif de la force"), lines=3)
        self.reason.setPlaceholderText(self.tr("Pourquoi, en une phrase lue au comité"))
        self.reason.setFixedHeight(84)
        self.earlier = wrapped(kind="caption")
        self.done = Button(self.tr("Noter"), "check", kind="primary")
        self.done.setToolTip(self.tr("Ctrl+Entrée"))
        self._lay_out()
        self.done.clicked.connect(self.close)
        self.reason.finished.connect(self.close)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for level, _code, label in LEVELS:
            button = QPushButton(label)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setToolTip(self.tr("Touche {0}").format(level))
            self.levels.addButton(button, level)
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self.reason)
        column.addWidget(self.earlier)
        column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignRight)

    def show_mark(
        self, rank: int, name: str, level: int, reason: str, earlier: Sequence[str], under: QPoint
    ) -> None:
        """Ask for the mark of one challenge, under a point of the screen."""
        self._rank, self._was, self._dropped = rank, (level, reason), False
        self.title.setText(f"{rank} · {name}")
        self.setAccessibleName(self.tr("Force du défi {0}, {1}").format(rank, name))
        self.levels.button(level).setChecked(True)
        self.reason.set_text(reason)
        self.earlier.setText("\n".join(earlier))
        self.earlier.setVisible(bool(earlier))
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = max(screen.left() + 8, min(under.x(), screen.right() - self.width() - 8))
        self.move(left, min(under.y(), screen.bottom() - self.height() - 8))
        self.show()
        self.levels.button(level).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        elif event.text() and event.text() in "0123":
            self.choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def drop(self) -> None:
        """Close, and leave the mark as it was."""
        self._dropped = True
        self.close()

    def choose(self, level: int) -> None:
        """Take this level and go to the reason."""
        self.levels.button(level).setChecked(True)
        if level:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        now = (self.levels.checkedId(), self.reason.text().strip())
        if self._rank and not self._dropped and now != self._was:
            rank, self._rank = self._rank, 0
            self.settled.emit(rank, *now)
