"""The yearly report: each figure counted again from raw rows, read back from the page and the workbook."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.figures_sheet import sheet_of
from desktop.flow.interests import declare
from desktop.flow.year_book import report_book
from desktop.flow.year_report import compose, report_pdf, write_report
from desktop.flow.year_told import facts, tell_year
from desktop.rules.figures import words_of
from tests.flow.odd_years import COUNT, fill
from tests.flow.year_report_again import compare, recompute
from tests.office import open_office

TODAY = dt.date(2027, 8, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    store = open_office(folder)
    fill(store)
    store.close()
    return folder / "parvis.db"


@pytest.fixture
def odd(made: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copyfile(made, tmp_path / "parvis.db")
    store = Store(tmp_path / "parvis.db", author="A. Exemple", place="poste-test")
    yield store
    store.close()


def words(content: bytes) -> str:
    with PDFIUM:
        document = PdfDocument(content)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        document.close()
    return " ".join(text.split())


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_figure_is_the_one_counted_again(odd: Store, year: int) -> None:
    told = facts(tell_year(odd.reader, year, today=TODAY))
    assert compare(told, recompute(odd.reader, year, TODAY)) == []
    assert len(told) > 400


def test_the_base_has_every_odd_case(odd: Store) -> None:
    told = tell_year(odd.reader, 2026, today=TODAY)
    whole = told.whole
    assert whole.dossiers == COUNT - 2  # one united, one of another year by its convention
    assert min(whole.no_asked, whole.no_cost, whole.no_people, whole.reported) > 0
    assert 0 < (whole.paid or 0) < (whole.granted or 0) < (whole.asked or 0)
    assert all(told.axis(by).rows[-1].code == "" for by in ("quarter", "challenge", "renewal"))
    assert told.late and told.paid and told.ages and told.evolution.before
    assert [row.promised for row in told.agreements] == [4_001_03]


def test_a_figure_that_is_wrong_is_found(odd: Store) -> None:
    told = facts(tell_year(odd.reader, 2026, today=TODAY))
    for name in ("quarter/QN08001M/granted", "funder/VILLE/paid", "whole"):
        wrong = dict(told)
        wrong[name] = (wrong.get(name) or 0) + 1
        (said,) = compare(wrong, recompute(odd.reader, 2026, TODAY))
        assert said.startswith(f"{name} : rapport")


def test_the_pages_say_the_figures(odd: Store) -> None:
    told = tell_year(odd.reader, 2026, today=TODAY)
    said = words(report_pdf(odd.reader, told))
    again = recompute(odd.reader, 2026, TODAY)
    for found in told.axes:
        sheet = sheet_of(found)
        for row in found.rows:
            if not row.dossiers:
                continue
            shown = [words_of(again[f"{found.asked.by}/{row.code}/{code}"], code) for code in sheet.measures]
            line = " ".join(" ".join([row.label, *shown]).split())
            assert line in said, line
    for name in ("granted", "asked", "paid", "cost", "beneficiaries"):
        assert " ".join(words_of(again[f"quarter/=/{name}"], name).split()) in said
    assert "Contrat 2015-2022 : 25 500 000 € accordés, 1 999 actions en 8 ans" in said
    assert "1 / " in said and "au 01/08/2027" in said
    assert all(row.number in said for row in told.actions)


def test_the_workbook_keeps_the_cents(odd: Store) -> None:
    told = tell_year(odd.reader, 2026, today=TODAY)
    book = openpyxl.load_workbook(io.BytesIO(report_book(told)))
    rows = list(book["Quartier"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Quartier")
    line = next(row for row in rows if row[0] == "Étouvie")
    cents = facts(told)["quarter/QN08001M/granted"]
    assert cents and round(float(str(line[head.index("Accordé")])) * 100) == cents
    actions = list(book["Actions accordées"].iter_rows(values_only=True))[1:-1]
    assert round(sum(float(str(row[4])) for row in actions) * 100) == told.whole.granted
    assert book.sheetnames[7:] == [
        "Défis × quartiers", "Public par âge", "Actions accordées", "Conventions", "Versements",
        "Bilans en retard", "Au fil des années", "À savoir",
    ]  # fmt: skip
    grid = list(book["Défis × quartiers"].iter_rows(values_only=True))[1:-1]
    cells = [float(str(value)) for row in grid for value in row[1:-1] if value is not None]
    assert round(sum(cells) * 100) == told.whole.granted
    paid = list(book["Versements"].iter_rows(values_only=True))
    assert round(sum(float(str(row[4])) for row in paid[1:-1]) * 100) == sum(row.paid for row in told.paid)
    assert str(paid[-1][4]).startswith("=SUM")


def test_what_is_closed_is_counted_but_not_named(odd: Store) -> None:
    hidden = tell_year(odd.reader, 2026, today=TODAY).actions[0]
    odd.do(declare, nature="membre du bureau", dossier=hidden.dossier_id)
    told = tell_year(odd.reader, 2026, odd.author, TODAY)
    said = words(report_pdf(odd.reader, told))
    assert hidden.applicant not in said and "Non nommé (intérêt déclaré)" in said
    assert told.whole.closed == 1
    assert compare(facts(told), recompute(odd.reader, 2026, TODAY)) == []


def test_a_year_without_dossiers_and_a_wrong_name_are_refused(odd: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1999"):
        compose(odd.reader, tell_year(odd.reader, 1999))
    with pytest.raises(ValueError, match=r"\.pdf"):
        write_report(odd.reader, 2026, tmp_path / "r.doc")
    with pytest.raises(ValueError, match=r"\.xlsx"):
        write_report(odd.reader, 2026, tmp_path / "r.pdf", tables=tmp_path / "r.ods")
    assert not list(tmp_path.glob("r.*"))
