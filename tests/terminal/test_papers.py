"""The papers at the terminal: each command writes its file, or says in French why it does not."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from desktop.cli import main
from tests.flow.test_papers import told
from tests.flow.test_posting import decided
from tests.office import open_office
from tests.sittings import held


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = open_office(tmp_path)
    held(store, told())
    decided(store, "26599001", 30_000_00, 1_000_00)
    store.close()
    return tmp_path / "parvis.db"


def run(base: Path, *words: str) -> int:
    return main([*words, "--db", str(base)])


def test_a_session_gives_its_papers(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb, name in (
        ("minutes", "pv.pdf"), ("minutes", "pv.docx"), ("record", "releve.pdf"), ("annex", "annexe.pdf"),
        ("annex", "annexe.xlsx"),
    ):  # fmt: skip
        assert run(base, verb, "S2026-01", "--out", str(tmp_path / name)) == 0
        assert (tmp_path / name).stat().st_size > 1000
        assert "séance S2026-01" in capsys.readouterr().out
    assert run(base, "minutes", "S2026-99", "--out", str(tmp_path / "x.pdf")) == 1
    assert "Aucune séance" in capsys.readouterr().err and not (tmp_path / "x.pdf").exists()
    assert run(base, "minutes", "S2026-01", "--out", str(tmp_path / "x.odt")) == 1
    assert "choisissez" in capsys.readouterr().err


def test_conventions_slips_labels_and_the_list_for_the_accountant(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(base, "conventions") == 0
    number = capsys.readouterr().out.splitlines()[0]
    for name in ("c.pdf", "c.docx"):
        assert run(base, "convention", number, "--out", str(tmp_path / name)) == 0
    assert "porteur.siret" in capsys.readouterr().out  # what must be mended before it leaves
    for verb, name, *more in (
        ("slips", "b.pdf"), ("labels", "e.pdf"), ("labels", "dl.pdf", "--format", "dl"),
        ("register", "r.xlsx"),
    ):  # fmt: skip
        assert run(base, verb, "--out", str(tmp_path / name), *more) == 0, capsys.readouterr().err
    with pdfium.PdfDocument((tmp_path / "e.pdf").read_bytes()) as pdf:
        assert len(pdf) == 1
    assert run(base, "labels", "--out", str(tmp_path / "e.pdf"), "--format", "99") == 1
    assert "n’est pas connue" in capsys.readouterr().err
    assert run(base, "accountant", "--out", str(tmp_path / "a.xlsx")) == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == 3
    assert run(base, "feedback", number) == 1
    assert "aucune note n’est destinée au porteur" in capsys.readouterr().err
