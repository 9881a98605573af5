"""Tabular files read to cells: types, encodings, merges, and a sentence for each file that cannot be read."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop.exchange import cells
from desktop.exchange.application import Unreadable
from desktop.exchange.sheets import read_sheets

SAMPLES = Path(__file__).parents[1] / "samples" / "tables"
NAMES = "office", "table", "text"
SPACES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in NAMES)


def csv_file(folder: Path, data: bytes, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def ods_file(folder: Path, body: str, extra: dict[str, str] | None = None) -> Path:
    path = folder / "liste.ods"
    content = (
        f"<?xml version='1.0'?><office:document-content {SPACES}><office:body><office:spreadsheet>"
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, text in {"content.xml": content, **(extra or {})}.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("N°;Montant\n1;5 €\n".encode(), ""),
        (b"\xef\xbb\xbf" + "N°;Montant\n1;5 €\n".encode(), ""),
        ("N°;Montant\n1;5 €\n".encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbf" + "N°;Montant\n1;5 €\n".encode("cp1252"), "s’annonce en UTF-8"),
        ("N°;Montant\n".encode() + "1;5 €\n".encode("cp1252"), "deux encodages"),
        ("N°;Montant\r\n1;5 €\r\n".encode("utf-16"), ""),
    ],
)
def test_encodings_of_the_field(tmp_path: Path, data: bytes, told: str) -> None:
    (sheet,) = read_sheets(csv_file(tmp_path, data))
    assert sheet.rows == [["N°", "Montant"], ["1", "5 €"]]
    assert told in " ".join(sheet.notes) if told else not sheet.notes


def test_dos_accents_are_recognised(tmp_path: Path) -> None:
    (sheet,) = read_sheets(csv_file(tmp_path, "Département;Élève\nprévu;général\n".encode("cp850")))
    assert sheet.rows[0] == ["Département", "Élève"]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_delimiter_is_found_not_guessed_from_the_name(tmp_path: Path, mark: str) -> None:
    rows = [["N°", "Nom", "Montant"], ["1", "La Ruche", "12 000"], ["2", "L’Atelier", "300"]]
    data = "\r\n".join(mark.join(row) for row in rows)  # no last newline
    assert read_sheets(csv_file(tmp_path, data.encode()))[0].rows == rows


def test_line_feeds_in_quotes_formula_dress_and_sep_line(tmp_path: Path) -> None:
    data = b'sep=;\nCode;Texte\n"=""10004""";"un\r\ndeux; trois"\n=1+2;-3\n'
    assert read_sheets(csv_file(tmp_path, data))[0].rows == [
        ["Code", "Texte"],
        ["10004", "un\ndeux; trois"],
        ["=1+2", "-3"],
    ]


def test_xlsx_keeps_types_zeros_and_merges_and_computes_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Thème", "SIRET", "Oui", "N", "Part", "Jour", "Heure", "Somme"])
    moment = dt.datetime(2026, 1, 2, 10, 30)
    sheet.append(["Santé", "00000001800010", True, 3, 0.5, dt.date(2026, 1, 2), moment, "=1+1"])
    sheet.append([None, "2", False, 4, 1.25])
    sheet.merge_cells("A2:A3")
    hidden = book.create_sheet("Cachée")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "faux.csv"  # the extension lies
    book.save(path)
    (read,) = read_sheets(path)
    assert read.rows[1][:7] == ["Santé", "00000001800010", True, 3, 0.5, dt.date(2026, 1, 2), moment]
    assert [type(cell) for cell in read.rows[1][2:5]] == [bool, int, float]
    assert read.rows[1][7:] in ([], [None])  # never computed: openpyxl kept no value
    assert read.rows[2][0] == "Santé"


