"""The tab « Tableaux »: an axis and a measure, as a table and a chart; a bar or a cell opens its dossiers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from db.queries.figures import years
from desktop.flow.figures import Figures
from desktop.flow.figures_chart import bars_of, bars_over
from desktop.flow.figures_sheet import Sheet, sheet_of, sheet_over
from desktop.flow.figures_years import OverYears
from desktop.rules.bars import Bars
from desktop.rules.figures import PEOPLE_RULE, RULE, YEAR_RULE, grouped
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.figures.chart import Chart
from desktop.ui.figures.choosing import FiguresChooser
from desktop.ui.figures.leaving import Leaving
from desktop.ui.figures.table import FiguresTable
from desktop.ui.figures.tabs import FiguresTab
from desktop.ui.intake.parts import text
from desktop.ui.nothing_yet import invite_import, nothing_yet
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import plural

_FOLLOWED = frozenset(
    {
        "dossier", "amount", "payment", "mark", "declared", "dossier_quarter", "decision", "merging", "call",
        "wave", "quarter", "challenge", "funder", "report", "audience", "challenge_theme", "theme",
        "contract_total", "applicant", "interest",
    }
)  # fmt: skip


class TablesTab(FiguresTab):
    """Read beside the window for each choice; another measure reads nothing."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.found: Figures | OverYears | None = None
        self._reading = self._again = self._closed = False
        self.chooser = FiguresChooser(office)
        self.title = text("", 15, bold=True)
        self.legend = text(caption=True)
        self.chart = Chart()
        self.table = FiguresTable()
        self.note = text(caption=True)
        self.leaving = Leaving(self, office)
        self.open = Button(self.tr("&Voir les dossiers"), "list")
        self.copy = Button(self.tr("Co&pier"), "copy")
        self.picture = Button(self.tr("&Image…"), "file-image")
        self.numbers = Button(self.tr("&Nombres…"), "download")
        self.report = Button(self.tr("&Rapport de l’année…"), "printer")
        self.before = Button(self.tr("Contrat précéd&ent…"), "history")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.chart)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.title, self.legend):
            column.addWidget(part)
        column.addWidget(area, 1)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.setChildrenCollapsible(False)
        self.both.addWidget(left)
        self.both.addWidget(self.table)
        self.both.setStretchFactor(0, 1)
        self.both.setStretchFactor(1, 1)
        self.both.setSizes([480, 680])
        self.state = StatePanel(self.both)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.chooser)
        whole.addWidget(self.both, 1)
        whole.addWidget(self.note)
        deeds = Row()
        deeds.setSpacing(8)
        deeds.addStretch()
        for button in (self.before, self.report, self.open, self.copy, self.picture, self.numbers):
            deeds.addWidget(button)
        whole.addLayout(deeds)

    def _connect(self) -> None:
        self.chooser.changed.connect(self.read)
        self.chooser.measured.connect(self._show)
        self.chart.open_wanted.connect(self._office.list_wanted)
        self.chart.moved.connect(lambda _at: self._tell_status())
        self.table.open_wanted.connect(self._office.list_wanted)
        self.state.action_wanted.connect(self.chooser.clear)
        deeds: list[Deed] = [
            (self.open, self.tr("Chiffres\u00a0: voir les dossiers"), "Ctrl+Return", self.open_dossiers),
            (
                self.copy,
                self.tr("Chiffres\u00a0: copier le tableau et le diagramme"),
                "Ctrl+Shift+C",
                self.ask_copy,
            ),
            (self.picture, self.tr("Chiffres\u00a0: enregistrer le diagramme…"), "Ctrl+G", self.ask_picture),
            (self.numbers, self.tr("Chiffres\u00a0: enregistrer les nombres…"), "Ctrl+E", self.ask_numbers),
            (self.report, self.tr("Chiffres\u00a0: rapport de l’année…"), "Ctrl+P", self.ask_report),
            (self.before, self.tr("Chiffres\u00a0: totaux du contrat précédent…"), "Ctrl+T", self.ask_before),
        ]
        self._actions = screen_deeds(self, deeds)

    # What the screen asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.read()

    def shown(self) -> None:
        if self.found is None:
            self.read()
        self.chart.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        self._closed = True

    # Reading

    def read(self) -> None:
        """Read the figures beside the window; asked again meanwhile, once more after."""
        if self._closed or self._reading:
            self._again = not self._closed
            return
        self._reading = True
        if self.found is None:
            self.state.tell("loading", self.tr("Lecture des chiffres"), "")
        asked, over, me = self.chooser.asked(), self.chooser.over.isChecked(), self._office.author

        def work(progress: Progress) -> tuple[Figures | OverYears, list[int]]:
            from desktop.flow.figures import read_figures
            from desktop.flow.figures_years import read_over_years

            read = read_over_years if over else read_figures
            return read(progress.session, asked, me), years(progress.session)

        self._office.runner.run(work, self._read, self._not_read, self.tr("Lire les chiffres"))

    def _read(self, told: tuple[Figures | OverYears, list[int]]) -> None:
        self._reading = False
        if self._closed:
            return
        self.found, known = told
        self.chooser.offer_years(known)
        self._show()
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self._reading = False
        self.state.tell("error", self.tr("Les chiffres n’ont pas pu être lus"), sentence)

    def figures(self) -> Figures | None:
        """What was read, of all the years together."""
        return self.found.found if isinstance(self.found, OverYears) else self.found

    def bars(self) -> Bars | None:
        """The chart in the measure chosen."""
        measure = self.chooser.measure.currentData()
        if isinstance(self.found, OverYears):
            return bars_over(self.found, measure)
        return None if self.found is None else bars_of(self.found, measure)

    def sheet(self) -> Sheet | None:
        """The table: every measure, or one over the years."""
        if isinstance(self.found, OverYears):
            return sheet_over(self.found, self.chooser.measure.currentData())
        return None if self.found is None else sheet_of(self.found)

    def _show(self) -> None:
        bars, sheet, found = self.bars(), self.sheet(), self.figures()
        if bars is None or sheet is None or found is None:
            return
        self.title.setText(f"{bars.title}, {bars.subtitle}")
        self.legend.setText(" ".join(words for words in (bars.legend, bars.foot) if words))
        self.legend.setVisible(bool(self.legend.text()))
        self.chart.show_bars(bars)
        self.table.show_sheet(sheet)
        count = found.whole.dossiers
        for button in (self.open, self.copy, self.picture, self.numbers):
            button.setEnabled(count > 0)
        self.note.setText(" ".join(sheet.notes))
        self.note.setToolTip("\n".join((RULE, YEAR_RULE, PEOPLE_RULE)))
        if count:
            self.state.hide()
        elif nothing_yet(self._office):
            words = self.tr(
                "Le contrat se compte ici par quartier, défi, financeur ou année, une fois des demandes là."
            )
            invite_import(self.state, self._office, self.tr("Rien à compter"), words)
        else:
            words = self.tr("Aucun dossier ne répond à ces filtres.")
            self.state.tell("empty", self.tr("Rien à compter"), words, self.tr("Enlever les filtres"))
        self._tell_status()

    def _tell_status(self) -> None:
        keys = self.tr("Flèches d’une barre à l’autre    Entrée ses dossiers    Ctrl+E nombres")
        found = self.figures()
        count = found.whole.dossiers if found else 0
        self.status.emit(f"{grouped(count)} {plural(count, 'dossier')}    {keys}" if count else keys)

    # Deeds

    def open_dossiers(self) -> None:
        """Show in the list the dossiers of the bar, or of the cell when the table has the keyboard."""
        (self.table if self.table.hasFocus() else self.chart).open()

    def ask_copy(self) -> None:
        """Copy the table and the chart."""
        sheet, bars = self.sheet(), self.bars()
        if sheet is not None and bars is not None and self.copy.isEnabled():
            self.leaving.copy(sheet, bars)

    def ask_picture(self) -> None:
        """Ask where the chart goes."""
        bars = self.bars()
        if bars is not None and self.picture.isEnabled():
            self.leaving.ask_picture(bars)

    def ask_numbers(self) -> None:
        """Ask where the table goes."""
        sheet = self.sheet()
        if sheet is not None and self.numbers.isEnabled():
            self.leaving.ask_numbers(sheet)

    def ask_before(self) -> None:
        """Show and enter the totals of an earlier contract."""
        from desktop.ui.figures.totals_dialog import TotalsDialog

        TotalsDialog(self, self._office).open()

    def ask_report(self) -> None:
        """Ask of which year, for whom, and where the report goes."""
        from desktop.ui.figures.report_dialog import ReportDialog

        ReportDialog(self, self._office, self.chooser.year.currentData()).open()
