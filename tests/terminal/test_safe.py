"""What loses nothing, from a terminal: copies, repair, recycle bin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.office import application, bring, open_office


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = open_office(tmp_path / "base")
    bring(store, application())
    store.close()
    return store.path


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    read: dict[str, object] = json.loads(capsys.readouterr().out)
    return read


def test_copies_are_made_proved_listed_and_put_back(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cle").mkdir()
    assert main(["--db", str(base), "copies", "--now", "--json"]) == 0
    made = told(capsys)
    assert made["sound"] is True
    assert main(["--db", str(base), "copies", "--second-place", str(tmp_path / "cle")]) == 0
    assert "1 copie déposée" in capsys.readouterr().out
    assert main(["--db", str(base), "copies"]) == 0
    out = capsys.readouterr().out
    assert "ce poste et second lieu · vérifiée le" in out
    copy = Path(str(made["file"]))
    assert main(["--db", str(base), "copies", "--restore", copy.name]) == 0
    assert "revenue à la copie" in capsys.readouterr().out
    copy.write_bytes(copy.read_bytes()[:5000])
    assert main(["--db", str(base), "copies", "--check"]) == 1
    assert "ne pourrait pas être reprise" in capsys.readouterr().err
    assert main(["--db", str(base), "copies", "--restore", copy.name]) == 1
    assert "La base est inchangée" in capsys.readouterr().err


def test_a_damaged_base_is_saved_in_a_new_file(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = base.read_bytes()
    base.write_bytes(bytes(100) + content[100:])
    assert main(["repair", str(base), "--dry-run", "--json"]) == 0
    tried = told(capsys)
    assert tried["dossiers"] == 1 and tried["out"] is None and tried["lost_operations"] == 0
    out = tmp_path / "neuve.db"
    assert main(["repair", str(base), "--out", str(out)]) == 0
    assert "Rien n’est perdu" in capsys.readouterr().out
    assert base.read_bytes() == bytes(100) + content[100:]
    assert main(["--db", str(out), "verify"]) == 0
    assert main(["repair", str(base), "--out", str(out)]) == 1
    assert "existe déjà" in capsys.readouterr().err


def test_the_bin_from_a_terminal(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = ["--db", str(base)]
    assert main([*db, "bin", "put", "2026-0001"]) == 1
    assert "Dites pourquoi" in capsys.readouterr().err
    assert main([*db, "bin", "put", "2026-0001", "--reason", "Reçu deux fois"]) == 0
    assert main([*db, "bin", "put", "2026-0001", "--reason", "Encore"]) == 1
    assert "est à la corbeille" in capsys.readouterr().err
    assert main([*db, "bin", "list"]) == 0
    assert "Reçu deux fois · quitte la corbeille le" in capsys.readouterr().out
    assert main([*db, "bin", "restore", "2026-0001"]) == 0
    assert main([*db, "bin", "days", "60"]) == 0
    assert "60 jours" in capsys.readouterr().out
    assert main([*db, "bin", "put", "2026-0001", "--reason", "Reçu deux fois"]) == 0
    assert main([*db, "bin", "empty", "--json"]) == 0
    assert '"emptied": 1' in capsys.readouterr().out
