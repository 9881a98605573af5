"""Fields that nothing tells: shown with their place, said once by an officer, known ever after."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.exchange.application import ReadFile, Unreadable
from desktop.exchange.cerfa_map import choices, form_map, save_pairs
from desktop.exchange.registry import read
from desktop.paths import import_maps
from tests.exchange import cerfa_files, cerfa_given
from tests.exchange.test_cerfa_form import check

MUTE = ("applicant.name", "applicant.siret", "applicant.rna", "title", "representative.last_name")


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))


def strange(path: Path) -> ReadFile:
    cerfa_files.form(path, cerfa_given.three(), "bare", MUTE)
    return read(path, import_maps())


def unknown(found: ReadFile) -> dict[str, str]:
    return {field.value: field.field for field in found.fields if field.confidence < 0.75}


def test_what_nothing_tells_is_unknown_and_kept(tmp_path: Path) -> None:
    found = strange(tmp_path / "demande.pdf")
    titles = {"Lanternes d’hiver", "Cuisine ouverte", "Vélos remis en route"}
    assert set(unknown(found)) >= {"LES LANTERNES DU CANAL", "901 234 567 00005", *titles}
    (told,) = found.problems
    assert told.field == "Champs inconnus" and "étape 2" in told.message
    assert {value for _, value in found.applications[0].other} >= {"LES LANTERNES DU CANAL"}
    for field in found.fields:
        left, bottom, right, top = field.rect
        assert 0 < left < right and 0 < bottom < top and 1 <= field.page <= 14
    assert any(problem.level == "error" for problem in found.applications[0].problems), "no applicant"


def test_what_is_said_once_is_known_ever_after(tmp_path: Path) -> None:
    given = cerfa_given.three()
    found = strange(tmp_path / "demande.pdf")
    answers = {str(given.shared[code]): code for code in MUTE if code in given.shared}
    answers |= {str(project["title"]): "title" for project in given.projects}
    said = [
        replace(field, field=answers.get(field.value, field.field)) if field.confidence < 0.75 else field
        for field in found.fields
    ]
    save_pairs(import_maps()[1] / "maison-des-formulaires.toml", "Maison des formulaires", said)
    again = read(tmp_path / "demande.pdf", import_maps())
    assert again.taught == ("maison-des-formulaires", "Maison des formulaires")
    check(again, given)
    assert unknown(again) == {} and list(again.all_problems()) == []
    # A form of another make is not concerned.
    other = cerfa_files.form(tmp_path / "autre.pdf", cerfa_given.one(), "folders")
    assert read(other, import_maps()).taught == ("", "")


def test_a_pair_badly_written_says_which_file(tmp_path: Path) -> None:
    folder = import_maps()[1]
    folder.mkdir(parents=True)
    pair = 'kind = "pairs"\nid = "x"\ntitle = "X"\n[[pair]]\nname = "a"\nfield = "nowhere"\n'
    (folder / "x.toml").write_text(pair, encoding="utf-8")
    with pytest.raises(Unreadable, match=r"x\.toml"):
        strange(tmp_path / "demande.pdf")


def test_the_terminal_names_the_unknown_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cerfa_files.form(tmp_path / "demande.pdf", cerfa_given.one(), "bare", ("other.network",))
    database = str(tmp_path / "base.db")
    assert main(["import", str(path), "--db", database, "--json"]) == 0
    answer = capsys.readouterr()
    assert "champ inconnu" in answer.err and "Union invention" in answer.err
    told = json.loads(answer.out)["files"][0]
    assert (told["format"], told["dossiers"]["new"], told["asked_total"]) == ("cerfa-form", 1, "9000.00")
    assert main(["import", str(path), "--db", database, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["dossiers"]["same"] == 1


def test_every_choice_has_its_own_name() -> None:
    codes = [code for code, _ in choices()]
    labels = [label for _, label in choices()]
    assert len(set(codes)) == len(codes) and len(set(labels)) == len(labels)
    assert {spec.section for spec in form_map().specs} <= {section.code for section in form_map().sections}
