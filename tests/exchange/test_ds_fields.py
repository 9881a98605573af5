"""Labels, choices, dates and people taken one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.exchange.ds_budget import account, side_of
from desktop.exchange.ds_choices import split
from desktop.exchange.ds_columns import file_names
from desktop.exchange.ds_fields import application
from desktop.exchange.ds_form import Answer, Form
from desktop.exchange.ds_lexicon import lexicon, plain, target
from desktop.exchange.ds_people import split_name
from desktop.exchange.ds_portal import stage_of
from desktop.exchange.ds_values import cents, day, instant
from desktop.rules.chart import BY_CODE
from desktop.rules.sections import TITLES

ISOLATION = (
    "Rompre l'isolement en favorisant le vivre ensemble, le lien social et le pouvoir d'agir des habitants"
)


def test_every_rule_fills_a_field_that_exists() -> None:
    attributes = set(Form.__dataclass_fields__) | set(application(Form("1", "ligne 2")).__dataclass_fields__)
    attributes |= {"rna", "siret", "acronym", "website", "purpose", "iban", "account_holder"}
    for rule in lexicon().rules:
        section = rule.to.removeprefix("text:")
        known = section in TITLES if rule.to.startswith("text:") else rule.to in attributes
        assert known or rule.to.startswith("organisation_"), rule.to
        written = (*rule.any, *rule.exact, *rule.without)
        assert all(plain(label) == label.replace("$", "") for label in written), rule.to


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        ("brouillon", "draft"),
        ("en_construction", "received"),
        ("En instruction", "instruction"),
        ("accepte", "granted"),
        ("Refusé", "refused"),
        ("sans_suite", "withdrawn"),
        ("Classé sans suite", "withdrawn"),
        ("inconnu", ""),
    ],
)
def test_states_of_the_api_and_of_the_tables(state: str, stage: str) -> None:
    assert stage_of(state) == stage


def test_an_unknown_state_is_told_and_taken_as_received() -> None:
    found = application(Form("1", "ligne 2", system={"state": "Égaré"}))
    assert (found.stage, found.state) == ("received", "Égaré")
    assert "inconnu" in found.problems[0].message


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("... que le montant total du budget prévisionnel de la demande s'élève à", "cost"),
        ("... demander une subvention de", "asked"),
        ("Je demande ce montant de subventions", "asked"),
        ("Coût total de l'opération (en euros HT)", "cost"),
        ("Montant des dépenses éligibles retenues (€)", ""),
        ("Subvention obtenue l'année dernière", ""),
        ("Bilan de l'action N-1 (en cas de renouvellement)", ""),
        ("Objet de la subvention", ""),
        ("Budget annuel de l'association", ""),
        ("Montant accordé en N-1", ""),
        ("Informations complémentaires sur les bénéficiaires du projet", "text:public"),
        ("Indicateurs et méthodes d'évaluation", "text:evaluation"),
        ("Nombre d'actions menées", ""),
        ("Nombre d'associations partenaires", "text:partners"),
        ("Définition du besoin", "text:need"),
        ("Publicité prévue", ""),
        ("Date de financement", ""),
        ("Fréquence des séances", "text:calendar"),
        ("Financements publics obtenus", ""),
        ("Nombre de femmes salariées de l'association", ""),
        ("Objet de la demande", ""),
    ],
)
def test_labels_met_in_real_forms(label: str, field: str) -> None:
    assert target(label) == field


@pytest.mark.parametrize(
    ("joined", "choices"),
    [
        (f"Faciliter l'accès aux droits et aux services, {ISOLATION}", 2),
        (f"{ISOLATION}, Contribuer à l'ouverture et à la mobilité des habitants", 2),
        ("Lutter contre la précarité financière, alimentaire et énergétique", 1),
        ("Adultes (26-64 ans), Jeunes (16-25 ans)", 2),
        ("Public (femmes, hommes), Tout public", 2),
        ("", 0),
    ],
)
def test_choices_with_commas_stay_whole(joined: str, choices: int) -> None:
    found = split(joined, lexicon().choices)
    assert len(found) == choices
    assert ", ".join(found) == joined


def test_known_labels_win_over_commas_before_capitals() -> None:
    assert split("Santé, Bien-être, Sport", ["Santé, Bien-être"]) == ["Santé, Bien-être", "Sport"]
    assert split("Santé, Bien-être, Sport") == ["Santé", "Bien-être", "Sport"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("27200.5", 2_720_050),
        ("26 956,00", 2_695_600),
        ("12\u202f350\u00a0€", 1_235_000),
        ("97 000euros", 9_700_000),
        (27200.5, 2_720_050),
        (14000, 1_400_000),
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("- 1 000,00", -100_000),
        ("0,005", 1),
        ("environ 500", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        ("9" * 30, None),
    ],
)
def test_amounts_are_cents(written: str | float | None, amount: int | None) -> None:
    assert cents(written) == amount


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026-02-01", dt.date(2026, 2, 1)),
        ("01/02/2026", dt.date(2026, 2, 1)),
        ("1er février 2026", dt.date(2026, 2, 1)),
        ("15 août 2025", dt.date(2025, 8, 15)),
        (dt.datetime(2026, 2, 1, 8), dt.date(2026, 2, 1)),
        ("31/02/2026", None),
        ("bientôt", None),
    ],
)
def test_dates_in_figures_and_words(written: str | dt.datetime, found: dt.date | None) -> None:
    assert day(written) == found


@pytest.mark.parametrize(
    "written",
    ["2026-01-19 18:22:03 +0100", "2026-01-19T18:22:03+01:00", "2026-01-19T17:22:03Z", "2026-01-19 18:22:03"],
)
def test_instants_are_paris_time(written: str) -> None:
    assert instant(written) == dt.datetime(2026, 1, 19, 18, 22, 3)


def test_summer_time_begins_on_the_last_sunday_of_march() -> None:
    assert instant("2026-03-29T00:59:00Z") == dt.datetime(2026, 3, 29, 1, 59)
    assert instant("2026-03-29T01:00:00Z") == dt.datetime(2026, 3, 29, 3, 0)
    assert instant("2026-10-25T01:00:00Z") == dt.datetime(2026, 10, 25, 2, 0)


@pytest.mark.parametrize(
    ("written", "words", "code"),
    [
        ("74 - Subventions d'exploitation", "CAF de la Somme", "74orgasoc"),
        ("6411 Salaires", "", "641"),
        ("Achats de fournitures", "", "601"),
        ("Région Hauts-de-France", "", "74region"),
        ("", "", "75"),
        ("Ressources propres affectées au projet", "", "RESSPROPRES"),
        ("74", "", "74"),
    ],
)
def test_accounts_are_codes_of_the_chart(written: str, words: str, code: str) -> None:
    found = account(written, None, words)[1]
    assert found in BY_CODE
    assert found == code


def test_sides_of_blocks_named_otherwise() -> None:
    assert side_of("(5100060) Charges previsionnel") == "charge"
    assert side_of("Dépenses de l'action") == "charge"
    assert side_of("Plan de financement") == "product"
    assert side_of("Moyens matériels") is None


def test_people_follow_hints_then_order() -> None:
    labels = {
        "Nom et prénom de la personne chargée du dossier": "EXEMPLE Léa",
        "Téléphone du contact": "01",
        "Nom du président": "MODÈLE",
        "Prénom du président": "Paul",
        "Qualité": "Président",
        "Nom de l'association": "Le Fil",
    }
    found = application(Form("1", "ligne 2", answers=[Answer(k, v) for k, v in labels.items()]))
    assert [(p.kind, p.first_name, p.last_name, p.phone, p.position) for p in found.people] == [
        ("representative", "Paul", "MODÈLE", "", "Président"),
        ("in_charge", "Léa", "EXEMPLE", "01", ""),
    ]
    assert found.applicant.name == "Le Fil"


def test_contact_data_of_a_third_person_is_not_kept() -> None:
    answers = [
        Answer(label, f"{label} {rank}") for rank in range(3) for label in ("Nom", "Téléphone", "Courriel")
    ]
    found = application(Form("1", "ligne 2", answers=answers))
    assert [p.last_name for p in found.people] == ["Nom 0", "Nom 1"]
    assert not any("2" in value for _, value in found.other)


def test_names_and_file_names_are_parted() -> None:
    assert split_name("Mme Claire EXEMPLE") == ("Claire", "EXEMPLE")
    assert split_name("DE LA TOUR Jean") == ("Jean", "DE LA TOUR")
    assert file_names("devis, lot 1.pdf, plan.jpeg") == ["devis, lot 1.pdf", "plan.jpeg"]
