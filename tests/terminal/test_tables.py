"""`export` with chosen columns and models, `archive-set`: tables and archives typed."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

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


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def test_columns_by_code_or_title_then_by_the_model_they_were_kept_in(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "t.csv"
    code, told, _ = parvis(
        "export", "--out", str(out), "--columns", "Porteur,number,Demandé", "--save-model", "Bureau"
    )
    assert code == 0 and told["columns"] == ["applicant", "number", "asked"]
    first = rows_of(out)
    assert first[0] == ["Porteur", "Numéro", "Demandé"] and len(first) == told["dossiers"] + 1
    code, _, _ = parvis("export", "--out", str(out), "--model", "bureau", "--where", "demandé>=6000")
    assert code == 0 and 1 < len(rows_of(out)) < len(first)
    listed = parvis("export", "--list-columns")[1]
    assert listed["models"] == [{"name": "Bureau", "columns": ["applicant", "number", "asked"]}]
    assert {"code", "title", "group"} == set(listed["columns"][0])
    assert parvis("export", "--out", str(tmp_path / "tout.xlsx"), "--model", "tout")[0] == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--columns", "météo"], "n’existe pas"), (["--model", "inconnu"], "Aucun modèle"),
    ],
)  # fmt: skip
def test_an_unknown_column_or_model_is_refused_and_nothing_written(
    parvis, tmp_path: Path, words: list[str], why: str
) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "t.csv"
    code, told, errors = parvis("export", "--out", str(out), *words)
    assert (code, told) == (1, None) and why in errors and not out.exists()


def test_an_export_says_where_or_does_nothing(parvis) -> None:  # type: ignore[no-untyped-def]
    code, _, errors = parvis("export")
    assert code == 1 and "--out" in errors


def test_a_set_is_archived_and_a_second_time_refused(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "archive"
    code, told, _ = parvis(
        "archive-set", "--where", "demandé>=6000", "--out", str(out), "--title", "Lot de mars"
    )
    assert code == 0 and told["dossiers"] >= 2
    assert "Lot de mars" in (out / "index.html").read_text("utf-8")
    code, _, errors = parvis("archive-set", "--out", str(out))
    assert code == 1 and "pas un dossier vide" in errors
    assert parvis("archive-set", "--out", str(tmp_path / "a.zip"))[0] == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert "index.html" in packed.namelist()
    code, _, errors = parvis("archive-set", "--where", "numéro:introuvable", "--out", str(tmp_path / "b.zip"))
    assert code == 1 and "Aucun dossier" in errors
