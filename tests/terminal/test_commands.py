"""Commands beyond the road: one file for the printer, drafts, undo and redo, copies, check of the program."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from sqlalchemy.orm import Session

from db import queries
from db.models import Applicant
from db.store import Store
from desktop.cli import main
from desktop.exchange.sheets import read_sheets
from tests.flow.test_incoming import lay
from tests.terminal.taken_in import take_in
from tests.ui.desk import pdf


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


def number(parvis, source_id: str) -> str:  # type: ignore[no-untyped-def]
    return next(d["number"] for d in parvis("list")[1] if d["source_id"] == source_id)


def test_letters_in_one_file_and_blocked_ones_as_drafts(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    one, two = number(parvis, "26500101"), number(parvis, "26500144")
    assert parvis("decide", one, "--grant", "14000")[0] == 0
    assert parvis("decide", two, "--refuse", "HORS_DEFIS")[0] == 0
    code, told, errors = parvis("letters", "--out", str(tmp_path / "un"), "--one-file")
    assert (code, told["files"], errors) == (0, ["courriers.pdf"], "")
    with pdfium.PdfDocument(tmp_path / "un" / "courriers.pdf") as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "C2026-0001" in words and "C2026-0002" in words
    code, again, _ = parvis("letters", "--out", str(tmp_path / "deux"))
    assert code == 0 and len(again["files"]) == 2  # the same letters of the register, not new ones
    assert parvis("show", one)[1]["letters"][0]["copies"] == 1


def test_one_file_keeps_the_drafts_apart_and_loses_none(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    one, two = number(parvis, "26500101"), number(parvis, "26500144")
    parvis("decide", one, "--grant", "14000")
    parvis("decide", two, "--refuse", "HORS_DEFIS")
    without_postcode(tmp_path / "parvis.db", two)
    code, told, errors = parvis("letters", "--out", str(tmp_path / "plain"))
    assert code == 1 and len(told["files"]) == 1 and two in errors
    code, told, errors = parvis("letters", "--out", str(tmp_path / "un"), "--one-file", "--draft")
    assert (code, told["files"]) == (0, ["courriers.pdf", "projets.pdf"]) and two in errors
    assert sorted(path.name for path in (tmp_path / "un").iterdir()) == told["files"]
    with pdfium.PdfDocument(tmp_path / "un" / "projets.pdf") as document:
        assert "26500144" in "".join(page.get_textpage().get_text_range() for page in document)


def without_postcode(database: Path, dossier: str) -> None:
    """The address of this dossier's applicant loses its postcode: its letter is blocked."""
    store = Store(database)
    key = queries.find(store.reader, dossier)
    assert key is not None
    head = queries.head(store.reader, key)
    assert head is not None

    def strip(session: Session) -> None:
        session.get_one(Applicant, head.applicant_id).postcode = ""

    store.do(strip)
    store.close()


