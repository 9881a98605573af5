"""The facts of a session: its name, its kind, when and where, its quorum, and which dossiers it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from db.queries import list_ids
from db.queries.committee import CommitteeRow
from db.queries.reference import waves
from desktop.rules.committee import KINDS
from desktop.rules.query import QueryError, parse, to_tree
from desktop.ui.committee.words import day_of
from desktop.ui.fields import AutoText, Button, DateField
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.tongue import plural

READY = "étape:prêt"


class FactsDialog(QDialog):
    """Asked for a new session, or to change one; a new one also asks for the query of its agenda."""

    def __init__(
        self, over: QWidget, office: Office, then: Callable[[dict[str, Any]], object],
        known: CommitteeRow | None = None,
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.setObjectName("facts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("La séance") if known else self.tr("Nouvelle séance"))
        self.setMinimumWidth(560)
        self._office, self._then, self._known = office, then, known
        self.name, self.hour, self.where, self.query = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit(READY)
        self.kind, self.quarter, self.wave = QComboBox(), QComboBox(), QComboBox()
        self.day, self.quorum = DateField(self.tr("Jour de la séance")), QLineEdit()
        self.act, self.act_on = QLineEdit(), DateField(self.tr("Date de la délibération"))
        self.notes = AutoText(self.tr("Ce que dit le procès-verbal à part les dossiers"), lines=3)
        self.count = text(caption=True)
        words = self.tr("Enregistrer") if known else self.tr("Convoquer")
        self.deed = Button(words, "check", kind="primary")
        self.deed.setDefault(True)
        self._fill()
        self._lay_out()
        for field in (self.name, self.day, self.query, self.hour):
            field.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _fill(self) -> None:
        for field, name in (
            (self.name, self.tr("Nom de la séance")), (self.hour, self.tr("Heure")),
            (self.where, self.tr("Lieu")), (self.query, self.tr("Dossiers de l’ordre du jour")),
            (self.kind, self.tr("Sorte de séance")), (self.quarter, self.tr("Quartier")),
            (self.wave, self.tr("Vague")), (self.quorum, self.tr("Quorum")),
            (self.act, self.tr("Numéro de la délibération")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        self.name.setPlaceholderText(self.tr("Comité technique, quartiers Nord…"))
        self.hour.setPlaceholderText("14:00")
        self.where.setPlaceholderText(self.tr("salle du Conseil"))
        self.quorum.setValidator(QIntValidator(0, 200, self.quorum))
        self.quorum.setFixedWidth(110)
        self.quorum.setPlaceholderText(self.tr("habituel") if self._known is None else self.tr("aucun"))
        for code, words in KINDS.items():
            self.kind.addItem(words, code)
        self.quarter.addItem(self.tr("tous les quartiers"), None)
        for row in self._office.quarters:
            self.quarter.addItem(row.short, row.id)
        self.wave.addItem(self.tr("toutes les vagues"), None)
        for wave in waves(self._office.reader):
            self.wave.addItem(wave.title, wave.id)
        known = self._known
        self.day.set_day(day_of(known.held_on) if known else dt.date.today() + dt.timedelta(days=14))
        if known is not None:
            self.name.setText(known.name)
            self.hour.setText(known.starts_at)
            self.where.setText(known.place)
            self.quorum.setText(str(known.quorum or ""))
            self.act.setText(known.act)
            self.act_on.set_day(day_of(known.act_on) if known.act_on else None)
            self.notes.setPlainText(known.notes)
            for box, value in (
                (self.kind, known.kind), (self.quarter, known.quarter_id), (self.wave, known.wave_id),
            ):  # fmt: skip
                box.setCurrentIndex(max(0, box.findData(value)))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("&Nom\u00a0:"), self.name)
        form.addRow(self.tr("&Sorte\u00a0:"), self.kind)
        when = QHBoxLayout()
        when.addWidget(self.day, 1)
        self.hour.setFixedWidth(80)
        when.addWidget(self.hour)
        form.addRow(self.tr("Jour, heure\u00a0:"), when)
        form.addRow(self.tr("&Lieu\u00a0:"), self.where)
        form.addRow(self.tr("&Quartier\u00a0:"), self.quarter)
        form.addRow(self.tr("&Vague\u00a0:"), self.wave)
        form.addRow(self.tr("Q&uorum\u00a0:"), self.quorum)
        if self._known is None:
            form.addRow(self.tr("&Dossiers\u00a0:"), self.query)
            form.addRow("", self.count)
        else:
            act = QHBoxLayout()
            act.addWidget(self.act, 1)
            act.addWidget(self.act_on, 1)
            form.addRow(self.tr("Délibération\u00a0:"), act)
            form.addRow(self.tr("&Procès-verbal\u00a0:"), self.notes)
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.deed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addLayout(foot)

    def _tell(self) -> None:
        """Say how many dossiers answer; « Convoquer » only once all is there."""
        whole = bool(self.name.text().strip()) and self.day.day() is not None
        if self._known is None:
            count, words = count_words(self._office, self.query.text())
            self.count.setText(words)
            whole = whole and count > 0
        self.deed.setEnabled(whole)

    def _go(self) -> None:
        if not self.deed.isEnabled():
            return
        facts: dict[str, Any] = {
            "name": self.name.text().strip(), "kind": self.kind.currentData(), "held_on": self.day.day(),
            "starts_at": self.hour.text().strip(), "place": self.where.text().strip(),
            "quorum": int(self.quorum.text() or 0) or None, "quarter": self.quarter.currentData(),
            "wave": self.wave.currentData(),
        }  # fmt: skip
        if self._known is None:
            facts["query"] = self.query.text().strip()
        else:
            facts |= {
                "act": self.act.text().strip(), "act_on": self.act_on.day(),
                "notes": self.notes.toPlainText().strip(),
            }  # fmt: skip
        self.accept()
        self._then(facts)


def count_words(office: Office, query: str) -> tuple[int, str]:
    """How many dossiers answer a query, in words; why it is not understood."""
    try:
        found = len(list_ids(office.reader, to_tree(parse(query), office.author)))
    except QueryError as wrong:
        return 0, str(wrong)
    return found, f"{found} {plural(found, 'dossier')}"
