"""The notebook: sentences saved as they are typed, strength, choices, and notes whose passage was lost."""

import datetime as dt
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.challenge_faces import ChallengeFace
from desktop.ui.notebook import Choice, Note, Notebook
from desktop.ui.notebook.editor import SAVE_MS
from desktop.ui.notebook.rows import ago, exact
from desktop.ui.theme import theme
from tests.ui.a11y import unnamed

NOW = dt.datetime(2025, 3, 12, 11, 0)
FACES = [
    ChallengeFace(n, f"D{n:02}", f"Défi numéro {n}", f"Défi {n}", "#5c8a1f", "users") for n in range(1, 12)
]
NOTES = (
    Note(
        "a",
        4,
        "Cœur du défi.",
        "séances de lecture",
        3,
        author="A. Martin",
        at=dt.datetime(2025, 3, 12, 10, 12),
    ),
    Note(
        "b",
        7,
        "Bon levier.",
        "ni la médiathèque",
        2,
        at=dt.datetime(2025, 3, 11, 16, 42),
        audience="committee",
    ),
    Note("c", 0, "À revoir en équipe."),
)


def phrases(begun: str, rank: int) -> Sequence[str]:
    known = (("Public éloigné, bon levier.", 7), ("Public captif", 4))
    return [phrase for phrase, of in known if of == rank and phrase.lower().startswith(begun.lower())]


