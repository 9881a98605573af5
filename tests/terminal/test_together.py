"""`parvis members`, `link`, `waves`, `refile`: what they say, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.flow.decide import decide
from tests import together
from tests.office import open_office
from tests.session import ready


def test_members_links_waves_and_a_second_filing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_office(tmp_path)
    dossier = together.project(store)
    keys = together.share(store, dossier)
    store.do(together.write_line, member=keys[3], side="charge", account="62", amount=10_00)
    other, refused = ready(store, 2)
    store.do(decide, dossier=refused, outcome="refused", reasons=["HORS_DEFIS"])
    store.close()

    def run(*words: str, plain: bool = False) -> tuple[int, Any, str]:
        form = [] if plain else ["--json"]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), *form, *words[1:]])
        told = capsys.readouterr()
        return code, told.out if plain else json.loads(told.out or "null"), told.err

    code, told, _ = run("members", "2026-0001")
    assert code == 0 and len(told["members"]) == 4 and told["members"][0]["role"] == "leader"
    assert told["members"][1]["charges"] == "5000.00" and not told["balanced"]
    assert {"project-column", "project-sum"} <= {one["code"] for one in told["findings"]}
    assert "dépassent les produits de 10" in run("members", "2026-0001", plain=True)[1]
    assert run("members", "2026-0002")[0] == 1

    assert run("link", "2026-0003", "2026-0002", "--kind", "joint")[1]["kind"] == "joint"
    assert run("link", "2026-0002")[1]["links"][0]["number"] == "2026-0003"
    assert run("link", "2026-0002", "2026-0003", "--undo")[0] == 0
    assert run("link", "2026-0002")[1]["links"] == []

    code, told, _ = run("waves", "aap-2026")
    assert code == 0 and [row["title"] for row in told["waves"]][:2] == ["Première vague", "Deuxième vague"]
    assert any("établissements scolaires" in words for words in told["findings"])
    assert run("waves", "inconnu")[0] == 1

    assert run("refile", "2026-0003", "--wave", "V9")[0] == 1
    code, told, _ = run("refile", "2026-0003", "--wave", "V2")
    assert code == 0 and told == {"number": "2026-0004", "first": "2026-0003", "wave": "Deuxième vague"}
    assert "refusé pour" in run("link", "2026-0004", plain=True)[1]
    assert other
