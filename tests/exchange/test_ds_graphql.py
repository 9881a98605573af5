"""Answers of the API: pages, single dossiers, minimal clients, storage by key, files that are none."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.application import Application, ReadFile, Unreadable
from desktop.exchange.ds_graphql import MAX_BYTES, read_json

SAMPLE = Path(__file__).parents[1] / "samples" / "ds" / "getDemarche_131999.json"


def quiet(sentence: str, share: float) -> bool:
    return True


def answer() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return whole


def read(path: Path, data: object) -> ReadFile:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return read_json(path, quiet)


def nodes(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["data"]["demarche"]["dossiers"]["nodes"]
    return found


def same(one: Application, other: Application) -> None:
    for name in one.__dataclass_fields__:
        assert getattr(one, name) == getattr(other, name), name


def test_pages_are_read_one_by_one_or_together(tmp_path: Path) -> None:
    whole = read_json(SAMPLE, quiet)
    first, second = answer(), answer()
    del nodes(first)[2:]
    del nodes(second)[:2]
    first["data"]["demarche"]["dossiers"]["pageInfo"] = {"hasNextPage": True, "endCursor": "Mg"}
    one, two = read(tmp_path / "page1.json", first), read(tmp_path / "page2.json", second)
    assert any("page" in note for note in one.notes)
    assert two.notes == []
    both = read(tmp_path / "pages.json", [first, second])
    assert both.notes == []
    for found in (one.applications + two.applications, both.applications):
        assert len(found) == 3
        for application, reference in zip(found, whole.applications, strict=True):
            same(application, reference)


def test_a_single_dossier_wrapped_or_bare(tmp_path: Path) -> None:
    node = nodes(answer())[0]
    reference = read_json(SAMPLE, quiet).applications[0]
    for name, data in (("a", {"data": {"dossier": node}}), ("b", node), ("c", [node])):
        found = read(tmp_path / f"{name}.json", data).applications[0]
        assert (found.title, found.asked, found.budget) == (
            reference.title,
            reference.asked,
            reference.budget,
        )


def test_a_minimal_client_gives_only_texts(tmp_path: Path) -> None:
    data = answer()
    for node in nodes(data):
        for key in ("champs", "annotations"):
            node[key] = [
                {"id": c["id"], "label": c["label"], "stringValue": c["stringValue"]} for c in node[key]
            ]
    found = read(tmp_path / "minimal.json", data)
    for one, whole in zip(found.applications, read_json(SAMPLE, quiet).applications, strict=True):
        for name in (
            "title",
            "asked",
            "cost",
            "proposed",
            "starts_on",
            "ends_on",
            "challenges",
            "quarters",
            "people",
        ):
            assert getattr(one, name) == getattr(whole, name), name
        assert dict(one.other)["Avez-vous sollicité un autre financeur public ?"] in ("Oui", "Non")
        assert "budget" not in one.given


def test_storage_by_key_tells_the_same(tmp_path: Path) -> None:
    node = nodes(answer())[0]
    stored = {key: node[key] for key in ("id", "demandeur", "state", "dateDepot", "groupeInstructeur")}
    for key in ("champs", "annotations"):
        stored[key] = {c["id"]: {"value": c["stringValue"] or "", "label": c["label"]} for c in node[key]}
    wrapped = [{"demande": stored, "demarcheId": 131999, "siret": "00000001800010", "service": {"nom": "x"}}]
    found = read(tmp_path / "stored.json", wrapped).applications[0]
    whole = read_json(SAMPLE, quiet).applications[0]
    assert (found.source_id, found.call_id) == ("26500101", "131999")
    for name in (
        "title",
        "asked",
        "cost",
        "proposed",
        "starts_on",
        "people",
        "stage",
        "challenges",
        "applicant",
    ):
        if name == "applicant":
            assert found.applicant.siret == whole.applicant.siret
        else:
            assert getattr(found, name) == getattr(whole, name), name


def test_the_typed_value_is_better_than_the_french_text(tmp_path: Path) -> None:
    node = copy.deepcopy(nodes(answer())[0])
    for champ in node["champs"]:
        if champ["label"] == "Date de début de l'action":
            champ["stringValue"] = "15 janvier 2025"
        if champ["label"].startswith("Budget total"):
            champ["stringValue"] = "douze"
    found = read(tmp_path / "typed.json", node).applications[0]
    assert (found.starts_on, found.cost) == (dt.date(2026, 2, 1), 2_720_050)


def test_labels_may_repeat_and_rows_may_hold_pieces(tmp_path: Path) -> None:
    file = {"filename": "devis.pdf", "byteSizeBigInt": "12", "checksum": "abc", "url": "x"}
    champs = [
        {"id": "1", "label": "Représentant légal", "stringValue": ""},
        {"id": "2", "label": "Nom", "stringValue": "UN"},
        {"id": "3", "label": "Personne chargée du dossier", "stringValue": ""},
        {"id": "4", "label": "Nom", "stringValue": "DEUX"},
        {"id": "5", "label": "Devis", "rows": [{"champs": [{"label": "Pièce", "files": [file]}]}]},
        {"id": "6", "label": "Dépenses", "rows": []},
    ]
    data = {"number": 9, "state": "en_construction", "champs": champs}
    found = read(tmp_path / "d.json", data).applications[0]
    assert [(p.kind, p.last_name) for p in found.people] == [("representative", "UN"), ("in_charge", "DEUX")]
    assert [(a.filename, a.size, a.checksum) for a in found.attachments] == [("devis.pdf", 12, "abc")]
    assert found.budget == []
    assert "budget" in found.given


def test_a_natural_person(tmp_path: Path) -> None:
    who = {"__typename": "PersonnePhysique", "civilite": "M", "nom": "ESSAI", "prenom": "Paul"}
    data = {"number": 9, "state": "accepte", "demandeur": who, "champs": [], "annotations": []}
    found = read(tmp_path / "d.json", data).applications[0]
    assert (found.applicant.name, found.applicant.kind) == ("Paul ESSAI", "other")
    assert found.people[0].civility == "M."


def test_the_number_may_hide_in_the_identifier(tmp_path: Path) -> None:
    hidden = base64.b64encode(b"Dossier-4321").decode()
    data = {"id": hidden, "state": "refuse", "champs": []}
    assert read(tmp_path / "d.json", data).applications[0].source_id == "4321"
    odd = read(tmp_path / "e.json", {"id": "quelconque", "state": "refuse", "champs": []}).applications[0]
    assert odd.source_id == "quelconque"
    assert "identifiant technique" in odd.problems[0].message


def test_drafts_are_left_out(tmp_path: Path) -> None:
    data = answer()
    nodes(data)[0]["state"] = "brouillon"
    found = read(tmp_path / "d.json", data)
    assert (found.read, len(found.applications)) == (2, 2)
    assert any("brouillon" in note for note in found.notes)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b'{"data":{"demarche":{"activeRevision":{"champDescriptors":[{"label":"Nom"}]}}}}',
            "décrit le formulaire",
        ),
        (b'{"errors":[{"message":"Unauthorized"}],"data":null}', "Unauthorized"),
        (b'{"type":"FeatureCollection","features":[]}', "aucun dossier"),
        (b"[]", "aucun dossier"),
        (b"12", "aucun dossier"),
        (b"", "JSON entier"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 100_000, "démarches-simplifiees"),
        (b'{"n":' + b"9" * 5000 + b"}", "démarches-simplifiees"),
    ],
    ids=["form", "error", "geojson", "empty list", "number", "empty", "not text", "deep", "huge number"],
)
def test_files_that_are_no_export_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "autre.json"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=words):
        read_json(path, quiet)


def test_a_truncated_answer_says_where(tmp_path: Path) -> None:
    path = tmp_path / "coupe.json"
    path.write_bytes(SAMPLE.read_bytes()[:60_000])
    with pytest.raises(Unreadable, match=r"ligne \d+.*colonne \d+"):
        read_json(path, quiet)


def test_an_enormous_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "enorme.json"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="300 Mo"):
        read_json(path, quiet)


def test_amounts_decided_are_read_from_annotations_only(tmp_path: Path) -> None:
    granted = {"label": "Montant accordé", "stringValue": "4000"}
    told = read(
        tmp_path / "a.json", {"number": 1, "state": "accepte", "champs": [granted], "annotations": []}
    )
    noted = read(
        tmp_path / "b.json", {"number": 1, "state": "accepte", "champs": [], "annotations": [granted]}
    )
    assert told.applications[0].granted is None
    assert told.applications[0].other == [("Montant accordé", "4000")]
    assert noted.applications[0].granted == 400_000
