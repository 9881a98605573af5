"""Notes over all dossiers: filters, groups, pages, and what is never shown to others."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from db import queries
from db.queries.all_notes import AXES, NONE, NoteWish, note_groups, note_page, note_total
from db.store import Store
from desktop.exchange.list_book import write_list
from desktop.flow.annotate import annotate
from desktop.flow.export_notes import columns, every_note, rows
from desktop.flow.interests import declare
from desktop.flow.pieces import add_piece
from desktop.flow.unite import unite_dossiers
from tests.db.conftest import Opener
from tests.office import application, bring

ME, OTHER = "A. Exemple", "B. Autre"
WISH = NoteWish(ME)


@pytest.fixture
def store(tmp_path: Path, open_kept: Opener):  # type: ignore[no-untyped-def]
    opened = open_kept(tmp_path, ME)
    bring(opened, application("26500001"), application("26500002", quarters=["Quartiers Nord"]))
    grid, quarters = queries.challenges(opened.reader), queries.quarters(opened.reader)
    one, two = queries.list_ids(opened.reader)
    nord = next(row for row in quarters if row.short == "Nord")
    add = lambda **told: opened.do(annotate, **{"place": "dossier", **told})  # noqa: E731
    add(dossier=one, challenge=grid[3].id, strength=3, text="Cœur du défi", place="section:description")
    add(dossier=one, challenge=grid[3].id, strength=1, text="À vérifier", audience="committee")
    add(dossier=one, challenge=grid[0].id, strength=2, text="Au nord aussi", quarter=nord.id)
    add(dossier=one, text="Pour moi seulement", audience="me")
    opened.author = OTHER
    add(dossier=two, challenge=grid[3].id, strength=2, text="Régularité des séances")
    add(dossier=two, text="Mon brouillon", audience="me")
    opened.author = ME
    while opened.index_search(1000):
        pass
    yield opened
    opened.close()


def texts(store: Store, **wish: str) -> list[str]:
    return [row.text for row in note_page(store.reader, WISH._replace(**wish))]  # type: ignore[arg-type]


def test_notes_that_others_keep_for_themselves_are_never_shown(store: Store) -> None:
    assert "Mon brouillon" not in texts(store) and "Pour moi seulement" in texts(store)
    theirs = [row.text for row in note_page(store.reader, NoteWish(OTHER))]
    assert "Pour moi seulement" not in theirs and "Mon brouillon" in theirs
    assert note_total(store.reader, WISH) == (5, 2)
    assert sum(row.notes for row in note_groups(store.reader, WISH, "author")) == 5
    assert texts(store, words="brouillon") == []


def test_a_dossier_closed_by_an_interest_gives_no_note_to_that_person(store: Store) -> None:
    store.do(declare, dossier=queries.list_ids(store.reader)[0], nature="Membre du bureau")
    assert texts(store) == ["Régularité des séances"]
    assert note_total(store.reader, WISH) == (1, 1)
    assert len(note_page(store.reader, NoteWish(OTHER))) == 5


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"challenge": "4"}, ["Régularité des séances", "À vérifier", "Cœur du défi"]),
        ({"challenge": "D04", "strength": "23"}, ["Régularité des séances", "Cœur du défi"]),
        ({"challenge": "réussite", "audience": "committee"}, ["À vérifier"]),
        ({"challenge": NONE}, ["Pour moi seulement"]),
        ({"quarter": "nord"}, ["Régularité des séances", "Au nord aussi"]),
        ({"quarter": NONE}, []),
        ({"author": "autre"}, ["Régularité des séances"]),
        ({"words": "verif"}, ["À vérifier"]),
        ({"since": "2100-01-01"}, []),
        ({"applicant": "26500002"}, ["Régularité des séances"]),
    ],
)
def test_filters(store: Store, wish: dict[str, str], found: list[str]) -> None:
    assert texts(store, **wish) == found
    whole = WISH._replace(**wish)  # type: ignore[arg-type]
    assert note_total(store.reader, whole)[0] == len(found)


def test_each_group_holds_what_its_key_finds(store: Store) -> None:
    for by in AXES:
        groups = note_groups(store.reader, WISH, by)
        assert groups
        for group in groups:
            found = note_page(store.reader, WISH._replace(**{by: group.key}))  # type: ignore[arg-type]
            assert len(found) == group.notes, (by, group)
    by_quarter = {row.words: row.notes for row in note_groups(store.reader, WISH, "quarter")}
    assert by_quarter == {"Étouvie": 3, "Quartiers Nord": 2}


def test_pages_follow_one_another_both_ways(store: Store) -> None:
    for oldest_first in (False, True):
        whole = [row.id for row in note_page(store.reader, WISH, oldest_first=oldest_first)]
        paged: list[bytes] = []
        while page := note_page(
            store.reader, WISH, paged[-1] if paged else None, 2, oldest_first=oldest_first
        ):
            paged += [row.id for row in page]
        assert paged == whole and len(whole) == 5


def test_a_page_is_one_statement(store: Store) -> None:
    seen: list[str] = []
    store.reader.set_trace_callback(seen.append)
    note_page(store.reader, WISH._replace(challenge="4", quarter="nord", author="autre"))
    store.reader.set_trace_callback(None)
    assert len(seen) == 1


def test_a_note_on_a_piece_tells_its_name_and_page(store: Store) -> None:
    one = queries.list_ids(store.reader)[0]
    piece = store.do(add_piece, dossier=one, name="Statuts.pdf", content=b"%PDF-1.4").value
    store.do(
        annotate, dossier=one, place=f"piece:{piece.hex()}", page=2, quote="Article 2", text="Objet large"
    )
    row = note_page(store.reader, WISH)[0]
    assert (row.piece, row.page, row.quarters) == ("Statuts.pdf", 2, "Étouvie")


def test_the_workbook_holds_what_is_shown(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "notes.xlsx"
    wish = WISH._replace(challenge="4")
    assert write_list(out, columns(), rows(every_note(store.reader, wish)), title="Notes") == 3
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    read = list(sheet.iter_rows(values_only=True))
    assert read[0][:5] == ("Dossier", "Porteur", "Intitulé", "Défi", "Force")
    assert read[3][3:5] == ("4 · Réussite", "Fort") and read[3][6] == "Description"


def test_a_dossier_united_with_another_gives_no_note_twice(store: Store) -> None:
    one, two = queries.list_ids(store.reader)
    store.do(unite_dossiers, gone=two, kept=one)
    assert len(texts(store)) == 5 and "Régularité des séances" in texts(store)
    assert all(row.dossier == one for row in note_page(store.reader, WISH))
