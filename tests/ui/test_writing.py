"""Search and writing: suggestions, phrases, and text that is told in time."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.fields import AutoText, SearchField

# Off-screen there is no keyboard to grab for the list of suggestions, and Qt says so.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

PHRASES = ["Public vise trop large.", "Public bien vise."]


def phrases(beginning: str) -> list[str]:
    return [phrase for phrase in PHRASES if phrase.startswith(beginning)]


def suggestions_of(field: SearchField) -> QAbstractItemView:
    popup = field.completer().popup()
    assert popup is not None
    return popup


def test_each_key_searches_and_enter_submits(qtbot: QtBot) -> None:
    field = SearchField("Chercher", lambda text: [f"{text}:nord", f"{text}:etouvie"])
    qtbot.addWidget(field)
    field.show()
    typed: list[str] = []
    sent: list[str] = []
    field.typed.connect(typed.append)
    field.submitted.connect(sent.append)
    QTest.keyClicks(field, "qu")
    assert typed == ["q", "qu"]
    assert field.suggestions() == ["qu:nord", "qu:etouvie"]
    suggestions_of(field).hide()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent == ["qu"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), typed[-1]) == ("", "")


def test_a_suggestion_replaces_what_is_typed(qtbot: QtBot) -> None:
    field = SearchField("Chercher", lambda text: ["quartier:nord"])
    qtbot.addWidget(field)
    field.show()
    sent: list[str] = []
    field.submitted.connect(sent.append)
    QTest.keyClicks(field, "qu")
    popup = suggestions_of(field)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "quartier:nord"
    assert sent[-1] == "quartier:nord"


def test_text_is_told_within_800_ms_even_while_typing_goes_on(qtbot: QtBot) -> None:
    field = AutoText("Note")
    qtbot.addWidget(field)
    field.show()
    told: list[str] = []
    field.settled.connect(told.append)
    QTest.keyClicks(field, "ab")
    left = field._timer.remainingTime()
    assert 0 < left <= 800
    qtbot.wait(50)
    QTest.keyClicks(field, "cd")
    assert told or field._timer.remainingTime() <= left - 40, "a key does not put it off"
    qtbot.waitUntil(lambda: told[:1] == ["abcd"] or told[:1] == ["ab"])


def test_what_is_typed_anywhere_is_kept_within_a_second(the_hand_rests_soon: dict[str, int]) -> None:
    """The pauses that the other tests make shorter."""
    assert len(the_hand_rests_soon) > 5
    assert all(0 < pause <= 800 for pause in the_hand_rests_soon.values()), the_hand_rests_soon


def test_leaving_tells_at_once_and_once(qtbot: QtBot) -> None:
    field, other = AutoText("Note"), QLineEdit()
    for part in (field, other):
        qtbot.addWidget(part)
    field.show()
    told: list[str] = []
    field.settled.connect(told.append)
    QTest.keyClicks(field, "vu")
    field.hide()
    field.show()
    field.settle()
    assert told == ["vu"]
    field.set_text("autre")
    field.settle()
    assert told == ["vu"]


def test_control_enter_says_it_is_done(qtbot: QtBot) -> None:
    field = AutoText("Note")
    qtbot.addWidget(field)
    field.show()
    told: list[str] = []
    done: list[bool] = []
    field.settled.connect(told.append)
    field.finished.connect(lambda: done.append(True))
    QTest.keyClicks(field, "ok")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (told, done, field.text()) == (["ok"], [True], "ok")


def test_tab_takes_the_first_phrase_and_enter_makes_a_line(qtbot: QtBot) -> None:
    field = AutoText("Note", phrases)
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "Vu. Pu")
    assert field.offered() == []
    QTest.keyClicks(field, "b")
    assert field.offered() == PHRASES
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert (field.text(), field.offered()) == (f"Vu. {PHRASES[0]}", [])
    QTest.keyClicks(field, " Public")
    assert field.offered() == PHRASES
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text().endswith(" Public\n")
    QTest.keyClicks(field, "Public")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.offered(), field.text().endswith("Public")) == ([], True)
