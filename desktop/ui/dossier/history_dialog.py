"""The history of a dossier read as sentences, sought by word, person, kind and period; who consulted it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.sentences import KINDS, STATES, Page, Sentence, Wish, sentences
from desktop.ui.fields import Button, DateField
from desktop.ui.office import Office
from desktop.ui.soundness.traces import TracesPage
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import plural, typography

PAGE = 1500  # operations read at once
_TONES = {"taken_back": "muted", "set_aside": "muted", "open": "bad", "refused": "warn"}
_WHOLE = Qt.ItemDataRole.UserRole


class HistoryDialog(QDialog):
    """Two pages: what was done, and who looked."""

    def __init__(self, office: Office, dossier: bytes, title: str, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.setObjectName("history")
        self.setWindowTitle(self.tr("Historique · {0}").format(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        limit = over.window().size() if over is not None else self.screen().availableSize()
        self.resize(min(1120, limit.width()), min(620, limit.height()))
        self._office, self._dossier = office, dossier
        self._page = Page([], 0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filtrer : un mot, un nom, une date"))
        self.search.setAccessibleName(self.tr("Filtrer l’historique"))
        self.search.setClearButtonEnabled(True)
        self.author, self.kind = QComboBox(), QComboBox()
        self.author.setAccessibleName(self.tr("Personne"))
        self.kind.setAccessibleName(self.tr("Sorte de changement"))
        self.since, self.until = DateField(self.tr("Depuis le")), DateField(self.tr("Jusqu’au"))
        self.since.setPlaceholderText(self.tr("Depuis le…"))
        self.until.setPlaceholderText(self.tr("Jusqu’au…"))
        self.count = QLabel()
        self.count.setProperty("kind", "caption")
        self.rows = _table(self)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(self.tr("La phrase choisie, en entier"))
        self.older = Button(self.tr("Changements plus &anciens"), "chevron-down")
        self.older.setAutoDefault(False)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Ce qui a été fait, qui a consulté"))
        self._lay_out()
        self._wire()
        self._page = sentences(office.reader, dossier, office.author, limit=PAGE)
        self._offer()
        self.filter()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        for widget in (self.author, self.kind, self.since, self.until):
            top.addWidget(widget)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.rows)
        parts.addWidget(self.whole)
        parts.setSizes([400, 84])
        parts.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.older)
        done = QWidget()
        column = QVBoxLayout(done)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(parts, 1)
        column.addLayout(foot)
        self.traces = TracesPage(self._office, self._dossier)
        self.tabs.addTab(done, self.tr("&Historique"))
        self.tabs.addTab(self.traces, self.tr("&Consultations"))
        close = Button(self.tr("Fermer"), kind="primary")
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addWidget(self.tabs, 1)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _wire(self) -> None:
        self.search.textChanged.connect(lambda _words: self.filter())
        for combo in (self.author, self.kind):
            combo.currentIndexChanged.connect(lambda _place: self.filter())
        for field in (self.since, self.until):
            field.settled.connect(lambda _day: self.filter())
        self.older.clicked.connect(self._read_older)
        self.rows.currentItemChanged.connect(lambda now, _before: self._tell(now))
        self.tabs.currentChanged.connect(lambda place: self.traces.refresh() if place else None)

    def _offer(self) -> None:
        """Persons and kinds that are there, what was chosen kept."""
        people = sorted({one.author for one in self._page.sentences})
        kinds = {one.kind for one in self._page.sentences}
        for combo, first, offered in (
            (self.author, self.tr("Tout le monde"), [(name, name) for name in people]),
            (self.kind, self.tr("Tout"), [(w, code) for code, w in KINDS.items() if code in kinds]),
        ):
            kept = combo.currentData()
            combo.blockSignals(True)
            combo.clear()
            combo.addItem(first, "")
            for words, data in offered:
                combo.addItem(words, data)
            combo.setCurrentIndex(max(0, combo.findData(kept)))
            combo.blockSignals(False)

    def _read_older(self) -> None:
        page = sentences(
            self._office.reader, self._dossier, self._office.author, limit=PAGE, before=self._page.before
        )
        self._page = Page([*self._page.sentences, *page.sentences], page.before)
        self._offer()
        self.filter()

    def filter(self) -> None:
        """Show only what is sought."""
        wish = Wish(
            self.search.text(), str(self.author.currentData() or ""), str(self.kind.currentData() or ""),
            _iso(self.since.day()), _iso(self.until.day()),
        )  # fmt: skip
        found = [one for one in self._page.sentences if wish.keeps(one)]
        self.rows.clear()
        self.rows.addTopLevelItems([_item(one) for one in found])
        words = plural(len(found), self.tr("changement"))
        more = self.tr(", les plus récents") if self._page.before else ""
        self.count.setText(f"{len(found)} {words}{more}")
        self.older.setVisible(bool(self._page.before))
        if found:
            self.rows.setCurrentIndex(self.rows.model().index(0, 0))
        else:
            self.whole.setPlainText(self.tr("Rien dans l’historique ne répond à cette recherche."))

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        self.whole.setPlainText(str(item.data(0, _WHOLE)) if item is not None else "")


def _table(over: HistoryDialog) -> QTreeWidget:
    rows = QTreeWidget()
    rows.setAccessibleName(over.tr("Changements, du plus récent au plus ancien"))
    rows.setRootIsDecorated(False)
    rows.setAlternatingRowColors(True)
    rows.setUniformRowHeights(True)
    rows.setHeaderLabels([over.tr("Quand"), over.tr("Qui"), over.tr("Ce qui a été fait"), over.tr("État")])
    for column, width in enumerate((168, 180, 580, 110)):
        rows.setColumnWidth(column, width)
    rows.header().setStretchLastSection(False)
    rows.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    return rows


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _item(one: Sentence) -> QTreeWidgetItem:
    said = f"{one.what[:1].upper()}{one.what[1:]}"
    item = QTreeWidgetItem([one.moment, f"{one.author} · {one.site}", said, STATES[one.state]])
    item.setData(0, _WHOLE, typography(one.text))
    for column in range(4):
        item.setToolTip(column, one.text)
    if tone := _TONES.get(one.state):
        colour = QBrush(QColor(getattr(tokens(), tone)))
        struck = font(13)
        struck.setStrikeOut(one.state in ("taken_back", "set_aside"))
        item.setForeground(2, colour)
        item.setForeground(3, colour)
        item.setFont(2, struck)
    return item
