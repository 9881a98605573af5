"""A returned file that is altered, foreign or broken is refused with a sentence; one moved about is read."""

from __future__ import annotations

import copy
import json
import random
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import openpyxl
import pikepdf
import pytest

from db.queries.opinions import opinions_of, requests_many
from db.store import Store
from desktop.exchange.application import Unreadable
from desktop.exchange.opinion_book import CONTROL, HEAD_ROW, READING, ROWS
from desktop.exchange.opinion_return import code_in
from desktop.exchange.registry import read
from desktop.flow.consult import withdraw
from desktop.flow.consult_return import preview, receive
from tests.exchange.test_sheets import ods_file
from tests.flow.packs import change_book, change_form, dossiers, fill, fill_form, hand
from tests.kept import CAN_KEEP, Kept
from tests.office import open_office

FIRST = HEAD_ROW + 1


class Handed(NamedTuple):
    """A base whose requests left in a workbook and a form, both answered, and the numbers of its dossiers."""

    base: Path
    book: Path
    form: Path
    numbers: list[str]


@cache
def handed() -> Handed:
    folder = Path(mkdtemp(prefix="parvis-handed-"))
    store = open_office(folder)
    book, form = folder / "avis.xlsx", folder / "avis.pdf"
    hand(store, dossiers(store), book, form)
    numbers = [row.number for row in requests_many(store.reader)]
    for path in (book, form):
        fill(path, {number: {"value": "Favorable", "amount": 1000} for number in numbers})
    store.close()
    return Handed(store.path, book, form, numbers)


@pytest.fixture(scope="module")
def kept_handed() -> Iterator[Kept]:
    base = Kept(lambda: handed().base)
    yield base
    base.close()


@pytest.fixture
def store(tmp_path: Path, kept_handed: Kept) -> Iterator[Store]:
    """That base, the same for each test."""
    if CAN_KEEP:
        opened = kept_handed.lend("A. Exemple")
    else:
        opened = Store(Path(shutil.copy(handed().base, tmp_path)), author="A. Exemple", place="poste-test")
    yield opened
    kept_handed.take_back(opened)


@pytest.fixture
def sent(tmp_path: Path) -> tuple[Path, Path, list[str]]:
    """A workbook and a form, both answered, and the numbers of their dossiers."""
    book, form = (Path(shutil.copy(path, tmp_path)) for path in handed()[1:3])
    return book, form, handed().numbers


def refused(store: Store, path: Path, *words: str) -> None:
    with pytest.raises(ValueError) as why:
        preview(store.reader, path, store.author)
    said = str(why.value)
    assert said.endswith(".") and path.name in said, said
    for word in words:
        assert word in said, said


def cell(place: str, value: Any) -> Callable[[Any], None]:
    return lambda book: setattr(book[ROWS][place], "value", value)


def reading(book: Any) -> None:
    book[READING]["D3"].value = "Une autre association"


def twice(book: Any) -> None:
    sheet = book[ROWS]
    for column in range(1, 13):
        sheet.cell(FIRST + 1, column).value = sheet.cell(FIRST, column).value


def control(book: Any) -> None:
    """Both the cell and what the control sheet says of it: only the base can tell."""
    book[ROWS][f"F{FIRST}"].value = 99_999
    sheet = book[CONTROL]
    for row in range(2, sheet.max_row + 1):
        line = json.loads(sheet[f"A{row}"].value)
        if line[0] == "avis" and line[1] == book[ROWS][f"A{FIRST}"].value:
            line[7] = "9999900"
            sheet[f"A{row}"].value = json.dumps(line)


def recoded(book: Any) -> None:
    sheet = book[CONTROL]
    line = json.loads(sheet["A2"].value)
    line[1] = "AV-2345-6789"
    sheet["A2"].value = json.dumps(line)


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (cell(f"F{FIRST}", 15_000), (f"cellule F{FIRST}", "Demandé", "15\u202f000", "12\u202f000")),
        (cell(f"G{FIRST}", 500), (f"cellule G{FIRST}", "Proposé")),
        (cell(f"C{FIRST}", "Tout autre chose"), (f"cellule C{FIRST}", "Action", "Tout autre chose")),
        (cell(f"B{FIRST}", ""), (f"cellule B{FIRST}", "Porteur")),
        (cell(f"A{FIRST}", "2026-9999"), (f"cellule A{FIRST}", "2026-9999", "pas été demandé")),
        (cell(f"A{FIRST}", None), ("le numéro a été effacé",)),
        (cell(f"F{HEAD_ROW}", "Montant"), ("colonne « Demandé »", "disparu")),
        (cell(f"I{HEAD_ROW}", "Réponse"), ("ligne des titres",)),
        (twice, ("deux fois",)),
        (reading, (READING, "cellule D3", "Une autre association")),
        (lambda book: book.remove(book[CONTROL]), ("contrôle", "disparu")),
        (lambda book: book.remove(book[ROWS]), (f"« {ROWS} » a disparu",)),
        (lambda book: setattr(book[CONTROL]["A2"], "value", "{"), ("plus lisible",)),
        (control, ("son contenu n’est pas celui",)),
        (recoded, ("AV-2345-6789", "autre séance")),
    ],
)  # fmt: skip
def test_an_altered_workbook_is_refused_and_says_where(
    store: Store, sent: Any, deed: Callable[[Any], None], words: tuple[str, ...]
) -> None:
    path = change_book(sent[0], deed)
    refused(store, path, *words)
    assert all(row.opinion is None for row in requests_many(store.reader))


