"""The sheet « Vérifier le porteur »: what stands here beside what RNA and SIRENE say; Enter takes it over."""

from __future__ import annotations

import sqlite3
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from db.queries.reference_facts import Candidate, candidates
from desktop.flow.verify import Verified, verified
from desktop.rules.findings import Level
from desktop.rules.register import Line
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.icons import icon
from desktop.ui.intake.parts import Notice, text
from desktop.ui.office import Office
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import date_short

_SIGNS = {"same": ("check", "good"), "empty": ("plus", "accent"), "differs": ("triangle-alert", "warn")}


def state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """What the outline says: closed or dissolved, different, or in order; no sign without a reference."""
    say = QCoreApplication.translate
    found = verified(reader, whole.applicant.id)
    if found is None:
        return None, say("verify", "Rien n’est connu de ce porteur dans la base de référence")
    tones = {remark.tone for remark in found.remarks}
    told = " ".join(remark.sentence for remark in found.remarks)
    if "bad" in tones:
        return "bad", told
    if "warn" in tones or any(line.verdict == "differs" for line in found.lines):
        return "warn", told or say("verify", "Des champs diffèrent du répertoire")
    return "good", told or say("verify", "Conforme au répertoire")


def _shown(line: Line) -> tuple[str, str]:
    """What stands here and what the register says, dates as they are written in French."""
    if line.field != "founded_on":
        return line.here, line.told
    here, told = (date_short(date.fromisoformat(day)) if day else "" for day in (line.here, line.told))
    return here, told


def _register(candidate: Candidate) -> str:
    return "RNA" if candidate.rna else "SIRENE"


