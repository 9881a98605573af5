"""The frieze: what is painted, what is said, and what the keys choose."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.frieze import Frieze, cell_rects, paint_frieze

NAMES = [f"Nom{n}" for n in range(1, 12)]
LEVELS = (0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 3)


@pytest.fixture
def frieze(qtbot: QtBot, qapp: QApplication) -> Frieze:
    theme.apply(qapp, "light")
    made = Frieze(NAMES)
    made.set_levels(LEVELS)
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_cell_is_filled_by_its_level(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    image = QImage(143, 18, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_frieze(painter, QRectF(image.rect()), LEVELS, False)
    painter.end()
    look = theme.tokens()
    for i, cell in enumerate(cell_rects(QRectF(image.rect()), 1.0)):
        column = [image.pixelColor(int(cell.center().x()), y).name() for y in range(18)]
        assert column.count(look.challenges[i]) == LEVELS[i] * 6
        assert column.count(look.cell) == 18 - LEVELS[i] * 6


def test_a_click_and_the_keys_choose(qtbot: QtBot, frieze: Frieze) -> None:
    heard: list[int] = []
    frieze.chosen.connect(heard.append)
    where = cell_rects(QRectF(frieze.rect()).adjusted(2, 2, -2, -2), 2)[3].center().toPoint()
    QTest.mouseClick(frieze, Qt.MouseButton.LeftButton, pos=where)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_Right):
        QTest.keyClick(frieze, key)
    QTest.keyClick(frieze, Qt.Key.Key_Return)
    QTest.mouseClick(frieze, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert heard == [4, 5, 11, 1]


def test_it_is_said_in_words(frieze: Frieze, qtbot: QtBot) -> None:
    assert frieze.words(4) == "Défi 4 Nom4 : fort"
    assert frieze.strong_words() == "4 Nom4 · fort    11 Nom11 · fort    3 Nom3 · moyen    2 Nom2 · faible"
    QTest.keyClick(frieze, Qt.Key.Key_Right)
    assert frieze.accessibleName() == "Défi 2 Nom2 : faible"
    assert "Défi 11 Nom11 : fort" in frieze.accessibleDescription()
    frieze.set_levels((0,) * 11)
    assert frieze.accessibleDescription() == "Aucun défi n’est marqué."
