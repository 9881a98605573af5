"""What is done about a disagreement: keep, write another value, ask, keep both in a note, settle several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from db.queries.shipments import people
from desktop.flow.apart import Dispute
from desktop.ui.apart.filters import light
from desktop.ui.apart.value_dialog import AskDialog, ValueDialog
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.history_dialog import HistoryDialog
from desktop.ui.office import Office
from desktop.ui.tongue import plural
from desktop.ui.walk import Walk


class Deeds(QObject):
    """Run the verbs and tell what they did; dialogs stand over `over`."""

    def __init__(self, office: Office, over: QWidget) -> None:
        super().__init__(over)
        self.office, self.over = office, over

    def keep(self, dispute: Dispute, value: Any, reason: str) -> None:
        """Keep one value; the others stay in the history. One's mind is changed with a new reason."""
        if dispute.grave and not dispute.open and not reason:
            ReasonDialog(
                self.over, self.tr("Trancher autrement"),
                self.tr("« {0} » est déjà tranché. L’autre valeur le remplacera.").format(dispute.label),
                self.tr("Garder cette valeur"), lambda why: self.keep(dispute, value, why),
            ).open()  # fmt: skip
            return
        from desktop.flow.agree import settle_value

        done = self.office.do(settle_value, dispute=dispute, value=value, reason=reason)
        if done is not None:
            self.office.told.emit(
                self.tr("« {0} » est tranché. L’autre valeur reste dans l’historique du dossier.").format(
                    dispute.label
                ),
                "good",
            )

    def run(self, deed: str, dispute: Dispute, reason: str) -> None:
        """other, ask, note, history or open."""
        if deed == "other":
            self.ask_value(dispute, reason)
        elif deed == "ask":
            self.ask_somebody(dispute, reason)
        elif deed == "note":
            self.keep_both(dispute, reason)
        elif deed == "history":
            self.show_history(dispute)
        else:
            self.open_dossier(dispute)

    def ask_value(self, dispute: Dispute, reason: str) -> ValueDialog:
        dialog = ValueDialog(self.over, dispute, reason, lambda value, why: self.keep(dispute, value, why))
        dialog.open()
        return dialog

    def ask_somebody(self, dispute: Dispute, note: str) -> AskDialog:
        from desktop.flow.agree import leave_open

        def ask(whom: str, words: str) -> None:
            if self.office.do(leave_open, dispute=dispute, asked_of=whom, note=words) is not None:
                said = self.tr("« {0} » reste ouvert\u00a0: la question est posée à {1}.")
                self.office.told.emit(said.format(dispute.label, whom), "good")

        dialog = AskDialog(self.over, dispute, people(self.office.reader), note, ask)
        dialog.open()
        return dialog

    def keep_both(self, dispute: Dispute, reason: str) -> None:
        from desktop.flow.agree import keep_both

        done = self.office.do(keep_both, dispute=dispute, reason=reason)
        if done is not None:
            said = self.tr("Les deux valeurs de « {0} » sont dans une note du dossier.")
            self.office.told.emit(said.format(dispute.label), "good")

    def show_history(self, dispute: Dispute) -> HistoryDialog | None:
        """The whole history of the dossier, filtered on this field."""
        from desktop.flow.field_words import FIELDS

        if dispute.row.dossier is None:
            return None
        dialog = HistoryDialog(self.office, dispute.row.dossier, dispute.heading, self.over)
        dialog.search.setText(FIELDS.get((dispute.row.ent, dispute.row.field), ""))
        dialog.open()
        return dialog

    def open_dossier(self, dispute: Dispute) -> None:
        if dispute.row.dossier is not None:
            self.office.dossier_wanted.emit(dispute.row.dossier, Walk.alone(dispute.row.dossier))

    def ask_many(self, site: str, shown: Sequence[Dispute]) -> QMessageBox | None:
        """Count first, then settle the fields of little weight by the values of one workstation."""
        choices = [
            (each, told.value) for each in light(shown) for told in each.row.proposals if told.site == site
        ]
        if not choices:
            return None
        count = len(choices)
        dossiers = len({each.row.dossier for each, _ in choices})
        box = QMessageBox(self.over)
        box.setObjectName("many")
        box.setWindowTitle(self.tr("Champs de peu de poids"))
        box.setText(
            self.tr("{0} {1} dans {2} {3}\u00a0: {4}.").format(
                count, plural(count, "champ"), dossiers, plural(dossiers, "dossier"),
                ", ".join(dict.fromkeys(each.label for each, _ in choices)),
            )
        )  # fmt: skip
        box.setInformativeText(
            self.tr("Aucun montant, aucune décision ni étape\u00a0: ceux-là se tranchent un par un.")
        )
        keep = box.addButton(self.tr("Garder ces valeurs"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Annuler"), QMessageBox.ButtonRole.RejectRole)
        keep.clicked.connect(lambda: self._settle_many(choices))
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _settle_many(self, choices: list[tuple[Dispute, Any]]) -> None:
        from desktop.flow.agree import settle_many

        done = self.office.do(settle_many, choices=choices)
        if done is not None:
            count = len(choices)
            words = plural(count, self.tr("champ tranché"), self.tr("champs tranchés"))
            said = self.tr("{0} {1}. Ctrl+Z rend les valeurs d’avant.").format(count, words)
            self.office.told.emit(said, "good")
