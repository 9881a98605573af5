"""The actions of the dossier: in the menu Dossier, in the palette, and on the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import letter_keys

if TYPE_CHECKING:
    from desktop.ui.dossier.screen import DossierView

_BY_KEY = Qt.FocusReason.ShortcutFocusReason


def dossier_actions(owner: QWidget, deeds: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions by name, in the order of the menu; `deeds` holds what each one does."""
    say = QCoreApplication.translate
    words: dict[str, tuple[str, ...]] = {
        "back": (say("dossier", "Revenir à la liste"), "Alt+Left"),
        "escape": (say("dossier", "Revenir au texte, puis à la liste"), "Esc"),
        "next": (say("dossier", "Dossier suivant"), "J"),
        "previous": (say("dossier", "Dossier précédent"), "K"),
        "read": (say("dossier", "Lire la demande"), "F6"),
        "mark": (say("dossier", "Noter un défi dans la frise"), "M"),
        "note": (say("dossier", "Écrire une note générale"), "Ctrl+G"),
        "propose": (say("dossier", "Proposer un montant"), "P"),
        "committee": (say("dossier", "Transmettre au comité"), "F9"),
        "decide": (say("dossier", "Décider"), "Ctrl+Shift+Return"),
        "ask": (say("dossier", "Demander les pièces manquantes"), "Ctrl+Shift+D"),
        "add": (say("dossier", "Ajouter une pièce…"), "Ctrl+Shift+A"),
        "history": (say("dossier", "Historique du dossier…"), "Ctrl+H"),
        "asof": (say("dossier", "État du dossier à une date…"), "Ctrl+Alt+H"),
        "more": (say("dossier", "Autres actions sur le dossier"), "Alt+Return"),
    }
    return {name: _made(owner, deeds[name], *words[name]) for name in words}


def _made(owner: QWidget, then: Callable[[], object], words: str, *keys: str) -> QAction:
    action = QAction(words, owner)
    action.setShortcuts(letter_keys.bound(*keys))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: then())
    owner.addAction(action)
    return action


def deeds_of(screen: DossierView) -> dict[str, Callable[[], object]]:
    """What each action does; those of the notebook bring it back when a sheet had taken its place."""

    def in_book(deed: Callable[[], object]) -> Callable[[], None]:
        def done() -> None:
            if screen.notebook.isHidden():
                screen.middle.show_reading()
            deed()

        return done

    return {
        "back": screen.go_back,
        "escape": screen.escape,
        "next": lambda: screen.step(1),
        "previous": lambda: screen.step(-1),
        "read": screen.middle.show_reading,
        "mark": in_book(lambda: screen.marks.frieze.setFocus(_BY_KEY)),
        "note": in_book(lambda: screen.notebook.general.setFocus(_BY_KEY)),
        "propose": in_book(lambda: screen.judging.set_deciding(on=False)),
        "committee": in_book(screen.judging.proposing.to_committee),
        "decide": in_book(screen.judging.go_on),
        "ask": screen.pieces.ask,
        "add": screen.pieces.choose_files,
        "history": screen.deeds.show_history,
        "asof": screen.deeds.show_as_of,
        "more": screen.header.more.click,
    }
