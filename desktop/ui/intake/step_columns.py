"""Step 2: what the file was recognised as, and the meaning of its columns when it is any table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.queries.reference import FunderRow
from desktop.rules.folding import words
from desktop.ui.fields.row import Row
from desktop.ui.intake.column_table import ColumnTable
from desktop.ui.intake.pairing import Pairing
from desktop.ui.intake.parts import Notice, card, text
from desktop.ui.intake.past_choice import PastChoice
from desktop.ui.intake.values import format_words, say
from desktop.ui.intake.work import Choice, FormChoice, Look
from desktop.ui.tongue import plural

_NOTES = 4  # told in full; the others are counted


class StepColumns(QWidget):
    """Shows a Look; `choice()` is what the person said of the columns, None to take the file as read."""

    changed = Signal()  # whether one can go on may have changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice()
        self._title = text(size=15, bold=True)
        self._what = text()
        self._notes = text(caption=True)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(self.tr("Feuille à lire"))
        self.sheet.setMinimumWidth(260)
        self.sheet.activated.connect(lambda _index: self._show_sheet())
        self.table = ColumnTable()
        self.table.changed.connect(self._edited)
        self.keep = QCheckBox(self.tr("Retenir cette correspondance"))
        self.keep.clicked.connect(lambda _on: self._tell())
        self.keep_name = QLineEdit()
        self.keep_name.setAccessibleName(self.tr("Nom de la correspondance"))
        self.keep_name.setMinimumWidth(260)
        self.keep_name.textEdited.connect(lambda _words: self._tell())
        self.together = QCheckBox(self.tr("Lire ensemble les feuilles de &même forme"))
        self.together.setChecked(True)
        self.together.clicked.connect(lambda _on: self._edited())
        self.needs = text(caption=True)
        self.past = PastChoice()
        self.past.changed.connect(self._edited)
        self._look: Look | None = None
        self._funders: Sequence[FunderRow] = ()
        self._touched = False
        self._learnt = ("", "")  # id and title of the map that recognised the file
        self._columns = QWidget()
        self.pairing = Pairing()
        self.pairing.changed.connect(self._tell)
        self._sheets = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        frame, inside = card()
        for part in (self._title, self._what, self._notes):
            inside.addWidget(part)
        of_sheets = QHBoxLayout(self._sheets)
        of_sheets.setContentsMargins(0, 0, 0, 0)
        of_sheets.addWidget(QLabel(self.tr("Feuille\u00a0:")))
        of_sheets.addWidget(self.sheet)
        choosing = Row()
        choosing.addWidget(self._sheets)
        choosing.addWidget(self.together)
        choosing.addStretch(1)
        choosing.addWidget(self.keep)
        choosing.addWidget(self.keep_name)
        column = QVBoxLayout(self._columns)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choosing)
        column.addWidget(self.past)
        column.addWidget(self.needs)
        column.addWidget(self.table, 1)
        column.addWidget(self.pairing, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(frame)
        whole.addWidget(self.notice)
        whole.addWidget(self._columns, 1)
        whole.addStretch(0)

    def show_look(self, look: Look, funders: Sequence[FunderRow]) -> None:
        """Show a file that was just opened."""
        self._look, self._funders, self._touched = look, funders, False
        self.past.forget()
        known = look.read is not None
        self._title.setText(look.path.name)
        self._notes.setText(_few(look.read.notes if look.read else []))
        self._notes.setVisible(bool(self._notes.text()))
        form = self._is_form()
        self._columns.setVisible(look.sheet >= 0 or form)
        for part, shown in (
            (self._sheets, not form),
            (self.table, not form),
            (self.past, not form),
            (self.pairing, form),
        ):
            part.setVisible(shown)
        self.pairing.shut()
        if form:
            self.pairing.show_look(look)
        self._what.setText(self._recognised(look))
        self.sheet.clear()
        for rank, sheet in enumerate(look.sheets):
            if look.proposals[rank] is not None:
                self.sheet.addItem(sheet.name, rank)
        self.keep.setChecked(self.pairing.unknown() > 0 if form else not known)
        proposal = look.proposals[look.sheet] if look.sheet >= 0 else None
        # Mending a map that was learnt keeps its name, or its dossiers would come in twice.
        self._learnt = (proposal.id, proposal.title) if proposal and proposal.chosen else ("", "")
        if form and look.read:
            self._learnt = look.read.taught
        self.keep_name.setText(self._learnt[1] or look.path.stem[:60])
        if look.sheet >= 0:
            self.sheet.setCurrentIndex(self.sheet.findData(look.sheet))
            self._show_sheet()
            self._touched = False
        self._tell()

    def _recognised(self, look: Look) -> str:
        if look.read is None:
            return self.tr(
                "Parvis ne connaît pas encore les colonnes de ce tableau. Dites ce que contient chacune\u00a0"
                "; les propositions viennent de leurs titres et de leurs valeurs. Une colonne sans "
                "champ propre est gardée dans les autres informations du dossier."
            )
        count = look.read.read
        if self.pairing.unknown():
            return self.tr(
                "Ce fichier est {0}, mais Parvis ne connaît pas tous ses champs. Dites ce que contient "
                "chacun de ceux-ci\u00a0; la page le montre encadré. Un champ sans place propre est gardé "
                "dans les autres informations du dossier."
            ).format(format_words(look.read.format))
        if look.read.history and not look.read.applications:
            return self.tr("Ce fichier est {0}. {1} {2}.").format(
                format_words(look.read.format), count, plural(count, "ligne lue", "lignes lues")
            )
        return self.tr("Ce fichier est {0}. {1} {2}.").format(
            format_words(look.read.format), count, plural(count, "dossier lu", "dossiers lus")
        )

    def _is_form(self) -> bool:
        return self._look is not None and self._look.read is not None and bool(self._look.read.fields)

    def _show_sheet(self) -> None:
        look = self._look
        rank = self.sheet.currentData()
        if look is None or rank is None:
            return
        proposal = look.proposals[rank]
        if proposal is not None:
            self.table.show_mapping(proposal, look.sheets[rank], self._funders)
        self._touched = True
        self._tell()

    def _edited(self) -> None:
        self._touched = True
        self._tell()

    def _tell(self) -> None:
        self.keep_name.setEnabled(self.keep.isChecked())
        fault = self.fault()
        self.notice.tell(fault, "warn")
        self._tell_columns()
        self.changed.emit()

    def _tell_columns(self) -> None:
        """What is known of the columns and what lacks; how many sheets are read, what can be remembered."""
        look = self._look
        asked = look is not None and look.sheet >= 0 and not self._is_form()
        self.needs.setVisible(asked and not self.past.on.isChecked())
        self.together.setVisible(asked and self.sheet.count() > 1)
        if not asked:
            return
        self.needs.setText(needs_words(*self.table.told()))
        titled = any(guess.header for guess in self.table.mapping().columns)
        self.keep.setEnabled(titled)
        self.keep.setToolTip(
            self.tr("Le prochain fichier qui porte ces titres sera lu sans rien demander.")
            if titled
            else self.tr("Ce tableau n’a pas de titres de colonnes\u00a0: rien ne le fera reconnaître.")
        )
        if not titled:
            self.keep.setChecked(False)
            self.keep_name.setEnabled(False)

    def fault(self) -> str:
        """Why one can't go on, "" when one can."""
        look = self._look
        if look is None or (look.sheet < 0 and not self._is_form()):
            return ""
        if self.keep.isChecked() and not self.map_id():
            return self.tr("Donnez un nom à cette correspondance, ou décochez «\u00a0Retenir\u00a0».")
        if self._is_form():
            return self.pairing.fault()
        if self.past.on.isChecked():
            return self.past.fault() or self._past_fault()
        return self.table.fault() if self._chosen() else ""

    def _past_fault(self) -> str:
        from desktop.exchange.history_taught import enough

        if enough(self.table.mapping()):
            return ""
        return self.tr("Dites quelle colonne nomme le bénéficiaire (nom, SIRET, RNA) et laquelle le montant.")

    def _chosen(self) -> bool:
        look = self._look
        if self._is_form():
            return self.pairing.touched or self.pairing.unknown() > 0 or self.keep.isChecked()
        return (
            look is not None
            and look.sheet >= 0
            and (look.read is None or self._touched or self.keep.isChecked())
        )

    def map_id(self) -> str:
        """The name of the map as the name of a file."""
        if self._learnt[0] and self.keep_name.text().strip() == self._learnt[1]:
            return self._learnt[0]
        return re.sub(r"-+", "-", "-".join(words(self.keep_name.text())))[:60]

    def choice(self) -> Choice | FormChoice | None:
        """What is to be read, and how; None to take the file as it was read."""
        from desktop.exchange.tables import accepted

        if not self._chosen():
            return None
        keep = self.keep.isChecked()
        name, title = (self.map_id(), self.keep_name.text().strip()) if keep else ("", "")
        if self._is_form():
            return self.pairing.choice(keep, name, title)
        mapping, told = self.table.mapping(), self.past.told()
        together = self.together.isChecked()
        return Choice(self.sheet.currentText(), accepted(mapping, name, title), keep, told, together)


def needs_words(who: str, what: str, doubtful: Sequence[str]) -> str:
    """What a dossier needs, each with the column that tells it; then what is to be confirmed."""
    lacks = say("rien ne le dit encore")
    parts = [
        say("{0} Qui demande\u00a0: {1}").format(
            "✓" if who else "✗", f"«\u00a0{who}\u00a0»" if who else lacks
        ),
        say("{0} Quoi, ou combien\u00a0: {1}").format(
            "✓" if what else "✗", f"«\u00a0{what}\u00a0»" if what else lacks
        ),
    ]
    if doubtful:
        names = ", ".join(f"«\u00a0{title}\u00a0»" for title in doubtful)
        words = plural(len(doubtful), "proposition à confirmer", "propositions à confirmer")
        parts.append(
            say("{0} {1}\u00a0: {2}\u00a0; «\u00a0Continuer\u00a0» vaut accord").format(
                len(doubtful), words, names
            )
        )
    return "   ·   ".join(parts)


def _few(notes: list[str]) -> str:
    told = notes[:_NOTES]
    if len(notes) > _NOTES:
        told.append(f"… et {len(notes) - _NOTES} autres remarques.")
    return "\n".join(told)