@pytest.mark.parametrize("words", [["decide", "2026-0001"], ["frobnicate"], ["list", "--nope"]])
def test_a_wrong_command_is_refused_in_french_with_1(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 1
    assert "rien n’a été fait" in capsys.readouterr().err


def test_undo_redo_and_history(parvis) -> None:  # type: ignore[no-untyped-def]
    one = number(parvis, "26500101")
    parvis("annotate", one, "--challenge", "4", "--level", "weak", "--note", "À voir")
    assert parvis("undo")[1]["done"].startswith("Annuler : Annoter le défi 4")
    assert parvis("show", one)[1]["annotations"] == []
    assert parvis("redo")[0] == 0
    assert parvis("show", one)[1]["annotations"][0]["text"] == "À voir"
    told = parvis("history", one)[1]
    (note,) = [event for event in told if "a ajouté « Note" in event["what"]]
    assert (note["state"], "puis rétabli le" in note["tail"]) == ("", True)
    parvis("undo")
    told = parvis("history", one)[1]
    assert not any("a ajouté « Note" in event["what"] for event in told)
    (gone,) = [event for event in told if event["state"] == "taken_back"]
    assert "avait fait « Annoter le défi 4" in gone["sentence"] and "il n’en reste rien" in gone["sentence"]


def test_a_copy_comes_back_and_a_bad_one_is_refused(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    copy = tmp_path / "copie.parvis"
    assert parvis("backup", str(copy))[1]["sound"]
    one = number(parvis, "26500101")
    parvis("decide", one, "--adjourn", "Le plan de financement est à revoir.")
    assert parvis("restore", str(copy))[0] == 0
    assert parvis("show", one)[1]["ruling"] is None
    (tmp_path / "faux.parvis").write_bytes(b"rien")
    code, _, errors = parvis("restore", str(tmp_path / "faux.parvis"))
    assert code == 1 and "inchangée" in errors
    assert parvis("verify")[1]["sound"]


def test_the_workbook_has_numbers_and_dates_and_no_formula(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "liste.xlsx"
    assert parvis("export", "--out", str(out), "--where", "demandé>5000")[1]["dossiers"] == 2
    (sheet,) = [s for s in read_sheets(out) if s.rows]
    heads = [str(cell) for cell in sheet.rows[0]]
    first = dict(zip(heads, sheet.rows[1], strict=False))
    assert first["Demandé"] == 16000 and hasattr(first["Déposé le"], "year")


def test_a_query_that_means_nothing_is_told_in_words(parvis) -> None:  # type: ignore[no-untyped-def]
    code, _, errors = parvis("list", "--where", "étape:inconnue")
    assert code == 1 and "requête" in errors


def test_the_program_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-check"]) == 0
    assert "Tout est là." in capsys.readouterr().out


def test_files_that_arrive_are_told_and_joined(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "scans"
    lay(folder, "RIB 2026-0001.pdf", pdf("relevé d'identité bancaire"))
    assert parvis("watch", str(folder))[1]["folders"] == [str(folder.resolve())]
    [told] = parvis("arrivals")[1]["waiting"]
    assert (told["number"], told["kind"]) == ("2026-0001", "piece")
    assert parvis("attach", told["file"], "2026-0001")[1] == {"pieces": 1}
    assert parvis("arrivals")[1]["waiting"] == []
    assert "Aucun dossier ne porte" in parvis("attach", told["file"], "2026-9999")[2]


def test_the_morning_from_a_terminal(parvis) -> None:  # type: ignore[no-untyped-def]
    numbers = {one["number"] for one in parvis("today", "--on", "2026-02-20")[1]["pile"]}
    assert len(numbers) >= 2
    first = sorted(numbers)[0]
    assert parvis("triage", first, "later", "--until", "2099-01-04")[0] == 0
    told = parvis("today", "--on", "2026-02-20")[1]
    assert {one["number"] for one in told["pile"]} == numbers - {first} and told["put_off"] == 1
    assert parvis("deadline", "Rappeler", "--on", "2026-02-24", "--number", first)[0] == 0
    dates = parvis("today", "--on", "2026-02-20")[1]["dates"]
    assert ("Rappeler", first) in {(one["words"], one["number"]) for one in dates}
    code, _, said = parvis("deadline", "Rappeler", "--on", "demain")
    assert code == 1 and "n’est pas une date" in said


def test_scores_and_interests_from_a_terminal(parvis) -> None:  # type: ignore[no-untyped-def]
    number = "2026-0001"
    assert parvis("score", number, "n01", "4", "--reason", "Lien établi")[0] == 0
    told = parvis("scores", number)[1]
    assert told["mean"] is None and told["readings"][0]["given"]["N01"] == {
        "value": "4",
        "reason": "Lien établi",
    }
    assert "n’a pas de note" in parvis("score", number, "--close")[2]
    assert "n’existe pas" in parvis("score", number, "Z9", "1")[2]
    assert "n’est pas une note" in parvis("score", number, "N01", "beaucoup")[2]
    assert len(parvis("interest", number, "--because", "Membre du bureau")[1]["interests"]) == 1
    for refused in (
        ("score", number, "N01", "1", "--reason", "x"),
        ("triage", number, "later"),
        ("deadline", "Rappeler", "--on", "2026-02-24", "--number", number),
        ("attach", str(Path(__file__)), number),
    ):
        code, _, said = parvis(*refused)
        assert code == 1 and "vous est fermé" in said, refused


def test_the_history_of_an_applicant_and_a_name_settled(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    one = number(parvis, "26500101")
    name = parvis("show", one)[1]["applicant"]
    listed = tmp_path / "subventions.csv"
    rows = (f"Région;2024-05-02;{name};;Ateliers;1 200,00", "Région;2024-05-02;Une tout autre;;Fête;300")
    head = "nomAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant"
    listed.write_text("\n".join((head, *rows)), encoding="utf-8")
    (file,) = parvis("import", str(listed))[1]["files"]
    told = file["history"]
    assert (told["new"], told["doubts"], told["granted_total"]) == (2, 1, "1500.00")
    assert told["sums"] == [{"funder": "Région", "year": 2024, "lines": 2, "granted": "1500.00"}]
    record = parvis("applicant", one)[1]
    assert [doubt["name"] for doubt in record["doubts"]] == [name]
    assert all(year["others"] is None for year in record["years"])
    settled = parvis("applicant", one, "--same", name)[1]
    assert settled["doubts"] == []
    assert [year["others"] for year in settled["years"] if year["year"] == 2024] == ["1200.00"]
    assert parvis("import", str(listed))[1]["files"][0]["history"]["same"] == 2
    assert parvis("applicant", "1999-0001")[0] == 1


def test_the_notes_of_all_dossiers_from_a_terminal(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    one = parvis("list")[1][0]["number"]
    parvis("annotate", one, "--challenge", "D04", "--level", "strong", "--note", "Cœur du défi")
    parvis("annotate", one, "--challenge", "D01", "--note", "Secondaire", "--audience", "me")
    told = parvis("notes", "--where", "défi:4 force:fort")[1]
    assert told["total"] == 1 and told["notes"][0]["text"] == "Cœur du défi"
    assert len(parvis("notes", "--where", "public:moi")[1]["notes"]) == 1
    groups = parvis("notes", "--by", "challenge")[1]["groups"]
    assert [(row["key"], row["notes"]) for row in groups] == [("D01", 1), ("D04", 1)]
    out = tmp_path / "notes.xlsx"
    assert parvis("notes", "--dossiers", f"numéro:{one}", "--out", str(out))[1]["notes"] == 2
    assert next(iter(read_sheets(out))).rows[1][0] == one
    code, _, said = parvis("notes", "--where", "couleur:rouge")
    assert code == 1 and "n’existe pas pour les notes" in said


def test_the_financing_plan_from_a_terminal(parvis) -> None:  # type: ignore[no-untyped-def]
    before = parvis("funding", "2026-0001")[1]
    assert not before["kept"] and before["lines"]
    code, told, _ = parvis(
        "funding", "2026-0001", "--funder", "Fondation du Quartier", "--asked", "1500",
        "--status", "confirmed", "--proof", "courrier",
    )  # fmt: skip
    assert code == 0 and told["kept"]
    line = told["lines"][-1]
    assert (line["funder"], line["asked"], line["answered"]) == (
        "Fondation du Quartier",
        "1500.00",
        "1500.00",
    )
    told = parvis("funding", "2026-0001", "--funder", "fondation", "--status", "refused")[1]
    assert len(told["lines"]) == len(before["lines"]) + 1
    assert any("Fondation du Quartier a refusé" in words for words in told["consequences"])


def test_a_copy_of_a_piece_with_its_notes(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "statuts.pdf").write_bytes(pdf("Statuts de l'association"))
    assert parvis("attach", str(tmp_path / "statuts.pdf"), "2026-0001")[0] == 0
    out = tmp_path / "copie.pdf"
    assert parvis("annotated", "2026-0001", "statuts", "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(b"%PDF-")
    code, _, said = parvis("annotated", "2026-0001", "bail", "--out", str(out))
    assert code == 1 and "n’a pas de pièce « bail »" in said