def redrawn(document: pikepdf.Pdf) -> None:
    page = document.pages[1]
    page.contents_add(b"BT /Helv 10 Tf 100 400 Td (99 000 euros) Tj ET")
    page.Resources.Font.Helv = document.Root.AcroForm.DR.Font.Helv


def _without(name: str) -> Callable[[pikepdf.Pdf], None]:
    def deed(document: pikepdf.Pdf) -> None:
        form = document.Root.AcroForm
        form.Fields = pikepdf.Array([field for field in form.Fields if str(field.T) != name])
        for page in document.pages:
            page.Annots = pikepdf.Array(
                [one for one in page.get("/Annots", []) if str(one.get("/T")) != name]
            )

    return deed


def _told(name: str, value: str) -> Callable[[pikepdf.Pdf], None]:
    def deed(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == name:
                field.V = pikepdf.String(value)

    return deed


def flattened(document: pikepdf.Pdf) -> None:
    del document.Root["/AcroForm"]
    for page in document.pages:
        page.Annots = pikepdf.Array()


def shorter(document: pikepdf.Pdf) -> None:
    del document.pages[-1]


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (redrawn, ("modifié", "page 2")),
        (shorter, ("3 pages au lieu de 4",)),
        (flattened, ("imprimé en PDF", "AV-")),
        (_without("montant_2"), ("cases du dossier", "disparu")),
        (_told("parvis", "[]"), ("plus lisible",)),
        (_told("parvis", '[["pack","AV-2345-6789","1"],["avis","2026-0001","00"]]'), ("autre séance",)),
    ],
)  # fmt: skip
def test_an_altered_form_is_refused(
    store: Store, sent: Any, deed: Callable[[pikepdf.Pdf], None], words: tuple[str, ...]
) -> None:
    refused(store, change_form(sent[1], deed), *words)


