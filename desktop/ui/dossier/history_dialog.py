"""The history of a dossier: every change, who made it, when, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
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

from desktop.flow.history import Event
from desktop.rules.folding import fold
from desktop.ui.fields import Button

_WIDTHS = (136, 120, 210, 150, 170)


class HistoryDialog(QDialog):
    def __init__(self, title: str, events: Sequence[Event], over: QWidget | None = None) -> None:
        super().__init__(over)
        self.setObjectName("history")
        self.setWindowTitle(self.tr("Historique · {0}").format(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 560)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filtrer : un mot, un nom, une date"))
        self.search.setAccessibleName(self.tr("Filtrer l’historique"))
        self.search.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.rows = QTreeWidget()
        self.rows.setAccessibleName(self.tr("Changements, du plus récent au plus ancien"))
        self.rows.setRootIsDecorated(False)
        self.rows.setAlternatingRowColors(True)
        self.rows.setUniformRowHeights(True)
        heads = ("Quand", "Qui", "Action", "Quoi", "Avant", "Après")
        self.rows.setHeaderLabels([self.tr(head) for head in heads])
        for column, width in enumerate(_WIDTHS):
            self.rows.setColumnWidth(column, width)
        self._events = [(event, fold(" ".join([*_texts(event), event.reason]))) for event in events]
        close = Button(self.tr("Fermer"), kind="primary")
        close.clicked.connect(self.accept)
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addLayout(top)
        whole.addWidget(self.rows, 1)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.search.textChanged.connect(self.filter)
        self.filter("")

    def filter(self, words: str) -> None:
        """Show only the changes that hold these words."""
        wanted = fold(words).split()
        shown = [event for event, said in self._events if all(word in said for word in wanted)]
        self.rows.clear()
        self.rows.addTopLevelItems([_item(event) for event in shown])
        unit = self.tr("changements") if len(shown) > 1 else self.tr("changement")
        self.count.setText(f"{len(shown)} {unit}")


def _texts(event: Event) -> list[str]:
    at = datetime.fromisoformat(event.at)
    who = f"{event.author} · {event.site}" if event.site else event.author
    before, after = (" ".join(words.splitlines()) for words in (event.before, event.after))
    return [f"{at:%d/%m/%Y %H:%M}", who, event.label, event.what, before, after]


def _item(event: Event) -> QTreeWidgetItem:
    item = QTreeWidgetItem(_texts(event))
    exact = f"{datetime.fromisoformat(event.at):%d/%m/%Y %H:%M:%S}"
    for column, words in ((0, exact), (2, event.reason), (4, event.before), (5, event.after)):
        item.setToolTip(column, words)
    return item
