"""What waits beside the disagreements: satchels that came too early, changes of this workstation refused."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.queries import shipments as rows
from db.queries.money import EnvelopeRow
from db.queries.shipments import ParkedRow, RefusedRow
from desktop.flow.apart import field_label, value_words
from desktop.flow.overrun import overrun_name, overrun_since
from desktop.ui.apart.words import exact
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import Notice, card, text
from desktop.ui.list.pane_parts import emptied
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import euros, plural
from desktop.ui.walk import Walk


class Alerts(QWidget):
    """Over the list, each in a line: satchels that came too early, envelopes overrun since."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.lines: list[str] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)

    def read(self) -> None:
        """Read again what is out of order."""
        reader = self.office.reader
        self.lines = [self._parked(lot) for lot in rows.parked(reader)]
        self.lines += [self._overrun(row) for row in overrun_since(reader)]
        emptied(self._box)
        for words in self.lines:
            notice = Notice()
            notice.tell(words, "warn")
            self._box.addWidget(notice)
        self.setVisible(bool(self.lines))

    def _parked(self, lot: ParkedRow) -> str:
        words = self.tr("Mallette n° {0} de « {1} » reçue le {2}\u00a0: {3} {4} en attente. {5}")
        changes = plural(lot.ops, self.tr("changement"))
        return words.format(lot.number, lot.site, exact(lot.at), lot.ops, changes, lot.waits_for)

    def _overrun(self, row: EnvelopeRow) -> str:
        words = self.tr("Enveloppe « {0} » dépassée de {1}, ce qui est revenu compris\u00a0: à revoir.")
        return words.format(overrun_name(row), euros(-row.left))


class Waiting(QWidget):
    """« Mes modifications refusées », under the list; hidden while there are none."""

    answered = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.refused: list[RefusedRow] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.hide()

    def read(self) -> None:
        """Read again what waits."""
        self.refused = rows.refused(self.office.reader, self.office.site)
        emptied(self._box)
        if self.refused:
            self._box.addWidget(SectionTitle(self.tr("Mes modifications refusées")))
            for row in self.refused:
                self._box.addWidget(self._refused(row))
        self.setVisible(bool(self.refused))

    def _refused(self, row: RefusedRow) -> QFrame:
        frame, column = card()
        top = QHBoxLayout()
        label = QLabel(field_label(row.ent, row.field))
        label.setFont(font(13, QFont.Weight.DemiBold))
        top.addWidget(label)
        heading = " · ".join(part for part in (f"{row.number} {row.applicant}".strip(), row.title) if part)
        top.addWidget(text(heading, caption=True), 1)
        top.addWidget(text(exact(row.at), caption=True))
        column.addLayout(top)
        column.addWidget(text(value_words(row.ent, row.field, row.val), 15, bold=True))
        line = QHBoxLayout()
        line.addWidget(text(row.reason, caption=True), 1)
        mend = Button(self.tr("Corriger"), "pencil")
        mend.clicked.connect(lambda: self._answer(row, "corrected"))
        mend.setAccessibleName(self.tr("Corriger {0}").format(label.text()))
        hand_on = Button(self.tr("Transmettre à la ville"), "send")
        hand_on.clicked.connect(lambda: self._answer(row, "passed_on"))
        hand_on.setAccessibleName(self.tr("Transmettre à la ville\u00a0: {0}").format(label.text()))
        for button in (mend, hand_on):
            button.setEnabled(not self.office.read_only)
            line.addWidget(button)
        column.addLayout(line)
        return frame

    def _answer(self, row: RefusedRow, state: str) -> None:
        """Mark it answered: the dossier opens to correct it, or the city is asked."""
        from desktop.flow.refusals import answered, hand_on

        if state == "passed_on" and self.office.do(hand_on, row=row) is None:
            return
        answered(self.office.store, op=row.op, state=state)
        if state == "corrected" and row.dossier is not None:
            self.office.dossier_wanted.emit(row.dossier, Walk.alone(row.dossier))
        self.answered.emit()
