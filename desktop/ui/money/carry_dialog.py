"""The question of what is carried over: how much of what is left, on which envelope."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.money import EnvelopeRow
from desktop.rules.envelopes import envelope_words, scope_words
from desktop.ui.fields import Button, MoneyField
from desktop.ui.intake.parts import Notice, text
from desktop.ui.tongue import euros


class CarryDialog(QDialog):
    """`then(target, cents)` writes it and answers "" or why it was refused."""

    def __init__(
        self, over: QWidget, source: EnvelopeRow, targets: Sequence[EnvelopeRow],
        then: Callable[[bytes, int], str],
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("carry")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reporter ce qui reste"))
        self.setMinimumWidth(480)
        self._then = then
        self.target = QComboBox()
        self.target.setAccessibleName(self.tr("Enveloppe qui reçoit"))
        for row in targets:
            words = self.tr("{0} (reste {1})").format(scope_words(row), euros(row.left))
            self.target.addItem(words, row.id)
        self.amount = MoneyField(self.tr("Montant reporté"))
        self.amount.set_cents(max(0, source.left))
        self.refused = Notice()
        self.go = Button(self.tr("Reporter"), "arrow-right", kind="primary")
        self.go.setDefault(True)
        leave = Button(self.tr("Ne rien reporter"))
        leave.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("&Montant\u00a0:"), self.amount)
        form.addRow(self.tr("&Sur\u00a0:"), self.target)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        said = self.tr("De {0}, où il reste {1}. Ce qui part est retiré d’ici\u00a0: le total ne change pas.")
        column.addWidget(text(said.format(envelope_words(source), euros(source.left))))
        column.addLayout(form)
        column.addWidget(self.refused)
        column.addLayout(foot)
        self.go.clicked.connect(self._go)

    def _go(self) -> None:
        if self.amount.is_wrong() or not self.amount.cents():
            self.refused.tell(self.tr("Dites combien reporter."), "bad")
            self.amount.setFocus()
            return
        why = self._then(self.target.currentData(), self.amount.cents() or 0)
        if why:
            self.refused.tell(why, "bad")
        else:
            self.accept()
