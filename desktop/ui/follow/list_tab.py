"""A tab of « Suivi »: chips with their counts, filters, a search, the table over all dossiers, the deeds."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.rules.folding import fold
from desktop.ui.fields import Button, FlowLayout, SearchField, StageChips
from desktop.ui.fields.row import Row
from desktop.ui.follow.filters import combo, offer
from desktop.ui.follow.roomy import Roomy
from desktop.ui.held import held
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Line
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.runner import Progress, Runner
from desktop.ui.screen import Deed, screen_action, screen_deeds
from desktop.ui.tabbed import Tab
from desktop.ui.tables.state import StatePanel
from desktop.ui.walk import Walk

Chips = Sequence[tuple[str, str, Callable[[Any], bool]]]  # code, words, which rows it keeps


class FollowTab(Tab):
    """Rows are named tuples with `id`, `dossier_id` and `year`; each tab says how they read and stand."""

    followed: frozenset[str] = frozenset()  # tables after which it reads again
    right = ""  # of its deeds
    sheet = "follow"  # of the dossier, opened by Enter

    def __init__(
        self,
        office: Office,
        name: str,
        headings: Sequence[tuple[str, int]],
        *,
        right: Sequence[int] = (),
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        super().__init__()
        self.office, self.today = office, today
        self.rows: list[Any] = []
        self.kept: list[Any] = []
        self.chips = StageChips()
        self.year = combo(self.tr("Année"), self.tr("Toutes les années"))
        self.funder = combo(self.tr("Financeur"), self.tr("Tous les financeurs"))
        self.search = SearchField(self.tr("Dossier, porteur, action…"))
        self.table = PillRows(name, headings, several=True, right=right)
        for column in right:
            self.table.setItemDelegateForColumn(column, Roomy(self.table))
        self.state = StatePanel(self.table)
        self.note = text(caption=True)
        self._buttons = QWidget()
        self._runner = Runner(office.at_work.open_eyes, self)  # no bar: a reading is short
        self.beside: Any = None  # what is read with the rows
        self._lay_out()
        self.reading = self._again = self._closed = self._known = False
        self.actions_ = [
            *screen_deeds(self, self._shown_deeds()),
            screen_action(self, self.tr("Suivi\u00a0: chercher"), "Ctrl+F", self.search.setFocus),
        ]
        self._connect()

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(8)
        top.addWidget(self.chips, 1)
        for part in (self.year, self.funder, self.search):
            top.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.search.setMinimumWidth(190)
        flow = FlowLayout(self._buttons, gap=8)
        for button in self.buttons():
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _codes: self.show_rows())
        self.search.typed.connect(lambda _words: self.show_rows())
        self.search.submitted.connect(lambda _words: self.table.setFocus())
        for choice in (self.year, self.funder):
            choice.activated.connect(lambda _index: self.show_rows())
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self.tell_buttons())
        self.state.action_wanted.connect(self._answer_empty)

    # What each tab says

    def deeds(self) -> list[Deed]:
        """Its buttons, their words in the menu, their keys, what they do."""
        return []

    def buttons(self) -> list[Button]:
        """The buttons of the deeds, in their order."""
        return [button for button, _, _, _ in self.deeds() if isinstance(button, Button)]

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        raise NotImplementedError

    def read_beside(self, reader: sqlite3.Connection, rows: list[Any]) -> Any:
        """What the rows alone do not say."""
        return None

    def line(self, row: Any) -> Line:
        raise NotImplementedError

    def kinds_of(self) -> Chips:
        """The chips."""
        return ()

    def words_of(self, row: Any) -> str:
        """What the search looks at."""
        return f"{row.number} {row.applicant} {row.title}"

    def funders_of(self, row: Any) -> str:
        """The funder that the filter asks, "" when a row has none."""
        return str(getattr(row, "funder", ""))

    def told(self, rows: Sequence[Any]) -> str:
        """What the status bar adds up of what is shown."""
        return ""

    def nothing(self) -> tuple[str, str, str]:
        """Title, sentence and deed of the page shown where there is no row at all."""
        raise NotImplementedError

    def begin(self) -> None:
        """The deed of that page."""

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        """Whether this deed can be done with these rows."""
        return bool(rows)

    # What the screen asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self.actions_

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if (self._known or self.reading) and touched & self.followed:
            self.read()

    def shown(self) -> None:
        if not self._known:
            self.read()
        self.table.setFocus()
        self._tell_status()

    # Reading

    def read(self) -> None:
        """Read everything again beside the window; asked again meanwhile, once more after."""
        if self._closed or self.reading:
            self._again = not self._closed
            return
        self.reading = True
        if not self._known:
            self.state.tell("loading", self.tr("Lecture du suivi"), "")

        def work(progress: Progress) -> tuple[list[Any], Any]:
            rows = self.read_rows(progress.session)
            return rows, self.read_beside(progress.session, rows)

        self._runner.run(work, self._read, self._not_read, self.tr("Lire le suivi"))

    def _read(self, found: tuple[list[Any], Any]) -> None:
        self.reading = False
        if self._closed:
            return
        self._known = True
        self.rows, self.beside = found
        years = sorted({row.year for row in self.rows}, reverse=True)
        offer(self.year, [(str(year), year) for year in years])
        names = sorted({name for row in self.rows if (name := self.funders_of(row))})
        offer(self.funder, [(name, name) for name in names])
        self.funder.setVisible(len(names) > 1)
        self.show_rows()
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self.reading = False
        if not self._closed:
            self.state.tell("error", self.tr("Le suivi n’a pas pu être lu"), sentence)

    def close_down(self) -> None:
        self._closed = True
        self._runner.stop()

    def show_rows(self) -> None:
        """Show what the chips, the filters and the search keep."""
        year, funder, words = self.year.currentData(), self.funder.currentData(), fold(self.search.text())
        rows = [
            row
            for row in self.rows
            if year in (None, row.year)
            and funder in (None, self.funders_of(row))
            and all(word in fold(self.words_of(row)) for word in words.split())
        ]
        kinds = self.kinds_of()
        self.chips.set_chips([(code, said, sum(map(test, rows))) for code, said, test in kinds])
        for code in self.chips.codes():
            test = next(test for name, _, test in kinds if name == code)
            rows = [row for row in rows if test(row)]
        self.kept = rows
        before = {row.id for row in self.chosen()}
        self.table.show_lines([self.line(row) for row in rows])
        self._choose([at for at, row in enumerate(rows) if row.id in before])
        self._tell_state()
        self.tell_buttons()
        self._tell_status()

    def _choose(self, places: Sequence[int]) -> None:
        """Choose these lines again: a deed on several is often followed by another on the same."""
        if not places:
            return
        self.table.selectRow(places[0])
        model, wanted = self.table.model(), QItemSelection()
        for at in places[1:]:
            wanted.select(model.index(at, 0), model.index(at, model.columnCount() - 1))
        self.table.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.Select)

    def _tell_state(self) -> None:
        if self.kept:
            self.state.hide()
        elif self.rows:
            self.state.tell(
                "empty", self.tr("Rien de tel"), self.tr("Aucune ligne ne répond à ces filtres."),
                self.tr("Enlever les filtres"),
            )  # fmt: skip
        else:
            self.state.tell("empty", *self.nothing())

    def _answer_empty(self) -> None:
        if not self.rows:
            self.begin()
            return
        self.chips.choose(())
        for choice in (self.year, self.funder):
            choice.setCurrentIndex(0)
        self.search.clear()
        self.show_rows()

    def _tell_status(self) -> None:
        keys = self.tr("Entrée ouvrir    Maj+flèches plusieurs    Ctrl+F chercher    Ctrl+Tab onglet suivant")
        told = self.told(self.chosen() if len(self.chosen()) > 1 else self.kept)
        self.status.emit(f"{told}    {keys}" if told else keys)

    def tell_buttons(self) -> None:
        """Enable what can be done with what is chosen."""
        why, rows = self.office.why_not(self.right), self.chosen()
        for button in self.buttons():
            held(button, why, on=self.why_not(button, rows))
        self.note.setText(self.noted(rows))
        self.note.setVisible(bool(self.note.text()))
        if self.isVisible():
            self._tell_status()

    def noted(self, rows: Sequence[Any]) -> str:
        """A sentence on what is chosen."""
        return ""

    def chosen(self) -> list[Any]:
        """The rows selected, in the order shown."""
        return self.table.chosen()

    def _shown_deeds(self) -> list[Deed]:
        """A key does nothing where its button could not."""

        def guarded(button: Any, deed: Callable[[], object]) -> Callable[[], object]:
            return lambda: deed() if button.isEnabled() else None

        return [(button, words, key, guarded(button, deed)) for button, words, key, deed in self.deeds()]

    def _open(self, row: Any) -> None:
        keys = list(dict.fromkeys(one.dossier_id for one in self.kept))
        self.office.dossier_wanted.emit(row.dossier_id, Walk(keys, keys.index(row.dossier_id)))
        self.office.sheet_wanted.emit(self.sheet)
