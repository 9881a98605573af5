"""The road on one page, without Qt: an export comes in, is read, judged, decided, and its letter printed."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.cli import main

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent / "samples" / "ds").iterdir()
    if path.name.startswith(("dossiers_", "getDe"))
)


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run a command as typed; returns (exit code, JSON answer or None, standard error)."""

    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return run


def test_from_the_export_to_the_printed_letter(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    workbook = next(path for path in SAMPLES if path.suffix == ".xlsx")
    code, told, _ = parvis("import", str(workbook))
    assert code == 0
    (file,) = told["files"]
    assert file["dossiers"] == {"read": 3, "new": 3, "changed": 0, "same": 0, "refused": 0}

    code, dossiers, _ = parvis("list")
    first = next(d for d in dossiers if d["source_id"] == "26500101")
    assert (first["asked"], first["quarters"], first["granted"]) == ("16000.00", ["QN08001M"], None)

    quote = "lever ce frein à la participation des femmes"
    code, _, _ = parvis(
        "annotate",
        first["number"],
        "--challenge",
        "D02",
        "--level",
        "strong",
        "--quote",
        quote,
        "--note",
        "Garde prévue",
    )
    assert code == 0
    code, _, _ = parvis(
        "decide",
        first["number"],
        "--grant",
        "14000",
        "--funder",
        "METROPOLE=10000",
        "--funder",
        "ETAT147=4000",
    )
    assert code == 0
    out = tmp_path / "courriers"
    code, made, errors = parvis("letters", "--out", str(out), "--where", f"numéro:{first['number']}")
    assert (code, errors, len(made["files"])) == (0, "", 1)
    with pdfium.PdfDocument(out / made["files"][0]) as document:
        text = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    assert "quatorze mille euros" in text and "LES LETTRES D'ETOUVIE" in text.replace("’", "'").upper()

    code, whole, _ = parvis("show", first["number"])
    (note,) = whole["annotations"]
    body = whole["texts"][note["place"].removeprefix("section:")]
    assert body[note["start"] : note["end"]] == note["quote"] == quote
    assert (whole["stage"], whole["decision"], whole["granted"]) == ("notified", "partial", "14000.00")
    assert {"code": "D02", "level": "strong"} in whole["challenges"]

    code, _, errors = parvis("undo")
    assert code == 1 and "registre" in errors
    code, verified, _ = parvis("verify")
    assert code == 0 and verified["sound"]
    code, _, _ = parvis("export", "--out", str(tmp_path / "liste.xlsx"))
    assert code == 0
    code, again, _ = parvis("import", str(workbook))
    assert again["files"][0]["dossiers"]["same"] == 3


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.suffix)
def test_each_format_brings_the_same_three_dossiers(parvis, sample: Path) -> None:  # type: ignore[no-untyped-def]
    code, told, errors = parvis("import", str(sample))
    assert (code, errors) == (0, ""), told
    _, dossiers, _ = parvis("list")
    facts = {
        d["source_id"]: (d["asked"], d["cost"], d["title"], tuple(sorted(d["quarters"]))) for d in dossiers
    }
    named = {
        "26500101": "Ateliers sociolinguistiques « Parler pour agir »",
        "26500144": "Vélo-école et atelier d'auto-réparation mobile",
        "26500163": "Résidence de journalistes au collège : « Notre quartier à la une »",
    }
    assert facts == {
        "26500101": ("16000.00", "27200.50", named["26500101"], ("QN08001M",)),
        "26500144": ("9000.00", "18900.00", named["26500144"], ("QN08003M", "QN08006M", "QN08010N")),
        "26500163": ("3500.00", "4000.00", named["26500163"], ("QN08003M",)),
    }


def test_bad_input_changes_nothing_and_says_why(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good = next(path for path in SAMPLES if path.suffix == ".csv")
    parvis("import", str(good))
    before = (tmp_path / "parvis.db").read_bytes()
    for name, content in (
        ("vide.csv", b""),
        ("coupe.xlsx", next(p for p in SAMPLES if p.suffix == ".xlsx").read_bytes()[:3000]),
        ("image.csv", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    ):
        bad = tmp_path / name
        bad.write_bytes(content)
        code, told, errors = parvis("import", str(bad))
        assert code == 1 and name in errors and told["files"][0]["problems"][0]["level"] == "error"
    assert (tmp_path / "parvis.db").read_bytes() == before


def test_a_refused_decision_and_an_unknown_number_are_told(parvis) -> None:  # type: ignore[no-untyped-def]
    parvis("import", str(next(path for path in SAMPLES if path.suffix == ".csv")))
    code, _, errors = parvis("decide", "9999-0001", "--grant", "10")
    assert code == 1 and "9999-0001" in errors
    code, _, errors = parvis("decide", "2026-0001", "--grant", "14000", "--funder", "METROPOLE=1")
    assert code == 1 and "rien n’est écrit" in errors
    code, _, _ = parvis("decide", "2026-0001", "--refuse", "Hors défis")
    assert code in (0, 1)


def test_our_own_workbook_comes_back_to_the_same_dossiers(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    parvis("import", str(next(path for path in SAMPLES if path.suffix == ".csv")))
    code, _, _ = parvis("export", "--out", str(tmp_path / "liste.xlsx"))
    assert code == 0
    code, told, errors = parvis("import", str(tmp_path / "liste.xlsx"))
    assert (code, errors) == (0, "")
    assert told["files"][0]["dossiers"]["new"] == 0 and told["files"][0]["dossiers"]["read"] == 3
    _, dossiers, _ = parvis("list")
    assert len(dossiers) == 3
