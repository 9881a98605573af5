"""Goes through the pictures of every screen in English and writes down each text that is shown.

A program of its own (`python -m tests.ui.english_walk BASE FOLDER`): English is put on for a whole process.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PARVIS_LANGUAGE"] = "en"

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from desktop import camera, shots

ROWS = 25  # of a table: beyond, they say the same
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def texts_of(root: QWidget) -> Iterator[str]:
    """What a widget and all those in it say, to the eye and to a screen reader."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        yield from (widget.windowTitle(),)
        yield from _own(widget)
        for action in widget.actions():
            yield from _action(action)


def _own(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QGroupBox | QMenu):
        yield widget.title()
    elif isinstance(widget, QComboBox):
        yield from _cells(widget.model())
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(i) for i in range(widget.count()))
    elif isinstance(widget, QSpinBox):
        yield from (widget.prefix(), widget.suffix(), widget.specialValueText())
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model():
        yield from _cells(widget.model())


def _cells(model: Any) -> Iterator[str]:
    plain = isinstance(model, QAbstractListModel)
    rows, columns = min(model.rowCount(), ROWS), 1 if plain else model.columnCount()
    for role in _ROLES:
        heads = [model.headerData(i, Qt.Orientation.Horizontal, role) for i in range(columns)]
        cells = [model.index(i, j).data(role) for i in range(rows) for j in range(columns)]
        yield from (said for said in heads + cells if isinstance(said, str))


def _action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip())
    inner = action.menu()
    if isinstance(inner, QMenu):
        for one in inner.actions():
            yield from _action(one)


class Walk:
    """Stands where the pictures are taken, and notes what is drawn in each."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        self._drawn: list[str] = []

    def listen(self) -> None:
        """From now on what a painter draws is noted too."""
        draw = QPainter.drawText

        def told(painter: QPainter, *given: Any) -> Any:
            self._drawn += [one for one in given if isinstance(one, str)]
            return draw(painter, *given)

        QPainter.drawText = told  # type: ignore[method-assign, assignment]

    def picture(self, taker: camera.Camera, name: str, of: QWidget | None = None) -> Path:
        camera.wait(camera.SETTLE_MS)
        shown = of or taker.window
        self._drawn.clear()
        shown.grab()
        self.said[name] = list(dict.fromkeys([*texts_of(shown), *self._drawn]))
        return taker.folder / name


def main(base: Path, folder: Path) -> None:
    from desktop.shots_years import photograph_years

    walk = Walk()
    walk.listen()
    camera.SETTLE_MS = 60
    shots.SETTLE_MS = 60
    camera.Camera.picture = lambda taker, name, of=None: walk.picture(taker, name, of)  # type: ignore[method-assign]
    folder.mkdir(exist_ok=True)
    import traceback

    for go in (
        lambda: shots.take(base, folder),
        lambda: photograph_years(base, folder, "light", camera.SIZE),
    ):
        try:
            go()
        except Exception:
            traceback.print_exc()
    (folder / "said.json").write_text(json.dumps(walk.said, ensure_ascii=False, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
