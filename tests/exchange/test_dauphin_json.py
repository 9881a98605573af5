"""Dauphin documents: totals beside plain arithmetic, dates, funders, shapes of file, doubts told."""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.application import Application, ReadFile, Unreadable
from desktop.exchange.registry import read
from desktop.paths import resources
from desktop.rules.budget import Line, totals
from desktop.rules.chart import BY_CODE

SAMPLE = Path(__file__).parents[1] / "samples" / "dauphin" / "dauphin_dossier.json"
SHIPPED = resources() / "imports"
PEOPLE = ("John", "Doe", "Jeanne", "Martin", "Christian", "Douglas", "Sophie", "Cluz", "internal-solution")


def demand() -> dict[str, Any]:
    """A fresh copy of the sample's document."""
    (pair,) = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return dict(pair["dauphin"])


def taken(tmp_path: Path, data: Any) -> ReadFile:
    path = tmp_path / "export.txt"  # the name tells nothing
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return read(path, [SHIPPED])


def one(tmp_path: Path, data: Any) -> Application:
    (application,) = taken(tmp_path, data).applications
    return application


def messages(found: ReadFile | Application) -> str:
    problems = found.all_problems() if isinstance(found, ReadFile) else found.problems
    return "\n".join(problem.message for problem in problems)


def plan(told: dict[str, Any]) -> dict[str, Any]:
    return dict(told["planFinancement"][0])


def sums(side: dict[str, Any]) -> dict[str, int]:
    """Euros by post, added up from the leaves of the document by hand."""
    found: dict[str, int] = {}
    for post in side["postes"]:
        leaves = [*post.get("lignes", [])]
        for part in post.get("sousPostes", []):
            leaves += part.get("lignes", [])
        amount = sum(leaf["montant"]["ht"] for leaf in leaves if "montant" in leaf)
        if amount:
            found[post["reference"]] = amount
    return found


def test_the_budget_is_that_of_the_document() -> None:
    application = read(SAMPLE, [SHIPPED]).applications[0]
    current = plan(demand())
    for key, side in (("depense", "charge"), ("recette", "product")):
        posts: dict[str, int] = {}
        for line in application.budget:
            if line.side == side:
                post = BY_CODE[line.account].post
                posts[post] = posts.get(post, 0) + (line.amount or 0)
        expected = {post: amount * 100 for post, amount in sums(current[key]).items()}
        assert posts == expected
        assert sum(posts.values()) == current[key]["montant"]["total"] * 100 == 257_112_00
    found = totals([Line(b.side, b.account, b.label, b.amount) for b in application.budget])
    assert (found.gap, found.voluntary_charges, found.voluntary_products) == (0, 116_000_00, 116_000_00)
    assert application.cost == 257_112_00
    assert not any("lignes font" in problem.message for problem in application.problems)


def test_funders_are_what_the_document_says() -> None:
    application = read(SAMPLE, [SHIPPED]).applications[0]
    leaves = [
        leaf
        for post in plan(demand())["recette"]["postes"]
        for part in post.get("sousPostes", [])
        for leaf in part.get("lignes", [])
    ]
    asked = {
        leaf["financement"]["financeur"]["title"]: leaf["montant"]["ht"] * 100
        for leaf in leaves
        if leaf["financement"]["financeur"]["typeFinanceur"] == "FINANCEURPRIVILEGIE"
    }
    assert application.asked_by_funder == asked
    assert application.asked == sum(asked.values()) == 26_990_00
    assert application.granted_by_funder == {"13-ETAT-POLITIQUE-VILLE": 7_000_00}
    assert application.granted == 7_000_00
    every = sum(leaf["montant"]["ht"] for leaf in leaves) + 8_500  # the ASP, a line of its own
    assert sum(line.asked or 0 for line in application.funding) == every * 100
    told = {(f.funder, f.common_law): (f.asked, f.answered, f.status, f.on) for f in application.funding}
    assert told[("13-ETAT-POLITIQUE-VILLE", False)] == (
        700000, 700000, "confirmed", dt.date(2022, 9, 8),
    )  # fmt: skip
    assert told[("02-ETAT-POLITIQUE-VILLE", False)][1:3] == (None, "refused")
    assert told[("MINISTERE-EDUCATION-NATIONALE", True)][0] == 4853500
    assert (application.opinions[0].author, application.opinions[0].value) == (
        "02-ETAT-POLITIQUE-VILLE", "Irrecevable",
    )  # fmt: skip


