"""Keys of a workstation: kept where they must be, told to others, compared by their figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from desktop.exchange import key_store, keys
from desktop.exchange.key_store import NoKeys
from desktop.exchange.keys import BadKey

WORDS = "une phrase assez longue"


class Drawer(KeyringBackend):
    """A keyring of this process."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    yield keyring.get_keyring()  # type: ignore[misc]
    keyring.set_keyring(before)


@pytest.fixture
def bare() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


def test_keys_stay_in_the_keyring(drawer: Drawer, tmp_path: Path) -> None:
    made = keys.make("Antenne Étouvie")
    assert "trousseau du système" in key_store.store(made, tmp_path)
    assert key_store.load("Antenne Étouvie~2", tmp_path) == made  # a copy that goes on has the same keys
    assert list(tmp_path.iterdir()) == [] and len(drawer.held) == 1
    assert key_store.held("Antenne Étouvie", tmp_path) and not key_store.held("Autre", tmp_path)
    with pytest.raises(NoKeys, match="n’a pas de clés"):
        key_store.load("Autre", tmp_path)


def test_without_a_keyring_a_passphrase_seals_them(bare: None, tmp_path: Path) -> None:
    made = keys.make("Antenne Étouvie")
    asked: list[str] = []
    told = key_store.store(made, tmp_path, lambda words: asked.append(words) or WORDS)  # type: ignore[func-returns-value]
    assert "n’a pas de trousseau" in told and "n’a pas de trousseau" in asked[0]
    sealed = key_store.place(tmp_path, "Antenne Étouvie")
    assert made.seed.encode() not in sealed.read_bytes() and sealed.stat().st_mode & 0o077 == 0
    assert key_store.load("Antenne Étouvie", tmp_path, lambda _: WORDS) == made
    assert key_store.load("Antenne Étouvie", tmp_path) == made  # asked once for the life of the process
    key_store.forget()
    with pytest.raises(NoKeys, match="n’ouvre pas"):
        key_store.load("Antenne Étouvie", tmp_path, lambda _: "une autre phrase")
    with pytest.raises(NoKeys, match="scellées"):
        key_store.load("Antenne Étouvie", tmp_path)
    with pytest.raises(NoKeys, match="moins de 10"):
        key_store.store(keys.make("Autre"), tmp_path, lambda _: "court")


def test_a_fingerprint_is_read_aloud(tmp_path: Path) -> None:
    one, other = keys.make("A").public, keys.make("A").public
    assert len(one.fingerprint.split()) == 8 and one.fingerprint != other.fingerprint
    assert keys.same_fingerprint(one.fingerprint, one.fingerprint.replace(" ", "-"))
    assert not keys.same_fingerprint(one.fingerprint, other.fingerprint)
    assert not keys.same_fingerprint("", "")


def test_a_request_and_a_card_are_small_texts_without_secrets(tmp_path: Path) -> None:
    made = keys.make("Antenne Étouvie")
    path = tmp_path / "etouvie.demande"
    keys.write_public(path, made.public, "request")
    text = path.read_text(encoding="utf-8")
    assert made.identity not in text and made.seed not in text and made.public.fingerprint in text
    assert keys.read_public(path) == (made.public, "request", "", "")
    keys.write_public(path, made.public, "card", scope='{"quarters": []}', escrow="age1x")
    assert keys.read_public(path) == (made.public, "card", '{"quarters": []}', "age1x")
    told = json.loads(text)
    for broken in ({**told, "verifier": "00" * 32}, {**told, "recipient": "age1zz"}, {}, [], None):
        path.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(BadKey):
            keys.read_public(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadKey, match="abîmé"):
        keys.read_public(path)


def test_a_signature_is_of_one_key_and_of_these_bytes() -> None:
    one, other = keys.make("A"), keys.make("B")
    signature = one.sign(b"texte")
    assert keys.signed_by(one.public.verifier, b"texte", signature)
    assert not keys.signed_by(other.public.verifier, b"texte", signature)
    assert not keys.signed_by(one.public.verifier, b"autre", signature)
    assert not keys.signed_by("", b"texte", signature) and not keys.signed_by("zz", b"texte", b"")
