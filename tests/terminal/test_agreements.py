"""Conventions of several years from a terminal: the list, the register, the papers, two years compared."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.cli import main
from tests.office import open_office
from tests.years import asked, convention, granted


@pytest.fixture
def base(tmp_path: Path) -> str:
    store = open_office(tmp_path)
    keys = asked(store)
    convention(store, keys)
    granted(store, keys[0], 20_000_00, 10_000_00)
    store.close()
    return str(tmp_path / "parvis.db")


def test_the_list_and_the_register(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreements", "--db", base, "--json"]) == 0
    (head,) = json.loads(capsys.readouterr().out)
    assert (head["number"], head["promised"], head["voted"]) == ("CPO-2024-01", "90000.00", "30000.00")
    assert main(["agreement", "cpo-2024-01", "--db", base, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["ledger"]) == 6 and told["years"][0]["voted"] == "30000.00"
    assert told["years"][1]["left"] is None, "2025 is not decided"
    assert main(["agreement", "CPO-2024-01", "--db", base]) == 0
    assert "2024 : promis 30\u202f000\u00a0€, voté 30\u202f000\u00a0€" in capsys.readouterr().out
    assert main(["agreement", "CPO-1", "--db", base]) == 1
    assert "Aucune convention" in capsys.readouterr().err


def test_its_papers_and_two_years(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "convention.pdf"
    assert main(["agreement", "CPO-2024-01", "--convention", str(out), "--db", base]) == 0
    with pdfium.PdfDocument(out) as pdf:
        assert "CPO-2024-01" in pdf[0].get_textpage().get_text_range()
    assert main(["agreement", "CPO-2024-01", "--convention", str(tmp_path / "c.odt"), "--db", base]) == 1
    assert main(["agreement", "CPO-2024-01", "--amendment", str(out), "--db", base]) == 1
    assert "n’a pas d’avenant" in capsys.readouterr().err
    assert main(["agreement", "CPO-2024-01", "--compare", "2025", "--db", base, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["before"]["year"] == 2024
    assert {"label": "Coût de l’action", "words": "="}.items() <= told["figures"][0].items()
    assert main(["agreement", "CPO-2024-01", "--compare", "2024", "--db", base]) == 1
    assert "pas de demande pour 2023" in capsys.readouterr().err
