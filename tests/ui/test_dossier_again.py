"""One dossier opened after another: what is read does not grow with the base, cards and lines serve again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.flow.annotate import annotate
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.ui.desk import NAMES, filled, office_of, on_screen, type_words

# Tables that grow with the dossiers: none of them may be gone through to show one.
_LARGE = (
    "dossier",
    "applicant",
    "annotation",
    "section",
    "piece",
    "report",
    "amount",
    "mark",
    "finding",
    "op",
)


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(filled(tmp_path))
    grid = {row.rank: row.id for row in queries.challenges(made.reader)}
    for count, key in enumerate(queries.list_ids(made.reader), start=1):
        for rank in range(count):
            made.do(annotate, dossier=key, challenge=grid[rank + 1], place="dossier", text=f"{count}.{rank}")
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def told(screen: DossierView) -> list[str]:
    shown = [card for card in screen.notebook.cards.values() if card.isVisibleTo(screen.notebook)]
    shown.sort(key=screen.notebook.list.indexOf)
    return [card.editor.toPlainText() for card in shown]


def test_no_statement_goes_through_all_dossiers_to_show_one(screen: DossierView, office: Office) -> None:
    ids, asked = queries.list_ids(office.reader), list[str]()
    office.reader.set_trace_callback(asked.append)
    screen.open(ids[1], Walk.alone(ids[1]))
    office.reader.set_trace_callback(None)
    assert len(asked) > 40
    asked = [sql for sql in asked if not sql.startswith("--")]  # what a trigger or a view did
    every = re.compile(r"SCAN (\w+)(?: USING .*)?|SEARCH (\w+) USING INDEX ix_dossier_call_id .*")
    found = []
    for sql in asked:
        for *_, step in office.reader.execute(f"EXPLAIN QUERY PLAN {sql}"):
            named = every.fullmatch(step)
            name = (named[1] or named[2]) if named else "!"
            if name in _LARGE or re.search(rf"\b(?:{'|'.join(_LARGE)}) {name}\b", sql):
                found.append((step, sql))
    assert found == []


def test_cards_and_lines_serve_again_and_say_what_is_of_the_new_dossier(
    screen: DossierView, office: Office
) -> None:
    ids = queries.list_ids(office.reader)
    screen.open(ids[2], Walk.alone(ids[2]))
    assert told(screen) == ["3.0", "3.1", "3.2"]
    cards = set(screen.notebook.cards.values())
    lines = {id(line) for line in (*screen.outline.parts.values(), *screen.outline.sheets.values())}
    screen.notebook.show_chosen(next(iter(screen.notebook.cards)))
    screen.open(ids[0], Walk.alone(ids[0]))
    assert told(screen) == ["1.0"] and NAMES[0] in screen.title
    (card,) = screen.notebook.cards.values()
    assert card in cards and not card.property("chosen") and card.title.text().startswith("1 · ")
    assert {id(line) for line in screen.outline.sheets.values()} <= lines
    screen.open(ids[1], Walk.alone(ids[1]))
    assert told(screen) == ["2.0", "2.1"]
    assert set(screen.notebook.cards.values()) <= cards


def test_what_is_typed_in_a_card_that_served_before_goes_to_its_own_note(
    screen: DossierView, office: Office
) -> None:
    ids = queries.list_ids(office.reader)
    screen.open(ids[2], Walk.alone(ids[2]))
    first = next(iter(screen.notebook.cards.values()))
    type_words(first.editor, "Avant. ")
    screen.open(ids[1], Walk.alone(ids[1]))
    again = screen.notebook.cards[next(iter(screen.notebook.cards))]
    assert again is first
    type_words(again.editor, "Après. ")
    again.dots.set_strength(2)
    screen.flush()
    assert [note.strength for note in queries.notes(office.reader, ids[1])] == [2, 0]
    texts = [[note.text for note in queries.notes(office.reader, key)] for key in ids]
    assert texts == [["1.0"], ["Après. 2.0", "2.1"], ["Avant. 3.0", "3.1", "3.2"]]


def test_a_note_taken_away_leaves_its_words_to_no_other(screen: DossierView, office: Office) -> None:
    ids = queries.list_ids(office.reader)
    screen.open(ids[2], Walk.alone(ids[2]))
    key, card = list(screen.notebook.cards.items())[-1]
    type_words(card.editor, "Perdu. ")
    office.undo()  # the note itself was the last thing done
    assert key not in screen.notebook.cards and told(screen) == ["3.0", "3.1"]
    office.redo()
    assert told(screen) == ["3.0", "3.1", "3.2"]
    screen.flush()
    assert [note.text for note in queries.notes(office.reader, ids[2])] == ["3.0", "3.1", "3.2"]
