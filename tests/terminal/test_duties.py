"""`p147`, `statement` and `thresholds` typed: what they write, what they refuse."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from db.store import Store
from tests.flow.test_open_data import kept_to_quarters
from tests.terminal.test_open_data import parvis

__all__ = ["parvis"]


@pytest.fixture
def granted(parvis) -> str:  # type: ignore[no-untyped-def]
    number: str = next(row["number"] for row in parvis("list")[1] if row["source_id"] == "26500101")
    told = parvis(
        "decide", number, "--grant", "14000", "--funder", "METROPOLE=8000", "--funder", "ETAT147=6000"
    )
    assert told[0] == 0, told
    return number


def test_themes_of_the_state(parvis, granted: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "p147.csv"
    code, told, _ = parvis("p147", "2026", "--out", str(out))
    assert code == 0 and told["amount"] == "6000.00"
    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == told["lines"] and sum(float(row["montant"]) for row in rows) == 6000
    changed = ("--challenge", "D04", "--theme", "1.1=30", "--theme", "1.5a=70")
    assert [row for row in parvis("p147", *changed)[1] if row["challenge"] == "D04"] == [
        {"challenge": "D04", "theme": "1.1", "percent": 30},
        {"challenge": "D04", "theme": "1.5a", "percent": 70},
    ]
    for wrong in (("--theme", "1.1=30"), ("--theme", "9.9=100"), ("--theme", "1.1")):
        code, _, errors = parvis("p147", "--challenge", "D04", *wrong)
        assert code == 1 and errors.strip().endswith((".", "=100.")), wrong
    code, _, errors = parvis("p147", "2019", "--out", str(tmp_path / "rien.csv"))
    assert code == 1 and "Rien n’a été écrit" in errors and not (tmp_path / "rien.csv").exists()


def test_the_statement_of_a_year(parvis, granted: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "etat.xlsx"
    code, told, _ = parvis("statement", "2026", "--out", str(out))
    assert code == 0 and told["voted"] == "14000.00" and told["actions"] >= 1
    assert "Actions" in openpyxl.load_workbook(out).sheetnames
    code, _, errors = parvis("statement", "2026", "--out", str(tmp_path / "etat.csv"))
    assert code == 1 and ".xlsx" in errors
    code, _, errors = parvis("statement", "2019", "--out", str(tmp_path / "vide.xlsx"))
    assert code == 1 and not (tmp_path / "vide.xlsx").exists()


def test_nobody_above_and_a_list_published_elsewhere(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert parvis("thresholds", "2026")[1] == []
    code, _, errors = parvis("thresholds", "2026", "--out", str(tmp_path / "seuils.xlsx"))
    assert code == 1 and "Rien n’a été écrit" in errors
    tables = Path(__file__).parents[1] / "samples" / "tables"
    code, told, _ = parvis("open-data", "compare", str(tables / "scdl-vendee.xlsx"))
    assert (code, told["cells"], told["different"]) == (0, 56, 0)
    code, _, errors = parvis("open-data", "compare", str(tables / "le-compte-asso.csv"))
    assert code == 1 and "n’a pas les colonnes" in errors


def test_who_sees_some_quarters_alone_is_refused(parvis, granted: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    store = Store(tmp_path / "parvis.db")
    store.do(kept_to_quarters, name=store.author)
    store.close()
    out = str(tmp_path / "e.xlsx")
    for words in (("open-data", "check"), ("statement", "2026", "--out", out), ("p147",)):
        code, _, errors = parvis(*words)
        assert code == 1 and "vos quartiers seulement" in errors, words
    assert not (tmp_path / "e.xlsx").exists()
