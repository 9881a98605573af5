"""Passphrases, keys and passwords are planted, and looked for in every place where they have no business."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from db import vault as keeper
from db.connection import Refused, sealed_mark
from db.hub.client import NotAllowed, Unreachable
from desktop.exchange import key_store, keys
from desktop.flow import vault
from desktop.flow.hub_address import Address, connect, remember
from tests.office import open_office
from tests.ring import FileRing

PASSPHRASE = "secret planté numéro un"
PASSWORD = "Secret-Plante-Numero-Deux"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passage"))
    (tmp_path / "passage").mkdir()
    monkeypatch.setenv("PARVIS_TEST_RING", str(tmp_path / "trousseau"))
    before = keyring.get_keyring()
    keyring.set_keyring(FileRing())
    yield tmp_path
    keyring.set_keyring(before)
    for mark in list(keeper._keys):
        keeper.forget(mark)


def holding(folder: Path, *secrets: bytes) -> list[str]:
    """The files under a folder that hold one of these, the keyring of the test left out."""
    found = [path for path in folder.rglob("*") if path.is_file() and "trousseau" not in path.parts]
    return [path.name for path in found if any(secret in path.read_bytes() for secret in secrets)]


def test_an_encrypted_base_leaves_neither_passphrase_nor_key(
    alone: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_office(alone / "base")
    store.close()
    vault.encrypt_base(store.path, PASSPHRASE, keyring=True)
    mark = sealed_mark(store.path)
    assert mark is not None
    key = keeper.held(mark)
    assert key is not None
    keeper.forget(mark)
    with pytest.raises(Refused) as told:
        vault.unlock(store.path, PASSPHRASE + " de trop")
    vault.unlock(store.path, PASSPHRASE)
    said = f"{told.value} {told.value.__context__} {caplog.text}"
    assert PASSPHRASE not in said and key.hex() not in said
    assert holding(alone, PASSPHRASE.encode(), key, key.hex().encode()) == []


def test_the_terminal_takes_a_passphrase_that_no_other_process_can_read(alone: Path) -> None:
    store = open_office(alone / "base")
    store.close()
    command = [sys.executable, "-m", "desktop", "vault", "encrypt", "--db", str(store.path)]
    env = {**os.environ, "PARVIS_PASSPHRASE": PASSPHRASE, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert PASSPHRASE not in done.stdout + done.stderr
    assert holding(alone, PASSPHRASE.encode()) == []
    refused = subprocess.run(
        [*command, "--passphrase", PASSPHRASE], env=env, capture_output=True, check=False
    )
    assert refused.returncode != 0  # the arguments of a process are read by anybody: no such option


def test_the_password_of_the_hub_is_in_no_base_and_in_no_message(
    alone: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_office(alone / "base")
    with pytest.raises(NotAllowed) as told:
        remember(store, Address(f"host=127.0.0.1 port=1 user=nord password={PASSWORD}"))
    with pytest.raises(Unreachable) as lost:
        connect(Address(f"host=127.0.0.1 port=1 user=nord dbname=x password={PASSWORD}", insecure=True))
    store.close()
    said = f"{told.value} {lost.value} {caplog.text}"
    assert PASSWORD not in said
    assert holding(alone, PASSWORD.encode()) == []


def test_the_keys_of_a_workstation_are_sealed_and_its_own(alone: Path) -> None:
    class NoRing(FileRing):
        def set_password(self, *_args: str) -> None:
            raise keyring.errors.PasswordSetError("no keyring here")

    keyring.set_keyring(NoRing())
    made = keys.make("Antenne")
    key_store.store(made, alone / "clés", lambda _question: PASSPHRASE)
    held = list((alone / "clés").rglob("*"))
    assert [path for path in held if path.is_file()]
    assert holding(alone, PASSPHRASE.encode(), made.identity.encode()) == []
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in held if path.is_file()} == {0}
