"""Encryption at rest: what is protected, who opens it, what a lost passphrase or a lost header costs."""

import contextlib
import importlib.util
import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import keyring
import pytest

from db import backup, boxes, encrypt, queries, sealed
from db import vault as keeper
from db.boxes import BadKey, Locked
from db.connection import open_reader, sealed_mark
from db.journal import broken_steps
from db.lock import Held, Lock
from db.store import Store
from desktop.flow import files, vault
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.flow.texts import read_texts
from desktop.ui.draft import Draft
from tests.office import application, bring, open_office
from tests.ring import FileRing

WORDS, OTHER = "quatre mots sans rapport", "cinq autres mots tout neufs"
MARKER = "marqueur-xylophone-Zq7"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No secret of the environment, a data folder and a keyring of this test; no key left in memory."""
    before = keyring.get_keyring()  # of the machine: asked before this test's own is named
    for name in list(os.environ):
        if name.startswith("PARVIS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    monkeypatch.setenv("PARVIS_TEST_RING", str(tmp_path.parent / f"{tmp_path.name}.ring"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.ring.FileRing")
    keyring.set_keyring(FileRing())
    yield
    keyring.set_keyring(before)
    for mark in list(keeper._keys):
        keeper.forget(mark)


@cache
def _filled() -> Path:
    """The folder of a base in which the marker stands everywhere: row, search index, piece, draft, copies."""
    folder = Path(mkdtemp(prefix="parvis-vault-"))
    store = open_office(folder)
    bring(store, application("2600001", title=MARKER))
    (dossier,) = queries.list_ids(store.reader)
    store.do(annotate, dossier=dossier, place="dossier", text=MARKER)
    store.do(add_piece, dossier=dossier, content=f"{MARKER} ".encode() * 9000, name="lettre.txt")
    while read_texts(store) or store.index_search(1000):
        pass
    backup.daily(store.path, "start")
    Draft(store.path.with_name(store.path.name + ".decisions.json"), store.path).save({"x": MARKER})
    typed = folder / "moi" / "demande-papier.json"
    Draft(typed, store.path).save({"titre": MARKER})
    store.close()
    return folder


@cache
def _sealed() -> tuple[Path, bytes, bytes]:
    """The folder of the same one encrypted, its mark and its key."""
    folder = Path(mkdtemp(prefix="parvis-vault-")) / "sealed"
    shutil.copytree(_filled(), folder)
    vault.encrypt_base(folder / "parvis.db", WORDS)
    mark = sealed_mark(folder / "parvis.db") or b""
    return folder, mark, keeper.held(mark) or b""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """In clear, the marker everywhere."""
    shutil.copytree(_filled(), tmp_path, dirs_exist_ok=True)
    return tmp_path / "parvis.db"


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """The same encrypted by `WORDS`, and open."""
    folder, mark, key = _sealed()
    keeper.hold(mark, key)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path / "parvis.db"


def leaks(folder: Path) -> list[str]:
    """Files in which the marker can be read, as text or as the search would hold it."""
    wanted = (MARKER.encode(), b"xylophone", MARKER.encode("utf-16-le"))
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in found if any(one in path.read_bytes() for one in wanted)]


def shown(path: Path) -> str:
    with contextlib.closing(open_reader(path)) as reader:
        (key,) = queries.list_ids(reader)
        head = queries.head(reader, key)
        assert head is not None
        return head.title


def test_nothing_of_a_base_can_be_read_once_it_is_encrypted(base: Path, tmp_path: Path) -> None:
    assert len(leaks(tmp_path)) >= 5, "the marker stands in the base, a piece, two drafts and a copy"
    vault.encrypt_base(base, WORDS)
    assert leaks(tmp_path) == []
    told = vault.status(base)
    assert (told.encrypted, told.locked, told.passphrase, told.clear_files) == (True, False, True, 0)
    store = Store(base, author="A. Exemple", place="poste-1")
    (key,) = queries.list_ids(store.reader)
    store.do(annotate, dossier=key, place="dossier", text=f"{MARKER} encore")
    store.do(add_piece, dossier=key, content=MARKER.encode(), name="autre.txt")
    while read_texts(store) or store.index_search(1000):
        pass
    assert leaks(tmp_path) == [], "with the base open: write-ahead log, pieces"
    backup.daily(base, "import")
    hashes = [row[0] for row in store.reader.execute("SELECT sha256 FROM file")]
    assert files.broken(store.files, hashes) == [] and broken_steps(store.reader) == []
    assert MARKER.encode() in files.content_of(store.files, hashes[0])
    store.close()
    assert Draft(base.with_name(base.name + ".decisions.json"), base).load() == {"x": MARKER}
    assert leaks(tmp_path) == []


def test_making_it_clear_again_gives_back_the_same_base(base: Path, tmp_path: Path) -> None:
    with contextlib.closing(open_reader(base)) as reader:
        before = encrypt.digest(reader, lambda _share: True)
    vault.encrypt_base(base, WORDS, keyring=True)
    vault.decrypt_base(base)
    with contextlib.closing(open_reader(base)) as reader:
        assert encrypt.digest(reader, lambda _share: True) == before
        hashes = [row[0] for row in reader.execute("SELECT sha256 FROM file")]
    assert files.broken(base.with_name(base.name + ".pieces"), hashes) == []
    assert vault.status(base) == vault.Status(False) and not boxes.header_of(base).exists()
    assert Draft(tmp_path / "moi" / "demande-papier.json", base).load() == {"titre": MARKER}


def test_only_the_right_passphrase_opens_and_nothing_is_touched(encrypted: Path) -> None:
    vault.lock(encrypted)
    before = encrypted.read_bytes()
    with pytest.raises(Locked, match="PARVIS_PASSPHRASE"):
        Store(encrypted)
    with pytest.raises(BadKey, match="n’est pas celle de la base"):
        vault.unlock(encrypted, OTHER)
    with pytest.raises(Locked):
        open_reader(encrypted)
    assert encrypted.read_bytes() == before
    vault.unlock(encrypted, WORDS)
    assert shown(encrypted) == MARKER


def test_the_program_makes_a_passphrase_slow_to_guess() -> None:
    """As the program is loaded by itself: the other tests ask for less of it."""
    told = importlib.util.find_spec("db.boxes")
    assert told is not None and told.loader is not None
    loaded = importlib.util.module_from_spec(told)
    told.loader.exec_module(loaded)
    box = loaded.by_passphrase(b"k" * 32, WORDS)
    assert (box["kdf"], box["ops"], box["memory"]) == ("argon2id", 3, 64 * 1024 * 1024)
    assert boxes.with_passphrase(boxes.Boxes(b"", box), WORDS) == b"k" * 32, "by what the box says, anywhere"


def test_a_new_passphrase_shuts_the_old_one_out_of_base_and_copies(encrypted: Path) -> None:
    before = encrypted.read_bytes()
    with pytest.raises(BadKey):
        vault.change_passphrase(encrypted, OTHER, OTHER)
    with pytest.raises(ValueError, match="au moins 12 signes"):
        vault.change_passphrase(encrypted, WORDS, "court")
    vault.change_passphrase(encrypted, WORDS, OTHER)
    assert encrypted.read_bytes() == before, "the base itself is not written again"
    (copy,) = encrypt.copies_of(encrypted)
    for path in (encrypted, copy):
        vault.lock(encrypted)
        with pytest.raises(BadKey):
            vault.unlock(path, WORDS)
        vault.unlock(path, OTHER)
        assert shown(path) == MARKER


def test_the_escrow_key_recovers_a_base_whose_passphrase_is_lost(base: Path) -> None:
    secret, recipient = boxes.new_escrow()
    vault.encrypt_base(base, WORDS, recipient=recipient)
    vault.lock(base)
    with pytest.raises(BadKey, match="comporte une faute"):
        vault.recover(base, secret[:-1] + ("Q" if secret[-1] != "Q" else "P"), OTHER)
    with pytest.raises(BadKey, match="n’est pas celle de la base"):
        vault.recover(base, boxes.new_escrow()[0], OTHER)
    vault.recover(base, f" {secret[:20].lower()} {secret[20:]}\n", OTHER)
    vault.lock(base)
    vault.unlock(base, OTHER)
    assert shown(base) == MARKER and vault.status(base).escrow == recipient


def test_a_lost_or_damaged_header_is_found_again_beside_a_copy(encrypted: Path) -> None:
    header = boxes.header_of(encrypted)
    for damage in (None, b"{", json.dumps({"parvis": "cles", "version": 1}).encode(), b"\xff\xfe"):
        vault.lock(encrypted)
        header.unlink() if damage is None else header.write_bytes(damage)
        vault.unlock(encrypted, WORDS)
        assert shown(encrypted) == MARKER
    header.unlink(missing_ok=True)
    for copy in encrypt.copies_of(encrypted):
        boxes.header_of(copy).unlink()
    vault.lock(encrypted)
    with pytest.raises(Locked, match="manque"):
        vault.unlock(encrypted, WORDS)


def test_the_keyring_opens_without_a_word_and_can_be_left(encrypted: Path) -> None:
    vault.add_keyring(encrypted)
    vault.lock(encrypted)
    assert shown(encrypted) == MARKER, "asked of the keyring by the opening itself"
    vault.remove_keyring(encrypted)
    vault.lock(encrypted)
    with pytest.raises(Locked, match="phrase de passe"):
        open_reader(encrypted)
    assert "Parvis/" not in Path(os.environ["PARVIS_TEST_RING"]).read_text(encoding="utf-8")


def test_a_keyring_that_forgot_leaves_the_passphrase(base: Path) -> None:
    vault.encrypt_base(base, WORDS, keyring=True)
    Path(os.environ["PARVIS_TEST_RING"]).unlink()
    vault.lock(base)
    with pytest.raises(Locked, match="trousseau de ce poste ne donne pas"):
        open_reader(base)
    vault.unlock(base, WORDS)
    assert shown(base) == MARKER


def test_cancel_and_somebody_else_leave_the_base_as_it_was(base: Path, tmp_path: Path) -> None:
    with contextlib.closing(open_reader(base)) as reader:
        before = encrypt.digest(reader, lambda _share: True)
    for allowed in (0, 1, 5):
        steps = iter(range(allowed))
        with pytest.raises(encrypt.Stopped):
            vault.encrypt_base(base, WORDS, progress=lambda _w, _s, left=steps: next(left, None) is not None)
    lock = Lock(base, "B. Exemple", "poste-2")
    with pytest.raises(Held, match="par B"):
        vault.encrypt_base(base, WORDS)
    lock.release()
    with contextlib.closing(open_reader(base)) as reader:
        assert encrypt.digest(reader, lambda _share: True) == before
    assert not list(tmp_path.glob("*.part")) and sealed_mark(base) is None


def test_a_clear_copy_is_kept_only_when_asked(base: Path, tmp_path: Path) -> None:
    kept = tmp_path / "ailleurs" / "claire.db"
    vault.encrypt_base(base, WORDS, keep=kept)
    assert leaks(tmp_path) == ["claire.db"] and shown(kept) == MARKER


def test_old_copies_come_back_without_bringing_clear_text(base: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-dehors.parvis"
    backup.copy(base, outside)
    vault.encrypt_base(base, WORDS)
    kept = backup.restore(outside, base)
    assert kept is not None and sealed_mark(kept) == sealed_mark(base) is not None
    assert leaks(tmp_path) == [] and shown(base) == MARKER
    (copy,) = [path for path in encrypt.copies_of(base) if path.name.endswith("start.parvis")]
    backup.restore(copy, base)
    vault.lock(base)
    vault.unlock(base, WORDS)
    assert shown(base) == MARKER


def test_a_sealed_piece_is_bound_to_its_place_and_damage_is_told(encrypted: Path) -> None:
    folder = encrypted.with_name(encrypted.name + ".pieces")
    (one,) = encrypt.beside(encrypted)[:1]
    sha256 = one.name
    with files.readable(folder, sha256) as copy:
        assert MARKER.encode() in copy.read_bytes()
    assert not copy.exists()
    whole = one.path.read_bytes()
    for damaged in (whole[:-1], whole[:60], whole + b"x" * 30, whole[:200] + b"!" + whole[201:]):
        one.path.write_bytes(damaged)
        with pytest.raises(sealed.Damaged, match="ne se déchiffre pas"):
            files.content_of(folder, sha256)
        assert "altéré" in files.broken(folder, [sha256])[0]
    one.path.write_bytes(whole)
    with pytest.raises(sealed.Damaged):
        list(sealed.read(one.path, encrypted, "0" * 64))


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_a_sealed_file_reads_back_byte_for_byte_at_any_size(
    encrypted: Path, tmp_path: Path, size: int
) -> None:
    content, seal = os.urandom(size), sealed.seal_of(encrypted)
    path = tmp_path / "pièce"
    sealed.write(path, (content[at : at + 7000] for at in range(0, size, 7000)), seal, "nom")
    assert b"".join(sealed.read(path, encrypted, "nom")) == content
    assert path.stat().st_size == sealed.size_of(size, seal)


def test_two_threads_read_and_write_an_encrypted_base(encrypted: Path) -> None:
    store = Store(encrypted, author="A. Exemple", place="poste-1")
    (key,) = queries.list_ids(store.reader)
    faults: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for n in range(15):
                store.do(annotate, dossier=key, place="dossier", text=f"{name} {n}")
                with contextlib.closing(open_reader(encrypted)) as reader:
                    assert queries.list_ids(reader)
        except BaseException as fault:  # noqa: BLE001 - told in the thread of the test
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("un", "deux")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert store.reader.execute("SELECT count(*) FROM annotation").fetchone()[0] == 31
    assert broken_steps(store.reader) == []
    store.close()
    assert backup.check(encrypted) == []
