"""The place « Doublons »: pairs that may be one, both sides field by field, and three answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.queries.twins import MergingRow, actions_of, mergings
from desktop.flow.side_by_side import compare_applicants, compare_dossiers
from desktop.flow.twins import Found, find_twins
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.interests import closed_words
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.screen import screen_action
from desktop.ui.tongue import plural
from desktop.ui.twins.pairs import Kind, Pair, chosen, pairs_of
from desktop.ui.twins.parting import part
from desktop.ui.twins.parts import Head, Nothing, Top
from desktop.ui.twins.sides import Sides
from desktop.ui.walk import Walk

_FOLLOWED = frozenset({"dossier", "applicant", "likeness", "merging"})


class TwinsScreen(QWidget):
    """The screen of the place "twins"."""

    status = Signal(str)
    name, icon = "twins", "copy"

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.pairs: list[Pair] = []
        self._later: list[tuple[Kind, frozenset[bytes]]] = []  # seen this time, to be shown last
        self._chosen: list[Pair] = []  # those a person wants to compare, whatever they look like
        self._looking = self._again = self._closed = False
        self.top, self.head, self.nothing = Top(), Head(), Nothing()
        self.nothing.list_wanted.connect(lambda: office.place_wanted.emit("list"))
        self.rows = Rows(
            self.tr("Paires qui se ressemblent"), [(self.tr("Qui"), 0), (self.tr("Raisons"), 240)]
        )
        self.sides = Sides()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.sides, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.rows)
        split.addWidget(right)
        split.setSizes([440, 700])
        split.setStretchFactor(1, 1)
        self._pages.addWidget(split)
        self._pages.addWidget(self.nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addWidget(self.top)
        whole.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.rows.picked.connect(self._picked)
        self.rows.activated.connect(lambda _index: self.sides.setFocus())
        self.top.separate_wanted.connect(self.separate)
        self.office.pair_wanted.connect(self.compare)
        head = self.head
        deeds: list[tuple[str, str, Callable[[], object]]] = [
            (self.tr("Doublons\u00a0: réunir"), "R", self.unite),
            (self.tr("Doublons\u00a0: ce n’est pas le même…"), "N", self.ask_different),
            (self.tr("Doublons\u00a0: plus tard"), "L", self.put_off),
            (self.tr("Doublons\u00a0: garder l’autre"), "G", self.turn),
            (self.tr("Doublons\u00a0: ouvrir le premier"), "O", lambda: self.open_side(0)),
            (self.tr("Doublons\u00a0: ouvrir le second"), "Shift+O", lambda: self.open_side(1)),
            (self.tr("Doublons\u00a0: chercher de nouveau"), "F5", self.look),
        ]
        buttons = (head.unite, head.different, head.later, head.turn)
        for button, (_, _, deed) in zip(buttons, deeds, strict=False):
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
        self._actions = [screen_action(self, *deed) for deed in deeds]

    # What the window asks of a screen

    @property
    def title(self) -> str:
        return self.tr("Doublons")

    @property
    def widget(self) -> QWidget:
        return self

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.look()

    def shown(self) -> None:
        self.look()
        self.rows.setFocus()

    def close_down(self) -> None:
        """The window closes: nothing is sought any more."""
        self._closed = True

    # Looking

    def look(self) -> None:
        """Seek the pairs, beside the window; a search asked during another comes after it."""
        if self._closed:
            return
        if self._looking:
            self._again = True
            return
        self._looking = True
        title = self.tr("Chercher les doublons")
        self.nothing.tell(looking=True)
        self.office.runner.run(self._work, self._looked, self._not_looked, title)

    def _work(self, progress: Progress) -> Found:
        from desktop.exchange.application import Cancelled as Stopped

        try:
            return find_twins(progress.session, progress)
        except Stopped as stop:
            raise Cancelled from stop

    def _looked(self, found: Found) -> None:
        self._looking = False
        if self._closed:
            return
        kept = self._current()
        place = self.rows.currentIndex().row()
        here = found.actions.keys()
        self._chosen = [p for p in self._chosen if p.kept.key in here and p.gone.key in here]
        every = [*self._chosen, *(p for p in pairs_of(found) if p.id not in {c.id for c in self._chosen})]
        self.pairs = sorted(
            every, key=lambda pair: self._later.index(pair.id) + 1 if pair.id in self._later else 0
        )
        self.top.tell(len(self.pairs), mergings(self.office.reader), writable=not self.office.read_only)
        self.nothing.tell(looking=False)
        self.rows.show_lines([_line(pair) for pair in self.pairs])
        ids = [pair.id for pair in self.pairs]
        if kept is not None and kept.id in ids:
            self.rows.selectRow(ids.index(kept.id))
        elif 0 < place < len(ids):
            self.rows.selectRow(place)  # the next pair takes the place of the one answered
        self._pages.setCurrentIndex(0 if self.pairs else 1)
        count = len(self.pairs)
        words = plural(count, "paire se ressemble", "paires se ressemblent")
        self.status.emit(f"{count} {words}" if count else self.tr("Aucun doublon"))
        if self._again:
            self._again = False
            self.look()

    def _not_looked(self, sentence: str) -> None:
        self._looking = False
        self.nothing.tell(looking=False)
        self.office.told.emit(sentence, "warn")

    # Showing

    def _current(self) -> Pair | None:
        row = self.rows.currentIndex().row()
        return self.pairs[row] if 0 <= row < len(self.pairs) else None

    def _picked(self, pair: Pair | None) -> None:
        closed = self._closed_words(pair)
        self.head.tell(pair, writable=not self.office.read_only and not closed, closed=closed)
        if pair is None or closed:
            self.sides.show_sides([], "", "")
            return
        compare = compare_dossiers if pair.kind == "dossier" else compare_applicants
        rows = compare(self.office.reader, pair.kept.key, pair.gone.key)
        self.sides.show_sides(rows, pair.kept.name, pair.gone.name)

    def _closed_words(self, pair: Pair | None) -> str:
        """Why one of the two dossiers does not open to the person at work, "" when both do."""
        if pair is None or pair.kind != "dossier":
            return ""
        return closed_words(self.office, pair.kept.key) or closed_words(self.office, pair.gone.key)

    # Answers

    def unite(self) -> None:
        """Make one of the two, with the values chosen."""
        from desktop.flow.unite import unite_applicants, unite_dossiers

        pair = self._current()
        if (
            pair is None or self._looking or not self.head.unite.isEnabled()
        ):  # the key pressed twice: the first answer is being followed
            return
        verb = unite_dossiers if pair.kind == "dossier" else unite_applicants
        done = self.office.do(verb, kept=pair.kept.key, gone=pair.gone.key, taken=self.sides.taken())
        if done is not None:
            said = self.tr(
                "{0} est réuni avec {1}. Ctrl+Z l’annule\u00a0; « Déjà réunis » les sépare plus tard."
            )
            self.office.told.emit(said.format(pair.gone.name, pair.kept.name), "good")

    def ask_different(self) -> None:
        """Ask why they are two; they are then never shown together again."""
        pair = self._current()
        if pair is None or not self.head.different.isEnabled():
            return
        warning = self.tr("{0} et {1} ne seront plus jamais proposés ensemble.")
        ReasonDialog(
            self, self.tr("Ce n’est pas le même"), warning.format(pair.kept.name, pair.gone.name),
            self.tr("Ce sont deux"), self.declare_different,
        ).open()  # fmt: skip

    def declare_different(self, reason: str) -> None:
        from desktop.flow.unite import declare_different

        pair = self._current()
        if pair is not None:
            self.office.do(
                declare_different, kind=pair.kind, one=pair.kept.key, other=pair.gone.key, reason=reason
            )

    def compare(self, one: bytes, other: bytes) -> None:
        """Show these two first, though nothing says that they are one."""
        pair = chosen(actions_of(self.office.reader, one, other))
        if pair is None:
            return
        self._chosen = [pair, *(each for each in self._chosen if each.id != pair.id)]
        self.pairs = [pair, *(each for each in self.pairs if each.id != pair.id)]
        self.rows.show_lines([_line(each) for each in self.pairs])
        self._pages.setCurrentIndex(0)
        self.look()

    def put_off(self) -> None:
        """Show this pair last, for now."""
        pair, row = self._current(), self.rows.currentIndex().row()
        if pair is None:
            return
        if pair.id in self._later:
            self._later.remove(pair.id)
        self._later.append(pair.id)
        self.pairs.append(self.pairs.pop(row))
        self.rows.show_lines([_line(each) for each in self.pairs])
        self.rows.selectRow(min(row, len(self.pairs) - 1))

    def turn(self) -> None:
        """The other one goes on."""
        pair, row = self._current(), self.rows.currentIndex().row()
        if pair is not None:
            self.pairs[row] = pair.turned()
            self._picked(self.pairs[row])

    def open_side(self, place: int) -> None:
        """Show one of the two dossiers; J and K go from one to the other."""
        pair = self._current()
        if pair is not None and pair.kind == "dossier":
            keys = (pair.kept.key, pair.gone.key)
            self.office.dossier_wanted.emit(keys[place], Walk(keys, place))

    def separate(self, row: MergingRow) -> None:
        """Part again two that were united."""
        part(self.office, row)


def _line(pair: Pair) -> Line:
    names = f"{pair.kept.name} · {pair.gone.name}"
    tone = "bad" if pair.score >= 90 else "warn"
    return Line((names, ", ".join(pair.reasons)), tone, pair)
