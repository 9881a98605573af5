"""The screens, one in front: each is made when first wanted, and told of changes when it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.office import Office
from desktop.ui.screen import Closing, Place, Screen
from desktop.ui.shell import Shell

_Change = tuple[frozenset[str], frozenset[bytes]]
_NOTHING: _Change = (frozenset(), frozenset())


class Stack(QStackedWidget):
    """The registry of places at work."""

    moved = Signal(str)  # name of the place now in front
    said = Signal(str)  # what the screen in front says in the status bar

    def __init__(self, office: Office, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._places = {place.name: place for place in places}
        self._screens: dict[str, Screen] = {}
        self._shells: dict[
            str, Shell
        ] = {}  # round each screen: it scrolls where the window is too small for it
        self._waiting: dict[str, _Change] = {}  # changes that a hidden screen has not been told
        self.front = ""
        office.changed.connect(self._changed)

    def has(self, name: str) -> bool:
        return name in self._places

    def screen_of(self, name: str) -> Screen:
        """The screen of a place, made now if it was never wanted."""
        if name not in self._screens:
            made = self._places[name].make(self._office)
            self._screens[name] = made
            made.status.connect(lambda words: self._status(name, words))
            self._shells[name] = Shell(made.widget)
            self.addWidget(self._shells[name])
        return self._screens[name]

    def current(self) -> Screen:
        return self._screens[self.front]

    def place(self) -> Place:
        return self._places[self.front]

    def go(self, name: str) -> Screen:
        """Bring a place to the front."""
        screen = self.screen_of(name)
        touched, dossiers = self._waiting.pop(name, _NOTHING)
        if touched:
            screen.refresh(touched, dossiers)
        self.front = name
        self.setCurrentWidget(self._shells[name])
        self.said.emit("")
        self.moved.emit(name)
        screen.shown()
        return screen

    def _status(self, name: str, words: str) -> None:
        if name == self.front:
            self.said.emit(words)

    def _changed(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        for name, screen in self._screens.items():
            if name == self.front:
                screen.refresh(touched, dossiers)
            else:
                before = self._waiting.get(name, _NOTHING)
                self._waiting[name] = (before[0] | touched, before[1] | dossiers)

    def close_down(self) -> None:
        """Tell the screens that have something to end."""
        for screen in self._screens.values():
            if isinstance(screen, Closing):
                screen.close_down()
