"""What changed since my last visit: a dot on each part, gone once looked at, and never for my own work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.connection import open_reader
from db.queries.visits import OPENED, news, visits_of
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.complete import sift
from desktop.flow.pieces import add_piece, set_piece
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.office import TEXT, application, bring, made_once, open_office
from tests.ui.desk import Told, office_of, on_screen, pdf


@made_once
def stocked(folder: Path) -> Store:
    store = open_office(folder)
    bring(store, application("26500001"), application("26500002"))
    first = queries.list_ids(store.reader)[0]
    store.do(add_piece, dossier=first, name="Statuts.pdf", content=pdf("Statuts"))
    return store


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(stocked(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        noted(qtbot, office, key_of(made))
        yield made


def key_of(screen: DossierView) -> bytes:
    assert screen.whole is not None
    return screen.whole.head.id


def noted(qtbot: QtBot, office: Office, key: bytes, part: str = OPENED) -> None:
    """Wait until the visit of this person is written."""
    qtbot.waitUntil(lambda: part in visits_of(office.reader, key, office.author))


def colleague(office: Office) -> Store:
    return Store(office.path, author="B. Collègue", place="PC-12", exclusive=False)


def come_back(screen: DossierView, qtbot: QtBot) -> None:
    """Leave for the other dossier and come back."""
    ids = queries.list_ids(screen.office.reader)
    screen.open(ids[1], Walk(ids, 1))
    screen.open(ids[0], Walk(ids))


def marked(screen: DossierView) -> set[str]:
    outline = screen.outline
    named = {**outline.parts, **{f"sheet:{n}": b for n, b in outline.sheets.items()}}
    named.update({f"piece:{k.hex()}": b for k, b in outline.pieces.items()})
    return {name for name, button in named.items() if button.dot.isVisibleTo(button)}


def test_a_first_visit_marks_nothing_and_my_own_work_neither(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    assert marked(screen) == set()
    row = next(p for p in queries.pieces(office.reader, key_of(screen)) if p.state == "missing")
    office.do(set_piece, piece=row.id, state="none")
    come_back(screen, qtbot)
    assert marked(screen) == set()


def test_what_a_colleague_did_is_marked_until_it_is_looked_at(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    key = key_of(screen)
    piece = next(p for p in queries.pieces(office.reader, key) if p.sha256)
    other = colleague(office)
    other.do(set_piece, piece=piece.id, state="refused", reason="Page manquante")
    other.do(sift, dossier=key, verdict="incomplete")
    other.do(annotate, dossier=key, place="dossier", text="Vu ensemble")
    other.close()
    told = Told(office)
    come_back(screen, qtbot)
    assert marked(screen) == {f"piece:{piece.id.hex()}", "sheet:sift"}, "a note stands in the notebook"
    assert "2 parties ont changé" in told.last
    button = screen.outline.pieces[piece.id]
    assert "changé depuis votre dernière visite : B. Collègue" in button.accessibleName()
    screen.routes.show(piece.id)
    assert marked(screen) == {"sheet:sift"}
    assert "changé" not in screen.outline.pieces[piece.id].accessibleName()
    screen.work.show("sift")
    assert marked(screen) == set()
    noted(qtbot, office, key, "sheet:sift")
    come_back(screen, qtbot)
    assert marked(screen) == set(), "and it is remembered"


def test_an_import_marks_the_parts_that_it_changed(screen: DossierView, office: Office, qtbot: QtBot) -> None:
    bring(office.store, application("26500001", asked=15_000_00, texts={"public": "Enfants " + TEXT}))
    come_back(screen, qtbot)
    assert {"action", "place", "sheet:versions"} <= marked(screen), "whoever ran the import"
    screen.show_part("place")
    screen.visits._looking.timeout.emit()
    assert "place" not in marked(screen)


def test_each_person_has_visits_of_its_own(screen: DossierView, office: Office) -> None:
    key = key_of(screen)
    reader = open_reader(office.path)
    assert visits_of(reader, key, office.author) and not visits_of(reader, key, "B. Collègue")
    assert news(reader, key, office.author, 0) and {r.author for r in news(reader, key, "B. Collègue", 0)}
    reader.close()


def test_the_list_says_which_dossiers_changed(screen: DossierView, office: Office, qtbot: QtBot) -> None:
    ids = queries.list_ids(office.reader)
    rows = queries.list_rows(office.reader, ids, person=office.author)
    assert [row.news for row in rows] == [False, False]
    other = colleague(office)
    other.do(sift, dossier=ids[0], verdict="incomplete")
    other.do(sift, dossier=ids[1], verdict="incomplete")
    other.close()
    rows = queries.list_rows(office.reader, ids, person=office.author)
    assert [row.news for row in rows] == [True, False], "the second was never opened: all of it is new"
    assert not any(row.news for row in queries.list_rows(office.reader, ids, person="B. Collègue"))
    come_back(screen, qtbot)
    qtbot.waitUntil(lambda: not queries.list_rows(office.reader, ids[:1], person=office.author)[0].news)
