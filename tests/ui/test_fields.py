"""The small parts: amounts, dates, chips, buttons, dots, driven by mouse and keys."""

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.fields import (
    Button,
    DateField,
    FilterChips,
    FlowLayout,
    IconButton,
    MoneyField,
    Pill,
    SectionTitle,
    StageChips,
    StrengthDots,
)
from desktop.ui.fields.dates import read_date

# Off-screen there is no keyboard to grab for the calendar, and Qt says so.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

TODAY = date(2025, 3, 1)
LEFT = Qt.MouseButton.LeftButton


W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W) -> W:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_an_amount_is_typed_as_one_likes(qtbot: QtBot) -> None:
    field = shown(qtbot, MoneyField("Montant proposé"))
    typed: list[int | None] = []
    settled: list[int | None] = []
    field.typed.connect(typed.append)
    field.settled.connect(settled.append)
    QTest.keyClicks(field, "9 000,50")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "9\u202f000,50\u00a0€"
    assert (field.cents(), typed[-1], settled) == (900_050, 900_050, [900_050])
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert settled == [900_050]


def test_an_amount_may_be_taken_away(qtbot: QtBot) -> None:
    field = shown(qtbot, MoneyField("Montant proposé"))
    field.set_cents(900_000)
    settled: list[int | None] = []
    field.settled.connect(settled.append)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.cents(), settled) == (None, [None])


@pytest.mark.parametrize("words", ["neuf mille", "12,3456", "-5", "99999999999999"])
def test_what_is_no_amount_is_kept_and_said(qtbot: QtBot, words: str) -> None:
    field = shown(qtbot, MoneyField("Montant proposé"))
    field.set_cents(100)
    settled: list[int | None] = []
    field.settled.connect(settled.append)
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.is_wrong()
    assert field.text() == words
    assert "9 000" in field.accessibleDescription()
    field.set_cents(200)
    assert not field.is_wrong()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12/3/25", date(2025, 3, 12)),
        ("12-03-2025", date(2025, 3, 12)),
        ("120325", date(2025, 3, 12)),
        ("2025-03-12", date(2025, 3, 12)),
        ("1er février 2026", date(2026, 2, 1)),
        ("12 mars", date(2025, 3, 12)),
        ("3/4", date(2025, 4, 3)),
        ("4 août 2025", date(2025, 8, 4)),
        ("9 juil. 2025", date(2025, 7, 9)),
        ("demain", date(2025, 3, 2)),
        ("aujourd’hui", TODAY),
        ("31/02/2025", None),
        ("12 brumaire", None),
        ("bientôt", None),
    ],
)
def test_a_date_is_read_as_it_is_said(words: str, day: date | None) -> None:
    assert read_date(words, TODAY) == day


def test_a_date_field_reads_steps_and_says_what_is_wrong(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField("Date du comité", lambda: TODAY))
    settled: list[date | None] = []
    field.settled.connect(settled.append)
    QTest.keyClicks(field, "12/3/25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "12\u00a0mars 2025"
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert settled == [date(2025, 3, 12), date(2025, 3, 13)]
    field.selectAll()
    QTest.keyClicks(field, "31/02/2025")
    assert "pas une date" in field.toolTip()
    assert field.day() == date(2025, 3, 13)


def test_a_day_is_picked_in_the_calendar(qtbot: QtBot) -> None:
    field = shown(qtbot, DateField("Date du comité", lambda: TODAY))
    settled: list[date | None] = []
    field.settled.connect(settled.append)
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget) and calendar.isVisible()
    view = calendar.findChild(QTableView)
    assert isinstance(view, QTableView)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert (settled, calendar.isVisible()) == ([date(2025, 3, 2)], False)


def test_one_stage_or_none_is_chosen(qtbot: QtBot) -> None:
    chips = shown(qtbot, StageChips())
    chips.set_chips([("instruction", "À instruire", 118), ("ready", "Prêts comité", 46)])
    heard: list[list[str]] = []
    chips.chosen.connect(heard.append)
    first, second = chips.findChildren(QPushButton)
    for chip in (first, second, second):
        QTest.mouseClick(chip, LEFT)
    assert heard == [["instruction"], ["ready"], []]
    assert first.accessibleName() == "À instruire : 118"
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert chips.focusWidget() is second


