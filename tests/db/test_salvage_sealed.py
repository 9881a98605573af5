"""An encrypted base that is damaged: what bad pages held comes from the journal, still encrypted."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from db.connection import connect, sealed_mark
from desktop.flow import copies, vault
from desktop.flow.damage import trouble, trouble_inside
from desktop.flow.repair import repair, report_place
from tests.office import application, bring, dump, open_office

PAGE = 4096


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with contextlib.closing(connect(path, read_only=True)) as reader:
        return dump(reader)


def test_bad_pages_of_an_encrypted_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PARVIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    store = open_office(tmp_path / "base")
    bring(store, application(), application("26500002"))
    store.close()
    vault.encrypt_base(store.path, "quatre mots sans rapport")
    assert trouble(store.path) is None and trouble_inside(store.path) is None
    before, content = rows_of(store.path), store.path.read_bytes()
    with contextlib.closing(connect(store.path, read_only=True)) as reader:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'dossier'"
        root = int(reader.execute(query).fetchone()[0])
    damaged = bytearray(content)
    damaged[(root - 1) * PAGE + 900] ^= 4
    store.path.write_bytes(damaged)
    found = trouble_inside(store.path)
    assert found is not None and found.kind == "page"
    out = tmp_path / "neuve.db"  # without a copy: the journal tells every row of that page
    done = repair(store.path, out, author="A. Exemple")
    assert done.faults == () and sealed_mark(out) is not None
    assert rows_of(out) == before
    assert b"Livre et lecture" not in out.read_bytes()
    assert "Livre" not in report_place(out).read_text(encoding="utf-8")
    store.path.write_bytes(content)
    proof = copies.prove(copies.now(store.path), store.path)
    assert proof.faults == () and proof.dossiers == 2
