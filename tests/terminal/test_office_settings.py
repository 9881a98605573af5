"""`parvis settings`: told, changed, given back, written to a file and taken from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.office import open_office


def test_settings_from_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_office(tmp_path, author="Test").close()
    base, out = str(tmp_path / "parvis.db"), str(tmp_path / "service.parvis-reglages")

    def told(*words: str, code: int = 0) -> str:
        assert main(["settings", *words, "--db", base]) == code
        answer = capsys.readouterr()
        return answer.err if code else answer.out

    assert "Partenaires" in told("list")
    assert "Réglage changé." in told("set", "partners", "CAF", "email=nom@exemple.invalid")
    (line,) = [line for line in told("list", "partners").splitlines() if "CAF de la Somme" in line]
    assert line.startswith("*")
    told("set", "reports", "reports", "gap_amount=700", "gap_percent=30")
    rules = json.loads(told("list", "reports", "--json"))[0]["values"]
    assert (rules["gap_amount"], rules["gap_percent"]) == (700_00, 30)
    assert "ce n’est pas un nombre" in told("set", "reports", "reports", "again_after=jamais", code=1)
    assert "écrivez CHAMP=VALEUR" in told("set", "reports", "reports", "30", code=1)
    assert "aucune ligne" in told("set", "partners", "INCONNU", "email=x", code=1)
    assert "s’écrivent dans un fichier .parvis-reglages" in told("export", "--out", "x.zip", code=1)
    assert "30 sujets" in told("export", "--out", out)
    assert "remis comme il est livré" in told("reset", "partners", "CAF")
    dry = json.loads(told("import", out, "--dry-run", "--json"))
    assert dry["counts"]["changed"] == 1 and dry["counts"]["refused"] == 0
    assert "changé : Partenaires, CAF de la Somme" in told("import", out)
    assert "n’existe pas" in told("import", str(tmp_path / "rien.parvis-reglages"), code=1)
