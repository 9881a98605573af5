"""A field for an amount in euros."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.rules.money import read_euros
from desktop.ui.tongue import euros

SAVE_MS = 700
STEP = 100_00


class AmountEdit(QLineEdit):
    """An amount in euros: written freely, shown as « 9 000 € »; arrows add or take 100 €."""

    amount_changed = Signal(object)  # cents, None when empty

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount: int | None = None
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._save.timeout.connect(self.flush)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._over)

    def load(self, amount: int | None) -> None:
        """Show an amount already saved; one being typed is left alone."""
        if not (self.hasFocus() and self.isModified()):
            self.amount = amount
            self.setText("" if amount is None else euros(amount))
            self._wrong(wrong=False)

    @property
    def unsaved(self) -> bool:
        """Whether an amount is being typed."""
        return self._save.isActive() or (self.hasFocus() and self.isModified())

    def _typed(self, text: str) -> None:
        self._wrong(wrong=bool(text.strip()) and not self._valid(text))
        if not self._save.isActive():
            self._save.start()

    @staticmethod
    def _valid(text: str) -> bool:
        amount = read_euros(text)
        return amount is not None and amount >= 0

    def _wrong(self, *, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(
            self.tr("Ce n’est pas un montant en euros : il n’est pas enregistré.") if wrong else ""
        )

    def flush(self) -> None:
        """Save now what was typed, when it is an amount."""
        self._save.stop()
        text = self.text().strip()
        if text and not self._valid(text):
            return
        amount = read_euros(text) if text else None
        if amount != self.amount:
            self.amount = amount
            self.amount_changed.emit(amount)

    def _over(self) -> None:
        self.flush()
        self.setModified(False)
        if self._valid(self.text()):
            self.load(self.amount)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: -STEP}
        if event.key() in steps:
            amount = max(0, (read_euros(self.text()) or 0) + steps[Qt.Key(event.key())])
            self.setText(euros(amount))
            self._typed(self.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
