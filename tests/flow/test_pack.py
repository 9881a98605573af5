"""The pack of a session from the base: its rows, its versions, its file, its workbook."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.utils import range_boundaries
from reportlab.pdfgen.canvas import Canvas

from db.queries import committee as room
from db.queries import packs
from db.store import Store
from desktop.exchange.pack_book import write_pack_book
from desktop.flow.annotate import annotate
from desktop.flow.closing import close_session
from desktop.flow.convene import add_document, convene, put_in_pack
from desktop.flow.interests import declare
from desktop.flow.order_of_day import make_agenda
from desktop.flow.pack import Wish, make, prepare, rows_of
from desktop.flow.pack_book import _sheets
from desktop.flow.pack_rows import gather
from desktop.flow.seats import seat
from desktop.flow.sitting import postpone, pronounce
from desktop.letters.sheets.pack import Stopped
from tests.letters.sitting import sitting
from tests.office import application, bring
from tests.session import ready, running, sit

DAY = dt.date(2026, 3, 10)


def session_of(store: Store, count: int = 3) -> bytes:
    names = ["Étouvie", "Étouvie", "Quartiers Nord"]
    bring(
        store,
        *(
            application(f"265{n:05d}", title=f"Action {n}", quarters=[names[n % 3]])
            for n in range(1, count + 1)
        ),
    )
    key: bytes = store.do(convene, name="Comité de mars", held_on=dt.date(2026, 3, 12), quorum=2).value
    store.do(make_agenda, committee=key, query="")
    store.do(seat, committee=key, name="Claire Exemple", body="Ville d’Amiens")
    return key


def dossier(store: Store, title: str) -> bytes:
    key: bytes = store.reader.execute("SELECT id FROM dossier WHERE title = ?", (title,)).fetchone()[0]
    return key


def text_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_the_rows_are_read_in_as_many_statements_for_three_dossiers_as_for_nine(
    store: Store, tmp_path: Path
) -> None:
    counts = []
    key = session_of(store, 3)
    for more in (0, 6):
        if more:
            bring(store, *(application(f"266{n:05d}") for n in range(more)))
            store.do(make_agenda, committee=key, query="")
        said: list[str] = []
        store.reader.set_trace_callback(said.append)
        pack = gather(store.reader, key)
        store.reader.set_trace_callback(None)
        counts.append(len(said))
        assert len(pack.fiches) == 3 + more
    assert counts[0] == counts[1]


def test_a_sheet_says_what_the_base_holds(store: Store) -> None:
    key = session_of(store)
    one = dossier(store, "Action 1")
    quote = "séances de lecture hebdomadaires"
    start = store.reader.execute(
        "SELECT instr(body, ?) - 1 FROM section WHERE dossier_id = ?", (quote, one)
    ).fetchone()[0]
    fourth = store.reader.execute("SELECT id FROM challenge WHERE code = 'D04'").fetchone()[0]
    store.do(
        annotate, dossier=one, place="section:objectives", start=start, end=start + len(quote), quote=quote,
        challenge=fourth, strength=3, text="Cœur du défi", audience="committee",
    )  # fmt: skip
    sheet = next(f for f in gather(store.reader, key).fiches if f.title == "Action 1")
    assert (sheet.cost, sheet.asked) == (41_300_00, 12_000_00)
    assert sheet.levels[3] == 3
    assert [(a.challenge, a.level, a.references) for a in sheet.analysis] == [
        (4, 3, ("Objectifs de l’action",))
    ]
    assert {line.name: line.amount for line in sheet.plan}["État, programme 147"] == 12_000_00
    assert sheet.period.replace("\u00a0", " ") == "du 1er mars 2026 au 30 novembre 2026"


def test_a_version_is_that_of_its_rows(store: Store, tmp_path: Path) -> None:
    key = session_of(store)
    first = make(store, key, tmp_path / "un.pdf", Wish(), today=DAY)
    again = make(store, key, tmp_path / "deux.pdf", Wish(), today=dt.date(2026, 3, 11))
    assert (first.version, again.version) == (1, 1) and first.sha256 == again.sha256
    assert (tmp_path / "un.pdf").read_bytes() == (tmp_path / "deux.pdf").read_bytes()
    assert len(packs.packs(store.reader, key)) == 1
    large = make(store, key, tmp_path / "grand.pdf", Wish(large_print=True), today=DAY)
    assert large.version == 1 and len(packs.packs(store.reader, key)) == 2
    bring(store, application("26500001", title="Action 1", quarters=["Étouvie"], asked=13_000_00))
    second = make(store, key, tmp_path / "trois.pdf", Wish(), today=DAY)
    assert second.version == 2 and second.sha256 != first.sha256
    row = packs.pack_of_version(store.reader, key, 1)
    assert row is not None
    kept = next(f for f in rows_of(store.files, row).fiches if f.title == "Action 1")
    assert kept.asked == 12_000_00
    added = make(store, key, tmp_path / "additif.pdf", Wish(since=1), today=DAY)
    assert added.version == 2
    pages = text_of(tmp_path / "additif.pdf")
    assert len(pages) == added.pages == 4
    assert "Demandé : 13 000 € au lieu de 12 000 €" in pages[2]
    with pytest.raises(ValueError, match="n’a pas de version 7"):
        make(store, key, tmp_path / "non.pdf", Wish(since=7), today=DAY)
    assert not (tmp_path / "non.pdf").exists()


def test_a_member_is_known_by_a_part_of_their_name_and_reads_nothing_they_are_recused_from(
    store: Store, tmp_path: Path
) -> None:
    key = session_of(store)
    store.do(declare, dossier=dossier(store, "Action 2"), nature="trésorière", person="Claire Exemple")
    made = make(store, key, tmp_path / "membre.pdf", Wish(member="claire"), today=DAY)
    whole = " ".join(text_of(tmp_path / "membre.pdf"))
    assert "Action 2" not in whole and "Action 3" in whole
    assert "en raison d’un déport" in whole and "exemplaire de Claire Exemple" in whole
    assert made.pages and made.version == 1
    book = make(store, key, tmp_path / "membre.xlsx", Wish(member="Claire Exemple"), today=DAY)
    cells = " ".join(
        str(cell.value)
        for sheet in openpyxl.load_workbook(tmp_path / "membre.xlsx")
        for line in sheet.iter_rows()
        for cell in line
    )
    assert "Action 2" not in cells and "Action 3" in cells and book.pages is None
    with pytest.raises(ValueError, match="n’est pas membre"):
        prepare(store.reader, store.files, key, Wish(member="Personne"))


def test_a_pack_that_is_stopped_leaves_nothing(store: Store, tmp_path: Path) -> None:
    key = session_of(store)
    out = tmp_path / "arrêt.pdf"
    with pytest.raises(Stopped):
        make(store, key, out, Wish(), tell=lambda sentence, share: not sentence.startswith("Fiche 2"))
    assert not out.exists() and list(tmp_path.glob(".parvis-*")) == []
    assert packs.packs(store.reader, key) == []
    with pytest.raises(ValueError, match=r"en \.pdf ou en \.xlsx"):
        make(store, key, tmp_path / "séance.docx", Wish())


def test_what_an_earlier_session_decided_and_why_others_were_refused(store: Store, tmp_path: Path) -> None:
    ready(store, 3)
    first = running(store)
    one, two, three = room.items(store.reader, first)
    store.do(pronounce, item=one.id, outcome="granted")
    store.do(pronounce, item=two.id, outcome="refused", comment="Le budget n’est pas équilibré.")
    store.do(postpone, item=three.id)
    closed = make(store, first, tmp_path / "non.pdf", Wish(), today=DAY)
    assert "Accord partiel : 9 000 €" in " ".join(text_of(tmp_path / "non.pdf")) and closed.version == 1
    store.do(close_session, committee=first)
    made = make(store, first, tmp_path / "clos.pdf", Wish(), today=DAY)
    assert made.version == 2 and "PROJET" not in " ".join(text_of(tmp_path / "clos.pdf"))
    second = sit(store, "steering")
    store.do(make_agenda, committee=second, query="étape:prêt")
    pack = gather(store.reader, second)
    assert [fiche.number for fiche in pack.fiches] == [three.number]
    assert {(said.number, said.outcome) for said in pack.earlier} == {
        (one.number, "Accord partiel"),
        (two.number, "Refus"),
    }
    assert [(said.number, said.reasons) for said in pack.refused] == [
        (two.number, ("Le budget n’est pas équilibré.",))
    ]


def test_altered_rows_are_told(store: Store, tmp_path: Path) -> None:
    key = session_of(store)
    make(store, key, tmp_path / "un.pdf", Wish(), today=DAY)
    row = packs.packs(store.reader, key)[0]
    kept = store.files / row.rows[:2] / row.rows[2:]
    kept.write_bytes(kept.read_bytes().replace(b"Action 1", b"Action 9"))
    with pytest.raises(ValueError, match="ont été altérées"):
        make(store, key, tmp_path / "additif.pdf", Wish(since=1))


def _pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(pages):
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(f"Chapitre {page + 1}", f"p{page}", 0)
        canvas.drawString(80, 700, f"Pièce, page {page + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf(1))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    return out.getvalue()


def test_documents_are_merged_with_their_bookmarks_and_a_bad_one_is_told(
    store: Store, tmp_path: Path
) -> None:
    key = session_of(store, 1)
    for name, content in (
        ("Carte.pdf", _pdf(3)), ("Abîmé.pdf", b"%PDF-1.4 rien"), ("Fermé.pdf", _locked()),
        ("Notes.docx", b"PK\x03\x04"), ("Plan.pdf", _pdf(2)),
    ):  # fmt: skip
        document = store.do(add_document, committee=key, content=content, name=name).value
        store.do(put_in_pack, document=document, in_pack=True)
    made = make(store, key, tmp_path / "tout.pdf", Wish(), today=DAY)
    pages = text_of(tmp_path / "tout.pdf")
    assert len(pages) == made.pages
    at = next(n for n, page in enumerate(pages) if "PIÈCE JOINTE 1" in page)
    assert "3 pages suivent" in pages[at]
    assert pages[at + 1 : at + 4] == [f"Pièce, page {n}" for n in (1, 2, 3)]
    assert "est abîmé" in pages[at + 4] and "mot de passe" in pages[at + 5]
    assert "ni un PDF ni une image" in pages[at + 6]
    assert "Plan.pdf" in pages[at + 7] and f"page {at + 8} sur {made.pages}" in pages[at + 7]
    with pikepdf.open(tmp_path / "tout.pdf") as whole, whole.open_outline() as outline:
        entry = next(item for item in outline.root if item.title == "Pièce jointe 1 : Carte.pdf")
        assert [kid.title for kid in entry.children] == ["Chapitre 1", "Chapitre 2", "Chapitre 3"]
    contents = pages[1]
    assert "Pièce jointe 5 : Plan.pdf" in contents and str(at + 8) in contents


# --- the workbook, computed again ---------------------------------------------------------------------------


class Book:
    """The few formulas of the workbook, evaluated as Excel does."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def value(self, sheet: str, place: str) -> Any:
        return self._worth(sheet, self.book[sheet][place].value)

    def _worth(self, sheet: str, told: Any) -> Any:
        if not isinstance(told, str) or not told.startswith("="):
            return told
        if told.startswith("=IF("):
            found = re.fullmatch(r"=IF\((\w)\$(\d+)=0,0,(\w\d+)/\w\$\d+\)", told)
            assert found
            whole = self.value(sheet, f"{found[1]}{found[2]}")
            return 0 if not whole else self.value(sheet, found[3]) / whole
        if found := re.fullmatch(r"=SUMIF\(([^,]+),(.+),([^,]+)\)", told):
            return self._sum_if(sheet, found[1], found[2], found[3])
        if found := re.fullmatch(r"=COUNTIF\(([^,]+),(.+)\)", told):
            wanted = self._criterion(sheet, found[2])
            return sum(wanted(cell.value) for cell in self._cells(found[1]))
        total = Decimal(0)
        for sign, part in re.findall(r"([+-]?)((?:SUM\([^)]*\))|[A-Z]+\d+|0)", told[1:]):
            worth = self._plain(sheet, part)
            total += -worth if sign == "-" else worth
        return total

    def _plain(self, sheet: str, part: str) -> Decimal:
        if part == "0":
            return Decimal(0)
        areas = part[4:-1].split(",") if part.startswith("SUM") else [f"{part}:{part}"]
        cells = [cell for area in areas for line in self.book[sheet][area] for cell in line]
        return sum((Decimal(str(self.value(sheet, c.coordinate) or 0)) for c in cells), Decimal(0))

    def _cells(self, area: str) -> list[Any]:
        name, _, span = area.partition("!")
        span = span.replace("$", "")
        sheet = self.book[name]
        if not re.search(r"\d", span):
            span = f"{span.split(':')[0]}1:{span.split(':')[1]}{sheet.max_row}"
        left, top, _, bottom = range_boundaries(span)
        return [sheet.cell(row, left) for row in range(top, bottom + 1)]

    def _criterion(self, sheet: str, words: str) -> Any:
        if words == '">0"':
            return lambda value: isinstance(value, (int, float)) and value > 0
        found = re.search(r"\$(A\d+)", words)
        assert found
        wanted = self.book[sheet][found[1]].value
        return lambda value: value == wanted

    def _sum_if(self, sheet: str, keys: str, words: str, sums: str) -> Decimal:
        wanted = self._criterion(sheet, words)
        pairs = zip(self._cells(keys), self._cells(sums), strict=True)
        return sum(
            (
                Decimal(str(self.value(keys.split("!", maxsplit=1)[0], s.coordinate) or 0))
                for k, s in pairs
                if wanted(k.value)
            ),
            Decimal(0),
        )


