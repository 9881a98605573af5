"""`pack` at the terminal: a PDF or a workbook, an addendum, a copy for a member, refusals in a sentence."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from db import queries
from db.store import Store
from desktop.cli import main
from desktop.flow.instruct import propose
from desktop.flow.interests import declare
from desktop.flow.order_of_day import make_agenda
from tests.office import open_office
from tests.session import funder, ready, sit


@pytest.fixture
def base(tmp_path: Path) -> str:
    store = open_office(tmp_path / "base")
    ready(store, 3)
    key = sit(store)
    store.do(make_agenda, committee=key, query="étape:prêt")
    store.close()
    return str(store.path)


def run(capsys: pytest.CaptureFixture[str], base: str, *words: str) -> tuple[int, str, str]:
    code = main(["pack", *words, "--db", base])
    said = capsys.readouterr()
    return code, said.out, said.err


def text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return " ".join("".join(page.get_textpage().get_text_range() for page in document).split())


def test_a_pack_an_addendum_and_a_workbook(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "seance.pdf"
    code, told, _ = run(capsys, base, "S2026-01", "--out", str(out), "--json")
    answer = json.loads(told)
    assert code == 0 and answer["version"] == 1 and len(answer["sha256"]) == 64
    with pypdfium2.PdfDocument(out) as document:
        assert len(document) == answer["pages"]
    store = open_store_again(base)
    dossier = queries.list_ids(store.reader)[0]
    store.do(propose, dossier=dossier, amounts={funder(store): 1_000_00}, motive="Revu au téléphone")
    store.close()
    added = tmp_path / "additif.pdf"
    code, told, _ = run(capsys, base, "S2026-01", "--out", str(added), "--since", "1", "--json")
    assert code == 0 and json.loads(told)["version"] == 2
    assert "au lieu de" in text(added) and "Action 2" not in text(added)
    book = tmp_path / "seance.xlsx"
    code, told, _ = run(capsys, base, "S2026-01", "--out", str(book), "--json")
    assert code == 0 and json.loads(told)["pages"] is None
    assert "Programmation" in openpyxl.load_workbook(book).sheetnames


def open_store_again(base: str) -> Store:
    return Store(Path(base), author="A. Exemple", place="poste-test")


def test_a_copy_for_a_member_and_one_in_large_print(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store_again(base)
    store.do(declare, dossier=queries.list_ids(store.reader)[1], nature="parente", person="Mme Essai")
    store.close()
    out = tmp_path / "membre.pdf"
    code, said, _ = run(capsys, base, "S2026-01", "--out", str(out), "--member", "Mme Essai")
    assert code == 0 and "Version 1" in said
    assert "Action 2" not in text(out) and "Action 3" in text(out)
    assert "Vous avez déclaré" not in said
    store = open_store_again(base)
    store.do(declare, dossier=queries.list_ids(store.reader)[0], nature="parente", person=getpass.getuser())
    store.close()
    _, said, _ = run(capsys, base, "S2026-01", "--out", str(out))
    assert "Vous avez déclaré un intérêt dans cette séance (2026-0001)" in said
    code, _, _ = run(capsys, base, "S2026-01", "--out", str(out), "--large-print", "--draft")
    assert code == 0 and "DOSSIER DE LECTURE" in text(out) and "PROJET" in text(out)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("S2026-09", "--out", "a.pdf"), "Aucune séance ne porte le numéro « S2026-09 »"),
        (("S2026-01", "--out", "a.docx"), "s’écrit en .pdf ou en .xlsx"),
        (("S2026-01", "--out", "a.pdf", "--since", "4"), "n’a pas de version 4"),
        (("S2026-01", "--out", "a.pdf", "--member", "Personne"), "n’est pas membre de cette séance"),
        (("S2026-01", "--out", "absent/a.pdf"), "ne peut pas être lu ou écrit"),
    ],
)
def test_what_can_t_be_made_is_refused_in_a_sentence(
    words: tuple[str, ...],
    sentence: str,
    base: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, base, *words)
    assert code == 1 and sentence in err
    assert list(tmp_path.glob("a.*")) == []
