"""Encryption from a terminal: every command opens an encrypted base, none is argued, kills do no harm."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pypdfium2 as pdfium
import pytest
import zxingcpp

from db import backup, boxes, encrypt, queries
from db import vault as keeper
from db.connection import open_reader, sealed_mark
from db.store import Store
from desktop.cli import main
from desktop.flow import vault
from desktop.flow.files import broken
from desktop.flow.pieces import add_piece
from tests.office import application, bring, open_office
from tests.ring import FileRing

WORDS, OTHER = "quatre mots sans rapport", "cinq autres mots tout neufs"
SAMPLE = Path(__file__).parents[1] / "samples" / "ds"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Its own folders, no secret told, nobody at the keyboard, no key in memory."""
    for name in list(os.environ):
        if name.startswith("PARVIS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    monkeypatch.setenv("PARVIS_TEST_RING", str(tmp_path / "ring"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.ring.FileRing")  # of the processes begun here
    before = keyring.get_keyring()  # this one's may have been asked for already
    keyring.set_keyring(FileRing())
    yield
    keyring.set_keyring(before)
    forget()


def forget() -> None:
    for mark in list(keeper._keys):
        keeper.forget(mark)


Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """A command as typed, which finds no key in memory; secrets are variables."""

    def asked(path: Path, *words: str, **secrets: str) -> tuple[int, str, str]:
        forget()
        capsys.readouterr()
        with monkeypatch.context() as told:
            for name, value in secrets.items():
                told.setenv(f"PARVIS_{name.upper()}", value)
            code = main([words[0], "--db", str(path), *words[1:]])
        return code, *capsys.readouterr()

    return asked


def typed(path: Path, *words: str, **secrets: str) -> tuple[int, str, str]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "desktop.cli", words[0], "--db", str(path), *words[1:]]
    told = {f"PARVIS_{name.upper()}": value for name, value in secrets.items()}
    ended = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **told}, stdin=subprocess.DEVNULL
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = open_office(tmp_path)
    bring(store, application("2600001"), application("2600002"))
    backup.daily(store.path, "start")
    store.close()
    return store.path


def test_the_road_of_a_passphrase(base: Path, ask: Asked, tmp_path: Path) -> None:
    code, out, err = ask(base, "vault", "encrypt")
    assert (code, out) == (1, "") and "PARVIS_PASSPHRASE" in err and sealed_mark(base) is None
    code, out, err = ask(base, "vault", "encrypt", passphrase="court")
    assert code == 1 and "au moins 12 signes" in err and sealed_mark(base) is None
    code, out, err = ask(base, "vault", "encrypt", "--json", passphrase=WORDS)
    assert (code, err) == (0, "") and json.loads(out)["encrypted"]
    code, out, err = ask(base, "list")
    assert (code, out) == (1, "") and "chiffrée" in err and "PARVIS_PASSPHRASE" in err
    code, out, err = ask(base, "list", passphrase="une autre phrase")
    assert (code, out) == (1, "") and "n’est pas celle de la base" in err
    assert ask(base, "list", "--json", passphrase=WORDS)[0] == 0
    place = tmp_path / "secret.txt"
    place.write_text(f"{WORDS}\n", encoding="utf-8")
    code, out, _ = ask(base, "list", "--json", passphrase_file=str(place))
    assert code == 0 and len(json.loads(out)) == 2
    code, out, err = ask(base, "vault", "passphrase", passphrase=WORDS, new_passphrase=OTHER)
    assert (code, err) == (0, "") and ask(base, "list", passphrase=WORDS)[0] == 1
    code, out, err = typed(base, "verify", passphrase=OTHER)
    assert (code, err) == (0, "") and "intact" in out
    code, out, err = ask(base, "vault", "decrypt", passphrase=OTHER)
    assert (code, err) == (0, "") and ask(base, "list")[0] == 0


def test_the_keyring_opens_every_command(base: Path, ask: Asked) -> None:
    assert ask(base, "vault", "encrypt", "--keyring", passphrase=WORDS)[0] == 0
    code, out, err = typed(base, "list", "--json")
    assert (code, err) == (0, "") and len(json.loads(out)) == 2
    number = json.loads(out)[0]["number"]
    assert ask(base, "annotate", number, "--challenge", "D02", "--note", "vu")[0] == 0
    assert ask(base, "vault", "keyring", "--remove")[0] == 0
    assert ask(base, "list")[0] == 1


def test_the_escrow_sheet_recovers_what_its_code_says(base: Path, ask: Asked, tmp_path: Path) -> None:
    out = tmp_path / "secours.pdf"
    code, told, err = ask(base, "vault", "encrypt", "--new", str(out), passphrase=WORDS)
    assert (code, err) == (0, "") and "coffre" in told
    with pdfium.PdfDocument(out) as sheet:
        assert len(sheet) == 1
        text = sheet[0].get_textpage().get_text_range()
        (found,) = zxingcpp.read_barcodes(sheet[0].render(scale=2).to_pil())
    secret = found.text
    assert secret in "".join(text.split()), "the same key stands in letters"
    code, _, err = ask(base, "vault", "recover", escrow_key=secret.replace("AGE-SECRET-KEY-1", ""))
    assert code == 1 and "PARVIS_NEW_PASSPHRASE" in err
    code, _, err = ask(base, "vault", "recover", escrow_key=secret[:-2] + "QQ", new_passphrase=OTHER)
    assert code == 1 and "comporte une faute" in err
    code, _, err = ask(base, "vault", "recover", escrow_key=secret, new_passphrase=OTHER)
    assert (code, err) == (0, "") and ask(base, "list", passphrase=OTHER)[0] == 0


