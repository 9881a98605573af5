"""The actions of the two screens: in the menu, under the mouse and in the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Deeds = dict[str, Callable[[], object]]


def _made(owner: QWidget, then: Callable[[], object], words: str, *keys: str) -> QAction:
    action = QAction(words, owner)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: then())
    owner.addAction(action)
    return action


def letter_actions(owner: QWidget, deeds: Deeds) -> dict[str, QAction]:
    """Those of the outbox, by name and in the order of the menu."""
    say = QCoreApplication.translate
    words: dict[str, tuple[str, ...]] = {
        "prepare": (say("letters", "Préparer les courriers"), "Ctrl+R"),
        "print": (say("letters", "Émettre et imprimer les lettres cochées…"), "Ctrl+P"),
        "export": (say("letters", "Exporter les PDF…"), "Ctrl+E"),
        "edit": (say("letters", "Modifier ce courrier"), "F2"),
        "regenerate": (say("letters", "Refaire ce courrier depuis le modèle…"), "Shift+F2"),
        "duplicate": (say("letters", "Imprimer un duplicata…"), "Ctrl+D"),
        "withdraw": (say("letters", "Retirer ce courrier de la boîte d’envoi"), "Ctrl+Del"),
        "dossier": (say("letters", "Ouvrir le dossier"), "Ctrl+I"),
        "tick": (say("letters", "Cocher ou décocher\tEspace"),),
        "tick_all": (say("letters", "Cocher toutes les lettres prêtes"), "Ctrl+A"),
        "tick_none": (say("letters", "Tout décocher"), "Ctrl+Shift+A"),
        "register": (say("letters", "Ouvrir le registre"), "Ctrl+G"),
    }
    return {name: _made(owner, deeds[name], *words[name]) for name in words}


def register_actions(owner: QWidget, deeds: Deeds) -> dict[str, QAction]:
    """Those of the register, by name and in the order of the menu."""
    say = QCoreApplication.translate
    words: dict[str, tuple[str, ...]] = {
        "search": (say("letters", "Chercher dans le registre"), "Ctrl+K", "/"),
        "open": (say("letters", "Ouvrir le PDF avec le programme du poste\tEntrée"),),
        "save": (say("letters", "Enregistrer une copie du PDF…"), "Ctrl+E"),
        "duplicate": (say("letters", "Imprimer un duplicata…"), "Ctrl+D"),
        "dossier": (say("letters", "Ouvrir le dossier"), "Ctrl+I"),
    }
    return {name: _made(owner, deeds[name], *words[name]) for name in words}
