"""A dossier that two places wrote differently: no letter leaves, the pack says it first or is not printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from db import queries
from db.connection import open_reader
from db.queries.apart import conflicts
from db.queries.money import envelopes
from db.queries.shipments import changes_of, shipments, standing
from db.rights import Who
from db.sight import restrict
from db.store import Store
from desktop.flow.agree import settle_value
from desktop.flow.allocate import change_envelope
from desktop.flow.apart import disputes
from desktop.flow.convene import convene
from desktop.flow.decide import decide
from desktop.flow.instruct import propose, to_committee
from desktop.flow.notify import Blocked, compose, issue, prepare_decided
from desktop.flow.order_of_day import make_agenda
from desktop.flow.pack import Unsettled, Wish, make
from desktop.flow.posting import chosen
from desktop.letters.letter import make as pdf_of
from desktop.letters.template import load
from desktop.paths import resources
from tests.session import funder
from tests.two_offices import bring_back, city, quarter

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
HELD = dt.date(2026, 3, 12)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Store]:
    store = city(tmp_path / "ville")
    yield store
    store.close()


@pytest.fixture
def station(hub: Store, tmp_path: Path) -> Iterator[Store]:
    store = quarter(hub, tmp_path / "antenne")
    yield store
    store.close()


def first(store: Store) -> bytes:
    return queries.list_ids(store.reader)[0]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def pages(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    try:
        return [plain(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def voted(store: Store, outcome: str, cents: int, **more: object) -> None:
    amounts = {funder(store): cents} if cents else {}
    store.do(decide, dossier=first(store), outcome=outcome, amounts=amounts, decided_on=HELD, **more)


def test_two_decisions_that_contradict_each_other_notify_nobody(hub: Store, station: Store) -> None:
    """Trap 7: contradictory decisions on one dossier, after a merge."""
    voted(hub, "granted", 9_000_00)
    voted(station, "refused", 0, reasons=("HORS_DEFIS",))
    assert bring_back(station, hub).conflicts > 0
    decisions = hub.reader.execute("SELECT count(*) FROM decision").fetchone()[0]
    assert decisions == 1, "one decision a dossier, its fields in disagreement"
    (letter,) = hub.do(prepare_decided).value
    row = queries.letters_of(hub.reader, first(hub))[0]
    draft = compose(hub.reader, row, TEMPLATES, DAY)
    assert not draft.green and "« Décision »" in draft.findings[0].sentence
    with pytest.raises(Blocked, match="« Décision » a été écrit différemment"):
        hub.do(issue, letter=letter, templates=TEMPLATES, make=pdf_of, today=DAY)
    assert hub.reader.execute("SELECT state FROM letter").fetchone()[0] == "draft"
    with pytest.raises(ValueError, match="est à trancher"):
        chosen(hub.reader, TEMPLATES, DAY)


def test_once_settled_the_letter_leaves(hub: Store, station: Store) -> None:
    voted(hub, "granted", 9_000_00)
    voted(station, "granted", 8_000_00)
    bring_back(station, hub)
    (letter,) = hub.do(prepare_decided).value
    with pytest.raises(Blocked, match="Montant voté"):
        hub.do(issue, letter=letter, templates=TEMPLATES, make=pdf_of, today=DAY)
    for each in disputes(hub.reader, "A. Martin"):
        kept = next(s.raw for s in each.sides if s.who.startswith("A. Martin"))
        hub.do(settle_value, dispute=each, value=kept, reason="Celle du procès-verbal")
    number = hub.do(issue, letter=letter, templates=TEMPLATES, make=pdf_of, today=DAY).value
    assert number == "C2026-0001"


def test_a_person_kept_to_other_quarters_sees_none_of_it(hub: Store, station: Store) -> None:
    hub.do(propose, dossier=first(hub), amounts={funder(hub): 1_000_00})
    station.do(propose, dossier=first(station), amounts={funder(station): 1_500_00})
    bring_back(station, hub)
    reader = open_reader(hub.path)
    (row, *_) = shipments(reader)
    assert conflicts(reader, "B. Autre") and changes_of(reader, row, "B. Autre")
    restrict(reader, Who("B. Autre", "quarter_office", frozenset({"QN08009M"})))
    assert conflicts(reader, "B. Autre") == [] and changes_of(reader, row, "B. Autre") == []
    assert standing(reader, hub.site).to_settle == 0
    reader.close()


def session_with_a_clash(hub: Store, station: Store) -> bytes:
    for key in queries.list_ids(hub.reader):
        hub.do(propose, dossier=key, amounts={funder(hub): 1_000_00})
        hub.do(to_committee, dossier=key)
    key: bytes = hub.do(convene, name="Comité de mars", held_on=HELD).value
    hub.do(make_agenda, committee=key, query="")
    station.do(propose, dossier=first(station), amounts={funder(station): 1_500_00})
    assert bring_back(station, hub).conflicts > 0
    return key


def test_a_pack_refuses_and_forced_says_it_first(hub: Store, station: Store, tmp_path: Path) -> None:
    key = session_with_a_clash(hub, station)
    out = tmp_path / "seance.pdf"
    with pytest.raises(Unsettled, match="à trancher : Montant proposé"):
        make(hub, key, out, Wish(), today=DAY)
    assert not out.exists() and not hub.reader.execute("SELECT 1 FROM pack").fetchone()
    make(hub, key, out, Wish(forced=True), today=DAY)
    told = pages(out)
    where = next(n for n, page in enumerate(told) if "ontant en conflit : 1 000 € / 1 500 €" in page)
    agenda = next(n for n, page in enumerate(told) if "Ordre du jour" in page and "Sommaire" not in page)
    assert where < agenda, "before the order of the day"
    assert "S. Bernard, antenne d’Étouvie" in told[where]
    sheets = [page for page in told if "conflit" in page]
    assert len(sheets) == 2, "on the first page, and on the sheet of the dossier"
    assert "PC-ETOUVIE :" in told[0] and "état de la base" in told[-1].lower()
    again = tmp_path / "encore.pdf"
    make(hub, key, again, Wish(forced=True), today=DAY)
    assert again.read_bytes() == out.read_bytes(), "the same state says the same"


def test_the_workbook_opens_on_what_is_to_be_settled(hub: Store, station: Store, tmp_path: Path) -> None:
    key = session_with_a_clash(hub, station)
    out = tmp_path / "seance.xlsx"
    make(hub, key, out, Wish(forced=True), today=DAY)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "À trancher"
    cells = [plain(str(cell.value)) for row in book["À trancher"].iter_rows() for cell in row]
    assert "montant en conflit : 1 000 € / 1 500 €" in cells


def test_an_envelope_that_the_return_overruns_keeps_the_pack_back(
    hub: Store, station: Store, tmp_path: Path
) -> None:
    """Test 23: both sides were within the limits alone."""
    one, two, _ = queries.list_ids(hub.reader)
    metropolis = funder(hub)
    purse = next(row for row in envelopes(hub.reader, 2026) if row.funder_code == "METROPOLE")
    hub.do(change_envelope, envelope=purse.id, changes={"amount": 10_000_00, "title": "Métropole 2026"})
    hub.do(propose, dossier=one, amounts={metropolis: 6_000_00})
    hub.do(to_committee, dossier=one)
    station.do(propose, dossier=two, amounts={metropolis: 6_000_00})
    assert bring_back(station, hub).conflicts == 0
    key: bytes = hub.do(convene, name="Comité de mars", held_on=HELD).value
    hub.do(make_agenda, committee=key, query="")
    with pytest.raises(Unsettled, match="dépassée de 2") as refusal:
        make(hub, key, tmp_path / "seance.pdf", Wish(), today=DAY)
    assert "Métropole 2026" in str(refusal.value)