def test_backup_and_restore_keep_what_is_encrypted_encrypted(base: Path, ask: Asked, tmp_path: Path) -> None:
    ask(base, "vault", "encrypt", passphrase=WORDS)
    copy = tmp_path / "dehors" / "copie.parvis"
    assert ask(base, "backup", str(copy), passphrase=WORDS)[0] == 0
    assert sealed_mark(copy) == sealed_mark(base) and boxes.header_of(copy).exists()
    other = tmp_path / "autre" / "parvis.db"
    other.parent.mkdir()
    code, _, err = ask(other, "restore", str(copy), passphrase=WORDS)
    assert (code, err) == (0, "")
    code, out, _ = ask(other, "list", "--json", passphrase=WORDS)
    assert code == 0 and len(json.loads(out)) == 2


def test_the_whole_road_on_an_encrypted_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "route" / "parvis.db"
    Store(path).close()
    vault.encrypt_base(path, WORDS)
    forget()
    monkeypatch.setenv("PARVIS_PASSPHRASE", WORDS)

    def run(*words: str) -> dict[str, object]:
        assert main([words[0], "--db", str(path), "--json", *words[1:]]) == 0
        told: dict[str, object] = json.loads(capsys.readouterr().out)
        return told

    workbook = next(one for one in SAMPLE.iterdir() if one.suffix == ".xlsx" and "dossiers_" in one.name)
    run("import", str(workbook))
    rows = run("list")
    assert isinstance(rows, list) and len(rows) == 3
    number = str(rows[0]["number"])
    run("annotate", number, "--challenge", "D02", "--level", "strong", "--note", "Garde prévue")
    run("decide", number, "--grant", "14000", "--funder", "METROPOLE=14000")
    made = run("letters", "--out", str(tmp_path / "courriers"), "--where", f"numéro:{number}")
    assert len(list(made["files"])) == 1  # type: ignore[call-overload]
    run("export", "--out", str(tmp_path / "dossiers.xlsx"))
    run("history", number)
    assert run("verify")["sound"]
    assert sealed_mark(path) is not None and b"Garde pr" not in path.read_bytes()


WARM = """
import itertools, json, os, sys
from pathlib import Path
from db import encrypt, sealed
from desktop.flow import vault
def work(deed, base, last, words):
    os.environ["PARVIS_DATA"] = str(base.parent / "moi")
    steps, folder = itertools.count(1), str(base.parent)
    def look(event, told):
        if event in ("os.rename", "os.link") and str(told[0]).startswith(folder) and next(steps) == last:
            os.kill(os.getpid(), 9)
    if deed == "decrypt":
        vault.unlock(base, words)
    sys.addaudithook(look)
    vault.encrypt_base(base, words) if deed == "encrypt" else vault.decrypt_base(base)
for line in sys.stdin:
    deed, base, last, words = json.loads(line)
    child = os.fork()
    if child == 0:
        work(deed, Path(base), last, words)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def victim() -> Iterator[Callable[..., int]]:
    """Forks from a warm process, of one thread, one that works until it kills itself; how that one ended."""
    with subprocess.Popen(
        [sys.executable, "-c", WARM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as warm:
        assert warm.stdin and warm.stdout
        asks, tells = warm.stdin, warm.stdout

        def work(deed: str, base: Path, last: int) -> int:
            asks.write(json.dumps([deed, str(base), last, WORDS]) + "\n")
            asks.flush()
            return int(tells.readline())

        yield work
        asks.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the victims are forked from a warm process")
@pytest.mark.parametrize("deed", ["encrypt", "decrypt"])
def test_a_kill_before_any_step_of_the_disk_leaves_the_old_base_or_the_new_one(
    base: Path, deed: str, victim: Callable[..., int]
) -> None:
    """The victim kills itself before its 1st, 2nd, … renaming or linking, until it comes to the end."""
    store = Store(base)
    (key, *_) = queries.list_ids(store.reader)
    store.do(add_piece, dossier=key, name="lettre.txt", content=b"mots" * 50_000)
    store.close()
    with contextlib.closing(open_reader(base)) as reader:
        before = encrypt.digest(reader, lambda _share: True)
        hashes = [row[0] for row in reader.execute("SELECT sha256 FROM file")]
    seen, last, code = [], 0, -9
    while code == -9:
        last += 1
        if sealed_mark(base) is None and deed == "decrypt":
            vault.encrypt_base(base, WORDS)
        code = victim(deed, base, last)
        forget()
        seen.append(sealed_mark(base) is not None)
        if seen[-1]:
            vault.unlock(base, WORDS)
        assert backup.check(base) == []
        with contextlib.closing(open_reader(base)) as reader:
            assert encrypt.digest(reader, lambda _share: True) == before
        assert broken(base.with_name(base.name + ".pieces"), hashes) == []
        if seen[-1] and deed == "encrypt" and code == -9:  # what waits is finished by the next opening
            vault.finish(base)
            assert vault.status(base).clear_files == vault.status(base).clear_copies == 0
            assert not list(base.parent.rglob("*.clair"))
            vault.decrypt_base(base)
    assert code == 0 and last >= 4 and {True, False} == set(seen)
