"""`guide`: pages named, found by their words, told, and written as one tagged PDF with its contents."""

from pathlib import Path

import pikepdf
import pytest

from desktop.cli import main
from desktop.flow.guidebook import guide_pages


def test_pages_are_named_found_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(guide_pages()) and told[0].startswith("une-heure")
    assert main(["guide", "mallette"]) == 0
    assert capsys.readouterr().out.startswith("# Travailler à part")
    assert main(["guide", "zzz introuvable"]) == 1
    assert "Aucune page du guide" in capsys.readouterr().err


def test_some_pages_are_written_with_their_contents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "guide.pdf"
    assert main(["guide", "secours clé", "--out", str(out)]) == 0
    assert "pages du guide dans" in capsys.readouterr().out
    with pikepdf.open(out) as pdf:
        assert str(pdf.docinfo.Title) == "Guide de Parvis"
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "fr-FR"
        pictures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert pictures and all(str(picture.Alt) for picture in pictures)
