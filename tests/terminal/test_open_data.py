"""`open-data` typed: the file, what holds grants back, the delays, and that nothing is written half."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp

import pytest

from desktop.cli import main
from tests.open_data import EVOLUTION, faults

SAMPLE = next((Path(__file__).parents[1] / "samples" / "ds").glob("dossiers_*.xlsx"))


@cache
def imported() -> Path:
    """A base with the sample taken in, made once and copied."""
    database = Path(mkdtemp(prefix="parvis-duties-")) / "parvis.db"
    with redirect_stdout(StringIO()):
        assert main(["import", "--db", str(database), str(SAMPLE)]) == 0
    return database


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    shutil.copyfile(imported(), tmp_path / "parvis.db")
    capsys.readouterr()

    def run(*words: str, plain: bool = False):  # type: ignore[no-untyped-def]
        base = ["--db", str(tmp_path / "parvis.db")]
        code = main([*words, *base, *([] if plain else ["--json"])])
        told = capsys.readouterr()
        return code, told.out if plain else json.loads(told.out) if told.out else None, told.err

    return run


def test_from_a_grant_to_the_file_and_its_address(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    number = next(row["number"] for row in parvis("list")[1] if row["source_id"] == "26500101")
    assert parvis("decide", number, "--grant", "14000", "--funder", "METROPOLE=14000")[0] == 0
    code, told, _ = parvis("open-data", "check", "--all")
    assert code == 0 and told["lines"] == 0
    assert {one["code"] for one in told["held"]} == {"amount", "date"}  # the portal granted one untold
    assert parvis("open-data", "delays")[1] == []  # under 23 000
    out = tmp_path / "aides.csv"
    code, _, errors = parvis("open-data", "scdl", "--all", "--out", str(out))
    assert code == 1 and "ne s’invente pas" in errors and not out.exists()
    assert parvis("letters", "--out", str(tmp_path / "lettres"))[0] == 0  # the decision is notified
    assert parvis("open-data", "authority", "--siret", "24800053100009")[1]["siret"] == "24800053100009"
    code, told, errors = parvis("open-data", "scdl", "--all", "--out", str(out))
    assert (code, told["lines"], told["amount"]) == (0, 1, "14000.00"), errors
    assert faults(out) == []
    with out.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["montant"] == "14000" and row["nomAttribuant"] == "Amiens Métropole"
    place = "https://essai.invalid/aides.csv"
    assert parvis("open-data", "scdl", "--all", "--out", str(out), "--published-at", place)[0] == 0
    assert [row["url"] for row in parvis("open-data", "list")[1]] == [place]
    assert parvis("open-data", "scdl", "--all", "--out", str(out), "--evolution")[0] == 0
    assert faults(out, EVOLUTION) == []


def test_it_refuses_in_french_and_leaves_the_file_alone(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "aides.csv"
    out.write_text("avant", encoding="utf-8")
    parvis("open-data", "authority", "--siret", "24800053100009")
    for words in (("--year", "1999"), ("--from", "hier"), ("--funder", "RIEN")):
        code, _, errors = parvis("open-data", "scdl", "--out", str(out), *words)
        assert code == 1 and errors.strip().endswith((".", "31.")), words
    assert out.read_text(encoding="utf-8") == "avant"
