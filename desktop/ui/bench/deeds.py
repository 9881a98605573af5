"""What the keys of the bench do to the rectangle chosen: copy, paste, fill, round, clear, share out."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.rules.cells import Fault, Way, plain_number, read_block, read_table, table_text
from desktop.rules.fills import (
    Fill,
    all_rounded,
    cleared,
    filled_down,
    filled_right,
    free_for,
    shared_out,
)
from desktop.ui.bench.asking import FaultsDialog, ShareDialog
from desktop.ui.bench.columns import Kind
from desktop.ui.bench.desk import Desk
from desktop.ui.bench.table import BenchTable
from desktop.ui.tongue import euros


class Deeds(QObject):
    """Each is one step of the journal, and says what it does to the grand total."""

    def __init__(self, desk: Desk, table: BenchTable) -> None:
        super().__init__(table)
        self.desk, self.table = desk, table

    def _say(self, words: str, tone: str = "warn") -> None:
        self.desk.office.told.emit(words, tone)

    # From and to a spreadsheet

    def copy(self) -> None:
        """The rectangle as plain numbers, which Excel reads; other columns as their words."""
        lines, columns = self.table.rectangle()
        model = self.table.bench
        rows = [
            [
                plain_number(model.bench.cell(model.order[line], model.columns[n].funder))
                if model.columns[n].kind is Kind.FUNDER
                else str(model.index(line, n).data() or "")
                for n in columns
            ]
            for line in lines
        ]
        QGuiApplication.clipboard().setText(table_text(rows))
        count = sum(len(row) for row in rows)
        self._say(self.tr("{0} cases copiées.").format(count), "neutral")

    def paste(self) -> None:
        """Put the rectangle of the clipboard from the current cell on; nothing when a cell is at fault."""
        block = read_table(QGuiApplication.clipboard().text())
        if not block:
            self._say(self.tr("Le presse-papiers ne contient pas de cases."))
            return
        lines, columns = self.table.rectangle()
        model, bench = self.table.bench, self.desk.bench
        if not lines or not columns:
            return
        if len(block) == 1 and len(block[0]) == 1:  # one amount goes into every cell chosen
            block = [block[0] * len(columns) for _ in lines]
        at = [n for n in range(columns[0], len(model.columns)) if model.columns[n].kind is Kind.FUNDER]
        if model.columns[columns[0]].kind is not Kind.FUNDER:
            self._say(self.tr("Collez dans la colonne d’un financeur\u00a0: rien n’a été collé."))
            return
        rows = model.order[lines[0] :]
        under = [bench.lines[row] for row in rows[: len(block)]]
        cells, faults = read_block(block, under, [model.columns[n].funder for n in at], bench.written())
        if faults:
            self._tell_faults(block, faults)
            return
        self.desk.fill(Fill(cells), self.tr("Coller"))

    def _tell_faults(self, block: list[list[str]], faults: list[Fault]) -> None:
        FaultsDialog(self.table, len(block), faults).open()

    # Commands

    def clear(self) -> None:
        rows, funders = self.table.chosen()
        places = [(row, funder) for row in rows for funder in funders]
        self.desk.fill(cleared(self.desk.bench, places), self.tr("Vider"))

    def fill_down(self) -> None:
        rows, funders = self.table.chosen()
        if len(rows) < 2 or not funders:
            self._say(
                self.tr("Choisissez d’abord plusieurs lignes\u00a0: la première est recopiée vers le bas.")
            )
            return
        self.desk.fill(filled_down(self.desk.bench, rows, funders), self.tr("Remplir vers le bas"))

    def fill_right(self) -> None:
        rows, funders = self.table.chosen()
        if len(funders) < 2:
            self._say(
                self.tr("Choisissez d’abord plusieurs financeurs\u00a0: le premier est recopié à droite.")
            )
            return
        self.desk.fill(filled_right(self.desk.bench, rows, funders), self.tr("Remplir à droite"))

    def round(self, way: Way) -> None:
        """The rectangle at 100 €, or everything shown when one cell alone is chosen."""
        rows, funders = self.table.chosen()
        if len(rows) * len(funders) < 2:
            rows, funders = list(self.table.bench.order), list(self.desk.bench.funders)
        places = [(row, funder) for row in rows for funder in funders]
        words = {
            "down": self.tr("Arrondir à 100 € inférieurs"),
            "nearest": self.tr("Arrondir à 100 € au plus près"),
        }
        self.desk.fill(all_rounded(self.desk.bench, places, way), words[way])

    def share_out(self) -> None:
        """Ask for an amount, then share it out over the lines chosen, as they asked."""
        rows, funders = self.table.chosen()
        if len(funders) != 1 or len(rows) < 2:
            self._say(
                self.tr("Choisissez plusieurs cases d’un seul financeur\u00a0: le montant y sera réparti.")
            )
            return
        funder = funders[0]
        free = [row for row in rows if not self.desk.bench.lines[row].locked]
        name = self.desk.found.funders[funder] if self.desk.found else ""
        offered = free_for(self.desk.bench, rows, funder)

        def then(amount: int) -> None:
            deed = self.tr("Répartir {0}").format(euros(amount))
            self.desk.fill(shared_out(self.desk.bench, rows, funder, amount), deed)

        ShareDialog(self.table, name, len(free), offered, then).open()
