"""F1, wherever one is: the right page, found, followed and printed."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from desktop.camera import wait
from desktop.flow.guidebook import guide_pages
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.guidance.printing import GuidePrinter
from desktop.ui.guidance.window import GuideWindow
from desktop.ui.people.motive import MotiveDialog
from desktop.ui.tabbed import TabbedScreen
from desktop.ui.window import Window
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, office_of, settings_in

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "light")
    folder = tmp_path_factory.mktemp("guidance")
    office = office_of(filled(folder))
    made = Window(office, places(), settings_in(folder))
    made.show()
    yield made
    made.close()
    office.close()
    made.deleteLater()


def guide(window: Window) -> GuideWindow:
    found = window.findChild(GuideWindow)
    assert isinstance(found, GuideWindow) and found.isVisible()
    return found


def help_at(window: Window, place: str, tab: str = "") -> GuideWindow:
    window.go(place)
    screen = window.stack.current()
    if isinstance(screen, TabbedScreen) and tab:
        screen.show_tab(tab)
    activate(window)
    QTest.keyClick(window, Key.Key_F1)
    activate(found := guide(window))
    return found


def activate(window: QWidget) -> None:
    """Where there is no screen, a window is in front a little after it is asked to be."""
    wait(1)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 30_000)
    wait(1)
    assert QApplication.activeWindow() is window


def test_f1_opens_the_page_of_the_place_and_of_the_tab(window: Window) -> None:
    shown = help_at(window, "letters")
    assert shown.page == "courriers" and not shown.isModal()
    words = shown.view.toPlainText()
    assert "Écrire au porteur" in words and "seul un courrier vert s’imprime" in words
    assert "Les touches de cet écran" in words
    assert help_at(window, "envelopes", "bench").page == "atelier"
    assert help_at(window, "follow", "visits").page == "visites"
    assert window.findChildren(GuideWindow) == [shown]  # one window, however often it is asked
    assert unnamed(shown) == []


def test_a_sheet_of_a_dossier_has_its_own_page(window: Window) -> None:
    window.open_dossier(queries.list_ids(window.office.reader)[0], None)
    assert help_at(window, "dossier").page == "lire-annoter"
    window.office.sheet_wanted.emit("checks")
    assert help_at(window, "dossier").page == "controles"


def test_words_are_sought_in_every_page_and_the_list_follows(window: Window) -> None:
    shown = help_at(window, "list")
    QTest.keyClick(shown, Key.Key_F, Modifier.ControlModifier)
    shown.search.setText("tresorerie xyz")
    assert "essayez un mot plus court" in shown.found.text() and not list(shown.items())
    shown.search.setText("ATELIER scenario")
    assert "atelier" in {item.data(0, Qt.ItemDataRole.UserRole) for item in shown.items()}
    QTest.keyClick(shown.search, Key.Key_Return)
    assert shown.page == "atelier"
    shown.search.clear()
    assert len(list(shown.items())) == len(guide_pages())


def test_links_are_followed_and_the_way_back_is_kept(window: Window) -> None:
    shown = help_at(window, "list")
    start = shown.page
    shown.view.anchorClicked.emit(QUrl("10-lire-annoter.md"))
    shown.view.anchorClicked.emit(QUrl("11-recevabilite.md"))
    assert shown.page == "recevabilite"
    QTest.keyClick(shown, Key.Key_Left, Modifier.AltModifier)
    QTest.keyClick(shown, Key.Key_Left, Modifier.AltModifier)
    assert shown.page == start
    QTest.keyClick(shown, Key.Key_Right, Modifier.AltModifier)
    assert shown.page == "lire-annoter"


def test_pictures_are_as_wide_as_the_page(window: Window) -> None:
    shown = help_at(window, "list")
    kind = QTextDocument.ResourceType.ImageResource.value
    image = shown.view.loadResource(kind, QUrl("pictures/liste.png"))
    assert isinstance(image, QImage) and 100 < image.width() < shown.view.viewport().width()


def test_a_dialog_opens_the_guide_at_its_own_page(window: Window) -> None:
    dialog = MotiveDialog("Pourquoi ?", window)
    dialog.open()
    activate(dialog)
    dialog.reason.setFocus()
    QTest.keyClick(dialog, Key.Key_F1)
    shown = dialog.findChild(GuideWindow)
    assert isinstance(shown, GuideWindow) and shown.page == "confier"
    dialog.reject()


def test_a_page_is_printed_as_a_tagged_file(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    shown = help_at(window, "list")
    out = tmp_path / "page.pdf"
    printer = GuidePrinter(window.office, shown, lambda *_: out)
    printer.ask("trouver")
    qtbot.waitUntil(out.exists, timeout=10_000)
    qtbot.waitUntil(lambda: "page.pdf" in shown.told.text())
    with pikepdf.open(out) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == "Trouver des dossiers"
        assert _figures(pdf) == 1


def _figures(pdf: pikepdf.Pdf) -> int:
    """How many pictures the tags tell, each with its words."""
    kinds = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
    return len([kind for kind in kinds if str(kind.Alt)])


def test_a_key_of_the_screen_in_front_goes_before_the_same_one_of_the_menu(window: Window) -> None:
    window.open_dossier(queries.list_ids(window.office.reader)[0], None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    activate(window)
    QTest.keyClick(window.focusWidget() or window, Key.Key_J, Modifier.ControlModifier | Modifier.AltModifier)
    assert screen.middle.sheet == "links"  # and not the recycle bin, nor neither of them
