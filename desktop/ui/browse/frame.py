"""How the place « Notes » is laid out: its search and export on top, groups, chips, the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.browse.model import NotePainter, NotesModel
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.fields import Button, FilterChips, SearchField
from desktop.ui.intake.parts import text
from desktop.ui.intake.rows import Rows


class NotesFrame(QWidget):
    """The widgets of the place; the screen says what they do."""

    def __init__(self, model: NotesModel, faces: Callable[[], dict[int, ChallengeFace]]) -> None:
        super().__init__()
        self.group = QComboBox()
        self.groups = Rows(self.tr("Groupes de notes"), [(self.tr("Groupe"), 0), (self.tr("Notes"), 64)])
        self.search = SearchField(self.tr("Chercher dans les passages et les notes"))
        self.chips = FilterChips()
        self.list = QListView()
        self.export = Button(self.tr("&Exporter…"), "file-spreadsheet")
        self.empty = text(size=15)
        self.told = QLabel()
        self.pages = QStackedWidget()
        self._dress(model, faces)
        self._lay_out()

    def _dress(self, model: NotesModel, faces: Callable[[], dict[int, ChallengeFace]]) -> None:
        for words, code in (
            (self.tr("Par défi"), "challenge"),
            (self.tr("Par quartier"), "quarter"),
            (self.tr("Par auteur"), "author"),
            (self.tr("Par force"), "strength"),
            (self.tr("Par public"), "audience"),
        ):
            self.group.addItem(words, code)
        self.group.setAccessibleName(self.tr("Grouper les notes"))
        self.told.setProperty("kind", "caption")
        view = self.list
        view.setModel(model)
        view.setItemDelegate(NotePainter(faces, view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("Notes, la dernière d’abord"))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(view)
        self.pages.addWidget(self.empty)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        name = text(self.tr("Notes"), 20, bold=True)
        name.setFixedWidth(90)
        top.addWidget(name)
        top.addWidget(self.search, 1)
        top.addWidget(self.export)
        left, right = QWidget(), QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 10, 0)
        side.addWidget(self.group)
        side.addWidget(self.groups, 1)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.chips, self.told):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([270, 880])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(split, 1)