def test_several_stages_are_chosen_and_counts_change_in_place(qtbot: QtBot) -> None:
    chips = shown(qtbot, StageChips(several=True))
    chips.set_chips([("a", "Un", 1), ("b", "Deux", 2), ("c", "Trois", None)])
    chips.choose(["a"])
    before = chips.findChildren(QPushButton)
    QTest.mouseClick(before[2], LEFT)
    assert chips.codes() == ["a", "c"]
    chips.set_chips([("a", "Un", 7), ("b", "Deux", 2), ("c", "Trois", None)])
    assert chips.findChildren(QPushButton) == before
    assert before[0].text() == "Un  7"
    chips.set_chips([("c", "Trois", 3)])
    assert chips.codes() == ["c"]


def test_a_filter_is_taken_off(qtbot: QtBot) -> None:
    chips = shown(qtbot, FilterChips())
    chips.set_filters([("quarter", "Quartier : Étouvie, Nord"), ("challenge", "Défi : 4 Réussite")])
    gone: list[str] = []
    chips.removed.connect(gone.append)
    chip = chips.findChildren(QPushButton)[1]
    assert chip.accessibleName() == "Retirer le filtre Défi : 4 Réussite"
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert gone == ["challenge"]


def test_parts_flow_to_the_next_line(qtbot: QtBot) -> None:
    box = QWidget()
    flow = FlowLayout(box, gap=4)
    for name in ("Un", "Deux", "Trois", "Quatre"):
        flow.addWidget(Button(name))
    shown(qtbot, box)
    one = flow.sizeHint()
    assert flow.heightForWidth(one.width()) == one.height()
    assert flow.heightForWidth(one.width() - 1) == 2 * one.height() + 4
    box.resize(one.width() - 1, 200)
    tops = {b.geometry().top() for b in box.findChildren(QPushButton)}
    assert len(tops) == 2


def test_a_button_without_a_name_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="no name"):
        IconButton("x", " ")
    made = shown(qtbot, IconButton("printer", "Imprimer", key="Ctrl+P"))
    assert (made.accessibleName(), made.toolTip()) == ("Imprimer", "Imprimer (Ctrl+P)")


def test_icons_follow_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    made = shown(qtbot, Button("Importer", "download"))
    light = made.icon().cacheKey()
    theme.apply(qapp, "dark")
    assert made.icon().cacheKey() != light


def test_words_of_a_title_are_read_as_written(qtbot: QtBot) -> None:
    title = shown(qtbot, SectionTitle("Contrôles"))
    assert (title.text(), title.accessibleName()) == ("CONTRÔLES", "Contrôles")


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_pill_wears_its_tone(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    pill = shown(qtbot, Pill("Prêt comité", "good"))
    pill.resize(pill.sizeHint())
    middle = pill.grab().toImage().pixelColor(6, 11).name()
    assert middle == theme.tokens().good_wash
    wide = pill.sizeHint().width()
    pill.tell("Avis demandés au service", "violet")
    assert pill.sizeHint().width() > wide


def test_dots_are_chosen_by_keys_and_mouse(qtbot: QtBot) -> None:
    dots = shown(qtbot, StrengthDots("Force", 4))
    heard: list[int] = []
    dots.chosen.connect(heard.append)
    QTest.keyClicks(dots, "2")
    QTest.keyClick(dots, Qt.Key.Key_Right)
    QTest.keyClick(dots, Qt.Key.Key_Right)
    assert dots.accessibleName() == "Force : fort"
    QTest.mouseClick(dots, LEFT, pos=QPoint(37, 10))
    QTest.mouseClick(dots, LEFT, pos=QPoint(9, 10))
    assert heard == [2, 3, 2, 1]
    QTest.keyClicks(dots, "0")
    assert dots.accessibleName() == "Force : aucun"


def test_fixed_dots_only_show(qtbot: QtBot) -> None:
    dots = shown(qtbot, StrengthDots("Force", 4, fixed=True))
    QTest.mouseClick(dots, LEFT, pos=QPoint(9, 10))
    QTest.keyClicks(dots, "2")
    assert (dots.level(), dots.focusPolicy()) == (0, Qt.FocusPolicy.NoFocus)
