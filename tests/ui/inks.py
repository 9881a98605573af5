"""Measures on a picture what the eye needs: the contrast of words with their ground, and of the focus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from PIL import Image
from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from desktop.ui.colours import contrast

WORDS, LARGE = 4.5, 3.0  # WCAG 1.4.3; the second also for what is no word (1.4.11)
_CELLS = 24  # of a table: the others are painted alike
Colour = tuple[int, int, int]


class Said(NamedTuple):
    """Words on the picture, and where."""

    where: str
    words: str
    at: QRect
    least: float


def picture(widget: QWidget) -> Image.Image:
    """The widget as it is painted."""
    shot = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(shot.constBits())
    return Image.frombuffer("RGB", (shot.width(), shot.height()), data, "raw", "RGB", shot.bytesPerLine(), 1)


def hexa(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def measured(shot: Image.Image, at: QRect) -> float | None:
    """The contrast of the ink that differs most from the ground; None where nothing is written."""
    box = (
        max(0, at.left()),
        max(0, at.top()),
        min(shot.width, at.right() + 1),
        min(shot.height, at.bottom() + 1),
    )
    if box[2] - box[0] < 4 or box[3] - box[1] < 6:
        return None
    colours: list[tuple[int, Colour]] = shot.crop(box).getcolors(1 << 16) or []
    if len(colours) < 3:
        return None  # one flat colour, or a bare line
    ground = max(colours)[1]
    return max((told_apart(colour, ground) for count, colour in colours if count > 1), default=1.0)


@cache
def told_apart(one: Colour, other: Colour) -> float:
    """The contrast of two colours: the edges of letters are the same ones everywhere."""
    return contrast(hexa(one), hexa(other))


def _least(font: QFont) -> float:
    size = font.pixelSize() if font.pixelSize() > 0 else round(font.pointSizeF() * 4 / 3)
    return LARGE if size >= 24 or (size >= 19 and font.weight() >= QFont.Weight.Bold) else WORDS


def said(root: QWidget) -> Iterator[Said]:
    """What is written on a widget and its children, where it is seen; not what is disabled."""
    for part in (root, *root.findChildren(QWidget)):
        if not (part.isVisible() and part.isEnabled()) or part.window() is not root.window():
            continue
        words = _words(part)
        if words:
            yield _said(root, part, words, part.rect())
        elif isinstance(part, QAbstractItemView) and not isinstance(part, QHeaderView):
            yield from _cells(root, part)


def _words(part: QWidget) -> str:
    if isinstance(part, QLabel | QAbstractButton):
        return part.text()
    if isinstance(part, QLineEdit):
        return part.text() or part.placeholderText()
    return part.currentText() if isinstance(part, QComboBox) else ""


def _said(root: QWidget, part: QWidget, words: str, rect: QRect) -> Said:
    seen = QRect(part.mapTo(root, rect.topLeft()), rect.size())
    above: QWidget | None = part
    while above is not None and above is not root:
        above = above.parentWidget()
        if above is not None:
            seen = seen.intersected(QRect(above.mapTo(root, above.rect().topLeft()), above.size()))
    return Said(type(part).__name__, words[:40], seen, _least(part.font()))


def _cells(root: QWidget, view: QAbstractItemView) -> Iterator[Said]:
    model, found = view.model(), 0
    if model is None or view.viewport().rect().isEmpty():
        return
    top = QModelIndex()
    wide = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    first = view.indexAt(view.viewport().rect().topLeft())
    for row in range(max(0, first.row()), model.rowCount(top)):
        for column in range(wide):
            index = model.index(row, column, top)
            rect = view.visualRect(index)
            if not view.viewport().rect().contains(rect) or found >= _CELLS:
                continue
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            # A cell that is drawn says in words what it shows: those are for the ear.
            drawn = not any(letter.isalnum() for letter in words) or words == "aucun défi marqué"
            if words and not drawn and index.flags() & Qt.ItemFlag.ItemIsEnabled:
                found += 1
                yield _said(root, view.viewport(), f"{view.accessibleName()}: {words}", rect)
        if found >= _CELLS:
            return


def faint(root: QWidget) -> tuple[int, list[str]]:
    """How many words were measured on a picture, and which of them are too near to their ground."""
    shot, count, faults = picture(root), 0, []
    for one in said(root):
        found = measured(shot, one.at)
        if found is None:
            continue
        count += 1
        if found < one.least - 0.05:
            faults.append(f"{one.where} « {one.words} » {found:.2f} at {one.at.getRect()}")
    return count, faults


def unnamed_columns(root: QWidget) -> list[str]:
    """Tables of several columns of which one is not told by a header."""
    faults, across = [], Qt.Orientation.Horizontal
    for view in root.findChildren(QTableView):
        model = view.model()
        if model is None or not view.isVisible():
            continue
        columns = [c for c in range(model.columnCount(QModelIndex())) if not view.isColumnHidden(c)]
        told = [any(model.headerData(column, across, role) for role in _TOLD) for column in columns]
        if len(columns) > 1 and not all(told):
            faults.append(f"{view.accessibleName()}: {told}")
    return faults


_TOLD = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
)  # fmt: skip


def ring(part: QWidget) -> float:
    """What the focus changes: the contrast of the pixels that differ with it and without, as far as there
    are enough of them to be a ring or a bar."""
    window = part.window()
    if not window.isActiveWindow():  # a dialog that was looked at before took the keyboard along
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
    part.clearFocus()
    before = picture(part)
    part.setFocus(Qt.FocusReason.TabFocusReason)
    after = picture(part)
    pairs: Counter[tuple[Colour, Colour]] = Counter()
    if before.size == after.size:
        pairs.update(pair for pair in zip(_pixels(before), _pixels(after), strict=True) if pair[0] != pair[1])
    strong = [told_apart(one, other) for (one, other), count in pairs.items() if count >= _RING]
    return max(strong, default=1.0)


_RING = 8  # pixels of one colour that became another


def _pixels(shot: Image.Image) -> list[Colour]:
    flat = shot.tobytes()
    return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
