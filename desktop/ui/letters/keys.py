"""The actions of the two screens: in the menu, under the mouse and in the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import letter_keys

Deeds = dict[str, Callable[[], object]]


def _made(owner: QWidget, then: Callable[[], object], words: str, *keys: str) -> QAction:
    action = QAction(words, owner)
    action.setShortcuts(letter_keys.bound(*keys))
    # A letter alone is a deed in the list only: elsewhere on the screen it is typed.
    letter = len(keys) == 1 and letter_keys.is_sign(keys[0])
    within = Qt.ShortcutContext.WidgetShortcut if letter else Qt.ShortcutContext.WidgetWithChildrenShortcut
    action.setShortcutContext(within)
    action.triggered.connect(lambda _checked=False: then())
    owner.addAction(action)
    return action


def letter_actions(owner: QWidget, rows: QWidget, deeds: Deeds) -> dict[str, QAction]:
    """Those of the outbox, by name and in the order of the menu; letters alone work in its `rows`."""
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
        "approve": (say("letters", "Approuver ce courrier"), "A"),
        "send_back": (say("letters", "Renvoyer ce courrier avec une note…"), "R"),
        "approve_all": (say("letters", "Approuver les lettres affichées…"), "Ctrl+Shift+V"),
        "ask": (say("letters", "Demander un second regard"), "D"),
        "ask_all": (say("letters", "Demander un second regard sur les lettres affichées…"), "Ctrl+Shift+D"),
        "unask": (say("letters", "Ne plus demander de second regard"),),
        "to_approve": (say("letters", "Montrer ce qui attend d’être approuvé"), "Ctrl+Shift+R"),
        "signed": (say("letters", "Classer des lettres signées et scannées…"), "Ctrl+Shift+L"),
        "register": (say("letters", "Ouvrir le registre"), "Ctrl+G"),
    }
    alone = {name: len(told) == 2 and len(told[1]) == 1 for name, told in words.items()}
    return {name: _made(rows if alone[name] else owner, deeds[name], *words[name]) for name in words}


def register_actions(owner: QWidget, deeds: Deeds) -> dict[str, QAction]:
    """Those of the register, by name and in the order of the menu."""
    say = QCoreApplication.translate
    words: dict[str, tuple[str, ...]] = {
        "search": (say("letters", "Chercher dans le registre"), "Ctrl+K", "/"),
        "open": (say("letters", "Ouvrir le PDF avec le programme du poste\tEntrée"),),
        "save": (say("letters", "Enregistrer une copie du PDF…"), "Ctrl+E"),
        "duplicate": (say("letters", "Imprimer un duplicata…"), "Ctrl+D"),
        "signed": (say("letters", "Montrer la lettre signée, ou celle qui est partie"), "Ctrl+M"),
        "posting": (say("letters", "Noter l’envoi des courriers choisis…"), "Ctrl+Shift+K"),
        "dossier": (say("letters", "Ouvrir le dossier"), "Ctrl+I"),
    }
    return {name: _made(owner, deeds[name], *words[name]) for name in words}