def test_droit_commun_typed_in_a_comment_stands_apart(tmp_path: Path) -> None:
    application = read(SAMPLE, [SHIPPED]).applications[0]
    city = [line for line in application.funding if line.funder.startswith("AIX")]
    assert [(line.asked, line.common_law) for line in city] == [(160000, True), (750000, False)]
    told = demand()
    (line,) = plan(told)["recette"]["postes"][3]["sousPostes"][4]["lignes"]
    line["commentaire"] = "1 700 € de droit commun + 7500 € cdv"  # no longer the sum
    city = [line for line in one(tmp_path, told).funding if line.funder.startswith("AIX")]
    assert [(line.asked, line.common_law) for line in city] == [(910000, False)]
    told = demand()
    (line,) = plan(told)["recette"]["postes"][3]["sousPostes"][4]["lignes"]
    line["financement"]["montantVote"] = {"ht": 7500}
    city = [line for line in one(tmp_path, told).funding if line.funder.startswith("AIX")]
    assert [(line.answered, line.status) for line in city] == [(None, "asked"), (750000, "confirmed")]


def test_identity_dates_and_texts() -> None:
    application = read(SAMPLE, [SHIPPED]).applications[0]
    assert (application.source, application.source_id) == ("dauphin", "REF_ADMINISTRATIVE")
    assert ("dauphin", "DAREF_ADMINISTRATIVE") in application.also_known
    assert (application.starts_on, application.ends_on) == (dt.date(2022, 9, 1), dt.date(2023, 8, 31))
    assert application.deposited_at == dt.datetime(2022, 8, 8, 16, 55, 18)
    assert application.instructed_at == dt.datetime(2022, 8, 18, 9, 25, 32)
    assert (application.exercise, application.renewal, application.stage) == (2022, True, "granted")
    who = application.applicant
    assert (who.kind, who.rna, who.legal_form, who.postcode) == (
        "association", "W000000000", "Association déclarée", "75010",
    )  # fmt: skip
    assert who.founded_on == dt.date(1991, 8, 2)
    other = dict(application.other)
    assert other["GISPRO – N° EJ Chorus"] == "2103814945"
    approvals = [value for label, value in application.other if label == "Agrément"]
    assert len(approvals) == 3 and approvals[0].endswith("11/04/2006")
    assert application.texts["means"].startswith("10 volontaires")


def test_nobody_of_the_accounts_is_taken() -> None:
    told = repr(read(SAMPLE, [SHIPPED]))
    assert [name for name in PEOPLE if name in told] == []


@pytest.mark.parametrize(
    "wrap",
    [
        lambda d: d,
        lambda d: [d],
        lambda d: {"data": [d]},
        lambda d: {"data": {"items": [d]}},
        lambda d: {"took": 3, "hits": {"total": 1, "hits": [{"_id": "x", "_source": d}]}},
        lambda d: {"_source": d},
        lambda d: [{"dauphin": d, "gispro": None}],
        lambda d: {"_id": {"$oid": "1"}, "dauphin": d},
        lambda d: json.dumps(d) + "\n",
        lambda d: '{"index": {"_id": "1"}}\n' + json.dumps(d) + "\n",
        lambda d: "\ufeff" + json.dumps([d]),
    ],
)
def test_every_wrapping_gives_the_same_dossier(tmp_path: Path, wrap: Any) -> None:
    found = taken(tmp_path, wrap(demand()))
    (application,) = found.applications
    assert (found.format, found.read) == ("dauphin-json", 1)
    assert (application.source_id, application.cost) == ("REF_ADMINISTRATIVE", 257_112_00)


