"""« ? »: the keys that work in the place in front, found by a word, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QFont, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.rules.folding import fold
from desktop.ui.fields import Button
from desktop.ui.theme import font

if TYPE_CHECKING:  # what prints is read when somebody prints
    from PySide6.QtPrintSupport import QPrinter


class KeyLine(NamedTuple):
    """What a key does."""

    words: str
    key: str


class KeyGroup(NamedTuple):
    title: str
    lines: list[KeyLine]


def keys_here(
    title: str, screen: QWidget, menu: Iterable[QAction], window: Iterable[QAction]
) -> list[KeyGroup]:
    """The keys of the screen in front, those of the window, and those that every control understands.
    `menu` holds what the menu Dossier shows now; what cannot be used at this moment is left out."""
    own = [action for action in (*menu, *screen.findChildren(QAction)) if works(action)]
    here, say = _lines(own), QCoreApplication.translate
    others = [one for one in _lines(filter(works, window)) if one not in here]
    return [
        KeyGroup(title, here),
        KeyGroup(say("guide", "Dans toute la fenêtre"), others),
        KeyGroup(say("guide", "Dans tous les écrans"), _everywhere()),
    ]


def works(action: QAction) -> bool:
    """Whether its key does something now: it has one, can be used, and what it belongs to is on screen."""
    if not key_of(action) or not action.isEnabled() or not action.isVisible():
        return False
    owner = action.parent()
    if action.shortcutContext() in _OF_A_WIDGET and isinstance(owner, QWidget):
        return owner.isVisible() and owner.isEnabled()
    return True


_OF_A_WIDGET = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)


def _lines(actions: Iterable[QAction]) -> list[KeyLine]:
    lines = (KeyLine(_words_of(action), key_of(action)) for action in dict.fromkeys(actions))
    return [line for line in dict.fromkeys(lines) if line.words]


def _words_of(action: QAction) -> str:
    return (
        action.text().partition("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
    )


def _everywhere() -> list[KeyLine]:
    say = QCoreApplication.translate
    return [
        KeyLine(say("guide", "Champ ou bouton suivant"), say("guide", "Tab")),
        KeyLine(say("guide", "Champ ou bouton précédent"), say("guide", "Maj+Tab")),
        KeyLine(
            say("guide", "D’une ligne, d’une case ou d’une page à l’autre"),
            say("guide", "Flèches, Page préc., Page suiv."),
        ),
        KeyLine(say("guide", "Presser le bouton, cocher la case"), say("guide", "Espace")),
        KeyLine(
            say("guide", "Un bouton ou un champ dont une lettre est soulignée"), say("guide", "Alt+lettre")
        ),
        KeyLine(say("guide", "Les menus de la fenêtre"), say("guide", "F10 ou Alt+lettre")),
        KeyLine(say("guide", "Le menu de ce qui est choisi"), say("guide", "Maj+F10 ou Menu")),
        KeyLine(say("guide", "Fermer une question, revenir en arrière"), say("guide", "Échap")),
    ]


def key_of(action: QAction) -> str:
    """The keys of an action as they are written on a keyboard, "" when it has none."""
    native = QKeySequence.SequenceFormat.NativeText
    bound = ", ".join(key.toString(native) for key in action.shortcuts())
    return bound or action.text().partition("\t")[2]


class KeySheet(QDialog):
    """Groups of keys; a word typed above leaves only the lines that hold it."""

    guide_page = "au-clavier"

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups = list(groups)
        self.setWindowTitle(self.tr("Raccourcis du clavier"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 520)
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("Chercher une touche ou une commande"))
        self.words.setPlaceholderText(self.words.accessibleName())
        self.words.setClearButtonEnabled(True)
        self.none = QLabel(self.tr("Aucune touche de cet écran ne répond à ces mots."))
        self.keys = QTreeWidget()
        self.keys.setAccessibleName(self.tr("Commandes et touches"))
        self.keys.setHeaderLabels([self.tr("Commande"), self.tr("Touche")])
        self.keys.setRootIsDecorated(False)
        self.keys.setItemsExpandable(False)
        self.keys.setUniformRowHeights(True)
        self.keys.setColumnWidth(0, 380)
        self.print = Button(self.tr("Im&primer…"), "printer")
        self.shut = Button(self.tr("&Fermer"), kind="primary")
        self._lay_out()
        self.words.textChanged.connect(self._show)
        self.print.clicked.connect(self._print)
        self.shut.clicked.connect(self.accept)
        self._show("")

    def _lay_out(self) -> None:
        heading = QLabel(self.groups[0].title)
        heading.setFont(font(20, QFont.Weight.DemiBold))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.print)
        foot.addWidget(self.shut)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for part in (heading, self.words, self.none):
            box.addWidget(part)
        box.addWidget(self.keys, 1)
        box.addLayout(foot)

    def _show(self, query: str) -> None:
        self.keys.clear()
        wanted = fold(query).split()
        for group in self.groups:
            lines = [
                one for one in group.lines if all(word in fold(f"{one.words} {one.key}") for word in wanted)
            ]
            if not lines:
                continue
            top = QTreeWidgetItem([group.title])
            top.setFont(0, font(13, QFont.Weight.DemiBold))
            top.addChildren([QTreeWidgetItem([one.words, one.key]) for one in lines])
            self.keys.addTopLevelItem(top)
            top.setFirstColumnSpanned(True)
        self.keys.expandAll()
        self.none.setVisible(self.keys.topLevelItemCount() == 0)

    def html(self) -> str:
        """The sheet as it is printed."""
        rows = [
            f"<h2>{escape(group.title)}</h2><table cellpadding='3'>"
            + "".join(
                f"<tr><td>{escape(words)}</td><td><b>{escape(key)}</b></td></tr>"
                for words, key in group.lines
            )
            + "</table>"
            for group in self.groups
            if group.lines
        ]
        return f"<h1>{escape(self.windowTitle())}</h1>" + "".join(rows)

    def _print(self) -> None:
        from desktop.ui.letters.printing import ask_letter_printer

        printer = ask_letter_printer(self)
        if printer is not None:
            self.write(printer)

    def write(self, printer: QPrinter) -> None:
        """Print it, in the order of the screen."""
        paper = QTextDocument()
        paper.setDefaultFont(font(13))
        paper.setHtml(self.html())
        paper.print_(printer)