def test_the_code_of_another_request_on_this_file_is_refused(store: Store, sent: Any, tmp_path: Path) -> None:
    book, form, _ = sent
    others = tmp_path / "etat.xlsx", tmp_path / "etat.pdf"
    keys = [row.dossier_id for row in requests_many(store.reader)]
    code = hand(store, keys, *others, code="ETAT").code

    def line(book: Any) -> None:
        told = json.loads(book[CONTROL]["A2"].value)
        book[CONTROL]["A2"].value = json.dumps([told[0], code, *told[2:]], ensure_ascii=False)

    def hidden(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "parvis":
                told = json.loads(str(field.V))
                told[0][1] = code
                field.V = pikepdf.String(json.dumps(told))

    refused(store, change_book(book, line), code, "autre demande")
    refused(store, change_form(form, hidden), code, "autre demande")


def test_the_file_of_another_base_is_refused(store: Store, sent: Any, tmp_path: Path) -> None:
    other = open_office(tmp_path / "ailleurs")
    try:
        for path in sent[:2]:
            assert code_in(path)
            refused(other, path, code_in(path), "autre séance")
    finally:
        other.close()


@pytest.mark.parametrize("kept", [0, 10, 0.3, 0.6, 0.97])
def test_a_broken_file_is_refused(store: Store, sent: Any, kept: float) -> None:
    for path in sent[:2]:
        content = path.read_bytes()
        path.write_bytes(content[: int(kept if kept > 1 else kept * len(content))])
        refused(store, path)


@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_file_is_refused_or_read_right(store: Store, sent: Any, seed: int) -> None:
    """Never half: what is read of a file whose bytes were spoilt is what the partner wrote."""
    chance = random.Random(seed)
    for path in sent[:2]:
        content = bytearray(path.read_bytes())
        at, size = chance.randrange(len(content)), chance.randint(1, 400)
        content[at : at + size] = chance.randbytes(size if seed % 3 else 0)
        path.write_bytes(content)
        assert code_in(path) in ("", code_in(path))
        try:
            seen = preview(store.reader, path, store.author)
        except ValueError as refusal:
            assert path.name in str(refusal)
        else:
            assert {(row.value, row.amount) for row in seen.rows} == {("favourable", 1_000_00)}


def test_the_import_says_where_a_pack_goes(store: Store, sent: Any) -> None:
    for path in sent[:2]:
        with pytest.raises(Unreadable, match="dans le lieu « Avis »"):
            read(path, [])


def test_what_is_not_ours_or_is_locked_is_refused(store: Store, sent: Any, tmp_path: Path) -> None:
    plain = tmp_path / "liste.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["N°", "Votre avis"])
    book.save(plain)
    words = tmp_path / "note.xlsx"
    words.write_text("bonjour", encoding="utf-8")
    paper = tmp_path / "courrier.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(paper)
    for path in (plain, words, paper):
        assert code_in(path) == ""
        refused(store, path, "n’est pas une demande d’avis")
    with pikepdf.open(sent[1], allow_overwriting_input=True) as document:
        document.save(sent[1], encryption=pikepdf.Encryption(user="x", owner="y"))
    refused(store, sent[1], "mot de passe")


def test_a_request_that_was_withdrawn_is_refused(store: Store, sent: Any) -> None:
    store.do(withdraw, requests=[row.id for row in requests_many(store.reader)])
    for path in sent[:2]:
        refused(store, path, "retirée")


BAD = [
    ({"value": "plutôt oui"}, "n’est aucun des avis"),
    ({"value": "Favorable", "amount": "beaucoup"}, "montant"),
    ({"value": "Favorable", "amount": "-5"}, "négatif"),
    ({"value": "", "comment": "Bien."}, "aucun avis n’est choisi"),
    ({"value": "Favorable", "amount": "1e99"}, "montant"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "words"), BAD)
def test_an_answer_that_cannot_be_understood_is_refused_alone(
    store: Store, sent: Any, told: dict[str, str], words: str
) -> None:
    book, form, numbers = sent
    for path, place in ((book, f"cellule {'J' if 'amount' in told else 'I'}{FIRST}"), (form, "case « ")):
        fill(path, {numbers[0]: {"amount": "", **told}})
        seen = preview(store.reader, path, store.author)
        assert [row.state for row in seen.rows] == ["refused", "new", "new"]
        assert words in seen.rows[0].why and place in seen.rows[0].why and numbers[0] in seen.rows[0].why


def test_rows_sorted_and_columns_moved_are_still_read(store: Store, sent: Any) -> None:
    book, _, numbers = sent

    def moved(opened: Any) -> None:
        sheet = opened[ROWS]
        rows = [[copy.copy(c.value) for c in row] for row in sheet.iter_rows(HEAD_ROW, HEAD_ROW + 3, 1, 12)]
        rows = [rows[0], *reversed(rows[1:])]
        order = [0, 11, 8, 1, 2, 3, 4, 5, 6, 7, 10, 9]
        for at, row in enumerate(rows):
            for to, column in enumerate(order):
                sheet.cell(HEAD_ROW + at + 2, to + 1).value = row[column]  # and two rows put above
        for column in range(1, 13):
            sheet.cell(HEAD_ROW, column).value = sheet.cell(HEAD_ROW + 1, column).value = None

    change_book(fill(book, {numbers[0]: {"value": "Réservé"}}), moved)
    seen = preview(store.reader, book, store.author)
    assert [(row.number, row.value) for row in seen.rows][-1] == (numbers[0], "reserved")
    assert store.do(receive, preview=seen).value == 3


def test_a_workbook_saved_as_opendocument_is_read(store: Store, sent: Any, tmp_path: Path) -> None:
    book, _, _ = sent
    sheets = []
    for sheet in openpyxl.load_workbook(book):
        rows = "".join(
            "<table:table-row>" + "".join(_ods_cell(c.value) for c in row) + "</table:table-row>"
            for row in sheet.iter_rows(1, sheet.max_row, 1, sheet.max_column)
        )
        sheets.append(f'<table:table table:name="{escape(sheet.title)}">{rows}</table:table>')
    path = ods_file(tmp_path, "".join(sheets), {"META-INF/manifest.xml": _MANIFEST})
    assert code_in(path) == code_in(book) != ""
    assert [row.state for row in preview(store.reader, path, store.author).rows] == ["new"] * 3


_MANIFEST = (
    '<?xml version="1.0"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        told = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {told}><text:p>{value}</text:p></table:table-cell>"
    words = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'


def test_a_form_that_a_reader_saved_in_its_own_way_is_read(store: Store, sent: Any, tmp_path: Path) -> None:
    """Names for values, strings in UTF-16, objects packed in streams, appearances drawn."""
    path = tmp_path / "enregistré par un lecteur.pdf"
    shutil.copy(
        fill_form(sent[1], {sent[2][0]: {"comment": "Déjà « vu »\rœuvre — 3 €", "closed": "oui"}}), path
    )
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.Root.AcroForm.NeedAppearances = False
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    store.do(receive, preview=preview(store.reader, path, store.author))
    key = requests_many(store.reader)[0].dossier_id
    (told,) = opinions_of(store.reader, key)
    assert told.comment == "Déjà « vu »\nœuvre — 3 €" and told.confidential and told.amount == 1_000_00
