"""The actions of the list: in the menu Dossier, in the menu under the mouse and in the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import letter_keys


def _made(owner: QWidget, then: Callable[[], object], words: str, *keys: str) -> QAction:
    """One action of `owner`. Enter and Space belong to the rows: shown after a tab, not bound."""
    action = QAction(words, owner)
    action.setShortcuts(letter_keys.bound(*keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: then())
    owner.addAction(action)
    return action


def list_actions(owner: QWidget, deeds: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions by name, in the order of the menu; `deeds` holds what each one does."""
    say = QCoreApplication.translate
    words: dict[str, tuple[str, ...]] = {
        "open": (say("list", "Ouvrir le dossier\tEntrée"),),
        "instruct": (say("list", "Instruire le dossier"), "Ctrl+I"),
        "ask": (say("list", "Demander une pièce"), "Ctrl+Shift+D"),
        "mark": (say("list", "Marquer ou démarquer\tEspace"),),
        "next": (say("list", "Dossier suivant"), "J"),
        "previous": (say("list", "Dossier précédent"), "K"),
        "search": (say("list", "Chercher"), "Ctrl+K", "/"),
        "clear": (say("list", "Retirer tous les filtres"), "Ctrl+Shift+X"),
        "keep": (say("list", "Enregistrer la vue…"), "Ctrl+S"),
        "batch": (say("list", "Actions groupées…"), "Ctrl+Shift+A"),
        "archive": (say("list", "Archiver les dossiers et leurs pièces…"), "Ctrl+Shift+J"),
        "bin": (say("list", "Mettre à la corbeille…"), "Del"),
        "export": (say("list", "Exporter la liste dans un classeur…"), "Ctrl+E"),
        "pane": (say("list", "Montrer ou cacher le volet de lecture"), "F8"),
    }
    return {name: _made(owner, deeds[name], *words[name]) for name in words}
