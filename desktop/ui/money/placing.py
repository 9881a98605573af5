"""The question of where the amounts of a dossier count: for each funder, the rule or an envelope by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.money import EnvelopeRow, PlaceRow, envelopes, places
from desktop.rules.envelopes import scope_words
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.money.attempting import attempt
from desktop.ui.money.picking import pick
from desktop.ui.office import Office
from desktop.ui.tongue import euros


class PlacingDialog(QDialog):
    """One line a funder that has envelopes; written in one step."""

    def __init__(self, office: Office, over: QWidget, dossier: bytes) -> None:
        super().__init__(over)
        self.setObjectName("placing")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Choisir les enveloppes"))
        self.setMinimumWidth(640)
        self._office, self._dossier = office, dossier
        self._rows = [row for row in envelopes(office.reader) if not row.outside and not row.common_law]
        self._places = {row.funder_id: row for row in places(office.reader, dossier)}
        self.choices: dict[bytes, QComboBox] = {}
        self.refused = Notice()
        self.keep = Button(self.tr("Enregistrer"), "check", kind="primary")
        self.keep.setDefault(True)
        self.keep.clicked.connect(self._go)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for funder in self._office.funders:
            own = [row for row in self._rows if row.funder_id == funder.id]
            place = self._places.get(funder.id)
            if own and place is not None:
                self.choices[funder.id] = self._combo(funder.name, own, place)
                form.addRow(f"{funder.name}\u00a0:", self.choices[funder.id])
        leave = Button(self.tr("Ne rien changer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = self.tr(
            "Un montant compte dans l’enveloppe la plus étroite qui convient, sauf si vous en choisissez une "
            "autre du même financeur."
        )
        none = self.tr("Aucun financeur n’a d’enveloppe\u00a0: la place « Enveloppes » en ajoute.")
        column.addWidget(text(words if self.choices else none))
        column.addLayout(form)
        column.addWidget(self.refused)
        column.addLayout(foot)
        self.keep.setEnabled(bool(self.choices))

    def _combo(self, name: str, own: list[EnvelopeRow], place: PlaceRow) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(self.tr("Enveloppe, {0}").format(name))
        found = next((row for row in own if row.id == place.envelope_id), None)
        if place.chosen:
            rule = self.tr("Selon la règle")
        elif found is None:
            rule = self.tr("Selon la règle\u00a0: hors enveloppe")
        else:
            rule = self.tr("Selon la règle\u00a0: {0}").format(scope_words(found))
        made.addItem(rule, None)
        for row in own:
            made.addItem(self.tr("{0} (reste {1})").format(scope_words(row), euros(row.left)), row.id)
        pick(made, place.envelope_id if place.chosen else None)
        return made

    def _go(self) -> None:
        from desktop.flow.allocate import choose_envelopes

        chosen = {}
        for funder, combo in self.choices.items():
            place = self._places[funder]
            if combo.currentData() != (place.envelope_id if place.chosen else None):
                chosen[funder] = combo.currentData()
        if chosen:
            why, _ = attempt(self._office, choose_envelopes, dossier=self._dossier, chosen=chosen)
            if why:
                self.refused.tell(why, "bad")
                return
        self.accept()
