"""Retention, eliminations, archives and the rights of persons typed: French words, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.office import application, bring, open_office


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    store = open_office(tmp_path)
    bring(store, application(), application("26500002"))
    store.close()
    return run


def test_from_what_is_due_to_what_is_gone(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    number = parvis("list")[1][0]["number"]
    assert parvis("decide", number, "--refuse", "Hors délai")[0] == 0
    on = "2040-01-02"
    told = parvis("retention", "--on", on)[1]
    assert number in [row["number"] for row in told["over"]]
    assert parvis("eliminate", "--make", "--on", on)[0] == 0
    assert parvis("eliminate", "BE2040-01", "--out", str(tmp_path / "be.xlsx"))[0] == 0
    for deed in (("--sent",), ("--visa", "AD80-1"), ("--execute", "--because", "Fin", "--on", on)):
        assert parvis("eliminate", "BE2040-01", *deed)[0] == 0
    (row,) = parvis("eliminate")[1]
    assert row["state"] == "done" and (tmp_path / "be.xlsx").exists()
    assert parvis("verify")[0] == 0
    code, _, errors = parvis("eliminate", "BE2040-07", "--sent")
    assert code == 1 and "BE2040-07" in errors


def test_a_year_is_archived_and_proved(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    year = str(parvis("list")[1][0]["number"][:4])
    code, told, _ = parvis("archive", "--year", year, "--out", str(tmp_path / "a"))
    assert code == 0 and told["dossiers"] > 0 and (tmp_path / "a" / "index.html").exists()
    assert parvis("archive", "--verify", str(tmp_path / "a"))[0] == 0
    (tmp_path / "a" / "index.html").write_text("x", encoding="utf-8")
    code, told, errors = parvis("archive", "--verify", str(tmp_path / "a"))
    assert code == 1 and "index.html" in errors and len(told["faults"]) == 1
    assert parvis("archive", "--year", "1999", "--out", str(tmp_path / "b"))[0] == 1
    assert not (tmp_path / "b").exists()


def test_a_person_is_told_and_answered(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert parvis("rights", "--add", "Zoé Inconnue", "--kind", "access")[1][0]["state"] == "open"
    told = parvis("rights", "--answer", "Zoé Inconnue", "--words", "Rien.")[1]
    assert told[0]["state"] == "answered"
    (held,) = parvis("person", "Zoé Inconnue", "--out", str(tmp_path / "remis"))[1]["held"]
    assert held["table"] == "rights_request" and held["if_erased"] == "keep"
    assert len(list((tmp_path / "remis").iterdir())) == 2
    code, _, errors = parvis("person", "Zoé Inconnue", "--erase", "--because", "Sa demande")
    assert code == 1 and "Rien n’a été changé" in errors
    assert parvis("anonymise", "--where", "numéro:9999-9999", "--because", "x")[0] == 1
