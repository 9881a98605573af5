"""What a screen reader may do, not only read: press by « toggle », set a value; and keys of one letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.places import places
from desktop.ui import letter_keys, theme
from desktop.ui.fields import StageChips, StrengthDots
from desktop.ui.frieze import Frieze
from desktop.ui.guide import key_of, keys_here
from desktop.ui.notebook.dots import StrengthDots as NoteDots
from desktop.ui.rail import Rail
from desktop.ui.scores.card import Values
from desktop.ui.tabbed import TabbedScreen
from desktop.ui.window import Window
from tests.office import open_office
from tests.ui.shelf import office_of, settings_in


@pytest.fixture(autouse=True)
def read() -> None:
    QAccessible.setActive(True)


def spoken(part: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(part)


def toggle(button: QAbstractButton) -> None:
    spoken(button).actionInterface().doAction("Toggle")


def shown(qtbot: QtBot, part: QWidget) -> QWidget:
    qtbot.addWidget(part)
    part.show()
    return part


def test_a_chip_toggled_by_a_screen_reader_changes_the_screen(qtbot: QtBot) -> None:
    chips = StageChips()
    shown(qtbot, chips)
    chips.set_chips([("a", "À instruire", 3), ("b", "Décidé", 2)])
    heard: list[list[str]] = []
    chips.chosen.connect(heard.append)
    first, second = chips.findChildren(QAbstractButton)
    toggle(first)
    qtbot.waitUntil(lambda: heard == [["a"]])
    toggle(second)
    qtbot.waitUntil(lambda: heard == [["a"], ["b"]])
    assert chips.codes() == ["b"]
    second.click()  # by hand: once, and taken back
    chips.choose(["a"])  # by the program: nobody is told
    qtbot.wait(10)
    assert heard == [["a"], ["b"], []] and chips.codes() == ["a"]


def test_a_place_of_the_rail_and_a_score_are_pressed_too(qtbot: QtBot) -> None:
    rail = Rail(places())
    shown(qtbot, rail)
    went: list[str] = []
    rail.place_wanted.connect(went.append)
    button = rail.button_of("letters")
    assert button is not None
    toggle(button)
    qtbot.waitUntil(lambda: went == ["letters"])
    assert not button.isChecked(), "the window alone says where we are"
    values = Values("points", "Ancrage")
    shown(qtbot, values)
    toggle(values.group.button(3))
    qtbot.waitUntil(lambda: values.given == 3)
    toggle(values.group.button(3))
    qtbot.waitUntil(lambda: values.given is None)


@pytest.mark.parametrize("made", [lambda: StrengthDots("Force", 4), lambda: NoteDots("#2f7d4f")])
def test_a_strength_has_a_value_that_can_be_read_and_set(qtbot: QtBot, made: type[QWidget]) -> None:
    dots = shown(qtbot, made())
    heard: list[int] = []
    getattr(dots, "chosen" if isinstance(dots, StrengthDots) else "changed").connect(heard.append)
    said = spoken(dots)
    value = said.valueInterface()
    assert (value.minimumValue(), value.maximumValue(), value.currentValue()) == (0, 3, 0)
    value.setCurrentValue(2)
    assert heard == [2] and value.currentValue() == 2 and "moyen" in dots.accessibleName()
    assert said.role() == QAccessible.Role.Slider
    assert not wheeled(dots) and value.currentValue() == 2


def test_a_score_has_a_value_under_zero_when_none_is_given(qtbot: QtBot) -> None:
    values = Values("points", "Ancrage")
    shown(qtbot, values)
    heard: list[object] = []
    values.chosen.connect(heard.append)
    value = spoken(values).valueInterface()
    assert value.currentValue() == -1
    value.setCurrentValue(4)
    assert heard == [4] and values.given == 4 and values.group.button(4).isChecked()
    value.setCurrentValue(-1)
    assert heard == [4, None] and values.given is None
    assert not wheeled(values) and heard == [4, None]


def test_what_only_shows_a_strength_cannot_be_set(qtbot: QtBot) -> None:
    dots = StrengthDots("Force", 4, fixed=True)
    shown(qtbot, dots)
    dots.set_level(2)
    spoken(dots).valueInterface().setCurrentValue(3)
    assert dots.level() == 2 and spoken(dots).valueInterface().currentValue() == 2


def test_the_frieze_says_the_cell_it_stands_on_and_every_mark(qtbot: QtBot) -> None:
    frieze = Frieze([f"Nom{number}" for number in range(1, 12)])
    shown(qtbot, frieze)
    frieze.set_levels([0, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    said = spoken(frieze)
    qtbot.keyClick(frieze, Qt.Key.Key_Right)
    assert said.text(QAccessible.Text.Name) == "Défi 2 Nom2 : fort"
    assert said.text(QAccessible.Text.Description).splitlines() == [
        "Défi 2 Nom2 : fort",
        "Défi 4 Nom4 : faible",
    ]


def wheeled(part: QWidget) -> bool:
    """Whether the wheel over it was taken."""
    place = QPointF(part.rect().center())
    none, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    turn = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), buttons, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(part, turn)
    return turn.isAccepted()


@pytest.fixture
def unlettered(tmp_path: Path, qapp: QApplication) -> Iterator[Window]:
    """A window on which one letter alone does nothing."""
    theme.apply(qapp, "light")
    settings = settings_in(tmp_path)
    settings.setValue(letter_keys.KEY, False)
    letter_keys.settle(settings)
    office = office_of(open_office(tmp_path))
    made = Window(office, places(), settings)
    yield made
    letter_keys.settle(settings_in(tmp_path / "other"))
    made.close()
    office.close()
    made.deleteLater()


def test_keys_of_one_letter_can_be_switched_off(unlettered: Window) -> None:
    window = unlettered
    for place in places():
        screen = window.stack.screen_of(place.name)
        for tab in screen.kinds if isinstance(screen, TabbedScreen) else ():
            screen.tab(tab.name)
    told = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(told) > 100
    assert [key for key in told if letter_keys.is_sign(key)] == []
    tips = [button.toolTip() for button in window.findChildren(QAbstractButton)]
    assert {tip for tip in tips if tip[-3:-2] == "(" and tip.endswith(")")} == OF_A_PART
    sheet = keys_here("", QWidget(), [], window.menu.of_window())
    assert all(not letter_keys.is_sign(line.key) for line in sheet[1].lines)
    letters = next(action for action in window.menu.every() if action.text() == "Raccourcis d’une lettre")
    assert not letters.isChecked() and not key_of(letters)
    letters.trigger()
    assert window.look._settings.value(letter_keys.KEY, False, bool) is True


# These act only while the part they belong to has the keyboard, which the norm allows.
OF_A_PART = {"Tourner l’image (R)"}


def test_what_is_a_sign_alone() -> None:
    signs = ("J", "/", "?", "1", "Shift+N", "+")
    assert all(letter_keys.is_sign(key) for key in signs)
    assert not any(
        letter_keys.is_sign(key) for key in ("Ctrl+J", "Alt+1", "F5", "Esc", "Del", "Space", "Return")
    )
    assert letter_keys.told("Réunir", "R") == "Réunir (R)" and letter_keys.told("Réunir", "") == "Réunir"
