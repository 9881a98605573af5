"""The list as a workbook, opened again with two readers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from desktop.exchange.list_book import write_list
from desktop.exchange.workbook import MAX_TEXT, Column, Unwritable

COLUMNS = [
    Column("N°"), Column("Intitulé", width=40), Column("Demandé", "money", total=True),
    Column("Déposé le", "date"), Column("Lu le", "datetime"), Column("Part", "percent"),
    Column("Renouvelé", "boolean"), Column("Publics", "integer", total=True),
]  # fmt: skip
MOMENT = dt.datetime(2026, 1, 2, 10, 30)
ROWS: list[list[object]] = [
    ["00012", "=1+1", 1234550, dt.date(2026, 1, 2), MOMENT, 0.5, True, 3],
    ["2", "Élan\nd’Étouvie", None, "2026-02-01", None, None, None, 40],
    ["3", "", -100, None, None, None, False, None],
]


def made(folder: Path, rows: list[list[object]] = ROWS) -> tuple[Path, Worksheet]:
    path = folder / "liste.xlsx"
    assert write_list(path, COLUMNS, rows, "Dossiers : 1/2 & suite", author="Service") == len(rows)
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return path, sheet


def test_types_formats_and_total(tmp_path: Path) -> None:
    path, sheet = made(tmp_path)
    assert (sheet["C2"].value, sheet["C2"].number_format) == (12345.5, '#,##0.00\\ "€"')
    assert (sheet["D2"].value, sheet["D2"].number_format) == (dt.datetime(2026, 1, 2), "dd/mm/yyyy")
    assert sheet["D3"].value == dt.datetime(2026, 2, 1)
    assert sheet["E2"].value == MOMENT
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("00012", "s")
    assert [cell.value for cell in sheet[5]] == [None] * 8
    assert (sheet["A6"].value, sheet["C6"].value, sheet["H6"].value) == ("Total", 12344.5, 43)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["00012", "=1+1", 12345.5, dt.date(2026, 1, 2), MOMENT]
    assert rows[1][6] == "Oui"


def test_screen_and_paper(tmp_path: Path) -> None:
    path, sheet = made(tmp_path)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H4")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right.text == "Page &P / &N"
    assert sheet.column_dimensions["B"].width == 40
    assert sheet.title == "Dossiers   1 2 & suite"
    properties = openpyxl.load_workbook(path).properties
    assert (properties.title, properties.creator) == ("Dossiers : 1/2 & suite", "Service")


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", "+33 3 22", "-5", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"]
)
def test_text_never_runs(tmp_path: Path, words: str) -> None:
    _, sheet = made(tmp_path, [["1", words, None, None, None, None, None, None]])
    cell = sheet["B2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", words, True)


def test_strange_and_long_text(tmp_path: Path) -> None:
    long = "Étouvie " * 3000
    rows: list[list[object]] = [
        [words, words, None, None, None, None, None, None]
        for words in (long, "x" * (MAX_TEXT + 10), "bip\x07 _x0041_")
    ]
    path, _ = made(tmp_path, rows)
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1][1] == long
    assert str(read[2][1]).endswith(" […]")
    assert len(str(read[2][1])) == MAX_TEXT
    assert read[3][1] == "bip _x0041_"


def test_an_empty_list_is_a_header(tmp_path: Path) -> None:
    _, sheet = made(tmp_path, [])
    assert sheet.max_row == 1


def test_a_failure_keeps_the_previous_file(tmp_path: Path) -> None:
    path, _ = made(tmp_path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="argument 2"):
        write_list(path, COLUMNS, [["trop court"]], "Dossiers")
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["liste.xlsx"]


def test_an_impossible_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"ne peut pas être écrit .* Le fichier précédent est intact\."):
        write_list(tmp_path / "absent" / "liste.xlsx", COLUMNS, ROWS, "Dossiers")
    folder = tmp_path / "liste.xlsx"
    folder.mkdir()  # stands for a target that cannot be replaced
    with pytest.raises(Unwritable):
        write_list(folder, COLUMNS, ROWS, "Dossiers")
    assert [entry.name for entry in tmp_path.iterdir()] == ["liste.xlsx"]