def test_a_lot_keeps_its_order_and_the_newest_of_two_states(tmp_path: Path) -> None:
    lot = []
    for rank in (3, 1, 2):
        told = demand()
        told["referenceAdministrative"] = f"DA0000000{rank}"
        lot.append(told)
    older = copy.deepcopy(lot[0])
    older["date"], older["intituleProjet"] = "2021-01-01T00:00:00.000Z", "Ancien intitulé"
    found = taken(tmp_path, "\n".join(json.dumps(told) for told in [*lot, older]))
    assert [a.source_id for a in found.applications] == ["DA00000003", "DA00000001", "DA00000002"]
    assert found.applications[0].title == "INTITULE_PROJET"
    assert "deux fois dans le fichier" in messages(found) and found.read == 4


def test_the_plan_that_counts_when_none_or_several_are_current(tmp_path: Path) -> None:
    told = demand()
    first = plan(told)
    assert "current" in first
    second = copy.deepcopy(first)
    second["periode"] = {"exercice": 2023}
    second["depense"] = {"postes": [{"reference": "60", "montant": {"ht": 10}}], "montant": {"total": 10}}
    told["planFinancement"] = [first, second]
    application = one(tmp_path, told)
    assert application.cost == 257_112_00
    assert "2 plans de financement sont marqués comme courants : celui de l’exercice 2022" in messages(
        application
    )
    first["current"] = False
    assert one(tmp_path, told).cost == 10_00
    second["current"] = None
    assert "Aucun plan de financement n’est marqué comme courant : celui" in messages(one(tmp_path, told))
    told["planFinancement"] = []
    application = one(tmp_path, told)
    assert "ne porte pas de plan" in messages(application) and application.budget == []
    assert "budget" not in application.given


def test_a_total_that_is_not_the_sum_is_told(tmp_path: Path) -> None:
    told = demand()
    plan(told)["depense"]["postes"][0]["lignes"][1]["montant"]["ht"] = "9 974,00"
    application = one(tmp_path, told)
    assert application.cost == 258_112_00
    assert "« 60 - Achats » : le portail écrit 9\u202f174\u00a0€, ses lignes font 10\u202f174" in messages(
        application
    )


@pytest.mark.parametrize(
    ("label", "code", "stage"),
    [
        ("Rejetée", "", "refused"), ("Non recevable", "", "ineligible"), ("Cloturée", "", "ineligible"),
        ("A justifier", "", "granted"), ("A été versé", "", "granted"),
        ("Justification à modifier", "", "granted"), ("Transmise", "", "received"),
        ("Prise en charge", "", "instruction"), ("Recevable", "", "instruction"),
        ("En attente d’attestation", "", "received"), ("En cours de saisie", "", "received"),
        ("", "TRANSMITTED", "received"), ("", "JUSTIFICATION_TO_MODIFY", "granted"),
        ("Lunaire", "", "received"),
    ],
)  # fmt: skip
def test_statuses(tmp_path: Path, label: str, code: str, stage: str) -> None:
    told = demand()
    told |= {"virtualStatusLabel": label, "virtualStatus": code, "status": code}
    application = one(tmp_path, told)
    assert application.stage == stage
    assert ("inconnu de Parvis" in messages(application)) == (label == "Lunaire")


def test_what_was_never_handed_in_is_left_aside(tmp_path: Path) -> None:
    told = demand()
    told |= {"virtualStatusLabel": "En cours de saisie", "dateDemande": None}
    found = taken(tmp_path, told)
    assert found.applications == [] and "1 dossier en cours de saisie laissé de côté" in found.notes[0]


def test_texts_lose_their_html(tmp_path: Path) -> None:
    told = demand()
    told["description"]["value"] = (
        "<p>Ateliers l&rsquo;été&nbsp;:</p><ul><li>lecture</li><li>jeux &amp; contes</li></ul>"
        "<script>alert(1)</script><p>Prix &lt; 5&nbsp;€</p>"
    )
    text = one(tmp_path, told).texts["description"]
    assert "Ateliers l’été" in text and "• lecture\n• jeux & contes" in text
    assert text.endswith("Prix < 5\u00a0€") and "alert" not in text