@pytest.fixture
def book(qtbot: QtBot) -> Notebook:
    made = Notebook(theme("light"), now=lambda: NOW)
    qtbot.addWidget(made)
    made.set_choices(
        FACES,
        [Choice("D04.1", "Scolarité", 4), Choice("D07.1", "Isolement", 7)],
        [Choice("QN08003M", "Étouvie")],
        phrases,
    )
    made.set_notes(NOTES)
    made.resize(380, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_sentence_is_saved_while_it_is_typed(book: Notebook, qtbot: QtBot) -> None:
    assert SAVE_MS <= 800
    editor = book.cards["a"].editor
    assert book.edit("a")
    with qtbot.waitSignal(book.note_changed) as saved:
        qtbot.keyClicks(editor, "Oui. ")
    assert saved.args == ["a", "Oui. Cœur du défi."]


def test_leaving_a_sentence_saves_it_at_once(book: Notebook, qtbot: QtBot) -> None:
    book.edit("a")
    qtbot.keyClicks(book.cards["a"].editor, "Oui. ")
    with qtbot.waitSignal(book.note_changed, timeout=100) as saved:
        book.cards["b"].editor.setFocus()
    assert saved.args == ["a", "Oui. Cœur du défi."]
    qtbot.keyClicks(book.cards["b"].editor, "x")
    with qtbot.waitSignal(book.note_changed, timeout=100):
        book.flush()


def test_new_rows_never_replace_words_being_typed(book: Notebook, qtbot: QtBot) -> None:
    book.edit("a")
    qtbot.keyClicks(book.cards["a"].editor, "Oui. ")
    book.set_notes([NOTES[1], Note("a", 4, "Écrit ailleurs.", strength=1), NOTES[2]])
    assert book.cards["a"].editor.toPlainText() == "Oui. Cœur du défi."
    assert book.cards["a"].dots.strength == 1
    assert book.list.indexOf(book.cards["b"]) == 0


def test_strength_by_dots_keys_and_shortcut(book: Notebook, qtbot: QtBot) -> None:
    dots = book.cards["b"].dots
    told: list[tuple[object, int]] = []
    book.strength_changed.connect(lambda identity, strength: told.append((identity, strength)))
    qtbot.mouseClick(dots, Qt.MouseButton.LeftButton, pos=QPoint(38, 9))
    qtbot.keyClick(dots, Qt.Key.Key_1)
    qtbot.keyClick(dots, Qt.Key.Key_Right)
    qtbot.mouseClick(dots, Qt.MouseButton.LeftButton, pos=QPoint(24, 9))
    book.edit("b")
    qtbot.keyClick(book.cards["b"].editor, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert told == [("b", 3), ("b", 1), ("b", 2), ("b", 1), ("b", 3)]
    assert dots.accessibleName() == "Force de la note : fort"


def pick(card_actions: Sequence[QAction], title: str, words: str) -> None:
    inner = next(a.menu() for a in card_actions if a.text() == title)
    assert inner is not None
    next(a for a in inner.actions() if a.text() == words).trigger()


def test_audience_objective_and_quarter_are_chosen_in_the_menu(book: Notebook, qtbot: QtBot) -> None:
    card = book.cards["a"]
    card.fill_menu()
    actions = card.more.menu().actions()
    told: list[tuple[object, str]] = []
    for signal in (book.audience_changed, book.objective_changed, book.quarter_changed):
        signal.connect(lambda identity, code: told.append((identity, code)))
    pick(actions, "&Visible par", "Porteur")
    pick(actions, "&Sous-objectif", "Scolarité")
    pick(actions, "&Quartier", "Étouvie")
    assert told == [("a", "applicant"), ("a", "D04.1"), ("a", "QN08003M")]
    objectives = next(a.menu() for a in actions if a.text() == "&Sous-objectif")
    assert objectives is not None
    assert [a.text() for a in objectives.actions()] == ["Aucun", "Scolarité"]
    with qtbot.waitSignal(book.removed) as removed:
        next(a for a in actions if a.text().startswith("S&upprimer")).trigger()
    assert removed.args == ["a"]


def test_a_click_on_a_card_chooses_its_passage(book: Notebook, qtbot: QtBot) -> None:
    with qtbot.waitSignal(book.chosen) as chosen:
        qtbot.mouseClick(book.cards["b"].quote, Qt.MouseButton.LeftButton)
    assert chosen.args == ["b"]
    assert book.cards["b"].property("chosen") is True
    book.show_chosen("a")
    assert book.cards["b"].property("chosen") is False


def test_an_orphan_shows_its_old_words(book: Notebook) -> None:
    book.set_notes([Note("a", 4, "Vu.", "anciens mots", orphan=True)])
    card = book.cards["a"]
    assert card.mark.isVisible() and "introuvable" in card.mark.text()
    assert "anciens mots" in card.quote.text()
    assert set(book.cards) == {"a"}


def test_time_is_near_on_the_card_and_exact_in_the_tooltip(book: Notebook) -> None:
    assert book.cards["a"].meta.text() == "A. Martin · aujourd’hui 10:12"
    assert book.cards["a"].meta.toolTip() == "12\u00a0mars 2025 à 10:12"
    assert book.cards["b"].meta.text() == "hier 16:42 · pour : Comité"
    assert ago(dt.datetime(2024, 8, 1, 9, 5), NOW) == "1er\u00a0août 2024"
    assert exact(dt.datetime(2024, 12, 31, 9, 5)) == "31\u00a0décembre 2024 à 09:05"


def test_the_filter_shows_one_challenge_and_says_how_many(book: Notebook, qtbot: QtBot) -> None:
    assert book.count.text() == "3 notes"
    book.filter.setFocus()
    for _ in range(4):
        qtbot.keyClick(book.filter, Qt.Key.Key_Down)
    assert book.cards["a"].isVisible() and book.cards["b"].isHidden()
    assert book.count.text() == "1 sur 3 notes"
    assert book.show_chosen("b")
    assert book.cards["b"].isVisible()
    book.set_notes([])
    assert book.empty.isVisible() and book.count.text() == "0 note"


def test_a_general_note_is_kept_as_draft_then_added(book: Notebook, qtbot: QtBot) -> None:
    with qtbot.waitSignal(book.draft_changed) as draft:
        qtbot.keyClicks(book.general, "Appeler le porteur")
    assert draft.args == ["Appeler le porteur"]
    with qtbot.waitSignals([book.general_written, book.draft_changed]):
        qtbot.keyClick(book.general, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert book.general.toPlainText() == ""


@pytest.mark.qt_log_ignore("grabbing the keyboard")  # the screen of the tests has none to grab
def test_a_phrase_used_before_is_completed_with_tab(book: Notebook, qtbot: QtBot) -> None:
    editor = book.cards["b"].editor
    book.edit("b")
    editor.selectAll()
    qtbot.keyClicks(editor, "Vu. publ")
    qtbot.waitUntil(editor.offers.isVisible)
    qtbot.keyClick(editor.offers, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "Vu. Public éloigné, bon levier."
    assert not editor.offers.isVisible()


def test_frieze_and_proposal_have_their_places_even_in_a_low_window(book: Notebook) -> None:
    frieze, proposal = QLabel("frise"), QLineEdit()
    proposal.setAccessibleName("proposition")
    book.set_frieze(frieze)
    book.set_proposal(proposal)
    assert book.proposal_slot.indexOf(proposal) >= 0
    book.resize(380, 380)
    assert book.list.indexOf(proposal) >= 0
    assert book.notes_area.isAncestorOf(proposal)
    book.resize(380, 900)
    assert book.proposal_slot.indexOf(proposal) >= 0


def test_tab_walks_out_of_a_sentence(book: Notebook, qtbot: QtBot) -> None:
    book.edit("a")
    qtbot.keyClick(book.cards["a"].editor, Qt.Key.Key_Tab)
    focus: QWidget | None = QApplication.focusWidget()
    assert focus is not book.cards["a"].editor


def test_every_control_has_a_name(book: Notebook) -> None:
    assert unnamed(book) == []


def test_another_theme_keeps_words_and_saves_them(book: Notebook, qtbot: QtBot) -> None:
    book.edit("a")
    qtbot.keyClicks(book.cards["a"].editor, "Oui. ")
    with qtbot.waitSignal(book.note_changed) as saved:
        book.set_look(theme("dark"))
    assert saved.args == ["a", "Oui. Cœur du défi."]
    assert book.cards["a"].editor.toPlainText() == "Oui. Cœur du défi."
    assert book.cards["a"].look is theme("dark")
