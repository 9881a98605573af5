"""What follows a decision typed: planned, listed, read back, a visit, a change, money that comes back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from desktop.cli import main
from tests.terminal.taken_in import take_in


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


@pytest.fixture
def number(parvis) -> str:  # type: ignore[no-untyped-def]
    found = str(parvis("list")[1][0]["number"])
    code, _, told = parvis(
        "decide", found, "--grant", "900", "--funder", "METROPOLE=900", "--reason", "Accordé"
    )
    assert code == 0, told
    return found


def test_payments_are_planned_listed_and_read_back(parvis, number: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, told, _ = parvis("pay", number, "--plan", "--advance", "40")
    assert code == 0 and [row["amount"] for row in told] == ["360.00", "540.00"]
    code, told, _ = parvis("payments", "--out", str(tmp_path / "b.xlsx"))
    assert code == 0 and told["payments"] == 2
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    sheet = book.active
    assert sheet.cell(2, 1).value == f"{number}-V01"
    sheet.cell(2, 16).value, sheet.cell(2, 17).value, sheet.cell(2, 18).value = "M12", "02/03/2026", 360
    sheet.cell(3, 16).value, sheet.cell(3, 17).value, sheet.cell(3, 18).value = "M13", "02/03/2026", 541
    book.save(tmp_path / "b.xlsx")
    code, told, err = parvis("payments", "--read", str(tmp_path / "b.xlsx"), "--dry-run")
    assert told["recorded"] == 0 and "jamais plus" in told["lines"][1]["fault"]
    code, told, err = parvis("payments", "--read", str(tmp_path / "b.xlsx"))
    assert code == 1 and told["recorded"] == 1 and "Ligne 3" in err
    code, told, _ = parvis("pay", number, "--amount", "540", "--on", "2026-03-09", "--order", "M14")
    assert code == 0 and {row["state"] for row in told} == {"paid"}
    code, _, err = parvis("pay", number, "--amount", "1", "--on", "2026-03-09")
    assert code == 1 and "aucun versement n’est à faire" in err
    assert parvis("payments", "--due")[1] == []


def test_a_visit_a_change_and_money_that_comes_back(parvis, number: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    Image.new("RGB", (40, 30), "green").save(tmp_path / "p.jpg")
    code, told, _ = parvis(
        "visit", number, "--on", "12/05/2026", "--present", "9", "--photo", str(tmp_path / "p.jpg"),
        "--out", str(tmp_path / "v.pdf"),
    )  # fmt: skip
    assert code == 0 and told[0]["photos"] == 1 and (tmp_path / "v.pdf").read_bytes()[:5] == b"%PDF-"
    code, _, err = parvis("change", number, "--amount", "1000", "--reason", "Plus de séances")
    assert code == 1 and "sans une nouvelle décision" in err
    assert parvis("pay", number, "--amount", "900", "--on", "2026-03-09")[0] == 0
    code, told, _ = parvis("change", number, "--amount", "600", "--reason", "Moins de séances", "--grant")
    assert code == 0 and told[0]["state"] == "granted"
    code, told, _ = parvis("repay", number)
    assert [row["amount"] for row in told["repayments"]] == ["300.00"]
    assert parvis("repay", number, "--decide")[0] == 0
    assert parvis("repay", number, "--title", "T-9")[1]["repayments"][0]["title"] == "T-9"
    told = parvis("repay", number, "--received", "300", "--on", "2026-06-01")[1]
    assert told["repayments"][0]["state"] == "paid"