def test_numbers_of_the_state(tmp_path: Path) -> None:
    told = demand()
    told["referenceAdministrative"] = "00104456"
    assert one(tmp_path, told).source_id == "DA00104456"
    told["referenceAdministrative"] = "DA00104456-2"
    application = one(tmp_path, told)
    assert application.source_id == "DA00104456-2" and "complète le dossier DA00104456" in messages(
        application
    )
    del told["referenceAdministrative"], told["reference"], told["id"]
    found = taken(tmp_path, told)
    assert found.applications == [] and "ni référence ni numéro" in messages(found)


def test_the_dress_of_a_database_dump_comes_off(tmp_path: Path) -> None:
    told = demand()
    told["exerciceBudgetaire"] = {"$numberInt": "2022"}
    told["dateDemande"] = {"$date": {"$numberLong": "1659970518000"}}
    told["periodeRealisation"]["dateDebut"] = {"$date": "2022-12-31T23:00:00Z"}
    application = one(tmp_path, told)
    assert application.exercise == 2022
    assert application.deposited_at == dt.datetime(2022, 8, 8, 16, 55, 18)
    assert application.starts_on == dt.date(2023, 1, 1)


def test_the_short_document_of_data_subvention(tmp_path: Path) -> None:
    line = {
        "dispositifEligible": True,
        "montant": {"ht": 4200},
        "financement": {
            "financeur": {"typeFinanceur": "FINANCEURPRIVILEGIE", "titre": "ville"},
            "montantVote": {"ht": 4000},
        },
    }
    told = {
        "exerciceBudgetaire": 2022,
        "demandeur": {"SIRET": {"complet": "01234567890123", "SIREN": "012345678"}},
        "codeActionProjet": "12345678",
        "dateDemande": "2021-12-07",
        "virtualStatusLabel": "Justifiée",
        "planFinancement": [
            {
                "current": True,
                "recette": {
                    "postes": [{"reference": "74", "sousPostes": [{"reference": "74etat", "lignes": [line]}]}]
                },
            }
        ],
    }
    gispro = {"ej": "ej", "codeActionDossier": "12345678", "montant": 4500}
    application = one(tmp_path, [{"dauphin": told, "gispro": gispro}])
    assert application.source_id == "DA12345678" and application.deposited_at == dt.datetime(2021, 12, 7)
    assert (application.asked, application.granted) == (420000, 450000)  # engaged after a complement
    assert application.granted_by_funder == {"ville": 450000}


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, float("nan"), "", "…", "12/13/2026", "\ud800", "x" * 3000, [], {}, [None],
    [[1]], {"a": []}, {"value": {"value": []}}, {"$date": {"$numberLong": "9" * 13}}, {"$numberInt": "1"},
)  # fmt: skip


def spoilt(told: Any, chance: random.Random) -> Any:
    if chance.random() < 0.015:
        return chance.choice(ODD)
    if isinstance(told, dict):
        return {key: spoilt(value, chance) for key, value in told.items() if chance.random() > 0.01}
    return [spoilt(item, chance) for item in told] if isinstance(told, list) else told


def test_documents_of_the_wrong_shape_never_surprise(tmp_path: Path) -> None:
    chance = random.Random("parvis dauphin")
    (pair,) = json.loads(SAMPLE.read_text(encoding="utf-8"))
    readings = 0
    for _ in range(250):
        with suppress(Unreadable):
            for application in taken(tmp_path, json.dumps([spoilt(pair, chance)])).applications:
                readings += 1
                assert application.source_id
                for amount in (application.asked, application.cost, application.granted):
                    assert amount is None or type(amount) is int
                assert all(type(line.amount) in (int, type(None)) for line in application.budget)
                assert all(BY_CODE[line.account].side == line.side for line in application.budget)
                application.title.encode()
    assert readings > 150


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('{"took": 1, "hits": {"total": 0, "hits": []}}', "ne contient aucun dossier"),
        (SAMPLE.read_text(encoding="utf-8")[:30_000], "jusqu’au bout (ligne"),
        ('{"planFinancement": []}', "forme inconnue"),
    ],
)
def test_what_holds_no_dossier_is_refused_in_words(tmp_path: Path, data: str, told: str) -> None:
    with pytest.raises(Unreadable) as caught:
        taken(tmp_path, data)
    assert told in str(caught.value) and str(caught.value).endswith(".")
