"""The pieces of a dossier: shown in the middle, annotated on the page, added, settled, asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.shapes import PieceRow
from desktop.flow.annotate import annotate
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.piece_copy import CopyDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office
from desktop.ui.viewer.pdf_view import PdfView
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, filled, office_of, on_screen, pdf

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(filled(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def shown(screen: DossierView) -> Whole:
    assert screen.whole is not None
    return screen.whole


def piece(screen: DossierView, state: str) -> PieceRow:
    return next(row for row in shown(screen).pieces if row.state == state)


def pages(screen: DossierView) -> PdfView:
    view = screen.middle.viewer.content
    assert isinstance(view, PdfView)
    return view


def drop(screen: DossierView, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    screen.dropEvent(
        QDropEvent(QPointF(40, 300), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    )


def test_each_piece_stands_once_with_its_state(screen: DossierView) -> None:
    rows = shown(screen).pieces
    assert len({row.id for row in rows}) == len(rows) == len(screen.outline.pieces)
    held = sum(row.state == "received" for row in rows)
    assert screen.outline.pieces_title.accessibleName() == f"Pièces {held} / {len(rows)}"


def test_words_of_a_pdf_page_and_a_key_make_a_note_with_its_place(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    row = piece(screen, "received")
    QTest.mouseClick(screen.outline.pieces[row.id], LEFT)
    assert screen.middle.piece == row.id and screen.outline.pieces[row.id].isChecked()
    view = pages(screen)
    first, last = view.file.places(0, "lecture pour tous")[0]
    view.pages.selected = (0, first, last)
    QTest.keyClick(view.pages, Qt.Key.Key_4)
    note = queries.notes(office.reader, shown(screen).head.id)[0]
    assert (note.place, note.page, note.rank) == (f"piece:{row.id.hex()}", 1, 4)
    assert "lecture pour tous" in note.quote and note.rects
    card = screen.notebook.cards[note.id]
    assert card.editor.hasFocus() and "Statuts.pdf, page 1" in card.meta.text()
    screen.middle.show_reading()
    screen.notebook.chosen.emit(note.id)
    assert screen.middle.piece == row.id
    assert [mark.id for mark in pages(screen).pages.highlights] == [note.id]


def test_a_missing_piece_says_so_and_can_be_added_there(
    screen: DossierView, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    row = piece(screen, "missing")
    QTest.mouseClick(screen.outline.pieces[row.id], LEFT)
    assert "manque" in screen.middle.empty.sentence.text()
    path = tmp_path / "scan 12.pdf"
    path.write_bytes(pdf("Relevé"))
    QTest.mouseClick(screen.middle.empty.add, LEFT)
    dialog = screen.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(screen.pieces.added):
        dialog.filesSelected.emit([str(path)])
    dialog.close()
    after = next(p for p in shown(screen).pieces if p.id == row.id)
    assert (after.state, after.name) == ("received", "scan 12.pdf")
    assert len(pages(screen).file) == 1


def test_files_dropped_on_the_window_become_pieces(
    screen: DossierView, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    told = Told(office)
    path = tmp_path / "photo.txt"
    path.write_text("Une photo décrite.", encoding="utf-8")
    with qtbot.waitSignal(screen.pieces.added):
        drop(screen, path, tmp_path)
    assert "photo.txt" in {row.name for row in shown(screen).pieces}
    assert any("n’est pas un fichier" in words for words in told.words)


def test_a_piece_is_refused_with_its_reason_then_put_right(screen: DossierView, office: Office) -> None:
    row = piece(screen, "received")
    menu = screen.pieces.menu(row, QPoint(20, 20))
    deeds = {action.text().replace("&", ""): action for action in menu.actions()}
    assert not deeds["Conforme"].isEnabled() and not deeds["Dispensée…"].isEnabled()
    deeds["Non conforme…"].trigger()
    menu.close()
    dialog = screen.findChild(QInputDialog, "pieceReason")
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("Statuts non signés")
    dialog.accept()
    refused = next(p for p in shown(screen).pieces if p.id == row.id)
    assert (refused.state, refused.reason) == ("refused", "Statuts non signés")
    assert "non conforme" in screen.outline.pieces[row.id].accessibleName()
    office.undo()
    assert next(p for p in shown(screen).pieces if p.id == row.id).state == "received"


def test_pieces_are_asked_for_and_the_dossier_waits(screen: DossierView, office: Office) -> None:
    told = Told(office)
    QTest.mouseClick(screen.outline.ask, LEFT)
    assert [letter.template for letter in shown(screen).letters] == ["pieces_manquantes"]
    assert shown(screen).head.stage == "incomplete"
    assert "Courriers" in told.last
    for row in shown(screen).pieces:
        if row.state == "missing":
            screen.pieces._set(row, "waived", "Déjà transmise en 2025")
    screen.pieces.ask()
    assert "Aucune pièce ne manque" in told.last
    assert not screen.outline.ask.isVisible()


def test_a_copy_is_shown_never_what_is_kept(screen: DossierView, office: Office) -> None:
    row = piece(screen, "received")
    screen.routes.show(row.id)
    path = screen.middle.viewer.path
    assert path is not None and path.name == "Statuts.pdf"
    assert office.files not in path.parents
    screen.close_down()
    assert not path.exists()


def test_a_picture_says_that_its_words_cannot_be_sought(
    screen: DossierView, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "RIB.png"
    assert QImage(4, 4, QImage.Format.Format_RGB32).save(str(path))
    with qtbot.waitSignal(screen.pieces.added):
        screen.pieces.add([path])
    with qtbot.waitSignal(office.changed, check_params_cb=lambda tables, _d: "piece_text" in tables):
        office.index()
    row = next(row for row in shown(screen).pieces if row.name == "RIB.png")
    assert row.text_kind == "image"
    assert "son texte ne peut pas être cherché" in screen.outline.pieces[row.id].accessibleName()
    screen.routes.show(row.id)
    assert screen.middle.strip.unread.isVisible() and "Image" in screen.middle.strip.unread.text()


def test_a_copy_with_its_notes_is_written_for_its_readers(
    screen: DossierView, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    assert screen.whole is not None
    piece = next(row for row in screen.whole.pieces if row.sha256)
    note = {
        "place": f"piece:{piece.id.hex()}",
        "page": 1,
        "rects": [(72, 730, 200, 745)],
        "quote": "Article 2",
    }
    office.do(annotate, dossier=screen.whole.head.id, text="Objet conforme", **note)
    dialog = CopyDialog(office, screen.whole, piece, screen)
    dialog.show()
    assert unnamed(dialog) == []
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    file = dialog.findChild(QFileDialog, "pieceCopyFile")
    assert file is not None
    out = tmp_path / "copie.pdf"
    with qtbot.waitSignal(office.told, timeout=10_000) as told:
        file.fileSelected.emit(str(out))
    assert "copie.pdf" in told.args[0] and out.read_bytes().startswith(b"%PDF-")
