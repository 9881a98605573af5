"""Beside the paper form: what is missing, what is odd, the totals, and the button that saves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.rules.budget import Line, asked_share, totals
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.paper_form import Fault
from desktop.ui.intake.parts import Notice, scrolled, text
from desktop.ui.theme import tokens
from desktop.ui.tongue import euros

_SHOWN = 6  # faults told at once
_WORDS = 250  # pixels, the width of their words


class PaperPanel(QFrame):
    """`show_state` says it all again after each key."""

    field_wanted = Signal(str)  # name of a field to mend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedWidth(310)
        self.save = Button(self.tr("Enregistrer la demande"), "save", kind="primary")
        self.save.setToolTip(self.tr("Enregistrer la demande (Ctrl+S)"))
        self.clear = Button(self.tr("Tout effacer"), "trash-2", kind="plain")
        self.kept = text(caption=True)
        self.balance = Notice()
        self._sums = {name: QLabel() for name in ("charges", "products", "asked", "share")}
        self._faults = QVBoxLayout()
        self._faults.setSpacing(4)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(6)
        self._lay_out()

    def _lay_out(self) -> None:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addWidget(SectionTitle(self.tr("Budget")))
        for label in self._sums.values():
            inside.addWidget(label)
        inside.addWidget(self.balance)
        inside.addSpacing(6)
        inside.addWidget(SectionTitle(self.tr("À compléter avant d’enregistrer")))
        inside.addLayout(self._faults)
        inside.addSpacing(6)
        inside.addWidget(SectionTitle(self.tr("À vérifier")))
        inside.addLayout(self._remarks)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(scrolled(page, self.tr("État de la saisie")), 1)
        for part in (self.kept, self.save, self.clear):
            column.addWidget(part)

    def show_state(
        self, lines: list[Line], asked: int | None, faults: list[Fault], remarks: list[str]
    ) -> None:
        """What is typed so far."""
        sums = totals(lines)
        self._sums["charges"].setText(self.tr("Charges\u00a0: {0}").format(euros(sums.charges)))
        self._sums["products"].setText(self.tr("Produits\u00a0: {0}").format(euros(sums.products)))
        self._sums["asked"].setText(
            self.tr("Demandé\u00a0: {0}").format("—" if asked is None else euros(asked))
        )
        self._sums["share"].setText(
            self.tr("Part demandée\u00a0: {0}").format(asked_share(lines, asked or 0))
        )
        if not lines:
            self.balance.tell(self.tr("Le budget n’est pas encore écrit."))
        elif sums.gap:
            self.balance.tell(self.tr("Il y a {0} d’écart.").format(euros(abs(sums.gap))), "warn")
        else:
            self.balance.tell(self.tr("Le budget est équilibré."), "good")
        self._show_faults(faults)
        _empty(self._remarks)
        for words in remarks or [self.tr("Rien à signaler.")]:
            self._remarks.addWidget(text(words, caption=not remarks))

    def _show_faults(self, faults: list[Fault]) -> None:
        _empty(self._faults)
        for fault in faults[:_SHOWN]:
            button = QPushButton()
            button.setAccessibleName(fault.sentence)
            button.setToolTip(self.tr("Aller à ce champ"))
            button.setProperty("kind", "plain")
            words = text(fault.sentence)
            line = QVBoxLayout(button)
            line.setContentsMargins(2, 4, 2, 4)
            line.addWidget(words)
            words.setStyleSheet(f"color: {tokens().accent}")
            flags = Qt.TextFlag.TextWordWrap
            tall = words.fontMetrics().boundingRect(QRect(0, 0, _WORDS, 400), flags, fault.sentence).height()
            button.setFixedHeight(tall + 12)
            button.clicked.connect(lambda _on=False, name=fault.name: self.field_wanted.emit(name))
            self._faults.addWidget(button)
        if len(faults) > _SHOWN:
            self._faults.addWidget(
                text(self.tr("… et {0} de plus.").format(len(faults) - _SHOWN), caption=True)
            )
        if not faults:
            self._faults.addWidget(text(self.tr("Rien ne manque\u00a0: la demande peut être enregistrée.")))
        self.save.setEnabled(not faults)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