def test_the_formulas_of_the_workbook_give_the_sums_of_the_rows() -> None:
    pack = sitting(24)
    content = write_pack_book(_sheets(pack, ("Titre",)), "Séance", "Office", "2026-03-10", "pied")
    assert content == write_pack_book(_sheets(pack, ("Titre",)), "Séance", "Office", "2026-03-10", "pied")
    book = Book(content)
    sheet = book.book["Programmation"]
    heads = {cell.value: cell.column_letter for cell in sheet[2]}
    last = sheet.max_row
    assert sheet[f"A{last}"].value == "Total général"
    for title, name in (("Coût", "cost"), ("Total demandé", "asked"), ("Total proposé", "proposed")):
        wanted = Decimal(sum(getattr(f, name) or 0 for f in pack.fiches)) / 100
        assert book.value("Programmation", f"{heads[title]}{last}") == wanted
        parts = [
            book.value("Programmation", f"{heads[title]}{row}")
            for row in range(3, last)
            if str(sheet[f"A{row}"].value).startswith("Sous-total")
        ]
        assert len(parts) > 5 and sum(parts) == wanted
    for title, column in (
        ("Par quartier", "E"),
        ("Par défi", "E"),
        ("Par porteur", "E"),
        ("Par financeur", "C"),
    ):
        end = book.book[title].max_row
        rows = [book.value(title, f"{column}{row}") for row in range(2, end)]
        assert sum(rows) == book.value(title, f"{column}{end}") > 0, title
    assert book.value("Par quartier", f"B{book.book['Par quartier'].max_row}") == 24
    purses = book.book["Enveloppes"]
    lefts = {purses[f"A{r}"].value: book.value("Enveloppes", f"G{r}") for r in range(2, purses.max_row + 1)}
    for purse in pack.purses:
        assert lefts[purse.title] == Decimal(purse.left) / 100
    assert sheet.freeze_panes == "A3" and sheet.print_title_rows == "$2:$2" and sheet.print_area


def test_no_name_becomes_a_formula() -> None:
    pack = sitting(1, hard=False)
    pack = replace(pack, fiches=(replace(pack.fiches[0], applicant="=1+1", title='=HYPERLINK("x")'),))
    book = openpyxl.load_workbook(
        io.BytesIO(write_pack_book(_sheets(pack, ()), "Séance", "Office", "2026-03-10", "pied"))
    )
    cell = next(c for line in book["Programmation"].iter_rows() for c in line if c.value == "=1+1")
    assert cell.data_type == "s"