class Table(QTreeWidget):
    """One line a field; its letters are keys of the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Champs du porteur, ici et au répertoire"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setHeaderLabels([self.tr("Champ"), self.tr("Ici"), self.tr("Au répertoire"), self.tr("Source")])
        header = self.header()
        header.setStretchLastSection(False)
        for column, width in ((0, 176), (3, 84)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha():
            event.ignore()  # letters are deeds of the sheet here, not a search
        else:
            super().keyPressEvent(event)


class VerifySheet(WorkSheet):
    """Made once; shows the applicant of the dossier that is open."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.found: Verified | None = None
        self.candidates: list[Candidate] = []
        self.title = text(self.tr("Vérifier le porteur"), 20, bold=True)
        self.told = text(caption=True)
        self.notices = [Notice() for _ in range(3)]
        self.table = Table()
        self.take = Button(self.tr("Reprendre ce champ"), "check", kind="primary")
        self.fill = Button(self.tr("Compléter les champs vides"), "plus")
        self.load = Button(self.tr("Charger un répertoire…"), "download")
        self.take.setToolTip(self.tr("Reprendre ce champ (Entrée)"))
        self.fill.setToolTip(self.tr("Compléter les champs vides (C)"))
        self.take.clicked.connect(self.take_current)
        self.fill.clicked.connect(self.fill_empty)
        self.load.clicked.connect(lambda: office.place_wanted.emit("import"))
        self.table.itemDoubleClicked.connect(lambda _item, _column: self.take_current())
        self.table.currentItemChanged.connect(lambda _now, _before: self._tell_buttons())
        self.setFocusProxy(self.table)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.take, self.fill, self.load):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 16, 14)
        column.setSpacing(8)
        for part in (self.title, self.told, *self.notices):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(line)
        self._rest = QWidget()  # takes the room of the table when there is none
        column.addWidget(self._rest, 1)

    def focus(self) -> None:
        (self.table if self.table.isVisibleTo(self) else self.load).setFocus()

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Ask the registers anew: another extract may have been loaded since."""
        self._whole = whole
        reader = self._office.reader
        self.found = verified(reader, whole.applicant.id)
        self.candidates = [] if self.found else candidates(reader, whole.applicant.name)
        self._tell()
        first = 0
        if self.found is not None:  # what there is to do comes under the hand
            first = next((at for at, line in enumerate(self.found.lines) if line.verdict != "same"), 0)
        self._fill_table(first if fresh else max(0, self.table.currentIndex().row()))
        self._tell_buttons()

    def _tell(self) -> None:
        assert self._whole is not None  # told after a dossier is shown
        found = self.found
        self.told.setText(
            f"{self._whole.applicant.name} · {self._dates()}" if found else self._whole.applicant.name
        )
        said = [(remark.sentence, remark.tone) for remark in found.remarks] if found else [self._nothing()]
        for rank, notice in enumerate(self.notices):
            notice.tell(*(said[rank] if rank < len(said) else ("", "neutral")))
        self.table.setVisible(bool(found or self.candidates))
        self._rest.setVisible(not (found or self.candidates))

    def _dates(self) -> str:
        found = self.found
        assert found is not None
        told = (("RNA", found.rna_dated), ("SIRENE", found.sirene_dated))
        return ", ".join(
            self.tr("{0} au {1}").format(name, date_short(date.fromisoformat(day)))
            for name, day in told
            if day
        )

    def _nothing(self) -> tuple[str, str]:
        if self.candidates:
            return self.tr(
                "Ni le SIRET ni le RNA de ce porteur ne sont au répertoire, mais son nom y est\u00a0: Entrée "
                "reprend le numéro d’une ligne."
            ), "warn"
        return self.tr(
            "La base de référence ne dit rien de ce porteur. Elle se charge par l’import, depuis les "
            "fichiers du RNA et de SIRENE\u00a0; rien n’y est cherché en ligne."
        ), "neutral"

    def _fill_table(self, place: int) -> None:
        self.table.clear()
        if self.found is not None:
            rows = [(line.label, *_shown(line), line.source, line.verdict) for line in self.found.lines]
        else:
            rows = [
                (self.tr("Même nom"), "", f"{c.name} · {c.rna or c.siret} · {c.city}", _register(c), "empty")
                for c in self.candidates
            ]
        for label, here, told, source, verdict in rows:
            item = QTreeWidgetItem([label, " ".join(here.split()), " ".join(told.split()), source])
            item.setToolTip(1, here)
            item.setToolTip(2, told)
            item.setData(0, Qt.ItemDataRole.UserRole, verdict)
            self.table.addTopLevelItem(item)
        current = self.table.topLevelItem(min(place, len(rows) - 1)) if rows else None
        if current is not None:
            self.table.setCurrentItem(current)
        self._dress()

    def _dress(self) -> None:
        look = tokens()
        words = {"same": self.tr("conforme"), "empty": self.tr("vide ici"), "differs": self.tr("différent")}
        for place in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(place)
            if item is None:
                continue
            verdict = item.data(0, Qt.ItemDataRole.UserRole)
            sign, tone = _SIGNS[verdict]
            item.setIcon(0, icon(sign, look.tone(tone)[0], 14))
            item.setForeground(1, QColor(look.muted if verdict == "same" else look.ink))
            item.setFont(2, font(13, QFont.Weight.Normal if verdict == "same" else QFont.Weight.DemiBold))
            item.setForeground(3, QColor(look.muted))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.text(0)}, {words[verdict]}")

    def _current(self) -> Line | Candidate | None:
        place = self.table.currentIndex().row()
        rows = self.found.lines if self.found else self.candidates
        return rows[place] if 0 <= place < len(rows) else None

    def _tell_buttons(self) -> None:
        line = self._current()
        writable = not self._office.read_only
        differs = isinstance(line, Candidate) or (line is not None and line.verdict != "same")
        self.take.setEnabled(writable and differs)
        self.take.setVisible(bool(self.found or self.candidates))
        empty = any(each.verdict == "empty" for each in self.found.lines) if self.found else False
        self.fill.setVisible(bool(self.found))
        self.fill.setEnabled(writable and empty)
        self.load.setVisible(self.found is None and "import" in self._office.places)

    # Deeds

    def take_current(self) -> None:
        """Write the field of the current line as the register tells it."""
        line = self._current()
        if isinstance(line, Candidate):
            numbers = {"rna": line.rna, "siret": line.siret}
            self._take({field: value for field, value in numbers.items() if value})
        elif line is not None and line.verdict != "same":
            self._take({line.field: line.told})

    def fill_empty(self) -> None:
        """Write every field that is empty here, in one step."""
        if self.found is not None:
            self._take({line.field: line.told for line in self.found.lines if line.verdict == "empty"})

    def _take(self, values: dict[str, str]) -> None:
        from desktop.flow.verify import take_over

        if self._whole is not None and values:
            self._office.do(take_over, applicant=self._whole.applicant.id, values=values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.take.isEnabled():
            self.take_current()
        elif event.key() == Qt.Key.Key_C and not event.modifiers() and self.fill.isEnabled():
            self.fill_empty()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_rest"):
            self._dress()
        super().changeEvent(event)
