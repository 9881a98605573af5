"""`reports`, `report-in`, `remind-reports` typed: what is owed, files taken or refused, letters prepared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from tests.exchange import report_forms as forms
from tests.office import application, bring, open_office
from tests.reporting import grant


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    store = open_office(tmp_path)
    for intake in bring(store, application(), application("26500002")):
        grant(store, intake.dossier)
    store.close()

    def run(*words: str, plain: bool = False) -> tuple[int, Any, str]:
        asked = [words[0], "--db", str(tmp_path / "parvis.db"), *([] if plain else ["--json"]), *words[1:]]
        code = main(asked)
        told = capsys.readouterr()
        return code, told.out if plain else json.loads(told.out) if told.out else None, told.err

    return run


def test_reports_are_listed_and_read_in(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, owed, _ = parvis("reports")
    assert code == 0 and [row["state"] for row in owed] == ["awaited", "awaited"]
    assert {row["due_on"] for row in owed} == {"2027-06-30"}
    assert parvis("reports", "--late")[1] == []
    good = forms.report(tmp_path / "bilan.pdf", "named")
    code, told, _ = parvis("report-in", str(good), "--dry-run")
    assert code == 0 and told[0]["dossier"] == "2026-0001" and not told[0]["taken"]
    assert {row["state"] for row in parvis("reports")[1]} == {"awaited"}
    lost = forms.report(tmp_path / "autre.pdf", "bare", {"number": "", "applicant": "", "title": "Autre"})
    bad = tmp_path / "faux.csv"
    bad.write_text("nom;ville\nA;Amiens\n", encoding="utf-8")
    code, told, errors = parvis("report-in", str(good), str(lost), str(bad))
    assert code == 1 and [one["taken"] for one in told] == [True, False]
    assert "aucun dossier sûr" in errors and "n’est pas un bilan" in errors
    code, told, _ = parvis("report-in", str(lost), "--dossier", "2026-0002")
    assert code == 0 and (told[0]["dossier"], told[0]["why"]) == ("2026-0002", "choisi par vous")
    (whole,) = parvis("reports", "--dossier", "2026-0001")[1]
    assert whole["state"] == "received" and whole["texts"]["gaps"] == forms.NOTES["gaps"]
    assert {"account": "64", "done": "30000.00"}.items() <= {
        key: value for line in whole["lines"] if line["account"] == "64" for key, value in line.items()
    }.items()
    assert any(one["code"] == "gap" for one in whole["remarks"])


def test_it_speaks_french(parvis) -> None:  # type: ignore[no-untyped-def]
    code, told, _ = parvis("reports", plain=True)
    assert code == 0 and "bilan final 2026 : attendu pour le 30/06/2027" in told
    code, told, _ = parvis("remind-reports", "--dry-run", plain=True)
    assert code == 0 and "0 premières relances" in told
    assert "Aucun bilan." in parvis("reports", "--late", plain=True)[1]
    assert "prévu" in parvis("reports", "--dossier", "2026-0001", plain=True)[1]
