"""The table of meanings: each column of a sheet, some of its values, what it contains, how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.queries.reference import FunderRow
from desktop.ui.fields import Pill
from desktop.ui.intake.values import say

if TYPE_CHECKING:
    from desktop.exchange.cells import Sheet
    from desktop.exchange.tables import Guess, Mapping

_SAMPLES = 3  # values shown for each column
_SEARCHED = 40  # rows looked into for them
_SURE = 0.75
_ROW = 42  # pixels
WHO = ("applicant.name", "applicant.siret", "applicant.rna")
WHAT = ("asked", "granted", "proposed", "cost", "title", "source_id")


class QuietCombo(QComboBox):
    """A choice that the wheel does not change while the table is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def meanings(funders: Sequence[FunderRow]) -> QStandardItemModel:
    """What a column may contain: one model for all the choices of the table."""
    from desktop.exchange.table_fields import FIELDS

    model = QStandardItemModel()
    codes = [(field.code, field.label) for field in FIELDS.values()]
    for funder in funders:
        codes.append((f"asked_by:{funder.name}", say("Demandé à {0}").format(funder.name)))
        codes.append((f"granted_by:{funder.name}", say("Accordé par {0}").format(funder.name)))
    for code, label in codes:
        item = QStandardItem(label)
        item.setData(code, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class ColumnTable(QTableWidget):
    """Edits a mapping; `fault()` says what keeps it from being used."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName(self.tr("Correspondance des colonnes"))
        self.setHorizontalHeaderLabels(
            [
                self.tr("Colonne du fichier"),
                self.tr("Exemples de valeurs"),
                self.tr("Ce qu’elle contient"),
                self.tr("Sûreté et raison"),
            ]
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)  # Tab goes from one choice to the next
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 210), (2, 260), (3, 330)):
            self.setColumnWidth(column, width)
        self._mapping: Mapping | None = None
        self._meanings: QStandardItemModel | None = None

    def show_mapping(self, mapping: Mapping, sheet: Sheet, funders: Sequence[FunderRow]) -> None:
        """Show what is proposed for this sheet."""
        columns = [replace(guess) for guess in mapping.columns]
        self._mapping = replace(mapping, columns=columns)
        self._meanings = self._meanings or meanings(funders)
        samples = _samples(sheet, [guess.header for guess in columns])
        self.setRowCount(len(columns))
        for row, guess in enumerate(columns):
            label = guess.header or self.tr("Colonne {0}, sans titre").format(guess.position + 1)
            if guess.group:
                label = f"{guess.group} – {label}"
            for column, words in ((0, label), (1, " · ".join(samples.get(guess.position, [])))):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(row, column, item)
            self.setCellWidget(row, 2, airy(self._choice(row, label, guess.field)))
            self._say_sure(row)

    def mapping(self) -> Mapping:
        """The mapping as it was edited."""
        assert self._mapping is not None  # asked only once a sheet is shown
        return self._mapping

    def combo(self, row: int) -> QComboBox:
        """The choice of a row."""
        found = self.cellWidget(row, 2).findChild(QuietCombo)
        assert isinstance(found, QuietCombo)
        return found

    def _choice(self, row: int, label: str, code: str) -> QComboBox:
        combo = QuietCombo()
        if self._meanings is not None:
            combo.setModel(self._meanings)
        if combo.findData(code) < 0:  # a funder that a map names and the office does not know
            combo = self._alone(code)
        combo.setCurrentIndex(combo.findData(code))
        combo.setAccessibleName(self.tr("Ce que contient la colonne {0}").format(label))
        combo.setMaxVisibleItems(16)
        combo.activated.connect(lambda _index: self._chosen(row))
        return combo

    def _alone(self, code: str) -> QuietCombo:
        from desktop.exchange.table_fields import field_of

        combo = QuietCombo()
        known = field_of(code)
        combo.addItem(known.label if known else code, code)
        if self._meanings is not None:
            for place in range(self._meanings.rowCount()):
                item = self._meanings.item(place)
                combo.addItem(item.text(), item.data(Qt.ItemDataRole.UserRole))
        return combo

    def _chosen(self, row: int) -> None:
        guess = self.mapping().columns[row]
        guess.field = str(self.combo(row).currentData())
        guess.confidence, guess.why = 1.0, ""
        self._say_sure(row)
        self.changed.emit()

    def _say_sure(self, row: int) -> None:
        guess = self.mapping().columns[row]
        if guess.field == "other" and guess.confidence < 1:
            pill = Pill(self.tr("Inconnue"), "neutral")
        elif guess.confidence >= _SURE:
            pill = Pill(self.tr("Sûre"), "good")
        else:
            pill = Pill(self.tr("À confirmer"), "warn")
        cell = airy(pill)
        line = cell.layout()
        assert isinstance(line, QHBoxLayout)  # as `airy` lays it out
        line.addWidget(self._why(guess), 1)
        self.setCellWidget(row, 3, cell)

    def _why(self, guess: Guess) -> QLabel:
        """What the proposal rests on, in words."""
        words = guess.why or (self.tr("dite par vous") if guess.confidence >= 1 else "")
        reason = QLabel(words)
        reason.setProperty("kind", "caption")
        reason.setToolTip(words)
        return reason

    def told(self) -> tuple[str, str, list[str]]:
        """The titles of the columns that say who asks and what ("" when none), of those to confirm."""
        who, told, doubtful = "", {}, []
        for row, guess in enumerate(self.mapping().columns):
            item = self.item(row, 0)
            title = item.text() if item else guess.header
            who = who or (title if guess.field in WHO else "")
            told[guess.field] = title
            if guess.field != "other" and guess.confidence < _SURE:
                doubtful.append(title)
        return who, next((told[code] for code in WHAT if code in told), ""), doubtful

    def fault(self) -> str:
        """Why these meanings can't be used, in a sentence; "" when they can."""
        from desktop.exchange.table_fields import field_of
        from desktop.exchange.tables import accepted

        mapping = self.mapping()
        for code, count in Counter(guess.field for guess in mapping.columns).items():
            known = field_of(code)
            if count > 1 and known and not known.many:
                return self.tr(
                    "«\u00a0{0}\u00a0» est dit de {1} colonnes\u00a0: gardez-en une et laissez les autres en "
                    "autre information."
                ).format(known.label, count)
        if not accepted(mapping).enough():
            return self.tr(
                "Dites au moins quelle colonne nomme le porteur (nom, SIRET ou RNA), et laquelle donne un "
                "intitulé, un numéro ou un montant."
            )
        return ""


def airy(part: QWidget) -> QWidget:
    """The part at its own height, with air around it."""
    cell = QWidget()
    line = QHBoxLayout(cell)
    line.setContentsMargins(4, 2, 8, 2)
    line.addWidget(part)
    return cell


def _samples(sheet: Sheet, labels: list[str]) -> dict[int, list[str]]:
    """The first different values under each column; the header's own line is left out."""
    found: dict[int, list[str]] = {}
    begun = False
    for row in sheet.rows[:_SEARCHED]:
        words = ["" if cell is None else " ".join(str(cell).split()) for cell in row]
        if sum(word == label != "" for word, label in zip(words, labels, strict=False)) > 1:
            if not begun:
                found.clear()  # what stands above the first header is no value
            begun = True
            continue
        for position, word in enumerate(words):
            held = found.setdefault(position, [])
            if word and word not in held and len(held) < _SAMPLES:
                held.append(word[:60])
    return found
