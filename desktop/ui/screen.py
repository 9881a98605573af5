"""What a screen is to the window: how it is plugged in, shown, and told what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui import letter_keys
from desktop.ui.office import Office
from desktop.ui.walk import Walk


class Screen(Protocol):
    """A place of the work. Usually a QWidget whose `widget` is itself; it asks `Office` for everything.

    `status` is Signal(str): what the status bar says while this screen is in front; its first line is shown,
    the whole is the tooltip.
    """

    status: Any  # a Qt signal; mypy does not see descriptors of a protocol

    @property
    def name(self) -> str:
        """The name of its Place."""
        ...

    @property
    def icon(self) -> str:
        """A drawing of resources/icons/lucide."""
        ...

    @property
    def title(self) -> str:
        """What the title of the window says now."""
        ...

    @property
    def widget(self) -> QWidget: ...

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        """A verb wrote in these tables, for these dossiers: read again what you show of them. A hidden screen
        is told once, all together, just before it is shown."""
        ...

    def shown(self) -> None:
        """The screen is now in front: take the focus, tell the status."""
        ...


@runtime_checkable
class DossierScreen(Protocol):
    """The screen of the place "dossier": office.dossier_wanted leads to it."""

    def open(self, dossier: bytes, walk: Walk) -> None:
        """Show this dossier; J and K follow the walk."""
        ...


@runtime_checkable
class Listing(Protocol):
    """The screen of the place "list": saved views and office.list_wanted lead to it."""

    shown_query: Any  # Signal(str): the filters changed

    def apply(self, query: str, sort: str = "") -> None:
        """Show exactly what this query says."""
        ...

    def set_compact(self, compact: bool) -> None:
        """Rows of one line, or of two."""
        ...

    def columns_state(self) -> QByteArray: ...

    def restore_columns(self, state: QByteArray) -> bool: ...


@runtime_checkable
class Closing(Protocol):
    """A screen that has something to end when the window closes."""

    def close_down(self) -> None: ...


@runtime_checkable
class WithActions(Protocol):
    """A screen that has actions of its own: they stand in the menu Dossier and in the palette while it is in
    front. They carry their own shortcuts; the window adds nothing to them."""

    def menu_actions(self) -> list[QAction]: ...


@runtime_checkable
class TakesFiles(Protocol):
    """A screen that takes files dropped on the window."""

    def take(self, paths: Sequence[Path]) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the registry: the screen is made by `make` when it is first wanted, not before."""

    name: str
    title: str
    icon: str
    make: Callable[[Office], Screen]
    about: str = ""  # what this place is for, in a few French sentences: the guide says it
    key: str = ""  # shortcut, e.g. "Ctrl+1"
    in_rail: bool = True
    first: bool = False  # shown when the window opens
    opens_group: bool = False  # a space stands above it in the rail
    right: str = ""  # of desktop.rules.roles, asked to go there; "" for everybody
    page: str = ""  # of the guide: F1 opens it


def screen_action(screen: QWidget, words: str, key: str, deed: Callable[[], object]) -> QAction:
    """An action of this screen, whose key works while the keyboard is inside it."""
    action = QAction(words, screen)
    action.setShortcuts(letter_keys.bound(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: deed())
    screen.addAction(action)
    return action


Deed = tuple[QPushButton, str, str, Callable[[], object]]  # its button, its words in the menu, its key


def screen_deeds(screen: QWidget, deeds: Sequence[Deed]) -> list[QAction]:
    """Each deed by its button, by its key and in the menu; the button tells the key."""
    actions = []
    for button, words, key, deed in deeds:
        button.clicked.connect(lambda _checked=False, deed=deed: deed())
        action = screen_action(screen, words, key, deed)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(letter_keys.told(button.text().replace("&", ""), keys))
        actions.append(action)
    return actions
