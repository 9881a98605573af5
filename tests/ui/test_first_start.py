"""The first opening: a demonstration, a new call or a file, by keyboard alone; and what is remembered."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db import queries
from db.connection import open_reader
from desktop.app import Parvis
from desktop.flow.begin import NewCall, begin, in_its_place
from desktop.paths import database_to_open, remember_database, resources
from desktop.starting import free_name
from desktop.ui import theme
from desktop.ui.guidance.welcome import WelcomeWindow
from tests.office import founded
from tests.ui.a11y import unnamed
from tests.ui.shelf import settings_in

Key = Qt.Key
left: list[int] = []


@pytest.fixture
def parvis(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parvis]:
    theme.apply(qapp, "light")
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path))
    left.clear()
    made = Parvis(settings_in(tmp_path), "A. Exemple", left.append)
    yield made
    if made.first is not None:
        made.first.close()
    made.close()


def welcome(parvis: Parvis) -> WelcomeWindow:
    parvis.welcome()
    assert parvis.first is not None and parvis.first.window is not None
    return parvis.first.window


def test_the_three_choices_are_reached_by_keyboard(parvis: Parvis, qtbot: QtBot) -> None:
    window = welcome(parvis)
    assert [choice.text().replace("&", "") for choice in window.choices] == [
        "Essayer avec une démonstration",
        "Commencer un nouvel appel",
        "Ouvrir un fichier…",
    ]
    assert unnamed(window) == []
    assert window.minimumSizeHint().width() <= 640 and window.minimumSizeHint().height() <= 340
    QTest.keyClick(window.choices[1], Key.Key_Space)
    assert window.pages.currentIndex() == 1 and unnamed(window) == []
    QTest.keyClick(window, Key.Key_Escape)
    assert window.pages.currentIndex() == 0 and left == []
    QTest.keyClick(window, Key.Key_Escape)  # nothing chosen, nothing open
    assert left == [0]


def test_the_other_language_is_offered_under_its_own_name(parvis: Parvis, qtbot: QtBot) -> None:
    window = welcome(parvis)
    assert parvis.first is not None
    english = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.text() == "English"]
    assert len(english) == 1
    window.english_wanted.disconnect(parvis.first.speak_english)  # it would put English on every test after
    with qtbot.waitSignal(window.english_wanted):
        QTest.keyClick(english[0], Key.Key_Space)
    later = WelcomeWindow("A. Exemple")  # over a window, whose menu changes the language
    qtbot.addWidget(later)
    assert "English" not in {button.text() for button in later.findChildren(QPushButton)}


def test_a_new_call_is_asked_made_opened_and_remembered(parvis: Parvis, tmp_path: Path, qtbot: QtBot) -> None:
    window = welcome(parvis)
    window.show_form()
    QTest.keyClick(window.make, Key.Key_Space)
    assert "collectivité" in window.told.accessibleName()
    window.city.setText("Ville de Bellerive")
    window.year.setValue(2028)
    assert window.contract.text() == "Appel à projets 2028"
    assert window.opens.day() == dt.date(2027, 11, 15)
    window.author.setText("Zoé Exemple")
    QTest.keyClick(window.make, Key.Key_Space)
    assert window.pages.currentIndex() == 2 and window.cancel.hasFocus() is window.isActiveWindow()
    qtbot.waitUntil(lambda: parvis.window is not None, timeout=30_000)
    assert parvis.office is not None and parvis.first is not None and parvis.first.window is None
    reader = parvis.office.reader
    assert [call.title for call in queries.calls(reader)] == ["Appel à projets 2028"]
    head = queries.setting(reader, "letterhead")
    assert (head["nom"], head["ville"]) == ("Ville de Bellerive", "Bellerive")
    assert parvis.office.author == "Zoé Exemple"
    assert database_to_open() == tmp_path / "parvis.db"
    assert parvis.settings.value("start/author") == "Zoé Exemple"


def test_the_demonstration_is_cancelled_whole_and_opened_when_it_is_there(
    parvis: Parvis, tmp_path: Path, qtbot: QtBot
) -> None:
    window = welcome(parvis)
    QTest.keyClick(window.choices[0], Key.Key_Space)
    QTest.keyClick(window, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.pages.currentIndex() == 0, timeout=30_000)
    assert "annulé" in window.told.accessibleName()
    assert not list(tmp_path.glob("*demonstration*")) and not list(tmp_path.glob(".neuve-*"))
    shutil.copyfile(founded(), tmp_path / "demonstration.db")
    QTest.keyClick(window.choices[0], Key.Key_Space)
    qtbot.waitUntil(lambda: parvis.window is not None, timeout=30_000)
    assert database_to_open() == tmp_path / "demonstration.db"


def test_an_export_goes_to_the_import_over_a_base_of_ones_own(
    parvis: Parvis, tmp_path: Path, qtbot: QtBot
) -> None:
    welcome(parvis)
    assert parvis.first is not None
    shutil.copyfile(founded(), tmp_path / "parvis.db")
    parvis.first.take(resources() / "demo" / "aides-2025.csv")
    qtbot.waitUntil(lambda: parvis.window is not None and parvis.window.stack.front == "import")
    assert database_to_open() == tmp_path / "parvis.db"


def test_what_is_opened_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path))
    assert database_to_open() is None
    own, other = tmp_path / "parvis.db", tmp_path / "autre.db"
    own.touch()
    assert database_to_open() == own
    other.touch()
    remember_database(other)
    assert database_to_open() == other
    other.unlink()  # a stick that was removed: one’s own base is there
    assert database_to_open() == own
    assert free_name(own, 2027) == tmp_path / "parvis-2027.db"


CALL = NewCall("Ville", "Appel", 2027, dt.date(2026, 11, 15), dt.date(2027, 1, 31), "A. Exemple")


def test_what_is_wrong_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    from dataclasses import replace

    for changes, words in (
        ({"author": " "}, "votre nom"),
        ({"opens_on": None}, "premier et le dernier jour"),
        ({"closes_on": dt.date(2026, 1, 1)}, "ferme avant d’ouvrir"),
        ({"year": 1999}, "1999"),
    ):
        with pytest.raises(ValueError, match=words):
            begin(tmp_path / "x.db", replace(CALL, **changes))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_base_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.db"

    def half(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        in_its_place(target, half)
    assert list(tmp_path.iterdir()) == []
    in_its_place(target, lambda path: path.write_text("whole", encoding="utf-8"))
    with pytest.raises(ValueError, match="existe déjà"):
        in_its_place(target, half)
    assert target.read_text(encoding="utf-8") == "whole"


def test_a_founded_call_has_its_dates(tmp_path: Path) -> None:
    begin(tmp_path / "b.db", CALL)
    reader = open_reader(tmp_path / "b.db")
    rows = reader.execute("SELECT title, opens_on, closes_on FROM wave").fetchall()
    reader.close()
    assert [tuple(row) for row in rows] == [("Première vague", "2026-11-15", "2027-01-31")]
