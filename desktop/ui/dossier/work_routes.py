"""Leads to the sheets of the instruction and from them to the places they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.ui.dossier.middle import Middle
from desktop.ui.dossier.outline import Outline
from desktop.ui.dossier.outline_rows import FIELD_SECTIONS
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


class WorkRoutes(QObject):
    """Makes each sheet at its first use, shows it in the middle, keeps it for the next dossiers."""

    section_wanted = Signal(str)
    piece_wanted = Signal(object)  # key
    dossier_wanted = Signal(object)  # key
    deed_wanted = Signal(str)  # name of an action of the dossier

    def __init__(
        self, office: Office, owner: QWidget, outline: Outline, middle: Middle, kinds: Sequence[SheetKind]
    ) -> None:
        super().__init__(owner)
        self._office, self._outline, self._middle = office, outline, middle
        self.kinds = {kind.name: kind for kind in kinds}
        self.sheets: dict[str, WorkSheet] = {}
        self._whole: Whole | None = None
        self.actions = [self._action(owner, kind) for kind in kinds]
        outline.sheet_wanted.connect(self.show)
        office.sheet_wanted.connect(self.show)

    def _action(self, owner: QWidget, kind: SheetKind) -> QAction:
        action = QAction(kind.title, owner)
        action.setShortcut(QKeySequence(kind.key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(partial(self._chosen, kind.name))
        owner.addAction(action)
        return action

    def _chosen(self, name: str, _checked: bool = False) -> None:
        self.show(name)

    def show(self, name: str) -> None:
        """Bring a sheet in front, for the dossier that is open."""
        if self._whole is None or name not in self.kinds:
            return
        sheet = self.sheets.get(name)
        if sheet is None:
            sheet = self.sheets[name] = self.kinds[name].make(self._office)
            sheet.place_wanted.connect(self.go_to)
        sheet.show_dossier(self._whole, fresh=True)
        self._middle.show_sheet(name, self.kinds[name].title, sheet)
        self._outline.show_current("", None, name)
        sheet.focus()

    def is_wide(self, name: str) -> bool:
        """Whether this sheet takes the place of the notebook too; "" is none."""
        return name in self.kinds and self.kinds[name].wide

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """A dossier was read: its states in the outline, and the sheet in front."""
        self._whole = whole
        states = [(kind, *kind.state(self._office.reader, whole)) for kind in self.kinds.values()]
        self._outline.show_sheets(states)
        if self._middle.sheet:
            self.sheets[self._middle.sheet].show_dossier(whole, fresh=fresh)

    def go_to(self, place: str) -> None:
        """Lead to a place that a sheet, or a search, names."""
        kind, _, rest = place.partition(":")
        routes: dict[str, Callable[[], None]] = {
            "section": lambda: self.section_wanted.emit(rest),
            "field": lambda: self.section_wanted.emit(FIELD_SECTIONS.get(rest, "action")),
            "budget": lambda: self.section_wanted.emit("budget"),
            "piece": lambda: self.piece_wanted.emit(bytes.fromhex(rest)),
            "sheet": lambda: self.show(rest),
            "dossier": lambda: self.dossier_wanted.emit(bytes.fromhex(rest)),
            "deed": lambda: self.deed_wanted.emit(rest),
        }
        if kind in routes:
            routes[kind]()

    def flush(self) -> None:
        """Save at once what is being typed in a sheet."""
        for sheet in self.sheets.values():
            sheet.flush()

    def close_down(self) -> None:
        """The window closes."""
        for sheet in self.sheets.values():
            sheet.close_down()
