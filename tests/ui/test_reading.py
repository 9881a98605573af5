"""Reading an application: offsets stay those of the stored text, and the core gesture takes two seconds."""

import sys

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.challenge_faces import ChallengeFace, ink
from desktop.ui.find import Folded
from desktop.ui.reading import (
    BudgetLine,
    BudgetPart,
    Document,
    FieldRow,
    FieldsPart,
    Highlight,
    ReadingView,
    TextPart,
)
from desktop.ui.reading.page import MOST_LETTERS
from desktop.ui.reading.spans import Span
from desktop.ui.reading.typeset import differences
from desktop.ui.theme import theme
from tests.ui.a11y import unnamed

FIRST = (
    "  Des séances de lecture 📚 hebdomadaires au pied des immeubles.\r\n\r\nLes familles ne fréquentent ni "
    "la médiathèque ni le centre social ; l’action crée un rendez-vous régulier, gratuit et sans inscription."
)
SECOND = "Deux animateurs et six bénévoles interviennent sur quatre lieux. " * 12
DOCUMENT = Document(
    (
        FieldsPart("identity", "1", "Le porteur", (FieldRow("siret", "SIRET", "123 456 789 00012"),)),
        TextPart("objectives", "3.1", "Objectifs de l’action", FIRST),
        TextPart("description", "3.2", "Description", SECOND),
        BudgetPart(
            "budget",
            "4",
            "Budget",
            (BudgetLine("60", "Achats", 450000, key="c60"), BudgetLine("64", "Personnel", 100050)),
            (BudgetLine("74", "Métropole", 500000),),
            declared_charges=600000,
        ),
    )
)
FACES = [
    ChallengeFace(n, f"D{n:02}", f"Défi numéro {n}", f"Défi {n}", "#5c8a1f", "users") for n in range(1, 12)
]


@pytest.fixture
def view(qtbot: QtBot) -> ReadingView:
    made = ReadingView(theme("light"))
    qtbot.addWidget(made)
    made.set_challenges(FACES)
    made.resize(900, 500)
    made.set_document(DOCUMENT)
    made.show()
    qtbot.waitExposed(made)
    made.page.setFocus()
    return made


def select(view: ReadingView, section: str, words: str) -> None:
    span = next(s for s in view.page.typeset.spans if s.section == section)
    at = span.text.index(words)
    cursor = QTextCursor(view.page.document())
    cursor.setPosition(span.position(at))
    cursor.setPosition(span.position(at + len(words)), QTextCursor.MoveMode.KeepAnchor)
    view.page.setTextCursor(cursor)


@pytest.mark.parametrize(
    "text", [FIRST, "", "\n\n", "a\u2029b\x0bc", "𝔘𝔫\r\n\r\n\r\n😀", "\ufffc\x00x", " \n a \n"]
)
def test_offsets_go_to_the_page_and_back(text: str) -> None:
    span = Span("s", text, 7)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            found = span.passage(span.position(start), span.position(end))
            assert text[slice(*found)] == text[start:end].strip() or not text[start:end].strip()


@pytest.mark.parametrize(
    ("key", "held", "rank"),
    [
        (Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, 4),
        (Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, 10),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, 11),
        (Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier, 9),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier, 11),
        (Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier, 7),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, 0),
    ],
)
def test_words_and_a_key_choose_a_passage(
    view: ReadingView, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier, rank: int
) -> None:
    words = "ni la médiathèque ni le centre social"
    select(view, "objectives", words)
    with qtbot.waitSignal(view.passage_chosen) as chosen:
        qtbot.keyClick(view.page, key, held)
    start = FIRST.index(words)
    assert chosen.args == ["objectives", start, start + len(words), words, rank]
    assert not view.page.textCursor().hasSelection()


def test_the_sixth_key_of_a_french_keyboard_is_six_and_the_eleventh_is_eleven(
    view: ReadingView, qtbot: QtBot
) -> None:
    first = {"linux": 10, "win32": 2}.get(sys.platform)
    if first is None:
        return  # on a Mac the place of a key is not told: the letters alone decide
    for key, text, place, rank in (
        (Qt.Key.Key_Minus, "-", 5, 6),
        (Qt.Key.Key_ParenRight, ")", 10, 11),
        (Qt.Key.Key_Eacute, "é", 1, 2),
    ):
        select(view, "objectives", "rendez-vous")
        event = QKeyEvent(
            QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, first + place, 0, 0, text
        )
        with qtbot.waitSignal(view.passage_chosen) as chosen:
            QApplication.sendEvent(view.page, event)
        assert chosen.args is not None and chosen.args[-1] == rank


