"""The papers of a session on screen: shown on their pages, saved in the form that is wanted, kept again."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.queries.committee import documents
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.ui.committee import minutes
from desktop.ui.committee.papers import kinds
from desktop.ui.committee.screen import CommitteesScreen
from desktop.ui.papers.show import PaperMaker
from tests.ui.a11y import unnamed
from tests.ui.committee_desk import held, screen, store

__all__ = ["screen", "store"]
Left = Qt.MouseButton.LeftButton


def shown(maker: PaperMaker, qtbot: QtBot) -> dict[str, QWidget]:
    def there() -> bool:
        return maker.dialog is not None and maker.dialog.preview.view() is not None

    qtbot.waitUntil(there, timeout=15000)
    assert maker.dialog is not None and unnamed(maker.dialog) == []
    return dict(maker.dialog.buttons)


def test_a_session_under_way_shows_its_minutes_as_a_draft_and_saves_them(
    screen: CommitteesScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    key = held(screen, store)
    proposed: list[str] = []

    def choose(_over: QWidget, name: str, _form: str) -> Path:
        proposed.append(name)
        return tmp_path / name

    maker = minutes.show(screen, screen.office, key, "minutes", choose)
    buttons = shown(maker, qtbot)
    assert set(buttons) == {"pdf", "docx"}
    for form in ("pdf", "docx"):
        QTest.mouseClick(buttons[form], Left)
    qtbot.waitUntil(lambda: len(proposed) == 2 and (tmp_path / proposed[1]).exists(), timeout=15000)
    assert all("(projet)" in name for name in proposed)
    with PDFIUM, pdfium.PdfDocument((tmp_path / proposed[0]).read_bytes()) as pdf:
        assert "PROJET" in pdf[0].get_textpage().get_text_range()
    assert docx.Document(str(tmp_path / proposed[1])).paragraphs[2].text == "Procès-verbal"
    assert maker.dialog is not None
    maker.dialog.reject()


def test_the_annex_goes_to_excel_and_the_papers_are_kept_again(
    screen: CommitteesScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    key = held(screen, store)
    out = tmp_path / "annexe.xlsx"
    maker = minutes.show(screen, screen.office, key, "annex", lambda _over, _name, _form: out)
    QTest.mouseClick(shown(maker, qtbot)["xlsx"], Left)
    qtbot.waitUntil(out.exists, timeout=15000)
    assert openpyxl.load_workbook(out).active.cell(1, 2).value == "Porteur"
    assert maker.dialog is not None
    maker.dialog.reject()
    minutes.keep_papers(screen, screen.office, key)
    qtbot.waitUntil(lambda: len(documents(store.reader, key)) == 5, timeout=15000)


def test_every_paper_of_the_menu_has_its_room() -> None:
    own = [kind for kind in kinds() if kind.room == "desktop.ui.committee.minutes"]
    assert len(own) == 4 and all(callable(getattr(minutes, kind.make)) for kind in own)
