"""The guided tour over the real window, and what is new: offered once, read aloud, never in the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.flow.news import newest, since, versions
from desktop.places import places
from desktop.ui import theme
from desktop.ui.guidance.news import NewsWindow
from desktop.ui.guidance.offering import OFFERED, SEEN, TOURED, offer
from desktop.ui.guidance.tour import Step, Tour, beside
from desktop.ui.guidance.tour_steps import start_tour, steps_of
from desktop.ui.window import Window
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, office_of, settings_in

Key = Qt.Key


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "light")
    folder = tmp_path_factory.mktemp("tour")
    office = office_of(filled(folder))
    made = Window(office, places(), settings_in(folder))
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    office.close()
    made.deleteLater()


def test_each_step_shows_a_control_that_is_there_and_does_not_hide_it(window: Window) -> None:
    tour = start_tour(window)
    steps = steps_of(window)
    assert 8 <= len(steps) <= 10
    for number in range(1, len(steps) + 1):
        assert tour.at == number - 1, "aucun pas ne manque à la fenêtre entière"
        target = tour.target()
        assert target.width() > 20 and target.height() > 10
        assert not tour.card.geometry().intersects(target) or target.height() > 400
        assert f"{number} sur {len(steps)}" in tour.card.accessibleName()
        assert steps[number - 1].words in tour.card.accessibleName()
        assert window.rect().contains(tour.card.geometry())
        QTest.keyClick(tour.card, Key.Key_Right)
    assert not tour.card.isVisible()


def test_arrows_move_tab_stays_inside_and_escape_leaves(window: Window) -> None:
    tour = start_tour(window)
    assert unnamed(tour.card) == []
    QTest.keyClick(tour.card, Key.Key_Right)
    QTest.keyClick(tour.card, Key.Key_Return)
    QTest.keyClick(tour.card, Key.Key_Left)
    assert tour.at == 1 and not tour.isModal()
    for _ in range(4):
        QTest.keyClick(tour.card.next, Key.Key_Tab)
        inside = window.focusWidget()
        assert isinstance(inside, QWidget) and tour.card.isAncestorOf(inside)
    assert tour.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    QTest.keyClick(tour.card, Key.Key_Escape)
    assert not tour.card.isVisible() and not tour.isVisible()


def test_what_is_not_there_is_passed_over(window: Window) -> None:
    hidden = QWidget(window)
    hidden.hide()
    steps = [
        Step(lambda: None, "Rien", "Rien"),
        Step(lambda: window.rail, "Là", "Là"),
        Step(lambda: hidden, "Caché", "Caché"),
    ]
    tour = Tour(window, steps, window.go)
    tour.start()
    assert tour.at == 1
    tour.step(1)
    assert not tour.isVisible()


def test_the_card_stands_where_there_is_room() -> None:
    room, card = QRect(0, 0, 683, 384), QRect(0, 0, 340, 200)
    for target in (QRect(0, 0, 56, 384), QRect(60, 10, 300, 30), QRect(400, 100, 280, 60)):
        place = beside(target, card, room)
        assert room.contains(QRect(place, card.size())), target
        assert not QRect(place, card.size()).intersects(target), target


def test_the_tour_is_offered_once_then_what_is_new_once(window: Window) -> None:
    settings = window.settings
    for key in (TOURED, SEEN, OFFERED):
        settings.remove(key)
    assert offer(window) == "tour" and "visite guidée" in window.toast.words()
    window.toast.action_wanted.emit()
    tours = [tour for tour in window.findChildren(Tour) if tour.isVisible()]
    assert len(tours) == 1
    tours[0].leave()
    assert offer(window) == ""
    settings.setValue(SEEN, "0.0.9")  # an older program was here
    settings.remove(OFFERED)
    assert offer(window) == "news" and versions()[0].number in window.toast.words()
    assert offer(window) == ""


def test_what_is_new_stands_first_and_is_marked(window: Window) -> None:
    window.settings.setValue(SEEN, "0.0.9")
    news = NewsWindow(window.settings, window)
    words = news.view.toPlainText()
    first = versions()[0]
    assert f"Version {first.heading} (nouveau)" in words
    assert unnamed(news) == []
    assert window.settings.value(SEEN) == first.number
    assert "(nouveau)" not in NewsWindow(window.settings, window).view.toPlainText()


def test_the_versions_are_read_newest_first(tmp_path: Path) -> None:
    told = tmp_path / "CHANGELOG.md"
    told.write_text("# J\n\n## 0.3.0 – mars\n\n- Trois\n\n## 0.2.1\n\n- Deux\n\n## 0.1.0\n\n- Un\n", "utf-8")
    read = versions(told)
    assert [version.number for version in read] == ["0.3.0", "0.2.1", "0.1.0"]
    assert [version.number for version in since(read, "0.1.0")] == ["0.3.0", "0.2.1"]
    assert since(read, "0.3.0") == [] and since(read, "") == read
    assert versions(tmp_path / "absent.md") == [] and newest(tmp_path / "absent.md") == ""
    assert newest(told) == "0.3.0" and newest() == versions()[0].number