def test_shift_and_arrows_select_after_an_emoji(view: ReadingView, qtbot: QtBot) -> None:
    select(view, "objectives", "hebdomadaires")
    cursor = view.page.textCursor()
    cursor.setPosition(cursor.selectionStart())
    view.page.setTextCursor(cursor)
    for _ in "hebdo":
        qtbot.keyClick(view.page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(view.passage_chosen) as chosen:
        qtbot.keyClick(view.page, Qt.Key.Key_4)
    at = FIRST.index("hebdo")
    assert chosen.args == ["objectives", at, at + 5, "hebdo", 4]


def test_a_field_is_annotated_like_a_text(view: ReadingView, qtbot: QtBot) -> None:
    select(view, "field:siret", "456")
    with qtbot.waitSignal(view.passage_chosen) as chosen:
        qtbot.mouseClick(view.bar.buttons[2], Qt.MouseButton.LeftButton)
    assert chosen.args == ["field:siret", 4, 7, "456", 2]


def test_two_sections_are_cut_to_the_first_and_it_is_said(view: ReadingView, qtbot: QtBot) -> None:
    spans = {s.section: s for s in view.page.typeset.spans}
    cursor = QTextCursor(view.page.document())
    cursor.setPosition(spans["objectives"].position(FIRST.index("gratuit")))
    cursor.setPosition(spans["description"].position(30), QTextCursor.MoveMode.KeepAnchor)
    view.page.setTextCursor(cursor)
    with qtbot.waitSignal(view.passage_chosen) as chosen:
        qtbot.keyClick(view.page, Qt.Key.Key_1)
    assert chosen.args is not None and chosen.args[3] == "gratuit et sans inscription."
    assert view.notice.isVisible() and "première" in view.notice.text()


def test_without_selection_nothing_is_chosen_and_it_is_said(view: ReadingView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.passage_chosen):
        qtbot.keyClick(view.page, Qt.Key.Key_4)
    assert "Sélectionnez" in view.notice.text()


def test_a_heading_is_not_annotated(view: ReadingView, qtbot: QtBot) -> None:
    cursor = QTextCursor(view.page.document())
    cursor.setPosition(view.page.typeset.anchors["objectives"])
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    view.page.setTextCursor(cursor)
    with qtbot.assertNotEmitted(view.passage_chosen):
        qtbot.keyClick(view.page, Qt.Key.Key_4)
    assert "titre" in view.notice.text()


def highlights() -> list[Highlight]:
    at = FIRST.index("familles")
    return [
        Highlight("a", "objectives", at, at + 40, "#5c8a1f", "4"),
        Highlight("b", "objectives", at + 20, at + 60, "#1f7fb0", "7"),
        Highlight("end", "description", 700, 730, "#b4543a", "1"),
        Highlight("lost", "nowhere", 0, 4, "#b4543a", "1"),
    ]


def test_a_click_on_a_passage_or_its_number_tells_which(view: ReadingView, qtbot: QtBot) -> None:
    view.set_highlights(highlights())
    assert view.reveal("a")
    first = view.page.marked[0]
    spot = next(view.page.boxes(first.first, first.first + 4)).center().toPoint()
    chip = next(box for marked, box in view.page.chips() if marked.shown.id == "b").center().toPoint()
    for point, identity in ((spot, "a"), (chip, "b")):
        with qtbot.waitSignal(view.highlight_clicked) as clicked:
            qtbot.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert clicked.args == [identity]


def test_overlapping_passages_are_drawn_apart_and_both_colours_show(view: ReadingView) -> None:
    view.set_highlights(highlights())
    view.reveal("a")
    by_id = {m.shown.id: m for m in view.page.marked}
    assert set(by_id) == {"a", "b", "end"}
    assert by_id["a"].depth != by_id["b"].depth
    box = next(view.page.boxes(by_id["b"].first + 2, by_id["a"].last - 2))
    picture = view.page.viewport().grab().toImage()
    column = {
        picture.pixelColor(int(box.center().x()), y).name()
        for y in range(int(box.top()), int(box.bottom()) + 4)
    }
    assert {ink("#5c8a1f", view.look).name(), ink("#1f7fb0", view.look).name()} <= column


def test_reveal_scrolls_to_the_passage_and_f8_walks(view: ReadingView, qtbot: QtBot) -> None:
    view.resize(500, 260)
    view.set_highlights(highlights())
    assert view.reveal("end")
    last = next(m for m in view.page.marked if m.shown.id == "end")
    assert view.page.viewport().rect().contains(next(view.page.boxes(last.first, last.last)).toRect())
    assert not view.reveal("lost")
    qtbot.keyClick(view.page, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert view.page.textCursor().position() == next(m.first for m in view.page.marked if m.shown.id == "b")
    with qtbot.waitSignal(view.highlight_clicked) as clicked:
        qtbot.keyClick(view.page, Qt.Key.Key_Return)
    assert clicked.args == ["b"]


def test_boxes_lie_where_qt_draws_the_letters(view: ReadingView) -> None:
    for section in ("field:siret", "objectives", "field:c60"):
        view.go_to(section)
        span = next(s for s in view.page.typeset.spans if s.section == section)
        cursor = QTextCursor(view.page.document())
        cursor.setPosition(span.base + 2)
        caret = view.page.cursorRect(cursor)
        box = next(view.page.boxes(span.base + 2, span.base + 3))
        assert abs(box.left() - caret.center().x()) <= 2
        assert abs(box.center().y() - caret.center().y()) <= 4


def test_go_to_and_the_section_seen(view: ReadingView, qtbot: QtBot) -> None:
    view.resize(600, 200)
    with qtbot.waitSignal(view.section_seen, check_params_cb=lambda section: section == "description"):
        assert view.go_to("description")
    assert not view.go_to("nowhere")


def test_no_line_is_longer_than_a_reader_follows(view: ReadingView) -> None:
    view.resize(1600, 700)
    longest = 0
    for span in (s for s in view.page.typeset.spans if s.section in ("objectives", "description")):
        block = view.page.document().findBlock(span.base)
        while block.isValid() and block.position() < span.end:
            lines = block.layout()
            longest = max([longest, *(lines.lineAt(i).textLength() for i in range(lines.lineCount()))])
            block = block.next()
    assert 60 <= longest <= MOST_LETTERS + 1  # the space at the end of a line is not read


def test_larger_and_smaller_keep_the_selection(view: ReadingView, qtbot: QtBot) -> None:
    select(view, "objectives", "rendez-vous")
    qtbot.mouseClick(view.larger, Qt.MouseButton.LeftButton)
    assert view.page.px == 18 and view.page.textCursor().selectedText() == "rendez-vous"
    cursor = view.page.textCursor()
    cursor.clearSelection()
    view.page.setTextCursor(cursor)
    qtbot.keyClick(view.page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.page.px == 16
    caret = view.page.textCursor().position()
    view.set_look(theme("dark"))
    assert view.page.textCursor().position() == caret


def test_find_forgets_accents_and_counts(view: ReadingView, qtbot: QtBot) -> None:
    qtbot.keyClick(view.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.find_bar.words, "benevoles")
    assert view.find_bar.count.text() == "1 sur 12"
    assert view.page.textCursor().selectedText() == "bénévoles"
    qtbot.keyClick(view.find_bar.words, Qt.Key.Key_Return)
    assert view.find_bar.count.text() == "2 sur 12"
    qtbot.keyClick(view.find_bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(view.find_bar.previous, Qt.MouseButton.LeftButton)
    assert view.find_bar.count.text() == "12 sur 12"
    view.find_bar.words.setText("hebdomadaires")
    assert view.page.textCursor().selectedText() == "hebdomadaires"  # placed right after an emoji
    view.find_bar.words.setText("zzz")
    assert view.find_bar.count.text() == "Aucun passage"
    qtbot.keyClick(view.find_bar.words, Qt.Key.Key_Escape)
    assert view.find_bar.isHidden() and view.page.found == []


def test_folding_remembers_places() -> None:
    text = "L’Œuvre d’ÉTÉ, l'été"
    assert [text[a:b] for a, b in Folded(text).places("été")] == ["ÉTÉ", "été"]
    assert [text[a:b] for a, b in Folded(text).places("l'")] == ["L’", "l'"]


def test_the_menu_offers_each_challenge(view: ReadingView, qtbot: QtBot) -> None:
    select(view, "objectives", "gratuit")
    menu = view.menu(view.page.cursorRect().center().toPointF())
    action = next(a for a in menu.actions() if a.text().startswith("11"))
    with qtbot.waitSignal(view.passage_chosen) as chosen:
        action.trigger()
    assert chosen.args is not None and chosen.args[-1] == 11


def test_budget_differences_are_told() -> None:
    part = DOCUMENT.parts[3]
    assert isinstance(part, BudgetPart)
    said = differences(part)
    assert said[0] == "Les charges dépassent les produits de 500,50\u00a0€."
    assert "6\u202f000\u00a0€" in said[1] and "5\u202f500,50\u00a0€" in said[1]


def test_narrow_window_keeps_all_buttons_in_sight(view: ReadingView) -> None:
    view.resize(340, 380)
    inside = view.bar.rect()
    assert all(inside.contains(b.geometry()) for b in view.bar.buttons.values())
    assert view.bar.caption.isHidden()
    assert view.bar.buttons[1].mapTo(view, QPoint()).y() < view.page.y()


def test_every_control_has_a_name(view: ReadingView) -> None:
    view.open_find()
    assert unnamed(view) == []


def test_each_line_of_the_budget_is_ruled(view: ReadingView) -> None:
    place = next(s.base for s in view.page.typeset.spans if s.section == "field:c60")
    cursor = QTextCursor(view.page.document())
    cursor.setPosition(place)
    table = cursor.currentTable()
    assert table is not None and (table.rows(), table.columns()) == (4, 4)
    shapes = [table.cellAt(row, column).format() for row in range(4) for column in range(4)]
    assert all(shape.toTableCellFormat().bottomBorder() == 1 for shape in shapes)
