"""Eliminations: nothing goes before the visa, nothing of it comes back after, the figures stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import String
from sqlalchemy.orm import Session

import db.models  # noqa: F401  (fills the metadata)
from db import models as m
from db import queries
from db.base import Table
from db.queries.figures import AXES, figures
from db.queries.retention import elimination_lines, elimination_lists
from db.queries.versions import versions
from db.store import Store
from db.triggers import journalled
from db.undo import CannotUndo
from desktop.flow.annotate import annotate
from desktop.flow.anonymise import anonymise_set
from desktop.flow.decide import decide
from desktop.flow.eliminate import (
    carry_out,
    drop_list,
    execute,
    grant_visa,
    make_list,
    refuse_visa,
    send_list,
    take_off,
)
from desktop.flow.elimination_papers import list_of, report_lines, write_paper
from desktop.flow.erasing import Stopped
from desktop.flow.files import place_of
from desktop.flow.instruct import label
from desktop.flow.pieces import add_piece
from desktop.rules.erased import ERASED
from tests.office import application, bring, dump

LATER = dt.date(2032, 1, 1)
PIECE = b"%PDF-1.4 releve de Claire Exemple"
SHARED = b"%PDF-1.4 piece de deux dossiers"


@pytest.fixture
def keys(store: Store) -> list[bytes]:
    """Three refused in 2026, one of which shares a piece, and one granted."""
    found = [i.dossier for i in bring(store, *(application(f"2650000{n}") for n in range(1, 5)))]
    keys = [key for key in found if key is not None]
    on = dt.date(2026, 4, 2)
    for key in keys[:3]:
        store.do(decide, dossier=key, outcome="refused", comment="Mme Exemple a tardé.", decided_on=on)
    funder = queries.funders(store.reader)[0].id
    store.do(decide, dossier=keys[3], outcome="granted", amounts={funder: 9_000_00}, decided_on=on)
    store.do(add_piece, dossier=keys[0], name="rib.pdf", content=PIECE, label="RIB")
    for key in (keys[0], keys[3]):
        store.do(add_piece, dossier=key, name="s.pdf", content=SHARED, label="Statuts")
    text = "Claire Exemple, présidente, et M. EXEMPLE ; l’exemplaire est joint, claire reste."
    store.do(annotate, dossier=keys[0], place="dossier", text=text)
    return keys


def counted(store: Store) -> list[list[Any]]:
    return [[tuple(row) for row in figures(store.reader, by)] for by in AXES]


def granted(store: Store, today: dt.date = LATER) -> bytes:
    key: bytes = store.do(make_list, today=today).value
    store.do(send_list, elimination=key)
    store.do(grant_visa, elimination=key, visa="AD80-2032-7")
    return key


def raw(store: Store) -> bytes:
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    return b"".join(path.read_bytes() for path in files if path.exists())


def test_every_text_of_a_dossier_is_erased_or_kept_on_purpose() -> None:
    kept = {
        "about", "account", "act", "age", "approval", "approved_by", "asked_by", "asked_of", "audience",
        "author", "changes", "channel", "checked_by", "code", "ent", "fate", "fields", "funder",
        "heading", "kind", "label", "means", "moment", "name", "number", "officer", "order_number",
        "origin", "outcome", "paper", "partner", "person", "place", "quarters", "reasons", "role",
        "rule", "settled_by", "sha256", "side", "source", "source_id", "sources", "state", "status",
        "template", "ticks_done", "title", "title_number", "title_key", "source_state",
        "proposal_opinion", "unit", "value", "verdict", "why",
    }  # fmt: skip
    codes_alone = {"elimination_line", "erasure"}  # what tells of the elimination itself
    for table in Table.metadata.sorted_tables:
        if table.name not in journalled() or "dossier_id" not in table.columns or table.name in codes_alone:
            continue
        texts = {column.name for column in table.columns if isinstance(column.type, String)}
        left = texts - set(ERASED.get(table.name, "").split()) - kept
        assert not left, (table.name, left)
        assert set(ERASED.get(table.name, "").split()) <= texts


def test_nothing_goes_before_the_visa(store: Store, keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="rien à éliminer"):
        store.do(make_list, today=dt.date(2031, 12, 31))
    key = store.do(make_list, today=LATER).value
    for deed, told in ((execute, {"because": "x"}), (grant_visa, {"visa": "x"}), (refuse_visa, {"why": "x"})):
        with pytest.raises(ValueError, match="Rien n’a été changé"):
            store.do(deed, elimination=key, **told)
    store.do(send_list, elimination=key)
    for deed, told in ((grant_visa, {"visa": " "}), (refuse_visa, {"why": ""}), (drop_list, {})):
        with pytest.raises(ValueError, match="Rien n’a été changé"):
            store.do(deed, elimination=key, **told)
    assert not any(row.eliminated_on for row in elimination_lines(store.reader, key))
    with pytest.raises(ValueError, match="déjà sur un bordereau"):
        store.do(make_list, today=LATER)
    store.do(refuse_visa, elimination=key, why="Fonds à verser")
    again = store.do(make_list, today=LATER).value
    (first, second) = elimination_lists(store.reader)
    assert {first.number, second.number} == {"BE2032-01", "BE2032-02"} and again != key
    store.do(drop_list, elimination=again)
    assert len(elimination_lists(store.reader)) == 1


def test_under_the_visa_contents_and_names_go_for_good(store: Store, keys: list[bytes]) -> None:
    before = counted(store)
    key = granted(store)
    line = next(row for row in elimination_lines(store.reader, key) if row.dossier_id == keys[1])
    store.do(take_off, line=line.id, why="Intérêt historique")
    store.do(label, dossier=keys[2], name="Contentieux ou recours")
    with pytest.raises(ValueError, match="raison"):
        store.do(execute, elimination=key, because=" ")
    done = carry_out(store, key, "Fin de la durée légale", LATER)
    assert done.erased.dossiers == 1 and [number for number, _ in done.held] == ["2026-0003"]
    assert counted(store) == before
    told = store.reader.execute(
        "SELECT id, number, title, place, eliminated_on FROM dossier ORDER BY number"
    ).fetchall()
    assert [row[4] for row in told] == [LATER.isoformat(), None, None, None]
    assert told[0][1:4] == ("2026-0001", "Livre et lecture de rue", "")
    assert queries.decision(store.reader, keys[0]).outcome == "refused"  # type: ignore[union-attr]
    left = store.reader.execute("SELECT last_name FROM contact WHERE dossier_id = ?", (keys[0],)).fetchall()
    assert left == [("",)]
    assert not any(row.body for row in queries.sections(store.reader, keys[0]))
    assert all(note.text == "" for note in queries.notes(store.reader, keys[0]))
    assert not any(piece.sha256 for piece in queries.pieces(store.reader, keys[0]))
    assert len(done.erased.contents) == 1 and not place_of(store.files, done.erased.contents[0]).exists()
    shared = [piece.sha256 for piece in queries.pieces(store.reader, keys[3]) if piece.sha256]
    assert len(shared) == 1 and place_of(store.files, shared[0]).exists()
    (row,) = elimination_lists(store.reader)
    assert row.state == "done" and row.kept == 2
    with pytest.raises(CannotUndo):
        store.undo()
    assert "le visa" not in report_lines(done)[0] and any("2026-0003" in line for line in report_lines(done))


@pytest.mark.parametrize("after", [0, 7])
def test_whoever_cancels_before_the_writing_finds_everything_there(
    store: Store, keys: list[bytes], after: int
) -> None:
    key, before, asked = granted(store), dump(store.reader), []

    def tell(words: str, share: float) -> bool:
        asked.append(share)
        return len(asked) <= after

    with pytest.raises(Stopped):
        carry_out(store, key, "Fin de la durée", LATER, tell)
    with pytest.raises(Stopped):
        asked.clear()
        anonymise_set(store, keys[:1], "Demande de la personne", tell=tell)
    assert len(asked) == after + 1 and dump(store.reader) == before
    assert store.reader.execute("SELECT count(*) FROM dossier WHERE eliminated_on IS NULL").fetchone()[0] == 4


def test_an_import_brings_nothing_back(store: Store, keys: list[bytes]) -> None:
    carry_out(store, granted(store), "Fin de la durée légale", LATER)
    again = application("26500001", title="Autre titre", texts={"objectives": "Tout revient ?"})
    (intake,) = bring(store, again)
    assert (intake.status, intake.dossier) == ("same", keys[0])
    assert "éliminé le 01/01/2032 : rien n’en a été repris" in intake.problems[-1].message
    assert not any(row.body for row in queries.sections(store.reader, keys[0]))
    assert versions(store.reader, keys[0]) == []


def test_the_file_itself_forgets(store: Store, keys: list[bytes]) -> None:
    assert "l’exemplaire est joint".encode() in raw(store)
    carry_out(store, granted(store), "Fin de la durée légale", LATER)
    assert "l’exemplaire est joint".encode() not in raw(store)


def test_specimens_are_drawn_by_a_rule_that_is_told(store: Store, keys: list[bytes], tmp_path: Path) -> None:
    def sample(session: Session) -> None:
        rule = session.query(m.RetentionRule).filter_by(code="refuses").one()
        rule.fate, rule.sample = "sample", 2

    store.do(sample)
    key = granted(store)
    fates = [row.fate for row in elimination_lines(store.reader, key)]
    assert sorted(fates) == ["destroy", "sample", "sample"]
    number = elimination_lists(store.reader)[0].number
    write_paper(store.reader, list_of(store.reader, number), tmp_path / "b.pdf")
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    for words in (
        "BE2032-01",
        "AD80-2032-7",
        "Un dossier sur 2",
        "2026-0003",
        "DAF/DPACI/RES/2009/018",
        "Visa",
    ):
        assert words in text, words
    write_paper(store.reader, list_of(store.reader, number), tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert sheet is not None and [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        "2026-0001", "2026-0002", "2026-0003",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="BE2032-09"):
        list_of(store.reader, "BE2032-09")


def test_an_anonymised_dossier_names_nobody_and_counts_the_same(store: Store, keys: list[bytes]) -> None:
    before = counted(store)
    done = anonymise_set(store, [keys[0]], "Étude statistique")
    assert counted(store) == before and done.dossiers == 1
    (note,) = queries.notes(store.reader, keys[0])
    assert note.text == "███, présidente, et M. ███ ; l’exemplaire est joint, claire reste."
    assert queries.decision(store.reader, keys[0]).comment == "Mme ███ a tardé."  # type: ignore[union-attr]
    assert queries.contacts(store.reader, keys[1])[0].last_name == "Exemple"  # another dossier
    assert queries.contacts(store.reader, keys[0])[0].last_name == ""
    row = store.reader.execute("SELECT anonymised_on, asked FROM dossier WHERE id = ?", (keys[0],)).fetchone()
    assert row[0] and row[1] == 12_000_00
    assert "présidente, et M. EXEMPLE".encode() not in raw(store)
    with pytest.raises(CannotUndo):
        store.undo()


def test_what_is_held_back_is_not_anonymised(store: Store, keys: list[bytes]) -> None:
    store.do(label, dossier=keys[0], name="Contentieux ou recours")
    with pytest.raises(ValueError, match="2026-0001"):
        anonymise_set(store, keys, "Étude")
    with pytest.raises(ValueError, match="raison"):
        anonymise_set(store, keys[1:], " ")
    assert queries.contacts(store.reader, keys[0])[0].last_name == "Exemple"
