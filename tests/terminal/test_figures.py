"""`figures` typed: a table that reads, numbers that another program adds up."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.cli import main
from tests.terminal.taken_in import take_in


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str, plain: bool = False):  # type: ignore[no-untyped-def]
        asked = [words[0], "--db", str(tmp_path / "parvis.db"), *([] if plain else ["--json"]), *words[1:]]
        code = main(asked)
        told = capsys.readouterr()
        return code, told.out if plain else json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


def test_figures_by_quarter_add_up(parvis) -> None:  # type: ignore[no-untyped-def]
    code, told, _ = parvis("figures", "--by", "quarter", "--year", "2026")
    assert code == 0 and told["whole"]["dossiers"] == len(parvis("list")[1])
    known = [row["asked"] for row in told["rows"] if row["asked"] is not None]
    assert sum(map(Decimal, known)) == Decimal(told["whole"]["asked"])
    row = max(told["rows"], key=lambda one: one["dossiers"])
    assert len(parvis("list", "--where", row["query"])[1]) == row["dossiers"] > 0


def test_figures_are_a_table_in_french(parvis) -> None:  # type: ignore[no-untyped-def]
    code, told, _ = parvis("figures", "--by", "funder", plain=True)
    lines = told.splitlines()
    assert code == 0 and lines[0] == "Financeur, toutes les années"
    assert "Demandé" in lines[1] and any(line.startswith("En tout") for line in lines)
    code, told, _ = parvis("figures", "--by", "challenge", "--only", "funder=VILLE")
    assert code == 0 and told["filters"] == {"funder": "VILLE"}
    code, _, said = parvis("figures", "--by", "challenge", "--only", "ville")
    assert code == 1 and "funder=VILLE" in said


def test_the_report_of_a_year_is_written_with_its_tables(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out, tables = tmp_path / "r.pdf", tmp_path / "r.xlsx"
    code, told, errors = parvis(
        "report", "2026", "--out", str(out), "--tables", str(tables), "--watermark", "la CAF"
    )
    assert code == 0, errors
    assert told["facts"]["quarter/=/dossiers"] == len(parvis("list")[1])
    assert out.read_bytes().startswith(b"%PDF") and tables.read_bytes().startswith(b"PK")
    code, _, said = parvis("report", "1999", "--out", str(tmp_path / "n.pdf"))
    assert code == 1 and "1999" in said and not (tmp_path / "n.pdf").exists()
