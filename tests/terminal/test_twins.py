"""`parvis twins`, `merge`, `separate` on a base where a dossier came twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.exchange.application import Applicant as Told
from tests.office import application, bring, open_office


def test_twice_then_once_then_twice_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_office(tmp_path)
    asso = Told(name="Lire en Bas", siret="73282932000074")
    bring(store, application("1", applicant=asso), application("2", source="paper", applicant=asso))
    store.close()

    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    code, told, _ = run("twins")
    (pair,) = told["dossiers"]
    assert (code, pair["one"], pair["other"], pair["reasons"][1]) == (
        0,
        "2026-0001",
        "2026-0002",
        "même intitulé",
    )
    assert run("merge", "2026-0001", "2026-0002")[0] == 0
    assert [row["number"] for row in run("list")[1]] == ["2026-0001"]
    assert run("twins")[1] == {"dossiers": [], "applicants": []}
    code, _, errors = run("merge", "2026-0001", "2026-0002")
    assert code == 1 and "agissez sur 2026-0001" in errors
    code, _, errors = run("annotate", "2026-0002", "--challenge", "D04", "--note", "perdue")
    assert code == 1 and "parvis separate 2026-0002" in errors
    assert run("history", "2026-0002")[0] == 0
    assert run("show", "2026-0002")[0] == 0, "it opens by its number"
    assert run("separate", "2026-0002")[1] == {"number": "2026-0002", "left": []}
    assert len(run("list")[1]) == 2
    code, _, errors = run("separate", "2026-0002")
    assert code == 1 and "Aucun dossier réuni" in errors
    run("merge", "2026-0002", "2026-0001", "--take", "title")
    assert run("separate", "2026-0002")[0] == 0, "by the number of the one kept too"
