"""Pieces shown in the window: real PDF, picture, workbook and text files, and those that cannot be shown."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange.pdf_lock import PDFIUM
from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.theme import RESOURCES, theme
from desktop.ui.viewer import Kind, PieceHighlight, PieceViewer, kind_of
from desktop.ui.viewer.pdf import PdfFile
from desktop.ui.viewer.pdf_view import PdfView
from desktop.ui.viewer.pictures import PictureView
from desktop.ui.viewer.sheets import SheetRows, SheetsView, cell_words, column_letters
from desktop.ui.viewer.texts import SayingPanel, TextView
from tests.ui.a11y import unnamed

FACES = [
    ChallengeFace(n, f"D{n:02}", f"Défi numéro {n}", f"Défi {n}", "#5c8a1f", "users") for n in range(1, 12)
]
PAGES = 5


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.pdf"
    pdfmetrics.registerFont(TTFont("Sans", RESOURCES / "fonts" / "SourceSans3-Regular.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 842))
    for number in range(1, PAGES + 1):
        canvas.setFont("Sans", 20)
        canvas.drawString(72, 700, f"Atelier numéro {number} pendant l’été")
        canvas.drawString(72, 660, "avec les familles")
        canvas.showPage()
    canvas.save()
    return path


def read_sheets(path: Path) -> list[tuple[str, list[list[object]]]]:
    if path.stat().st_size < 10:
        raise ValueError("Ce classeur est abîmé : il ne peut pas être lu.")
    return [
        ("Budget", [["Compte", "Montant"], ["Achats", 1250.5]]),
        ("Équipe", [["Nom"], ["Café solidaire"]]),
    ]


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[PieceViewer]:
    made = PieceViewer(read_sheets, theme("light"))
    qtbot.addWidget(made)
    made.set_challenges(FACES)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.clear()


def shown_pdf(viewer: PieceViewer, path: Path) -> PdfView:
    viewer.show_piece(path)
    assert isinstance(viewer.content, PdfView)
    return viewer.content


def drag(
    view: PdfView, qtbot: QtBot, page: int, start: tuple[float, float], end: tuple[float, float]
) -> None:
    def spot(place: tuple[float, float]) -> QPoint:
        return view.pages.on_screen(page, (*place, place[0] + 0.1, place[1] + 0.1)).center().toPoint()

    under = view.pages.viewport()
    qtbot.mousePress(under, Qt.MouseButton.LeftButton, pos=spot(start))
    qtbot.mouseMove(under, spot(end))
    qtbot.mouseRelease(under, Qt.MouseButton.LeftButton, pos=spot(end))


def test_pages_are_drawn_and_the_neighbours_ahead(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    view = shown_pdf(viewer, pdf)
    scale = view.pages._scale()
    qtbot.waitUntil(lambda: all(view.pages.kept.get((n, scale)) is not None for n in (0, 1, 2)))
    image = view.pages.kept.get((0, scale))
    assert image is not None and image.width() == pytest.approx(595 * scale, abs=2)
    seen = {
        image.pixelColor(x, y).lightness() for x in range(0, image.width(), 2) for y in range(100, 200, 2)
    }
    assert min(seen) < 80 and max(seen) == 255


def test_words_dragged_over_and_a_key_choose_a_passage(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    view = shown_pdf(viewer, pdf)
    drag(view, qtbot, 0, (74, 705), (560, 665))
    with qtbot.waitSignal(viewer.passage_chosen) as chosen:
        qtbot.keyClick(view.pages, Qt.Key.Key_4)
    assert chosen.args is not None
    page, rects, quote, rank = chosen.args
    assert (page, rank) == (1, 4)
    assert quote == "Atelier numéro 1 pendant l’été avec les familles"
    assert len(rects) == 2
    left, bottom, right, top = rects[0]
    assert 70 < left < 76 and 690 < bottom < 702 and right > 250 and 710 < top < 725
    with qtbot.assertNotEmitted(viewer.passage_chosen):
        qtbot.keyClick(view.pages, Qt.Key.Key_4)
    assert "Sélectionnez" in viewer.notice.text()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_keeps_its_words_under_the_mouse(
    viewer: PieceViewer, qtbot: QtBot, pdf: Path, tmp_path: Path, turn: int
) -> None:
    turned = tmp_path / "tourne.pdf"
    with pikepdf.open(pdf) as file:
        file.pages[0].rotate(turn, relative=False)
        file.pages[0].cropbox = (20, 30, 595, 842)
        file.save(turned)
    view = shown_pdf(viewer, turned)
    viewer.resize(1200, 1400)
    drag(view, qtbot, 0, (74, 705), (135, 705))
    with qtbot.waitSignal(viewer.passage_chosen) as chosen:
        qtbot.mouseClick(viewer.bar.buttons[11], Qt.MouseButton.LeftButton)
    assert chosen.args is not None
    assert chosen.args[2].startswith("Atelier") and chosen.args[3] == 11


def test_highlights_are_clicked_and_revealed(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    marked = PieceHighlight("a", 4, ((72.0, 695.0, 300.0, 718.0),), "#5c8a1f", "4")
    viewer.set_highlights([marked])
    view = shown_pdf(viewer, pdf)
    assert viewer.reveal("a") and not viewer.reveal("b")
    assert view.number.value() == 4
    with qtbot.waitSignal(viewer.highlight_clicked) as clicked:
        spot = view.pages.chip(marked).center().toPoint()
        qtbot.mouseClick(view.pages.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["a"]


def test_search_goes_through_all_pages(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    view = shown_pdf(viewer, pdf)
    qtbot.keyClick(view.pages, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.find_bar.words, "ete")
    assert view.find_bar.count.text() == f"1 sur {PAGES}"
    qtbot.mouseClick(view.find_bar.previous, Qt.MouseButton.LeftButton)
    assert view.number.value() == PAGES
    qtbot.keyClick(view.find_bar.words, Qt.Key.Key_Escape)
    assert view.pages.found == []


def test_pages_turn_and_zoom_from_the_keyboard(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    view = shown_pdf(viewer, pdf)
    qtbot.keyClick(view.pages, Qt.Key.Key_PageDown)
    assert view.number.value() == 2
    qtbot.keyClick(view.pages, Qt.Key.Key_End)
    assert view.number.value() == PAGES
    view.number.setValue(3)
    before = view.pages.zoom
    qtbot.keyClick(view.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.zoom == pytest.approx(before * 1.2)
    assert view.number.value() == 3
    view.zoom.setCurrentIndex(view.zoom.findText("Page entière"))
    view.zoom.activated.emit(view.zoom.currentIndex())
    place = view.pages.page_rect(2)
    assert place.height() <= view.pages.viewport().height()


def test_printing_makes_each_page(viewer: PieceViewer, qtbot: QtBot, pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "papier.pdf"

    def printer(_parent: QWidget) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(out))
        return made

    viewer._choose_printer = printer
    shown_pdf(viewer, pdf)
    viewer.print_piece()
    assert viewer.printing is not None
    with qtbot.waitSignal(viewer.printing.done, timeout=20000):
        pass
    with PDFIUM, pypdfium2.PdfDocument(out) as printed:
        assert len(printed) == PAGES
        ink = printed[0].render(scale=0.5).buffer
        assert min(bytes(ink)) < 100


def test_broken_files_get_a_sentence(viewer: PieceViewer, qtbot: QtBot, pdf: Path, tmp_path: Path) -> None:
    locked, cut, empty, fake = (tmp_path / n for n in ("clos.pdf", "coupe.pdf", "vide.pdf", "photo.png"))
    with pikepdf.open(pdf) as file:
        file.save(locked, encryption=pikepdf.Encryption(user="secret", owner="autre"))
    cut.write_bytes(pdf.read_bytes()[:300])
    empty.touch()
    fake.write_bytes(b"pas une image")
    for path, word in (
        (locked, "mot de passe"),
        (cut, "abîmé"),
        (empty, "vide"),
        (fake, "abîmée"),
        (tmp_path / "absent.pdf", "introuvable"),
    ):
        viewer.show_piece(path)
        assert isinstance(viewer.content, SayingPanel)
        assert word in viewer.content.sentence.text()


def test_a_picture_is_fitted_zoomed_and_turned(viewer: PieceViewer, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "affiche.jpg"
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa3300"))
    assert image.save(str(path))
    viewer.show_piece(path)
    view = viewer.content
    assert isinstance(view, PictureView)
    assert view.scale() == pytest.approx(view.viewport().width() / 2000)
    qtbot.keyClick(view, Qt.Key.Key_R)
    assert view.image.height() == 2000
    before = view.scale()
    qtbot.mouseClick(viewer.larger, Qt.MouseButton.LeftButton)
    assert view.scale() == pytest.approx(before * 1.2)


def test_a_workbook_is_shown_in_tabs_and_searched(viewer: PieceViewer, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(b"PK" + bytes(20))
    with qtbot.waitSignal(viewer.shown, check_params_cb=lambda kind: kind is Kind.SHEET):
        viewer.show_piece(path)
    view = viewer.content
    assert isinstance(view, SheetsView)
    assert [view.tabs.tabText(i) for i in range(2)] == ["Budget", "Équipe"]
    viewer.open_find()
    qtbot.keyClicks(view.find_bar.words, "cafe")
    assert view.tabs.currentIndex() == 1
    assert view.table(1).currentIndex().data() == "Café solidaire"
    QAbstractItemModelTester(view.table(0).model(), QAbstractItemModelTester.FailureReportingMode.Fatal, view)


def test_a_broken_workbook_says_so(viewer: PieceViewer, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(b"PK")
    with qtbot.waitSignal(viewer.shown):
        viewer.show_piece(path)
    assert isinstance(viewer.content, SayingPanel)
    assert "abîmé" in viewer.content.sentence.text()


def test_cells_are_written_as_people_read_them() -> None:
    assert cell_words(1250.5) == "1250,5"
    assert cell_words(dt.datetime(2025, 3, 12)) == "12/03/2025"
    assert cell_words(None) == "" and cell_words(True) == "oui"
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    rows = SheetRows([["a"], ["b", 2]])
    assert rows.data(rows.index(0, 1)) == ""


def test_a_text_is_read_in_the_encoding_of_old_offices(
    viewer: PieceViewer, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mot.txt"
    path.write_bytes("Réunion d’été".encode("cp1252"))
    viewer.show_piece(path)
    assert isinstance(viewer.content, TextView)
    viewer.open_find()
    qtbot.keyClicks(viewer.content.find_bar.words, "ete")
    assert viewer.content.page.textCursor().selectedText() == "été"


def test_other_files_open_outside_only_after_a_yes(viewer: PieceViewer, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "convention.docx"
    path.write_bytes(b"PK" + bytes(2500))
    viewer.show_piece(path)
    panel = viewer.content
    assert isinstance(panel, SayingPanel)
    assert panel.facts.text() == "Texte Word · 2,5\u00a0ko"
    for answer, opened in (("&Ne pas ouvrir", []), ("&Ouvrir", [path])):
        wished: list[Path] = []
        viewer.open_outside_wanted.connect(wished.append)
        qtbot.mouseClick(panel.open_button, Qt.MouseButton.LeftButton)
        question = viewer.findChildren(QMessageBox)[-1]
        button = next(b for b in question.buttons() if b.text() == answer)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wished == opened
        viewer.open_outside_wanted.disconnect(wished.append)


def test_kinds_are_told_by_bytes_before_names(tmp_path: Path, pdf: Path) -> None:
    lying = tmp_path / "photo.png"
    lying.write_bytes(pdf.read_bytes())
    assert kind_of(lying) is Kind.PDF
    fake = tmp_path / "a.exe"
    fake.write_bytes(b"MZ")
    assert kind_of(fake) is Kind.OTHER


def test_quotes_join_words_cut_at_the_end_of_a_line(pdf: Path) -> None:
    file = PdfFile(pdf)
    words = file.words(0)
    assert file.quote(0, 0, len(words)) == "Atelier numéro 1 pendant l’été avec les familles"
    file._words[0] = "quar\x02\r\ntier"
    assert file.quote(0, 0, 20) == "quartier"
    file.close()


def test_every_control_has_a_name(viewer: PieceViewer, qtbot: QtBot, pdf: Path) -> None:
    view = shown_pdf(viewer, pdf)
    view.find_bar.open()
    assert unnamed(viewer) == []


def test_a_view_that_goes_with_its_window_ends_its_drawing_and_its_file(qtbot: QtBot, pdf: Path) -> None:
    file, window = PdfFile(pdf), QWidget()
    view = PdfView(file, theme("light"))
    drawer = view.pages.drawer
    QVBoxLayout(window).addWidget(view)
    window.show()
    qtbot.waitUntil(drawer.isRunning)
    shiboken6.delete(window)
    assert drawer.isFinished()
    assert file.shut
    file.close()  # once more is no fault
