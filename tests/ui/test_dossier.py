"""Reading and annotating a dossier: the core gesture, marks, the walk, nothing lost on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.exchange.application import Applicant
from desktop.flow.receive import receive
from desktop.rules.sections import TITLES
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.document import document_of
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office
from desktop.ui.reading import FieldsPart
from tests.office import TEXT, application, read_of
from tests.ui.a11y import names, unnamed
from tests.ui.desk import (
    NAMES,
    WORDS,
    Told,
    app,
    filled,
    office_of,
    on_screen,
    press,
    select_with_keys,
    type_words,
)

Key = Qt.Key
SOON = 1500  # milliseconds: a second to be saved, and a slow machine


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


def notes(office: Office, screen: DossierView) -> list[tuple[str, str, int | None]]:
    return [(n.quote, n.text, n.rank) for n in queries.notes(office.reader, shown(screen).head.id)]


def test_words_and_a_key_make_a_note_and_its_sentence_saves_itself(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    assert screen.middle.reading.page.hasFocus()
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    assert notes(office, screen) == [(WORDS, "", 4)]
    editor = QApplication.focusWidget()
    assert editor is next(iter(screen.notebook.cards.values())).editor
    type_words(editor, "Cœur du défi.")
    qtbot.waitUntil(lambda: notes(office, screen) == [(WORDS, "Cœur du défi.", 4)], timeout=SOON)
    row = queries.notes(office.reader, shown(screen).head.id)[0]
    assert (row.place, TEXT[row.start : row.end]) == ("section:objectives", WORDS)
    assert [m.shown.number for m in screen.middle.reading.page.marked] == ["4"]


def test_a_field_is_annotated_too_and_escape_goes_back_to_the_text(
    screen: DossierView, office: Office
) -> None:
    select_with_keys(screen, shown(screen).head.title)
    press(screen.middle.reading.page, Key.Key_N, "n")
    row = queries.notes(office.reader, shown(screen).head.id)[0]
    assert (row.place, row.rank) == ("field:title", None)
    editor = QApplication.focusWidget()
    assert editor is not None
    press(editor, Key.Key_Escape)
    assert screen.middle.reading.page.hasFocus()


def test_a_passage_shows_its_note_and_a_note_its_passage(screen: DossierView, qtbot: QtBot) -> None:
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_7, "7")
    key, card = next(iter(screen.notebook.cards.items()))
    screen.show_part("sources" if "sources" in screen.outline.parts else "history")
    screen.notebook.chosen.emit(key)
    page = screen.middle.reading.page
    chip = next(rect for _, rect in page.chips())
    screen.middle.focus()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=chip.center().toPoint())
    assert card.editor.hasFocus()


def test_no_word_is_lost_when_the_dossier_changes_before_the_second_is_over(
    screen: DossierView, office: Office
) -> None:
    first = shown(screen).head.id
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    editor = QApplication.focusWidget()
    assert editor is not None
    type_words(editor, "À revoir\u00a0: horaires")
    type_words(screen.notebook.general, "Voir l’équipe")
    screen.step(1)
    assert shown(screen).head.id != first
    assert screen.notebook.general.toPlainText() == ""
    kept = {(n.place, n.text) for n in queries.notes(office.reader, first)}
    assert kept == {("section:objectives", "À revoir\u00a0: horaires"), ("dossier", "Voir l’équipe")}
    before = office.changes_today()
    screen.step(-1)
    screen.step(1)
    assert office.changes_today() == before  # looking writes nothing


def test_the_general_note_is_saved_while_typed_and_becomes_one_card(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    general = screen.notebook.general
    general.setFocus()
    type_words(general, "Appeler la présidente")
    qtbot.waitUntil(lambda: len(notes(office, screen)) == 1, timeout=SOON)
    assert not screen.notebook.cards
    type_words(general, " lundi")
    press(general, Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert notes(office, screen) == [("", "Appeler la présidente lundi", None)]
    assert [card.editor.toPlainText() for card in screen.notebook.cards.values()] == [
        "Appeler la présidente lundi"
    ]
    assert general.toPlainText() == ""


def test_a_general_note_taken_back_while_typed_leaves_nothing(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    general = screen.notebook.general
    general.setFocus()
    type_words(general, "Non")
    qtbot.waitUntil(lambda: len(notes(office, screen)) == 1, timeout=SOON)
    for _ in "Non":
        press(general, Key.Key_Backspace)
    qtbot.waitUntil(lambda: notes(office, screen) == [], timeout=SOON)


def test_undo_takes_the_note_away_and_redo_brings_it_back(screen: DossierView, office: Office) -> None:
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    told = Told(office)
    type_words(next(iter(screen.notebook.cards.values())).editor, "Pas encore enregistré")
    office.undo()
    assert notes(office, screen) == []
    assert not screen.notebook.cards
    assert not screen.middle.reading.page.marked
    assert told.words == []  # the sentence left in the card is not written to a note that is gone
    office.redo()
    assert [n[2] for n in notes(office, screen)] == [4]


def test_a_mark_is_set_with_keys_and_its_history_is_told(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    screen.deed["mark"].trigger()
    frieze, popover = screen.marks.frieze, screen.marks.popover
    for _ in range(3):
        press(frieze, Key.Key_Right)
    press(frieze, Key.Key_Return)
    assert popover.isVisible() and "4" in popover.title.text()
    press(popover, Key.Key_3, "3")
    type_words(popover.reason, "Cœur de l’action")
    press(popover.reason, Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert not popover.isVisible()
    row = shown(screen).marks[3]
    assert (row.level, row.reason, frieze.levels()[3]) == (3, "Cœur de l’action", 3)
    assert "4" in screen.marks.words.text() and "fort" in screen.marks.words.text()
    frieze.chosen.emit(4)
    assert "fort" in popover.earlier.text()
    popover.choose(1)
    QTest.keyClick(popover.reason, Key.Key_Escape)
    assert not popover.isVisible()
    assert shown(screen).marks[3].level == 3
    assert screen.isVisible()


def test_a_mark_being_set_stays_with_its_dossier(screen: DossierView, office: Office) -> None:
    first = shown(screen).head.id
    screen.marks.frieze.chosen.emit(5)
    screen.marks.popover.choose(2)
    type_words(screen.marks.popover.reason, "Bon relais")
    screen.step(1)
    assert not screen.marks.popover.isVisible()
    assert [row.level for row in queries.marks(office.reader, first)][4] == 2
    assert not any(row.level for row in shown(screen).marks)


def test_a_passage_that_an_import_took_away_is_shown_with_its_old_words(
    screen: DossierView, office: Office
) -> None:
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    applicant = Applicant(name=NAMES[0], rna="W802900001", city="Amiens", postcode="80000")
    changed = application(
        "26500001", applicant=applicant, texts={"objectives": "Un tout autre texte, réécrit."}
    )
    office.after(office.store.do(receive, read=read_of(changed)))
    card = next(iter(screen.notebook.cards.values()))
    assert card.note.orphan and card.mark.isVisible() and WORDS in card.quote.text()
    assert not screen.middle.reading.page.marked
    assert "réécrit" in screen.middle.reading.page.toPlainText()


def test_a_strength_without_reason_is_refused_in_words(screen: DossierView, office: Office) -> None:
    told = Told(office)
    screen.marks.frieze.chosen.emit(2)
    press(screen.marks.popover, Key.Key_2, "2")
    screen.marks.popover.close()
    assert shown(screen).marks[1].level == 0
    assert "se justifie" in told.last


def test_j_and_k_walk_the_list_as_it_was_filtered(screen: DossierView, office: Office, qtbot: QtBot) -> None:
    page = screen.middle.reading.page
    assert screen.header.place.text() == "1 / 3"
    assert not screen.header.previous.isEnabled()
    first = shown(screen).head.number
    QTest.keyClick(page, Key.Key_J)
    assert screen.header.place.text() == "2 / 3" and page.hasFocus()
    QTest.mouseClick(screen.header.next, Qt.MouseButton.LeftButton)
    assert not screen.header.next.isEnabled()
    QTest.keyClick(page, Key.Key_J)
    assert screen.header.place.text() == "3 / 3"
    for _ in range(2):
        QTest.keyClick(page, Key.Key_K)
    assert shown(screen).head.number == first


def test_escape_steps_back_one_thing_at_a_time(screen: DossierView, office: Office, qtbot: QtBot) -> None:
    asked: list[str] = []
    office.place_wanted.connect(asked.append)
    screen.routes.show(next(p.id for p in shown(screen).pieces if p.sha256))
    screen.notebook.general.setFocus()
    QTest.keyClick(screen.notebook.general, Key.Key_Escape)
    steps = [(screen.middle.piece is None, list(asked))]
    screen.deed["escape"].trigger()
    steps.append((screen.middle.piece is None, list(asked)))
    QTest.keyClick(screen.middle.reading.page, Key.Key_Escape)
    assert steps == [(False, []), (True, [])]
    assert asked == ["list"]


def test_a_change_elsewhere_keeps_scroll_and_words_being_typed(screen: DossierView, office: Office) -> None:
    from desktop.flow.instruct import assign

    bar = screen.middle.reading.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    screen.judging.proposal.reason.setFocus()
    type_words(screen.judging.proposal.reason, "Uti")
    office.do(assign, dossier=shown(screen).head.id, officer="B. Autre")
    assert bar.value() == place > 0
    assert screen.judging.proposal.reason.text() == "Uti"
    assert "B. Autre" in screen.header.title.toolTip()


def test_the_document_holds_every_part_and_the_stored_words(screen: DossierView) -> None:
    document = document_of(shown(screen))
    sections = [part.section for part in document.parts]
    wanted = ["applicant", "action", "objectives", "place", "budget", "budget-checks", "history"]
    assert [s for s in sections if s in wanted] == wanted
    assert set(sections) - set(TITLES) >= {"applicant", "action"}
    values = [row.value for part in document.parts if isinstance(part, FieldsPart) for row in part.rows]
    assert any("41\u202f300\u00a0€" in value for value in values)
    for section in ("budget", "history", "action"):
        QTest.mouseClick(screen.outline.parts[section], Qt.MouseButton.LeftButton)
        assert screen.outline.parts[section].isChecked()


def test_phrases_known_are_offered_for_the_challenge(screen: DossierView, office: Office) -> None:
    known = next(p for p in queries.phrases(office.reader) if p.challenge == "D04")
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    card = next(iter(screen.notebook.cards.values()))
    assert card.editor.phrases is not None
    assert known.text in card.editor.phrases(known.text[:12], 4)
    type_words(card.editor, "Une phrase neuve.")
    press(card.editor, Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert "Une phrase neuve." in [p.text for p in queries.phrases(office.reader)]
    assert screen.middle.reading.page.hasFocus()


def test_the_status_says_when_it_was_saved_and_what_undo_would_do(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    said: list[str] = []
    screen.status.connect(said.append)
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    assert "Enregistré à " in said[-1] and "Annoter le défi 4" in said[-1]


def test_it_follows_the_theme_and_every_control_has_a_name(screen: DossierView, qtbot: QtBot) -> None:
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Key.Key_4, "4")
    theme.apply(app(), "dark")
    qtbot.waitUntil(lambda: screen.middle.reading.look.name == "dark", timeout=10_000)
    assert unnamed(screen) == []
    said = names(screen)
    assert any(name.startswith("Étape : ") for name in said)
    screen.judging.set_deciding(on=True)
    assert unnamed(screen.judging) == []
    screen.marks.popover.show_mark(1, "Précarité", 1, "", (), QPoint(10, 10))
    assert unnamed(screen.marks.popover) == []
    screen.marks.popover.close()
