"""Goes through every place, tab, sheet, menu and window in English and writes down what it says.

A program of its own (`python -m tests.ui.english_walk BASE OUT`): English is put on for a whole process.
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
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from db import queries
from desktop.camera import Camera, wait
from desktop.places import places
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.work_kinds import sheet_kinds
from desktop.ui.walk import Walk

ROWS = 25  # of a table: beyond, they say the same
STEP_MS, STEPS = 20, 100
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def texts_of(root: QWidget) -> Iterator[str]:
    """What a widget and all those in it say, to the eye and to a screen reader."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        yield widget.windowTitle()
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
    rows = min(model.rowCount(), ROWS)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
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


def _mnemonics(menu: QMenu) -> list[str]:
    """The Alt letters of a menu that two of its lines share."""
    found: dict[str, int] = {}
    for action in menu.actions():
        _, mark, after = action.text().replace("&&", "").partition("&")
        if mark:
            found[after[:1].lower()] = found.get(after[:1].lower(), 0) + 1
    return [f"{menu.title()}: {letter}" for letter, count in found.items() if count > 1]


class Notes:
    """What is said where, and what does not fit."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        self.cut: list[str] = []
        self.shared: list[str] = []
        self._drawn: list[str] = []
        draw = QPainter.drawText

        def told(painter: QPainter, *given: Any) -> Any:
            self._drawn += [one for one in given if isinstance(one, str)]
            return draw(painter, *given)

        QPainter.drawText = told  # type: ignore[method-assign, assignment]

    def take(self, name: str, shown: QWidget) -> None:
        self._drawn.clear()
        shown.grab()
        self.said[name] = list(dict.fromkeys([*texts_of(shown), *self._drawn]))
        for button in shown.findChildren(QPushButton):
            if button.isVisible() and button.text() and button.width() + 2 < button.minimumSizeHint().width():
                self.cut.append(f"{name}: {button.text()}")


def settle(camera: Camera) -> None:
    """Let the window read what it was asked to show."""
    for _ in range(STEPS):
        wait(STEP_MS)
        if not camera.office.runner.busy():
            return


def _places(camera: Camera, notes: Notes) -> None:
    for place in places():
        if place.name == "dossier":
            continue
        camera.place(place.name)
        settle(camera)
        screen = camera.window.stack.current()
        notes.take(place.name, camera.window if place.name == "today" else screen.widget)
        for kind in getattr(screen, "kinds", ()):
            screen.show_tab(kind.name)  # type: ignore[attr-defined]
            settle(camera)
            notes.take(f"{place.name} {kind.name}", screen.tab(kind.name))  # type: ignore[attr-defined]


def _sheets(camera: Camera, notes: Notes) -> None:
    ids = queries.list_ids(camera.office.reader)
    camera.office.dossier_wanted.emit(ids[0], Walk(ids, 0))
    settle(camera)
    view = camera.window.stack.current()
    notes.take("dossier", view.widget)
    if isinstance(view, DossierView):
        for kind in sheet_kinds():
            view.work.show(kind.name)
            settle(camera)
            notes.take(f"dossier {kind.name}", view.work.sheets[kind.name])


def _windows(camera: Camera, notes: Notes) -> None:
    """The menus, the palette, the guide, and what stands behind each door."""
    from desktop.ui import doors

    for menu in camera.window.menu.menus:
        notes.said[f"menu {menu.title()}"] = [text for action in menu.actions() for text in _action(action)]
        notes.shared += _mnemonics(menu)
    bar = [action.text() for action in camera.window.menuBar().actions()]
    letters = [text.partition("&")[2][:1].lower() for text in bar]
    notes.shared += [f"menu bar: {letter}" for letter in letters if letter and letters.count(letter) > 1]
    before = set(QApplication.topLevelWidgets())
    for door in [*doors.of_the_base(), *doors.of_the_office()]:
        door.opens(camera.window)
        settle(camera)
        for over in set(QApplication.topLevelWidgets()) - before:
            if isinstance(over, QDialog) and over.isVisible():
                notes.take(f"door {door.key}", over)
                over.reject()
                over.deleteLater()


def main(base: Path, out: Path) -> None:
    notes = Notes()
    camera = Camera(base, out.parent)
    settle(camera)
    _places(camera, notes)
    _sheets(camera, notes)
    _windows(camera, notes)
    told = {"said": notes.said, "cut": notes.cut, "shared": notes.shared}
    out.write_text(json.dumps(told, ensure_ascii=False, indent=0), encoding="utf-8")
    camera.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
