"""Tab follows the eye, also through what is made late; the walk that says so can fail."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.fields import StageChips
from desktop.ui.fields.chips import FilterChips
from desktop.ui.tab_order import tab_through
from tests.ui.order import chain, jumps


def shown(qtbot: QtBot, part: QWidget) -> QWidget:
    qtbot.addWidget(part)
    part.resize(600, 300)
    part.show()
    return part


def words(screen: QWidget) -> list[str]:
    return [str(stop.part.property("text")) for stop in chain(screen)]


def test_chips_made_late_stand_in_their_place(qtbot: QtBot) -> None:
    screen, chips, filters, below = QWidget(), StageChips(), FilterChips(), QPushButton("dessous")
    line = QVBoxLayout(screen)
    for part in (QPushButton("dessus"), chips, filters, below):
        line.addWidget(part)
    shown(qtbot, screen)
    chips.set_chips([("a", "A", None), ("b", "B", None)])
    filters.set_filters([("x", "X")])
    filters.set_filters([("x", "X"), ("y", "Y")])
    qtbot.waitUntil(lambda: words(screen) == ["dessus", "A", "B", "X", "Y", "dessous"])
    assert jumps(screen) == []


def test_parts_inside_boxes_made_late(qtbot: QtBot) -> None:
    screen, room, below = QWidget(), QWidget(), QPushButton("dessous")
    line = QVBoxLayout(screen)
    line.addWidget(room)
    line.addWidget(below)
    inside = QHBoxLayout(room)
    shown(qtbot, screen)
    boxes = []
    for name in ("un", "deux"):
        box = QWidget()
        QHBoxLayout(box).addWidget(QPushButton(name))
        inside.addWidget(box)
        box.show()
        boxes.append(box)
    assert words(screen) == ["dessous", "un", "deux"] and jumps(screen), "as Qt has it"
    tab_through(room, boxes)
    qtbot.waitUntil(lambda: words(screen) == ["un", "deux", "dessous"])


@pytest.mark.parametrize(("order", "way"), [((2, 0, 1, 3), "up"), ((1, 0, 2, 3), "left")])
def test_a_jump_is_found(qtbot: QtBot, order: tuple[int, ...], way: str) -> None:
    screen = QWidget()
    grid = QGridLayout(screen)
    fields = [QLineEdit(str(at)) for at in range(4)]
    for at, field in enumerate(fields):
        grid.addWidget(field, *divmod(at, 2))
    for before, after in pairwise(order):
        QWidget.setTabOrder(fields[before], fields[after])
    shown(qtbot, screen)
    assert any(jump.startswith(way) for jump in jumps(screen)), words(screen)
