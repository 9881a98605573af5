"""The guide: its pages at the left, found by all their words, the page at the right, beside the work."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.guidebook import FIRST, guide_pages, page_name, seek
from desktop.paths import resources
from desktop.ui.fields import Button, IconButton, SearchField
from desktop.ui.guidance.html import page_html, style_sheet
from desktop.ui.guidance.page_view import PageView
from desktop.ui.theme import Tokens, tokens

_NAME = Qt.ItemDataRole.UserRole


class GuideWindow(QDialog):
    """Not modal: the work goes on beside it. `show_page` brings a page with what the screen adds to it."""

    print_wanted = Signal(str)  # the name of a page, "" for the whole guide
    guide_page = "fenetre"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setWindowTitle(self.tr("Guide de Parvis"))
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self._past: list[str] = []
        self._next: list[str] = []
        self.page = ""
        self._added: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        self._make_parts()
        self._lay_out()
        self._connect()
        self.fill("")
        screen = self.screen().availableGeometry().size()
        self.resize(QSize(980, 700).boundedTo(screen * 0.94))

    def _make_parts(self) -> None:
        self.search = SearchField(self.tr("Chercher dans le guide"))
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(10)
        self.list.setAccessibleName(self.tr("Pages du guide"))
        self.found = QLabel()
        self.found.setProperty("kind", "caption")
        self.view = PageView(resources() / "guide")
        self.back = IconButton("arrow-left", self.tr("Page précédente"))
        self.back.setToolTip(self.tr("Page précédente (Alt+←)"))
        self.forth = IconButton("arrow-right", self.tr("Page suivante"))
        self.forth.setToolTip(self.tr("Page suivante (Alt+→)"))
        self.told = QLabel()
        self.told.setProperty("kind", "caption")
        self.told.setWordWrap(True)
        self.one = Button(self.tr("&Imprimer cette page…"), "printer")
        self.all = Button(self.tr("Imprimer &tout le guide…"), "book-open")
        self.shut = Button(self.tr("&Fermer"))
        for button in (self.one, self.all, self.shut):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 8, 12)
        for part in (self.search, self.found):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        right = QWidget()
        page = QVBoxLayout(right)
        page.setContentsMargins(8, 8, 12, 12)
        head = QHBoxLayout()
        for step in (self.back, self.forth):
            head.addWidget(step)
        head.addWidget(self.told, 1)
        page.addLayout(head)
        page.addWidget(self.view, 1)
        foot = QHBoxLayout()
        for button in (self.one, self.all):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        page.addLayout(foot)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for side in (left, right):
            self.split.addWidget(side)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([250, 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        self.search.typed.connect(self.fill)
        self.search.submitted.connect(lambda _words: self._first_found())
        self.list.itemSelectionChanged.connect(self._chosen)
        self.view.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        self.forth.clicked.connect(self.go_forth)
        self.one.clicked.connect(lambda: self.print_wanted.emit(self.page))
        self.all.clicked.connect(lambda: self.print_wanted.emit(""))
        self.shut.clicked.connect(self.close)
        for key, deed in (
            ("Ctrl+F", self._seek),
            ("F3", self._find_next),
            ("F6", self._other_side),
            ("Alt+Left", self.go_back),  # not keys of the buttons: those wait for their own animation
            ("Alt+Right", self.go_forth),
        ):
            QShortcut(QKeySequence(key), self, deed)
        QShortcut(QKeySequence("Ctrl+P"), self, lambda: self.print_wanted.emit(self.page))

    # The list

    def fill(self, words: str) -> None:
        """The pages that hold these words, by part of the guide; all of them without words."""
        self.list.blockSignals(True)  # the page stays the same while the list is made
        self.list.clear()
        pages = seek(words) if words.strip() else list(guide_pages().values())
        for page in pages:
            group = self._group("" if words.strip() else page.part)
            item = QTreeWidgetItem([page.title])
            item.setData(0, _NAME, page.name)
            item.setToolTip(0, page.purpose)
            (group.addChild if group else self.list.addTopLevelItem)(item)
        self.list.expandAll()
        self._mark()
        self.list.blockSignals(False)
        told = self.tr("%n page(s) trouvée(s)", "", len(pages)) if pages else self.tr("Aucune page")
        told = told.replace("(s)", "s" if len(pages) > 1 else "")
        more = "" if pages else self.tr(" : essayez un mot plus court.")
        self.found.setText(told + more if words.strip() else "")
        self.found.setVisible(bool(words.strip()))

    def _group(self, part: str) -> QTreeWidgetItem | None:
        if not part:
            return None
        last = self.list.topLevelItem(self.list.topLevelItemCount() - 1)
        if last is None or last.text(0) != part:
            last = QTreeWidgetItem([part])
            last.setFlags(Qt.ItemFlag.ItemIsEnabled)
            bold = self.list.font()
            bold.setBold(True)
            last.setFont(0, bold)
            self.list.addTopLevelItem(last)
        return last

    def items(self) -> Iterable[QTreeWidgetItem]:
        """Every page in the list, groups apart."""
        every = QTreeWidgetItemIterator(self.list)
        while (item := every.value()) is not None:
            if item.data(0, _NAME):
                yield item
            every += 1

    def _mark(self) -> None:
        """The page in front is the one chosen in the list."""
        item = next((item for item in self.items() if item.data(0, _NAME) == self.page), None)
        if item is not None:
            self.list.setCurrentItem(item)
        else:
            self.list.clearSelection()

    def _chosen(self) -> None:
        name = next((item.data(0, _NAME) for item in self.list.selectedItems()), "")
        if name and name != self.page:
            self.go(name)

    def _first_found(self) -> None:
        if (first := next(iter(self.items()), None)) is not None:
            self.go(first.data(0, _NAME))
            self._find_next()

    # The page

    def show_page(self, name: str, about: str = "", keys: Iterable[tuple[str, str]] = ()) -> None:
        """Bring a page; `about` and `keys` are those of the screen that asks."""
        name = name if name in guide_pages() else FIRST
        self._added = {name: (about, list(keys))}
        self.go(name, again=True)

    def go(self, name: str, *, again: bool = False) -> None:
        """To a page; the one that was read is a step back."""
        if name == self.page and not again:
            return
        if self.page and self.page != name:
            self._past.append(self.page)
            self._next.clear()
        self._bring(name)

    def go_back(self) -> None:
        if self._past:
            self._next.append(self.page)
            self._bring(self._past.pop())

    def go_forth(self) -> None:
        if self._next:
            self._past.append(self.page)
            self._bring(self._next.pop())

    def _bring(self, name: str) -> None:
        self.page = name
        page = guide_pages()[name]
        about, keys = self._added.get(name, ("", []))
        self.view.show_html(style_sheet(), page_html(page.blocks, about, keys))
        self.setWindowTitle(self.tr("{0} — Guide de Parvis").format(page.title))
        self.told.setText(page.part)
        self.back.setEnabled(bool(self._past))
        self.forth.setEnabled(bool(self._next))
        self.list.blockSignals(True)
        self._mark()
        self.list.blockSignals(False)

    def _follow(self, url: QUrl) -> None:
        name = page_name(url.path())
        if name in guide_pages():
            self.go(name)
            return
        file = (resources() / "guide" / url.path()).resolve()
        if file.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        else:
            self.tell(self.tr("Ce document accompagne les sources de Parvis : {0}.").format(file.name))

    def tell(self, words: str) -> None:
        """A sentence over the page."""
        self.told.setText(words)

    # Keys

    def _seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _find_next(self) -> None:
        words = self.search.text().strip()
        if words and not self.view.find(words):
            self.view.moveCursor(self.view.textCursor().MoveOperation.Start)
            self.view.find(words, QTextDocument.FindFlag(0))

    def _other_side(self) -> None:
        (self.list if self.view.hasFocus() else self.view).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.page and self._look is not tokens():
            self._look = tokens()
            self._bring(self.page)

    _look: Tokens | None = None
