"""« Classement »: the dossiers by score or by hand, a line that cuts, ranks that hang on little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from desktop.flow.bench import Scores, scores_of
from desktop.flow.scenarios import rank_by_hand, set_cut
from desktop.rules.fills import below
from desktop.rules.ranking import by_hand, fragile, moved, ranks
from desktop.ui.bench.desk import Desk
from desktop.ui.bench.ranking_model import RankModel
from desktop.ui.bench.ranking_table import RankTable
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.intake.parts import text
from desktop.ui.runner import Progress
from desktop.ui.tongue import euros

_AT_ONCE = 1000  # dossiers tried in this thread; more go to the worker


class Ranking(QWidget):
    """The ranked view of the scenario on the bench."""

    told = Signal(str)  # what the status bar says

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = RankModel(self)
        self.table = RankTable(self.model)
        self.scores = Scores([], {}, frozenset())
        self.words = text(caption=True)
        self.purses = QComboBox()
        self.purses.setAccessibleName(self.tr("Enveloppe du cumul"))
        self.by_score = Button(self.tr("Revenir aux notes"), "arrow-down-up")
        self.place = Button(self.tr("Caler la ligne"), "gauge")
        self.place.setToolTip(self.tr("Après le dernier rang que l’enveloppe paie encore"))
        self.purses.setMinimumWidth(190)
        self.purses.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.empty_below = Button(self.tr("Vider sous la ligne"), "trash-2")
        self._pause = QTimer(self, singleShot=True, interval=300)
        self._settling = QTimer(self, singleShot=True, interval=350)  # a key held down is one step
        self._moved: tuple[bytes, int] | None = None  # a line not written yet: of which scenario, where
        self._wanted = 0  # the last trial asked: an older one says nothing
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = Row()
        head.setSpacing(8)
        label = QLabel(self.tr("C&umul dans"))
        label.setBuddy(self.purses)
        label.setProperty("kind", "caption")
        for part in (label, self.purses, self.place, self.empty_below, self.by_score):
            head.addWidget(part)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.table.cut_moved.connect(self.cut_at)
        self.table.row_moved.connect(lambda row, to: self.place_at(self.model.order[row], to))
        self.model.moved.connect(self.place_at)
        self.purses.activated.connect(lambda n: self._count_in(n))
        self.by_score.clicked.connect(lambda: self._rank([]))
        self.place.clicked.connect(self.cut_where_spent)
        self.empty_below.clicked.connect(self.clear_below)
        self._pause.timeout.connect(self._try_out)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self._settling.timeout.connect(self.settle)
        self.desk.moved.connect(lambda _rows: self.model.add_up() if self.isVisible() else None)

    # Reading

    def reload(self) -> None:
        """Scores, order and line anew; what was chosen stays chosen."""
        self.settle()
        bench, row = self.desk.bench, self.desk.scenario
        chosen = (
            self.model.order[self.table.currentIndex().row()] if self.table.currentIndex().isValid() else None
        )
        self.scores = scores_of(self.desk.office.reader, bench.lines, self.desk.office.author)
        found = ranks(self.scores.scored, self.scores.grids)
        order = [one.key for one in found]
        written = [bytes.fromhex(key) for key in row.ranking.split("\n") if key] if row else []
        if written:
            order = by_hand(order, written)
        self.model.cut = min(row.cut or 0, len(order)) if row else 0
        self._name_purses()
        self.model.fragile = {}
        self.model.show(
            bench, order, {one.key: one for one in found}, self.scores.hidden, writable=self.desk.writable
        )
        if order:
            self.table.selectRow(order.index(chosen) if chosen in order else 0)
        self.by_score.setEnabled(bool(written) and self.desk.writable)
        for part in (self.place, self.empty_below):
            part.setEnabled(self.desk.writable and bool(order))
        self._tell(by_hand=bool(written))
        self._pause.start()

    def _name_purses(self) -> None:
        kept = self.model.purse.key if self.model.purse else None
        purses = self.desk.bench.purses
        with QSignalBlocker(self.purses):
            self.purses.clear()
            self.purses.addItems([self.tr("toutes les enveloppes"), *(purse.title for purse in purses)])
            keys = [purse.key for purse in purses]
            self.purses.setCurrentIndex(keys.index(kept) + 1 if kept in keys else 0)
        self.model.purse = purses[keys.index(kept)] if kept in keys else None

    def _count_in(self, place: int) -> None:
        self.model.count_in(self.desk.bench.purses[place - 1] if place > 0 else None)
        self._tell()

    def _tell(self, *, by_hand: bool | None = None) -> None:
        row = self.desk.scenario
        hand = bool(row and row.ranking) if by_hand is None else by_hand
        how = self.tr("Ordre fait à la main.") if hand else self.tr("Ordre des notes définitives.")
        cut = self.model.cut
        if cut:
            given = self.model.sums[cut - 1].given
            line = self.tr("La ligne passe après le rang {0}\u00a0: {1} jusque-là.").format(cut, euros(given))
        else:
            line = self.tr("Pas de ligne de coupe\u00a0: Ctrl+↓ la fait descendre.")
        keys = self.tr("Alt+↑↓ déplace le dossier, Ctrl+↑↓ la ligne.")
        place = self.table.currentIndex().row()
        reason = self.model.reason(place) if place >= 0 else ""
        self.words.setText(f"{how} {line} {reason or keys}")
        self.told.emit(f"{how} {line}")

    # Which ranks are fragile

    def _try_out(self) -> None:
        scored, grids, cut = self.scores.scored, self.scores.grids, self.model.cut
        self._wanted += 1
        asked = self._wanted
        if len(scored) <= _AT_ONCE:
            self._tried(asked, fragile(scored, grids, cut))
            return

        def work(progress: Progress) -> Mapping[bytes, Sequence[str]]:
            said = self.tr("Éprouver les rangs")
            return fragile(scored, grids, cut, lambda: progress(said, 0.5))

        title = self.tr("Éprouver le classement")
        self.desk.office.runner.run(work, lambda found: self._tried(asked, found), self._not_tried, title)

    def _tried(self, asked: int, found: Mapping[bytes, Sequence[str]]) -> None:
        if asked == self._wanted:
            self.model.mark(found)
            self._tell()

    def _not_tried(self, sentence: str) -> None:
        self.desk.office.told.emit(sentence, "warn")

    # Deeds

    def cut_at(self, cut: int) -> None:
        """Put the line after this rank, 0 for none; it is written once it rests."""
        if self.desk.key is not None and self.desk.writable:
            self.model.cut = cut
            self._moved = (self.desk.key, cut)
            self.table.viewport().update()
            self._tell()
            self._settling.start()

    def settle(self) -> None:
        """Write where the line rests now, when it was moved."""
        self._settling.stop()
        if self._moved is not None:
            (key, cut), self._moved = self._moved, None
            self.desk.office.do(set_cut, scenario=key, cut=cut or None)

    def cut_where_spent(self) -> None:
        """The line after the last rank that the envelope still pays."""
        paid = [n for n, sums in enumerate(self.model.sums, start=1) if sums.left is None or sums.left >= 0]
        self.cut_at(max(paid, default=0))

    def place_at(self, key: bytes, place: int) -> None:
        """Put a dossier at another rank (from 0): from now on the order is made by hand."""
        if 0 <= place < len(self.model.order):
            self._rank(moved(self.model.order, key, place))
            if key in self.model.order:
                self.table.selectRow(self.model.order.index(key))

    def _rank(self, order: Sequence[bytes]) -> None:
        if self.desk.key is not None and self.desk.writable:
            self.desk.office.do(rank_by_hand, scenario=self.desk.key, order=list(order))

    def clear_below(self) -> None:
        """Nothing for those under the line."""
        self.desk.fill(
            below(self.desk.bench, self.model.order, self.model.cut), self.tr("Vider sous la ligne")
        )
