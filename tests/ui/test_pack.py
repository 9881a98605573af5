"""The window of the pack, driven as an officer would: made, read, compared, saved, stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.queries import packs
from db.queries.committee import committee
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.instruct import propose
from desktop.flow.interests import declare
from desktop.flow.order_of_day import make_agenda
from desktop.flow.pieces import add_piece
from desktop.ui import theme
from desktop.ui.office import Office
from desktop.ui.pack.dialog import PackDialog, make_pack
from tests.office import open_office
from tests.session import funder, ready, sit
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, pdf

Left = Qt.MouseButton.LeftButton


class Table:
    """An office, its session of three dossiers, the window of its pack."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.store: Store = open_office(folder / "base")
        self.dossiers = ready(self.store, 3)
        self.store.do(add_piece, dossier=self.dossiers[0], name="Budget.pdf", content=pdf("Budget détaillé"))
        self.session = sit(self.store)
        self.store.do(make_agenda, committee=self.session, query="étape:prêt")
        self.office: Office = office_of(self.store)
        self.place: Path | None = folder / "copie.pdf"
        self.dialog = self.open()

    def open(self) -> PackDialog:
        head = committee(self.office.reader, self.session)
        assert head is not None
        dialog = PackDialog(self.office, head, None, lambda _over, _name, _suffix: self.place)
        self.qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    def make(self) -> None:
        count = len(self.rows())
        QTest.mouseClick(self.dialog.make_pdf, Left)
        self.qtbot.waitUntil(
            lambda: len(self.rows()) > count and not self.office.runner.busy(), timeout=20_000
        )

    def rows(self) -> list[packs.PackRow]:
        return packs.packs(self.store.reader, self.session)

    def words(self, path: Path) -> str:
        with PDFIUM, pdfium.PdfDocument(path) as document:
            return " ".join("".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Table]:
    theme.apply(qapp, "light")
    made = Table(qtbot, tmp_path)
    yield made
    made.dialog.reject()
    made.office.close()
    made.store.close()


def test_a_pack_is_made_shown_and_saved(table: Table) -> None:
    dialog = table.dialog
    assert unnamed(dialog) == []
    assert not dialog.save.isEnabled() and "Aucune version" in dialog.nothing.text()
    table.make()
    row = table.rows()[0]
    assert dialog.versions.rowCount() == 1 and dialog.viewer.isVisible()
    assert f"Version 1, entier, projet · {row.pages} pages" in dialog.said.text()
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert table.place is not None
    words = table.words(table.place)
    assert "Comité technique" in words and "PROJET" in words and "Fiche 3 sur 3" in words
    assert unnamed(dialog) == []


def test_an_addendum_and_a_copy_for_a_member(table: Table) -> None:
    table.make()
    cents = {funder(table.store): 1_000_00}
    table.store.do(propose, dossier=table.dossiers[1], amounts=cents, motive="Revu")
    table.dialog.choices.since.setCurrentIndex(1)
    assert not table.dialog.choices.pieces.isEnabled()
    table.make()
    row = table.rows()[0]
    assert (row.version, row.since) == (2, 1)
    QTest.mouseClick(table.dialog.save, Left)
    assert table.place is not None and "Proposé : " in table.words(table.place)
    table.store.do(declare, dossier=table.dossiers[2], nature="trésorière", person="Mme Essai")
    choices = table.dialog.choices
    choices.since.setCurrentIndex(0)
    choices.audience.setCurrentIndex(choices.audience.findData("Mme Essai"))
    assert "intérêt déclaré" in choices.note.text()
    table.make()
    assert table.rows()[0].audience == "Mme Essai"
    QTest.mouseClick(table.dialog.save, Left)
    assert "Action 3" not in table.words(table.place)


def test_a_ticked_piece_is_merged(table: Table) -> None:
    item = next(
        table.dialog.choices.pieces.item(row)
        for row in range(table.dialog.choices.pieces.count())
        if "Budget.pdf" in table.dialog.choices.pieces.item(row).text()
    )
    item.setCheckState(Qt.CheckState.Checked)
    table.make()
    QTest.mouseClick(table.dialog.save, Left)
    assert table.place is not None and "Budget détaillé" in table.words(table.place)


def test_a_workbook_is_made_and_saved(table: Table) -> None:
    table.place = table.folder / "seance.xlsx"
    QTest.mouseClick(table.dialog.make_book, Left)
    table.qtbot.waitUntil(lambda: bool(table.rows()) and not table.office.runner.busy(), timeout=20_000)
    QTest.mouseClick(table.dialog.save, Left)
    book = openpyxl.load_workbook(table.place)
    assert book.sheetnames[:3] == ["Programmation", "Enveloppes", "Ordre du jour"]


def test_closing_while_it_is_made_keeps_nothing(table: Table) -> None:
    QTest.mouseClick(table.dialog.make_pdf, Left)
    table.dialog.reject()
    table.qtbot.waitUntil(
        lambda: not table.office.runner.busy() and not table.dialog.isVisible(), timeout=20_000
    )
    assert table.rows() == []


def test_it_opens_from_the_screen_of_the_session(table: Table) -> None:
    dialog = make_pack(table.dialog, table.office, table.session)
    assert dialog is not None and dialog.windowTitle() == "Dossier de séance : Comité technique"
    dialog.reject()
    assert make_pack(table.dialog, table.office, b"\x00" * 16) is None
