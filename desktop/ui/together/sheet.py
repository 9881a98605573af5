"""« Projet commun »: what does not balance in words, then members, budgets, the split, the quarters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.rules.together import LEADER, Told
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.screen import screen_action
from desktop.ui.speaking import also_by_toggle
from desktop.ui.together.budget_part import BudgetPart
from desktop.ui.together.members_part import MembersPart
from desktop.ui.together.part import Part
from desktop.ui.together.quarters_part import QuartersPart
from desktop.ui.together.reading import Shared, read_shared
from desktop.ui.together.split_part import SplitPart
from desktop.ui.tongue import plural

_SHOWN = 4  # findings before the list scrolls


class TogetherSheet(WorkSheet):
    """Alt and the underlined letter show a part; Ctrl+PageDown the next one."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self.shared: Shared | None = None
        self.title, self.about = text(self.tr("Projet commun"), 20, bold=True), text(caption=True)
        self.good = Notice()
        self.told = Rows(self.tr("Ce qui n’est pas en ordre"), [(self.tr("Ce qui n’est pas en ordre"), 0)])
        self.told.horizontalHeader().hide()
        self.members, self.budget = MembersPart(office), BudgetPart(office)
        self.split, self.quarters = SplitPart(office), QuartersPart(office)
        self.parts: tuple[Part, ...] = (self.members, self.budget, self.split, self.quarters)
        self.found = Button(self.tr("&Faire une proposition coordonnée"), "users", kind="primary")
        self.pages, self.tabs = QStackedWidget(), QButtonGroup(self)
        self.alone, self.together = QWidget(), QWidget()
        self._lay_out()
        self.found.clicked.connect(self._found)
        screen_action(self, self.tr("Partie suivante du projet"), "Ctrl+PgDown", lambda: self._step(1))
        screen_action(self, self.tr("Partie précédente du projet"), "Ctrl+PgUp", lambda: self._step(-1))

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.together)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.good)
        inside.addWidget(self.told)
        inside.addLayout(self._row_of_tabs())
        inside.addWidget(self.pages, 1)
        alone = QVBoxLayout(self.alone)
        alone.setContentsMargins(0, 8, 0, 0)
        alone.setSpacing(12)
        alone.addWidget(
            text(
                self.tr(
                    "Un seul organisme porte ce dossier. Si plusieurs répondent ensemble à l’appel, "
                    "faites-en une proposition coordonnée\u00a0: un chef de file et des partenaires, le "
                    "budget de chacun, une seule instruction, une seule décision répartie, un courrier par "
                    "membre."
                )
            )
        )
        alone.addWidget(self.found, 0, Qt.AlignmentFlag.AlignLeft)
        alone.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.alone, 1)
        column.addWidget(self.together, 1)

    def _row_of_tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        titles = (
            (self.tr("&Membres"), "users"), (self.tr("&Budgets côte à côte"), "columns-3"),
            (self.tr("&Répartition"), "split"), (self.tr("&Quartiers"), "map-pin"),
        )  # fmt: skip
        for place, (words, drawing) in enumerate(titles):
            button = Button(words, drawing)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(place == 0)
            self.tabs.addButton(button, place)
            also_by_toggle(button, place, self.pages.currentIndex)
            row.addWidget(button)
            self.pages.addWidget(self.parts[place])
        row.addStretch(1)
        self.tabs.idClicked.connect(self.show_part)
        return row

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        self._whole = whole
        shared = self.shared = read_shared(self._office.reader, whole)
        self.alone.setVisible(shared is None)
        self.together.setVisible(shared is not None)
        self.found.setEnabled(not self._office.read_only and self._office.may("together"))
        self.about.setVisible(shared is not None)
        if shared is None:
            return
        leaders = [row.name for row in shared.here if row.role == LEADER]
        count = len(shared.here)
        words = self.tr("Proposition coordonnée, {0} {1}. Chef de file\u00a0: {2}.")
        self.about.setText(
            words.format(count, plural(count, "membre"), leaders[0] if leaders else self.tr("à désigner"))
        )
        self._tell(shared.told)
        for part in self.parts:
            part.show_shared(shared)

    def _tell(self, found: list[Told]) -> None:
        self.told.setVisible(bool(found))
        self.good.tell(
            "" if found else self.tr("Les budgets s’équilibrent et les parts s’additionnent."), "good"
        )
        self.told.show_lines([Line((one.sentence,), one.level, one) for one in found])
        self.told.clearSelection()
        self.told.setFixedHeight(30 * min(_SHOWN, len(found)) + 6)

    def focus(self) -> None:
        if self.shared is None:
            self.found.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.parts[self.pages.currentIndex()].table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, place: int) -> None:
        """Bring a part in front: 0 members, 1 budgets, 2 the split, 3 the quarters."""
        self.pages.setCurrentIndex(place)
        self.tabs.button(place).setChecked(True)
        self.parts[place].table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        if self.shared is not None:
            self.show_part((self.pages.currentIndex() + by) % len(self.parts))

    def _found(self) -> None:
        from desktop.flow.together import found_project

        if self._whole is not None:
            self._office.do(found_project, dossier=self._whole.head.id)
