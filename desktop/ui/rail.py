"""The rail on the left: the places of the work, the saved views, and who works where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.queries.reference import ViewRow
from desktop.ui.fields import SectionTitle
from desktop.ui.held import held
from desktop.ui.icons import icon
from desktop.ui.list.pane_parts import emptied
from desktop.ui.screen import Place
from desktop.ui.speaking import also_by_toggle
from desktop.ui.theme import font, tokens

WIDE, USUAL, COMPACT = 228, 196, 56
_ROW, _LOW_ROW, _LOW = 36, 25, 860  # heights of a row, in a low window, and below what it is low
_GAP = 5  # above the first place of a group
_NARROW, _LARGE = 1000, 1500  # of the window: drawings alone below the one, more room above the other


class RailButton(QPushButton):
    """A place or a view: its drawing and its words; only the drawing when the rail is compact."""

    def __init__(self, drawing: str, words: str, tip: str = "") -> None:
        super().__init__()
        self._drawing, self._words, self._shade = drawing, words, ""
        self.setCheckable(True)
        self.shown = False  # whether it is where we are
        also_by_toggle(self, True, lambda: self.shown)
        self.setAccessibleName(words)
        self.setToolTip(tip or words)
        self.setIconSize(QSize(18, 18))
        self.setFont(font(13))
        self.set_compact(False)
        self._dress()

    def set_compact(self, compact: bool) -> None:
        """Show the drawing alone, or the words beside it."""
        room = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, 136)
        self.setText("" if compact else f"  {room}".replace("&", "&&"))

    def nextCheckState(self) -> None:
        return  # the window decides which one is chosen

    def choose(self, chosen: bool) -> None:
        """Show whether this is where we are."""
        self.shown = chosen
        self.setChecked(chosen)

    def _dress(self) -> None:
        if self._shade != tokens().rail_text:  # each font set tells of a palette too
            self._shade = tokens().rail_text
            self.setIcon(icon(self._drawing, self._shade, 18))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_drawing"):
            self._dress()
        super().changeEvent(event)


class Rail(QWidget):
    """Tells what is wished; the window answers with `choose` and `choose_view`."""

    place_wanted = Signal(str)
    view_wanted = Signal(object)  # ViewRow
    view_dropped = Signal(object)  # ViewRow

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None, *, bare: bool = False) -> None:
        """`bare`: of the right width and colour, until `furnish` is called: the list is painted before."""
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Places et vues"))
        self._compact = self._low = False
        self._shade = ""
        self._all = places
        self._places: dict[str, RailButton] = {}
        self._views: list[tuple[ViewRow, RailButton]] = []
        self._bare = True
        self._wished: dict[str, tuple[Any, ...]] = {}  # what was to be shown while it was bare
        self.setFixedWidth(WIDE)
        if not bare:
            self.furnish()

    def furnish(self) -> None:
        """Put in the places and all that was told so far; once."""
        if not self._bare:
            return
        self._bare = False
        self._name = QLabel("Parvis")
        self._name.setFont(font(18, QFont.Weight.Bold))
        self._call = QLabel()
        self._call.setFont(font(11))
        self._views_title = SectionTitle(self.tr("Vues enregistrées"))
        self._foot = [QLabel(), QLabel()]
        for label in (self._call, *self._foot):
            label.setWordWrap(True)
        self._places = {place.name: self._place(place) for place in self._all if place.in_rail}
        self._groups = {place.name for place in self._all if place.opens_group}
        self._rights = {place.name: place.right for place in self._all if place.in_rail and place.right}
        self._lay_out()
        for deed, told in self._wished.items():
            getattr(self, deed)(*told)
        self._wished.clear()
        self._settle()

    def _settle(self) -> None:
        """Show and measure all of it now: in a window that is there, a layout does so in the turns after."""
        self._area.setGeometry(self.rect())
        self._area.show()
        if (inside := self._area.widget()) is not None and (box := inside.layout()) is not None:
            box.activate()
        for shorter in (1, 0):  # what wraps is measured by now: the bar is found to be needless
            self._area.setGeometry(self.rect().adjusted(0, 0, 0, -shorter))

    def _waits(self, deed: str, *told: Any) -> bool:
        """Whether it is bare: the wish is then kept."""
        if self._bare:
            self._wished.pop(deed, None)
            self._wished[deed] = told
        return self._bare

    def _place(self, place: Place) -> RailButton:
        button = RailButton(place.icon, place.title, f"{place.title} ({place.key})" if place.key else "")
        button.clicked.connect(lambda: self.place_wanted.emit(place.name))
        return button

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "rail")
        box = QVBoxLayout(inside)
        box.setContentsMargins(8, 10, 8, 8)
        box.setSpacing(1)
        for label in (self._name, self._call):
            label.setContentsMargins(8, 0, 0, 0)
            box.addWidget(label)
        box.addSpacing(8)
        for name, button in self._places.items():
            if name in self._groups:
                box.addSpacing(_GAP)
            box.addWidget(button)
        box.addSpacing(_GAP)
        self._views_title.setIndent(8)
        box.addWidget(self._views_title)
        self._views_box = QVBoxLayout()
        self._views_box.setSpacing(2)
        box.addLayout(self._views_box)
        box.addStretch(1)
        for label in self._foot:
            label.setFont(font(11))
            label.setContentsMargins(8, 0, 0, 0)
            box.addWidget(label)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._area = area
        self._dress()

    def tell_rights(self, why_not: Callable[[str], str]) -> None:
        """Grey the places that the role may not use, with the reason."""
        if self._waits("tell_rights", why_not):
            return
        for name, place in self._rights.items():
            held(self._places[name], why_not(place))

    def tell(self, call: str, who: str, changes: str) -> None:
        """Say which call, who works on which station, and how many changes were made."""
        if self._waits("tell", call, who, changes):
            return
        for label, words in zip((self._call, *self._foot), (call, who, changes), strict=True):
            label.setText(words)
            label.setToolTip(words)
            label.setAccessibleName(words)

    def show_views(self, views: Sequence[ViewRow]) -> None:
        """Show these saved views."""
        if self._waits("show_views", views):
            return
        emptied(self._views_box)
        self._views = [(view, self._view(view)) for view in views]
        for _, button in self._views:
            button.set_compact(self._compact)
            button.setFixedHeight(_LOW_ROW if self._low else _ROW)
            self._views_box.addWidget(button)
        self._views_title.setVisible(bool(views) and not self._compact)

    def _view(self, view: ViewRow) -> RailButton:
        button = RailButton(view.icon or "bookmark", view.name, f"{view.name}\n{view.query}")
        button.clicked.connect(lambda: self.view_wanted.emit(view))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(lambda at: self._menu(view, button.mapToGlobal(at)))
        return button

    def _menu(self, view: ViewRow, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Montrer cette vue"), lambda: self.view_wanted.emit(view))
        menu.addAction(self.tr("Retirer cette vue"), lambda: self.view_dropped.emit(view))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def button_of(self, place: str) -> RailButton | None:
        """The button of a place, None when it is not in the rail."""
        self.furnish()
        return self._places.get(place)

    def choose(self, place: str) -> None:
        """Show where we are."""
        if self._waits("choose", place):
            return
        for name, button in self._places.items():
            button.choose(name == place)

    def choose_view(self, name: str) -> None:
        """Show which view is applied, "" for none."""
        if self._waits("choose_view", name):
            return
        for view, button in self._views:
            button.choose(view.name == name)

    def fit(self, window: int, height: int = 1000) -> None:
        """Take the width that suits a window of so many pixels, and rows that all show in a low one."""
        compact = window < _NARROW
        self.setFixedWidth(COMPACT if compact else USUAL if window < _LARGE else WIDE)
        if self._waits("fit", window, height):
            return
        for button in (*self._places.values(), *(button for _, button in self._views)):
            button.setFixedHeight(_ROW if height >= _LOW else _LOW_ROW)
        self._low = height < _LOW
        if compact == self._compact:
            return
        self._compact = compact
        self._name.setText("P" if compact else "Parvis")
        for label in (self._call, *self._foot):
            label.setVisible(not compact)
        self._views_title.setVisible(bool(self._views) and not compact)
        for button in (*self._places.values(), *(button for _, button in self._views)):
            button.set_compact(compact)

    def _dress(self) -> None:
        shade = tokens().rail_muted
        if self._shade != shade:  # a style sheet of its own, once a theme
            self._shade = shade
            self._name.setStyleSheet("color: #ffffff")
            self._views_title.setStyleSheet(f"color: {shade}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._places:
            self._dress()
        super().changeEvent(event)
