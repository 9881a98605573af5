"""The menu « Papiers » of the letters, driven as an officer does: shown first, then saved where they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.annotate import annotate
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.notify import prepare_decided
from desktop.ui.papers.show import PaperDialog
from tests.office import application, bring, made_once
from tests.ui.a11y import unnamed
from tests.ui.outbox import COMMITTEE, decided
from tests.ui.post import Desktop

Left = Qt.MouseButton.LeftButton


@made_once
def stocked(folder: Path) -> Store:
    store = decided(folder)
    (intake,) = bring(store, application("26599001", cost=90_000_00, asked=30_000_00))
    funder = next(row.id for row in queries.funders(store.reader) if row.code == "METROPOLE")
    store.do(
        decide, dossier=intake.dossier, outcome="granted", amounts={funder: 30_000_00}, decided_on=COMMITTEE
    )
    store.do(prepare_decided)
    return store


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    store = stocked(tmp_path)
    made = Desktop(qtbot, store, tmp_path)
    made.settle()
    yield made
    made.close()
    store.close()


def choose(desk: Desktop, folder: Path) -> list[str]:
    """Answers the file dialog; the names that were proposed."""
    proposed: list[str] = []

    def answer(_over: QWidget, name: str, _form: str) -> Path:
        proposed.append(name)
        return folder / name

    desk.screen.papers.maker.choose = answer
    return proposed


def shown(desk: Desktop) -> PaperDialog:
    maker = desk.screen.papers.maker

    def there() -> bool:
        return maker.dialog is not None and maker.dialog.preview.view() is not None

    desk.qtbot.waitUntil(there, timeout=15000)
    assert maker.dialog is not None
    return maker.dialog


def words(path: Path) -> str:
    with PDFIUM, pdfium.PdfDocument(path.read_bytes()) as pdf:
        return " ".join(" ".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf))).split())


def test_conventions_are_prepared_shown_and_saved_for_word(desk: Desktop, tmp_path: Path) -> None:
    proposed = choose(desk, tmp_path)
    desk.screen.papers.actions["conventions"].trigger()
    desk.qtbot.waitUntil(lambda: any("1 convention est préparée" in words for words in desk.said))
    desk.settle()
    entries = desk.screen.model.entries()
    row = next(i for i, entry in enumerate(entries) if entry.row.template == "convention")
    desk.screen.list.go_to(row)
    desk.screen.papers.tell()
    desk.screen.papers.actions["convention"].trigger()
    dialog = shown(desk)
    assert unnamed(dialog) == []
    assert "porteur.siret" in dialog.preview.findings.words()  # what is still to be told
    QTest.mouseClick(dialog.buttons["pdf"], Left)
    QTest.mouseClick(dialog.buttons["docx"], Left)
    desk.qtbot.waitUntil(lambda: len(proposed) == 2 and (tmp_path / proposed[1]).exists())
    assert "trente mille euros (30 000 €)" in words(tmp_path / proposed[0])
    assert any(p.text.startswith("Article 3") for p in docx.Document(str(tmp_path / proposed[1])).paragraphs)
    desk.screen.papers.actions["conventions"].trigger()
    desk.qtbot.waitUntil(lambda: any("Aucune convention ne manque" in words for words in desk.said))


@pytest.mark.parametrize(
    ("name", "said"),
    [("slips", "Bordereau d’envoi"), ("labels", "80000 Amiens"), ("envelopes", "80000 Amiens")],
)
def test_what_goes_in_the_post_is_shown_then_saved(
    desk: Desktop, tmp_path: Path, name: str, said: str
) -> None:
    proposed = choose(desk, tmp_path)
    desk.screen.papers.actions[name].trigger()
    dialog = shown(desk)
    QTest.mouseClick(dialog.buttons["pdf"], Left)
    assert said in words(tmp_path / proposed[0])
    assert any("adresse n’est pas complète" in fault for fault in [dialog.preview.findings.words()])
    dialog.reject()


def test_the_accountant_gets_a_workbook_and_the_register_both(desk: Desktop, tmp_path: Path) -> None:
    proposed = choose(desk, tmp_path)
    desk.screen.papers.actions["accountant"].trigger()
    desk.qtbot.waitUntil(lambda: any("comptes bancaires" in words for words in desk.said))
    book = openpyxl.load_workbook(tmp_path / proposed[0])
    assert "IBAN" in [cell.value for cell in book.active[1]]
    desk.screen.papers.actions["register_paper"].trigger()
    dialog = shown(desk)
    QTest.mouseClick(dialog.buttons["xlsx"], Left)
    desk.qtbot.waitUntil(lambda: len(proposed) == 2 and (tmp_path / proposed[1]).exists())
    dialog.reject()


def test_a_return_is_read_before_it_is_prepared(desk: Desktop) -> None:
    desk.go_to("Jardins du Bord de Selle")
    entry = desk.screen.list.current()
    assert entry is not None
    desk.screen.papers.actions["feedback"].trigger()
    dialog = desk.screen.papers.dialog
    assert dialog is not None
    assert not dialog.deed.isEnabled() and unnamed(dialog) == []
    dialog.reject()
    for audience, text in (("team", "Mot pour nous."), ("applicant", "Un besoin bien décrit.")):
        desk.store.do(
            annotate, dossier=entry.row.dossier_id, place="dossier", text=text, audience=audience, strength=3
        )
    desk.screen.papers.actions["feedback"].trigger()
    dialog = desk.screen.papers.dialog
    assert dialog is not None
    assert "Un besoin bien décrit." in dialog.words.toPlainText()
    assert "Mot pour nous." not in dialog.words.toPlainText()
    QTest.mouseClick(dialog.deed, Left)
    assert any("attend dans « Courriers »" in words for words in desk.said)
    rows = queries.letters_of(desk.store.reader, entry.row.dossier_id)
    assert "retour_porteur" in {row.template for row in rows}
    desk.store.do(declare, dossier=entry.row.dossier_id, nature="ami du président")
    desk.screen.papers.actions["feedback"].trigger()
    assert desk.screen.papers.dialog is None and any("vous ferme ce dossier" in words for words in desk.said)