def test_ods_booleans_repeats_merges_and_paragraphs(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="boolean" office:value="{}"/>'
    path = ods_file(
        tmp_path,
        '<table:table table:name="Dossiers"><table:table-row>'
        + cell.format(1)
        + cell.format(0)
        + '<table:table-cell table:number-columns-repeated="2"/>'
        + '<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        + '<text:p>un<text:s text:c="2"/>deux</text:p><text:p>trois</text:p></table:table-cell>'
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        + '<table:table-row><table:table-cell office:value-type="float" office:value="12.5"/>'
        + '<table:table-cell office:value-type="date" office:date-value="2026-01-31"/>'
        + '<table:table-cell table:number-columns-repeated="2"/><table:covered-table-cell/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
        + "<text:p>fin</text:p></table:table-cell></table:table-row>"
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        + "</table:table>",
    )
    (sheet,) = read_sheets(path)
    assert sheet.rows == [
        [True, False, None, None, "un  deux\ntrois"],
        [12.5, dt.date(2026, 1, 31), None, None, "un  deux\ntrois"],
        [],
        [],
        ["fin"],
        ["fin"],
    ]


def test_the_same_list_in_three_formats() -> None:
    stem = "VilleMTP_MTP_AttribSub_2012"
    csv, ods, xls = (read_sheets(SAMPLES / f"{stem}.{kind}")[0].rows for kind in ("csv", "ods", "xls"))
    assert len(csv) == len(ods) == len(xls) == 672
    assert [row[1] for row in csv[1:20]] == [row[1] for row in ods[1:20]] == [row[1] for row in xls[1:20]]
    assert ods[1][3] == xls[1][3] == 5000


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read_sheets(path)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "est vide"),
        (b"%PDF-1.7\n...", "document PDF"),
        (b"\x89PNG\r\n\x1a\n", "image PNG"),
        (b"<!DOCTYPE html><html><body>503</body></html>", "page web"),
        (b'{"data": 1}', "fichier JSON"),
        (b"PK\x03\x04 cut", "abîmé ou incomplet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "abîmé ou incomplet"),
        (bytes(range(256)) * 4, "données binaires"),
        (b"\n\n\n", "aucune ligne"),
        (b'N;Nom\n1;"La Ruche\n2;Autre\n', "un guillemet ouvert à la ligne 2"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, data: bytes, told: str) -> None:
    assert told in refused(csv_file(tmp_path, data, "export.xls"))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "ne peut pas être ouvert" in refused(tmp_path / "absent.csv")
    assert "est un dossier" in refused(tmp_path)


def test_truncated_files_are_refused(tmp_path: Path) -> None:
    for name in ("scdl-vendee.xlsx", "VilleMTP_MTP_AttribSub_2012.ods", "osiris-suivi-actions.xls"):
        data = (SAMPLES / name).read_bytes()
        assert "incomplet" in refused(csv_file(tmp_path, data[: len(data) * 2 // 3], name))


def test_passwords_are_recognised(tmp_path: Path) -> None:
    manifest = "<m:manifest xmlns:m='urn:x'><m:encryption-data/></m:manifest>"
    assert "mot de passe" in refused(ods_file(tmp_path, "", {"META-INF/manifest.xml": manifest}))
    xls = bytearray((SAMPLES / "osiris-suivi-actions.xls").read_bytes())
    first = xls.index(b"\x09\x08\x10\x00")  # the first record of the workbook, then one is made FILEPASS
    struct.pack_into("<H", xls, first + 4 + 16, 0x002F)
    assert "mot de passe" in refused(csv_file(tmp_path, bytes(xls), "liste.xls"))


def test_encrypted_office_package(tmp_path: Path) -> None:
    xls = (SAMPLES / "osiris-suivi-actions.xls").read_bytes()
    # The folder entry renamed as Excel names the stream of a protected workbook.
    old, new = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = xls.index(old)
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new) + 2)
    assert "mot de passe" in refused(csv_file(tmp_path, xls[:at] + entry + xls[at + 66 :], "liste.xlsx"))


def test_bombs_and_entities_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (cells.RATIO_FROM_BYTES + 1))
    assert "fichier piégé" in refused(path)
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<?xml version='1.0'?>{entity}<workbook/>")
    assert "entités XML" in refused(path)
    ods = ods_file(tmp_path, "")
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<?xml version='1.0'?>{entity}<a>&b;</a>")
    assert "entités XML" in refused(ods)


def test_a_far_cell_does_not_eat_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = "loin"
    path = tmp_path / "loin.xlsx"
    book.save(path)
    assert "dépasse ce que Parvis accepte" in refused(path)


def sheet_file(folder: Path, rows: str) -> Path:
    """A workbook whose only sheet holds these rows, as no spreadsheet would write them."""
    path = folder / "brut.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = 1
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    head, _, rest = entries[name].partition(b"<sheetData>")
    entries[name] = head + b"<sheetData>" + rows.encode() + rest[rest.index(b"</sheetData>") :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries.items():
            archive.writestr(entry, data)
    return path


def test_cells_without_place_are_read_unless_absurd(tmp_path: Path) -> None:
    cell = "<c><v>7</v></c>"
    path = sheet_file(tmp_path, f"<row>{cell * 3}</row><row>{cell}</row>")
    assert read_sheets(path)[0].rows == [[7, 7, 7], [7]]
    wide = f'<row r="1">{cell * 2000}</row><row r="1048576">{cell}</row>'
    assert "dépasse ce que Parvis accepte" in refused(sheet_file(tmp_path, wide))


def test_cells_in_disorder_are_damage(tmp_path: Path) -> None:
    rows = '<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    assert "abîmé" in refused(sheet_file(tmp_path, rows))


def test_cached_values_are_taken_and_errors_are_empty(tmp_path: Path) -> None:
    error = '<c r="B1" t="e"><v>#DIV/0!</v></c>'
    row = f'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c>{error}<c r="C1"><v>3</v></c></row>'
    assert read_sheets(sheet_file(tmp_path, row))[0].rows == [[2, None, 3]]


def test_too_many_rows_names_the_limit(tmp_path: Path) -> None:
    path = csv_file(tmp_path, b"a;b\n" * (cells.MAX_ROWS + 2))
    assert "200\u202f000 lignes" in refused(path)


def test_too_large_file(tmp_path: Path) -> None:
    path = tmp_path / "gros.csv"
    with path.open("wb") as stream:
        stream.write(b"a;b\n")
        stream.truncate(cells.MAX_FILE_BYTES + 1)  # sparse: no disk is filled
    assert "trop gros" in refused(path)
