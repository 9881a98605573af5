"""The letters screen, driven with mouse and keys as an officer would."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.exchange.pdf_lock import PDFIUM
from desktop.ui import theme
from desktop.ui.fields import Chip
from desktop.ui.letters.entry import second_line
from desktop.ui.letters.outbox_list import box_of
from tests.ui.a11y import unnamed
from tests.ui.outbox import WITHOUT_ADDRESS, prepared
from tests.ui.post import Desktop

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(qapp, "light")
    made = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    made.settle()
    yield made
    made.close()


def test_the_list_says_what_is_ready_and_why_the_rest_is_not(desk: Desktop) -> None:
    lines = {e.row.applicant: second_line(e, {}) for e in desk.screen.model.entries()}
    assert lines["Espace Rencontre Ouest"] == "Accord · 12\u202f000\u00a0€ · lettre 1 page"
    assert "adresse" in lines[WITHOUT_ADDRESS]
    assert desk.screen.bar.subtitle.text() == "comité du 12\u00a0mars 2026 : 6 décisions"
    counts = {c.code: c.text().rsplit(" ", 1)[1] for c in desk.screen.bar.chips.findChildren(Chip)}
    assert counts == {
        "granted": "1", "partial": "3", "refused": "1", "adjourned": "1", "other": "0", "mend": "1",
        "printed": "0",
    }  # fmt: skip
    assert desk.screen.bar.print.text() == "Imprimer les 5 lettres"


def test_the_page_beside_is_the_real_one_and_a_blocked_one_says_projet(desk: Desktop) -> None:
    desk.go_to("Lire en Bas de Chez Soi")
    desk.qtbot.waitUntil(lambda: "Lire en Bas de Chez Soi" in desk.page_words())
    assert "PROJET" not in desk.page_words().replace("Réf. : PROJET", "").split("Objet")[1]
    assert "sept mille cinq cents euros" in " ".join(desk.page_words().split())
    desk.go_to(WITHOUT_ADDRESS)
    desk.qtbot.waitUntil(lambda: WITHOUT_ADDRESS in desk.page_words())
    assert desk.page_words().count("PROJET") == 2
    assert "adresse" in desk.screen.preview.findings.words()


def test_space_and_the_mouse_tick_only_green_letters(desk: Desktop) -> None:
    desk.go_to("Jardins du Bord de Selle")
    desk.press(Key.Key_Space)
    assert desk.screen.bar.print.text() == "Imprimer les 4 lettres"
    view = desk.screen.list
    place = box_of(view.visualRect(view.currentIndex())).center()
    QTest.mouseClick(view.viewport(), Left, pos=place)
    assert desk.screen.bar.print.text() == "Imprimer les 5 lettres"
    desk.go_to(WITHOUT_ADDRESS)
    desk.press(Key.Key_Space)
    assert desk.screen.bar.print.text() == "Imprimer les 5 lettres"
    assert "à corriger avant de partir" in desk.said[-1]


def test_a_closed_printer_dialog_issues_nothing(desk: Desktop) -> None:
    desk.closed = True
    desk.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    text = desk.screen.deeds.question.informativeText()  # type: ignore[union-attr]  # open, see press
    assert WITHOUT_ADDRESS in text and "définitif" in text
    desk.answer("Choisir")
    assert desk.asked == 1 and "aucune lettre n’est partie" in desk.said[-1]
    assert queries.register(desk.store.reader) == []


def test_refusing_the_question_asks_for_no_printer(desk: Desktop) -> None:
    desk.press(Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.answer("Ne pas imprimer")
    assert desk.asked == 0 and queries.register(desk.store.reader) == []


def test_the_green_letters_leave_numbered_and_are_printed(desk: Desktop) -> None:
    desk.go_to("Mercredis Curieux")
    desk.press(Key.Key_Space)
    pages = sum(entry.checked.pages for entry in desk.screen.model.ticked() if entry.checked)
    QTest.mouseClick(desk.screen.bar.print, Left)
    with desk.qtbot.waitSignal(desk.screen.deeds.printing.done):
        desk.answer("Choisir")
    rows = queries.register(desk.store.reader)
    assert [row.number for row in rows] == [f"C2026-000{rank}" for rank in range(1, 5)]
    assert {WITHOUT_ADDRESS, "Mercredis Curieux"}.isdisjoint({row.applicant for row in rows})
    with PDFIUM, pdfium.PdfDocument(desk.paper) as printed:
        assert len(printed) == pages
    assert any("4 lettres sont parties (C2026-0001 à C2026-0004)" in words for words in desk.said)
    left = [entry.row.applicant for entry in desk.screen.model.entries()]
    assert left == [WITHOUT_ADDRESS, "Mercredis Curieux"]
    desk.chip("printed")
    assert len(desk.screen.model.entries()) == 4
    desk.qtbot.waitUntil(lambda: "C2026-0001" in desk.page_words())


def test_every_control_has_a_name(desk: Desktop) -> None:
    desk.qtbot.waitUntil(lambda: desk.screen.preview.view() is not None)
    assert unnamed(desk.screen) == []
