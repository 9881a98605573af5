"""`parvis reference`: load, status and forget, with a sentence for what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests import extracts


def test_load_status_and_forget(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main(["reference", *words, "--db", str(tmp_path / "base" / "parvis.db"), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    assert run("status") == (0, None, "")
    file = extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION)
    code, told, errors = run("load", str(file), str(extracts.SAMPLES / "LISEZ-MOI.md"))
    assert code == 1 and [each["rows"] for each in told["files"]] == [1]
    assert "ni un extrait du RNA" in errors
    code, told, _ = run("status")
    assert (code, told["counts"]["rna"], told["loads"][0]["file"]) == (0, 1, "rna.csv")
    assert run("forget")[0] == 0 and run("status")[1] is None


def test_a_damaged_reference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "parvis.db.reference").write_bytes(b"ce n'est pas une base")
    assert main(["reference", "status", "--db", str(tmp_path / "parvis.db")]) == 1
    assert "chargez de nouveau" in capsys.readouterr().err


def test_an_extract_is_no_list_of_applications(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION)
    assert main(["import", str(file), "--db", str(tmp_path / "parvis.db")]) == 1
    assert "parvis reference load rna.csv" in capsys.readouterr().err
