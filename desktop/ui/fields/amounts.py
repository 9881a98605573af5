"""The field of an amount: typed as one likes, shown as « 9 000 € », kept in whole cents."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.rules.money import read_euros
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.tongue import euros

_MOST = 10**13  # a hundred thousand million euros: more is a slip of the key


class MoneyField(QLineEdit):
    """`name` is what the amount is, for screen readers: « Montant proposé »."""

    typed = Signal(object)  # cents or None, at each key that leaves something readable
    settled = Signal(object)  # cents or None, once, when the field is left or Enter pressed

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._cents: int | None = None
        self._told: int | None = None
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self._finished)

    def cents(self) -> int | None:
        """The last amount that could be read; None when the field is empty."""
        return self._cents

    def set_cents(self, cents: int | None) -> None:
        """Show this amount, without telling."""
        self._cents = self._told = cents
        self._show()

    def is_wrong(self) -> bool:
        """Whether what is typed is not an amount."""
        return bool(self.property("wrong"))

    def _show(self) -> None:
        self.setText("" if self._cents is None else euros(self._cents))
        mark_wrong(self, "")

    def _edited(self, text: str) -> None:
        cents = read_euros(text) if text.strip() else None
        if text.strip() and (cents is None or not 0 <= cents < _MOST):
            mark_wrong(self, self.tr("Ceci n’est pas un montant. Écrivez par exemple 9 000 ou 9 000,50."))
            return
        mark_wrong(self, "")
        if cents != self._cents:
            self._cents = cents
            self.typed.emit(cents)

    def _finished(self) -> None:
        if self.is_wrong():
            return  # the words stay, with their reason: nothing typed is thrown away
        self._show()
        if self._cents != self._told:
            self._told = self._cents
            self.settled.emit(self._cents)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.ShortcutFocusReason):
            self.selectAll()
