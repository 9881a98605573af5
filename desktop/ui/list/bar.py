"""What stands over the list: its name and counts, the search, the stages, the chips and the two menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.rules.journey import STAGES
from desktop.rules.money import NARROW
from desktop.ui.fields import Button, FilterChips, IconButton, StageChips
from desktop.ui.fields.row import Row
from desktop.ui.list.filter_menu import FilterMenu
from desktop.ui.list.filters import Filters
from desktop.ui.list.search import SearchBox, Vocabulary
from desktop.ui.list.sorting import Order, columns
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import plural

# Always shown, even at nothing: the four that wait for somebody.
_ALWAYS = ("instruction", "incomplete", "opinion", "ready")
_TIGHT = 720  # below, the buttons keep their drawing alone
_ROOMY = 900  # below, the title leaves its counts to the chips
_FIRST = ("instruction", "incomplete", "opinion", "ready", "decided")


def grouped(count: int) -> str:
    """« 100 000 »."""
    return f"{count:,}".replace(",", NARROW)


class ListBar(QWidget):
    """Shows filters and order; tells what is wished, changes nothing itself."""

    stages_chosen = Signal(list)  # codes
    chip_removed = Signal(int)  # place of the filter
    order_chosen = Signal(object)  # Order
    import_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, office: Office, filters: Filters, vocabulary: Vocabulary, over: QWidget) -> None:
        super().__init__(over)
        self._shown = filters
        self._order = Order()
        self._pressed: list[str] = []
        self._title = QLabel(self.tr("Dossiers"))
        self._title.setFont(font(20, QFont.Weight.DemiBold))
        self._counts = QLabel()
        self._counts.setProperty("kind", "caption")
        self._counts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._counts.setMinimumWidth(60)
        words = self.tr("Chercher dans les dossiers, les notes et les pièces   (Ctrl+K)")
        self.search = SearchBox(words, vocabulary, over)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(440)
        self.export = IconButton("download", self.tr("Exporter la liste dans un classeur"))
        self.batch = IconButton(
            "list-checks", self.tr("Actions groupées sur les dossiers marqués ou affichés")
        )
        self._words = {"bring": self.tr("Importer"), "new": self.tr("Nouveau dossier")}
        self.bring = Button(self._words["bring"], "upload")
        self.bring.clicked.connect(self.import_wanted)
        self.new = Button(self._words["new"], "plus", kind="primary")
        self.new.clicked.connect(self.new_wanted)
        for button, said in ((self.bring, "bring"), (self.new, "new")):
            button.setAccessibleName(self._words[said])
            button.setToolTip(self._words[said])
        self.bring.setVisible("import" in office.places)
        self.new.setVisible("new" in office.places)
        self.stages = StageChips(several=True)
        self.stages.chosen.connect(self._stage_pressed)
        self.chips = FilterChips()
        self.chips.removed.connect(lambda code: self.chip_removed.emit(int(code)))
        self.menu = FilterMenu(office, lambda: self._shown, self)
        self.plus = Button(self.tr("Filtre"), "plus")
        self.plus.setMenu(self.menu)
        self.sort = Button("", "arrow-down-up")
        self.sort.setMenu(self._sort_menu())
        self._lay_out()

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addSpacing(6)
        top.addWidget(self._counts, 1)
        top.addWidget(self.search, 2)
        for button in (self.batch, self.export, self.bring, self.new):
            top.addWidget(button)
        self._low = Row()
        self._low.setSpacing(10)
        self._low.addWidget(self.stages, 1, Qt.AlignmentFlag.AlignTop)
        self._low.addWidget(self.plus, 0, Qt.AlignmentFlag.AlignTop)
        self._low.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignTop)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(20, 12, 16, 8)
        self._box.setSpacing(8)
        self._box.addLayout(top)
        self._box.addLayout(self._low)
        self._box.addWidget(self.chips)
        self.chips.hide()

    def adopt(self, deeds: Mapping[str, QAction]) -> None:
        """The buttons do what the actions of the same name do, and say their keys."""
        for name, button in (("batch", self.batch), ("export", self.export)):
            button.clicked.connect(deeds[name].trigger)
            button.setToolTip(f"{button.accessibleName()} ({deeds[name].shortcut().toString()})")

    def _place_chips(self) -> None:
        """The chips stand on the line of the stages when both fit, and under it otherwise."""
        parts = (self.stages, self.chips, self.plus, self.sort)
        wanted = sum(part.sizeHint().width() for part in parts) + 3 * 10
        beside = wanted <= self.width() - 36
        if beside != (self._low.indexOf(self.chips) >= 0):
            (self._box if beside else self._low).removeWidget(self.chips)
            if beside:
                self._low.insertWidget(1, self.chips, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._box.addWidget(self.chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._counts.setVisible(self.width() >= _ROOMY)
        for button, said in ((self.bring, "bring"), (self.new, "new")):
            button.setText(self._words[said] if self.width() >= _TIGHT else "")
        self._place_chips()

    def _sort_menu(self) -> QMenu:
        menu = QMenu(self)
        self._columns, self._ways = QActionGroup(menu), QActionGroup(menu)
        for column, words in columns():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(column)
            self._columns.addAction(action)
            action.triggered.connect(
                lambda _=False, to=column: self.order_chosen.emit(Order(to, self._order.descending))
            )
        menu.addSeparator()
        for way, words in ((False, self.tr("Croissant")), (True, self.tr("Décroissant"))):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(way)
            self._ways.addAction(action)
            action.triggered.connect(
                lambda _=False, to=way: self.order_chosen.emit(Order(self._order.column, to))
            )
        return menu

    def tell_order(self, order: Order) -> None:
        """Show the order the list is in."""
        self._order = order
        self.sort.setText(self.tr("Trier\u00a0: {0}").format(order.words()))
        for action in self._columns.actions():
            action.setChecked(action.data() == order.column)
        for action in self._ways.actions():
            action.setChecked(action.data() == order.descending)

    def tell_filters(self, filters: Filters, names: Sequence[str]) -> None:
        """Show what is filtered; `names` are the short names of the challenges."""
        self._shown = filters
        self._pressed = list(filters.stages)
        self.stages.choose(filters.stages)
        self.chips.set_filters([(str(i), words) for i, words in enumerate(filters.words(names))])
        self.chips.setVisible(bool(filters.parts))
        self._place_chips()

    def tell_counts(self, overall: Mapping[str, int], counts: Mapping[str, int]) -> None:
        """Show how many dossiers the file holds, and how many of each stage the filters leave."""
        order = sorted(STAGES, key=lambda s: _FIRST.index(s.code) if s.code in _FIRST else len(_FIRST))
        kept = [s for s in order if overall.get(s.code) or s.code in _ALWAYS or s.code in self._shown.stages]
        self.stages.set_chips([(s.code, s.plural, counts.get(s.code, 0)) for s in kept])
        self.stages.choose(self._shown.stages)
        self._place_chips()
        total = sum(overall.values())
        words = self.tr("{0} {1} · {2} à instruire").format(
            grouped(total), plural(total, "reçu"), grouped(overall.get("instruction", 0))
        )
        self._counts.setText(words)
        self._counts.setToolTip(words)

    def _stage_pressed(self, codes: list[str]) -> None:
        # A click takes one stage, Ctrl and a click add or take off another.
        added = [code for code in codes if code not in self._pressed]
        several = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        if not several and added:
            codes = added
        elif not several and len(self._pressed) > 1:
            codes = [code for code in self._pressed if code not in codes]
        self.stages_chosen.emit(codes)
