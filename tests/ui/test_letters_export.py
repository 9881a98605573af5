"""Letters as PDF files: drafts that say so, letters that leave, what left copied as it was."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from db import queries
from desktop.exchange.pdf_lock import PDFIUM
from desktop.ui import theme
from tests.ui.a11y import unnamed
from tests.ui.outbox import WITHOUT_ADDRESS, prepared
from tests.ui.post import Desktop

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(qapp, "light")
    made = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    made.settle()
    yield made
    made.close()


def export(desk: Desktop, *, leave: bool = False, one_file: bool = False) -> None:
    desk.said.clear()
    QTest.mouseClick(desk.screen.bar.export, Left)
    dialog = desk.screen.exporting.dialog
    assert dialog is not None and unnamed(dialog) == []
    dialog.leave.setChecked(leave)
    dialog.whole.setChecked(one_file)
    agree = dialog.findChildren(QDialogButtonBox)[0].buttons()
    QTest.mouseClick(next(b for b in agree if "Choisir" in b.text()), Left)
    desk.qtbot.waitUntil(lambda: any("export" in words for words in desk.said))


def words_of(path: Path) -> str:
    with PDFIUM, pdfium.PdfDocument(path) as document:
        return " ".join("".join(page.get_textpage().get_text_range() for page in document).split())


def test_drafts_are_marked_and_nothing_leaves(desk: Desktop, tmp_path: Path) -> None:
    export(desk)
    names = sorted(path.name for path in (tmp_path / "sortie").iterdir())
    assert len(names) == 6 and all(name.startswith("PROJET ") for name in names)
    assert any(name.endswith(f"{WITHOUT_ADDRESS}.pdf") for name in names)
    assert all("PROJET" in words_of(tmp_path / "sortie" / name) for name in names)
    assert queries.register(desk.store.reader) == []


def test_letters_that_leave_are_named_from_the_data(desk: Desktop, tmp_path: Path) -> None:
    export(desk, leave=True)
    names = sorted(path.name for path in (tmp_path / "sortie").iterdir())
    rows = queries.register(desk.store.reader)
    assert names == [f"{row.number} {row.dossier} {row.applicant}.pdf" for row in rows]
    assert len(rows) == 5 and WITHOUT_ADDRESS not in {row.applicant for row in rows}
    desk.chip("printed")
    desk.place = tmp_path / "copie"
    export(desk)
    for name in names:
        assert (tmp_path / "copie" / name).read_bytes() == (tmp_path / "sortie" / name).read_bytes()


def test_one_file_for_all(desk: Desktop, tmp_path: Path) -> None:
    desk.place = tmp_path / "courriers.pdf"
    export(desk, leave=True, one_file=True)
    text = words_of(desk.place)
    assert all(f"C2026-000{rank}" in text for rank in range(1, 6)) and "PROJET" not in text


def test_a_closed_dialog_writes_nothing(desk: Desktop, tmp_path: Path) -> None:
    desk.place = None
    export(desk, leave=True)
    assert "aucun fichier" in desk.said[-1]
    assert queries.register(desk.store.reader) == [] and not (tmp_path / "sortie").exists()
