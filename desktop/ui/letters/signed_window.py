"""What scans hold, before anything is filed: the letters that came back, the pages left to the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.flow.signed_heap import Back, Heap, told
from desktop.ui.fields import Button, DateField
from desktop.ui.icons import icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import plural

_KEY = Qt.ItemDataRole.UserRole
_SHOWN = 4  # pages left that are told one by one


class SignedWindow(QDialog):
    """Letters that are whole and new are ticked; the others wait for a person to tick them."""

    def __init__(
        self,
        parent: QWidget,
        heap: Heap,
        today: Callable[[], dt.date],
        then: Callable[[list[bytes], dt.date], object],
        *,
        writable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signedWindow")
        self.setWindowTitle(self.tr("Lettres signées"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 540)
        self.heap, self._writable = heap, writable
        self.rows = QTreeWidget()
        self.rows.setAccessibleName(self.tr("Lettres reconnues"))
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setHeaderLabels(
            [self.tr("Courrier"), self.tr("Destinataire"), self.tr("Pages"), self.tr("À regarder")]
        )
        self.day = DateField(self.tr("Signées le"), today)
        self.day.set_day(today())
        self.day.setMaximumWidth(170)
        self.leave = Button(self.tr("&Ne rien classer"))
        self.file = Button("", "signature", kind="primary")
        self._fill()
        self._lay_out()
        self.rows.itemChanged.connect(lambda _item, _column: self._tell())
        self.day.settled.connect(lambda _day: self._tell())
        self.leave.clicked.connect(self.reject)
        self.file.clicked.connect(self.accept)
        self.accepted.connect(lambda: then(self.chosen(), self.day.day() or today()))
        self._tell()

    def _fill(self) -> None:
        for one in self.heap.back:
            item = _item(one)
            self.rows.addTopLevelItem(item)
        header = self.rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (2, 64), (3, 340)):
            self.rows.setColumnWidth(column, width)
        if (first := self.rows.topLevelItem(0)) is not None:
            self.rows.setCurrentItem(first)

    def _lay_out(self) -> None:
        title, left = QLabel(f"{told(self.heap)}."), QLabel(self.left_words())
        title.setFont(font(15, QFont.Weight.DemiBold))
        more = QLabel(
            self.tr(
                "Chaque page porte le code de son courrier. Le scan est gardé avec la lettre, au registre ; "
                "le fichier lui-même n’est ni déplacé ni effacé. Ctrl+Z reprend tout."
            )
        )
        left.setProperty("tone", "warn")
        for label in (title, more, left):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        more.setProperty("kind", "caption")
        left.setVisible(bool(left.text()))
        foot = QHBoxLayout()
        signed = QLabel(self.tr("Signées le"))
        signed.setBuddy(self.day)
        for part in (signed, self.day):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (title, more):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addWidget(left)
        column.addLayout(foot)

    def left_words(self) -> str:
        """Which pages are left to the person, and why; empty backs are only counted."""
        lines = [f"• {p.page.file.name}, page {p.page.page} : {p.why}" for p in self.heap.left[:_SHOWN]]
        if len(self.heap.left) > _SHOWN:
            lines.append(self.tr("• et {0} de plus.").format(len(self.heap.left) - _SHOWN))
        if self.heap.blank:
            words = plural(self.heap.blank, "page blanche laissée", "pages blanches laissées")
            lines.append(f"• {self.heap.blank} {words}")
        return "\n".join(lines)

    def chosen(self) -> list[bytes]:
        """The letters ticked, in order."""
        items = [self.rows.topLevelItem(at) for at in range(self.rows.topLevelItemCount())]
        return [item.data(0, _KEY) for item in items if item and item.checkState(0) == Qt.CheckState.Checked]

    def _tell(self) -> None:
        count = len(self.chosen())
        words = self.tr("&Classer {0} {1}").format(count, plural(count, "lettre"))
        self.file.setText(self.tr("&Classer les {0} lettres").format(count) if count > 1 else words)
        self.file.setEnabled(bool(count) and self._writable)


def _item(one: Back) -> QTreeWidgetItem:
    row = one.letter
    item = QTreeWidgetItem([row.number, row.applicant, str(len(one.pages)), one.doubt])
    item.setData(0, _KEY, row.id)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, Qt.CheckState.Checked if one.sure else Qt.CheckState.Unchecked)
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setSizeHint(0, QSize(0, 30))
    for column in range(4):
        item.setToolTip(column, f"{row.applicant} · {row.title}\n{one.doubt}".strip())
    if one.doubt:
        item.setForeground(3, QColor(tokens().warn))
        item.setIcon(3, icon("triangle-alert", tokens().warn))
    return item
