"""A formula and a tag planted in every text of a base leave in no file as anything but words."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from db.store import Store
from db.triggers import journalled
from desktop.cli import main
from tests.terminal.taken_in import take_in

TAG = "<b>gras</b><img src=x:planted>"
FORMULA = "=HYPERLINK(1)"


def plant(path: Path) -> None:
    """Put the tag behind, and a formula before, every text of two words or more."""
    store = Store(path, author="A. Exemple", place="poste-test")
    with store.write_raw() as connection:
        for table in sorted(journalled()):
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if kind.upper() in ("TEXT", "VARCHAR") and name not in ("at", "params"):
                    connection.execute(
                        f"UPDATE {table} SET {name} = ? || {name} || ? WHERE {name} LIKE '% %' "
                        f"AND substr({name}, 1, 1) NOT IN ('{{', '[') AND {name} NOT LIKE '____-__-__ %'",
                        [FORMULA + " ", " " + TAG],
                    )
    store.close()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "parvis.db"
    take_in(path)
    for number, *deed in (("2026-0001", "--grant", "14000"), ("2026-0002", "--refuse", "HORS_DEFIS")):
        assert main(["decide", number, *deed, "--db", str(path)]) == 0
    plant(path)
    return path


def test_no_workbook_computes_what_somebody_wrote(base: Path, tmp_path: Path) -> None:
    asked = {
        "liste.xlsx": ["export"], "notes.xlsx": ["notes"],
        "enveloppes.xlsx": ["grid"], "etat.xlsx": ["statement", "2026"],
    }  # fmt: skip
    seen = 0
    for name, words in asked.items():
        out = tmp_path / name
        if main([*words, "--out", str(out), "--db", str(base)]) or not out.exists():
            continue
        for sheet in openpyxl.load_workbook(out):
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                assert cell.data_type != "f" or "planted" not in str(cell.value), (name, cell.coordinate)
                seen += FORMULA in str(cell.value)
                if FORMULA in str(cell.value):
                    assert cell.data_type == "s" and cell.hyperlink is None, (name, cell.coordinate)
    assert seen > 10


def test_no_csv_begins_a_cell_with_a_formula(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "liste.csv"
    assert main(["export", "--out", str(out), "--db", str(base)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert sum(FORMULA in cell for cell in cells) > 10
    assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![\d ,.]*$)", cell)]


def test_papers_and_archive_show_the_tag_as_it_was_written(base: Path, tmp_path: Path) -> None:
    letters, archive = tmp_path / "courriers", tmp_path / "archive"
    main(["letters", "--out", str(letters), "--one-file", "--draft", "--db", str(base)])
    main(["archive-set", "--where", "demandé>0", "--out", str(archive), "--db", str(base)])
    papers = list(letters.rglob("*.pdf"))
    pages = [page for page in archive.rglob("*.html") if "planted" in page.read_text("utf-8")]
    assert papers and pages
    words = ""
    for path in papers:
        with pdfium.PdfDocument(path) as document:
            words += "".join(page.get_textpage().get_text_range() for page in document)
    assert "<b>gras</b>" in words.replace("\r\n", "").replace("\n", "")
    for page in pages:
        text = page.read_text("utf-8")
        assert "<img src=x:planted" not in text and "&lt;b&gt;gras" in text, page.name
