"""The menus of the window: every action once, with its key; the palette finds them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.ui import doors, letter_keys
from desktop.ui.doors import Door
from desktop.ui.screen import Place
from desktop.ui.tongue import LANGUAGES

PALETTE_KEY = "Ctrl+Shift+P"
SIZES = (90, 100, 110, 125, 150, 200)  # per cent


class WindowActions(QObject):
    """Makes the menu bar of `window`; each wish is a signal, so that the window stays in charge."""

    place_wanted = Signal(str)
    undo_wanted = Signal()
    redo_wanted = Signal()
    theme_chosen = Signal(str)
    size_chosen = Signal(int)
    language_chosen = Signal(str)
    compact_chosen = Signal(bool)
    letters_chosen = Signal(bool)
    copy_wanted = Signal()
    open_wanted = Signal()
    door_wanted = Signal(object)  # what opens it
    vault_wanted = Signal()
    lock_wanted = Signal()
    palette_wanted = Signal()
    keys_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, window: QMainWindow, places: Sequence[Place]) -> None:
        super().__init__(window)
        self._window = window
        self._keys: list[tuple[QAction, list[QKeySequence]]] = []  # of this window, whatever is in front
        bar = window.menuBar()
        bar.setAccessibleName(self.tr("Menus"))
        self.menus = [
            self._file(bar.addMenu(self.tr("&Fichier")), places),
            self._edit(bar.addMenu(self.tr("&Édition"))),
            bar.addMenu(self.tr("&Dossier")),
            self._view(bar.addMenu(self.tr("&Affichage")), places),
            self._help(bar.addMenu(self.tr("A&ide"))),
        ]

    def _add(self, menu: QMenu, words: str, then: Callable[[], object], *keys: str) -> QAction:
        action = QAction(words, self._window)
        self._keys.append((action, letter_keys.bound(*keys)))
        action.setShortcuts(self._keys[-1][1])
        action.triggered.connect(lambda _checked=False: then())
        menu.addAction(action)
        return action

    def _open(self, menu: QMenu, opened: Sequence[Door]) -> None:
        for door in opened:
            keys = (door.key,) if door.key else ()
            self._add(menu, door.words, partial(self.door_wanted.emit, door.opens), *keys)

    def _file(self, menu: QMenu, places: Sequence[Place]) -> QMenu:
        names = {place.name for place in places}
        for name, words, key in (
            ("import", self.tr("Importer un fichier…"), "Ctrl+O"),
            ("new", self.tr("Nouveau dossier…"), "Ctrl+N"),
        ):
            if name in names:
                self._add(menu, words, partial(self.place_wanted.emit, name), key).setObjectName(name)
        menu.addSeparator()
        self._add(menu, self.tr("Enregistrer une copie de la base…"), self.copy_wanted.emit, "Ctrl+Shift+S")
        self._add(menu, self.tr("Ouvrir une autre base…"), self.open_wanted.emit, "Ctrl+Shift+O")
        self._open(menu, doors.of_the_base())
        self._add(menu, self.tr("Chiffrement…"), self.vault_wanted.emit, "Ctrl+Alt+K")
        self._add(menu, self.tr("Verrouiller"), self.lock_wanted.emit, "Ctrl+Alt+Q")
        menu.addSeparator()
        self._open(menu, doors.of_the_office())
        menu.addSeparator()
        self._add(menu, self.tr("Quitter"), self._window.close, "Ctrl+Q")
        return menu

    def _edit(self, menu: QMenu) -> QMenu:
        self.undo = self._add(menu, self.tr("Annuler"), self.undo_wanted.emit, "Ctrl+Z")
        self.redo = self._add(menu, self.tr("Rétablir"), self.redo_wanted.emit, "Ctrl+Shift+Z", "Ctrl+Y")
        self.tell_undo("", "")
        return menu

    def tell_undo(self, back: str, again: str) -> None:
        """Say what Undo and Redo would do."""
        for action, words, what in (
            (self.undo, self.tr("Annuler"), back),
            (self.redo, self.tr("Rétablir"), again),
        ):
            action.setText(f"{words} «\u00a0{what}\u00a0»".replace("&", "&&") if what else words)
            action.setEnabled(bool(what))

    def _view(self, menu: QMenu, places: Sequence[Place]) -> QMenu:
        for place in places:
            if place.in_rail:
                keys = (place.key,) if place.key else ()
                going = self._add(menu, place.title, partial(self.place_wanted.emit, place.name), *keys)
                going.setObjectName(place.name)
        menu.addSeparator()
        self.views = menu.addMenu(self.tr("Vues enregistrées"))
        menu.addSeparator()
        themes = (
            ("light", self.tr("Thème clair")),
            ("dark", self.tr("Thème sombre")),
            ("contrast", self.tr("Thème à fort contraste")),
        )
        self._themes = QActionGroup(self)
        for name, words in themes:
            self._choice(menu, self._themes, words, name, partial(self.theme_chosen.emit, name))
        sizes, self._sizes = menu.addMenu(self.tr("Taille de l’affichage")), QActionGroup(self)
        for size in SIZES:
            words = self.tr("{0} %").format(size)
            self._choice(sizes, self._sizes, words, size, partial(self.size_chosen.emit, size))
        languages, self._languages = menu.addMenu(self.tr("Langue")), QActionGroup(self)
        for code, own_name in LANGUAGES.items():
            chosen = partial(self.language_chosen.emit, code)
            self._choice(languages, self._languages, own_name, code, chosen)
        self.compact = self._add(
            menu,
            self.tr("Lignes serrées"),
            lambda: self.compact_chosen.emit(self.compact.isChecked()),
            "Ctrl+L",
        )
        self.compact.setCheckable(True)
        self.letters = self._add(
            menu,
            self.tr("Raccourcis d’une lettre"),
            lambda: self.letters_chosen.emit(self.letters.isChecked()),
        )
        self.letters.setCheckable(True)
        self.full = self._add(menu, self.tr("Plein écran"), self._toggle_full, "F11")
        return menu

    def _choice(
        self, menu: QMenu, group: QActionGroup, words: str, data: object, then: Callable[[], object]
    ) -> None:
        action = self._add(menu, words, then)
        action.setCheckable(True)
        action.setData(data)
        group.addAction(action)

    def tell_look(self, theme: str, size: int, language: str, *, compact: bool, letters: bool) -> None:
        """Tick what is chosen."""
        for group, data in ((self._themes, theme), (self._sizes, size), (self._languages, language)):
            for action in group.actions():
                action.setChecked(action.data() == data)
        self.compact.setChecked(compact)
        self.letters.setChecked(letters)

    def _toggle_full(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _help(self, menu: QMenu) -> QMenu:
        self._add(menu, self.tr("Toutes les commandes…"), self.palette_wanted.emit, PALETTE_KEY)
        self._add(menu, self.tr("Raccourcis du clavier"), self.keys_wanted.emit, "?")
        self._add(menu, self.tr("Guide de cet écran"), self.guide_wanted.emit, "F1")
        self._open(menu, doors.of_help())
        return menu

    def show_screen(self, actions: Sequence[QAction]) -> None:
        """The menu Dossier holds the actions of the screen in front. A key that one of them has is theirs
        while it is there: two actions of one key would both be dead."""
        menu = self.menus[2]
        menu.clear()
        menu.addActions(list(actions))
        menu.menuAction().setVisible(bool(actions))
        taken = {key.toString() for action in actions for key in action.shortcuts()}
        for action, keys in self._keys:
            action.setShortcuts([key for key in keys if key.toString() not in taken])

    def keys(self) -> dict[str, str]:
        """The keys that the window keeps for itself, with the words of what each does."""
        return {key.toString(): action.text() for action, keys in self._keys for key in keys}

    def of_window(self, shut: Collection[str] = ()) -> Iterator[QAction]:
        """The actions that are there whatever screen is in front; the places in `shut` are left out."""
        for menu in (menu for menu in self.menus if menu is not self.menus[2]):
            yield from (action for action in _inside(menu) if action.objectName() not in shut)

    def every(self) -> Iterator[QAction]:
        """Every action of every menu."""
        for menu in self.menus:
            yield from _inside(menu)


def _inside(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _inside(inner)
        elif not action.isSeparator():
            yield action
