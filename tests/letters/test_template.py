"""Templates: every letter of the folder, its words and its faults."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.letters.fields import DERIVED, FIELDS, known
from desktop.letters.model import edited, from_json, numbered, paragraphs, to_json
from desktop.letters.template import TemplateError, expected, load, merge
from desktop.rules.preflight import green, inspect
from desktop.rules.ruling import OUTCOMES
from tests.letters.paper import FOLDER, TEMPLATES, data

FIX, THIN = "\u00a0", "\u202f"


def body(name: str, **rooms: Any) -> str:
    letter = merge(TEMPLATES[name], data(**rooms))
    return "\n".join(text for _, text in letter.words())


def test_each_outcome_has_its_letter() -> None:
    for outcome in OUTCOMES:
        assert TEMPLATES[outcome.letter].when == (outcome.code,)
    assert TEMPLATES["accuse_reception"].when == ("received",)
    assert TEMPLATES["pieces_manquantes"].when == ("incomplete",)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_with_all_data_each_letter_is_green(name: str) -> None:
    whole = data()
    letter = merge(TEMPLATES[name], whole)
    assert letter.missing == ()
    findings = inspect(letter.words(), expected(TEMPLATES[name], whole, letter))
    assert green(findings), findings
    assert [finding.level for finding in findings] == ["warning"]  # the letterhead is an example


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_without_data_each_letter_says_what_is_missing(name: str) -> None:
    letter = merge(TEMPLATES[name], {})
    assert {"courrier.numero", "courrier.date", "porteur.nom", "dossier.titre"} <= set(letter.missing)
    assert all(known(field) for field in letter.missing)
    printed = "\n".join(text for _, text in letter.words())
    assert all(f"{{{field}}}" in printed for field in letter.missing)
    assert not green(inspect(letter.words(), expected(TEMPLATES[name], {}, letter)))


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_one_empty_field_never_breaks_a_letter(field: str) -> None:
    whole: dict[str, Any] = data()
    room, _, key = field.partition(".")
    if key:
        del whole[room][key]
    else:
        del whole[room]
    for template in TEMPLATES.values():
        letter = merge(template, whole)
        assert set(letter.missing) <= {field}
        assert inspect(letter.words(), expected(template, whole, letter))


def test_the_grant_says_amount_share_quarter_and_challenge() -> None:
    said = body("accord")
    assert f"neuf mille euros (9{THIN}000{FIX}€)" in said
    assert f"Amiens Métropole\t5{THIN}000{FIX}€" in said
    assert f"Total\t9{THIN}000{FIX}€" in said
    assert (
        f"au titre du défi{FIX}4 «{FIX}Promouvoir la réussite des enfants et des jeunes{FIX}» "
        "pour le quartier d’Étouvie" in said
    )
    assert f"38{FIX}%" in said
    assert f"30{FIX}juin 2026" in said
    assert "n’est pas le prix d’une prestation" in said


def test_a_million_is_said_with_its_preposition() -> None:
    whole = {"montant": 100_000_000, "financeurs": [{"nom": "Amiens Métropole", "montant": 100_000_000}]}
    said = body("accord", decision=whole)
    assert "une subvention d’un million d’euros" in said
    assert "Total\t" not in said  # one funder needs no sum


def test_convention_above_the_threshold_for_one_funder_and_a_private_body() -> None:
    big = {"montant": 2_300_001, "convention": None, "financeurs": [{"nom": "X", "montant": 2_300_001}]}
    at = {"montant": 2_300_000, "convention": None, "financeurs": [{"nom": "X", "montant": 2_300_000}]}
    assert "Convention en deux exemplaires" in body("accord", decision=big)
    assert "Convention en deux exemplaires" not in body("accord", decision=at)
    assert "Convention en deux exemplaires" not in body("accord", decision=big, porteur={"nature": "school"})


def test_payment_in_two_parts_and_conditions() -> None:
    said = body("accord", decision={"versements": 2, "conditions": ["fournir a.", "fournir b"]})
    assert f"un acompte de 4{THIN}500{FIX}€ dans les soixante jours" in said
    assert f"fournir a{THIN};\nfournir b." in said
    assert "conditions suivantes" not in body("accord", decision={"conditions": []})


def test_the_engagement_contract_is_for_associations() -> None:
    assert "contrat d’engagement républicain" in body("accord")
    assert "contrat d’engagement républicain" not in body("accord", porteur={"nature": "school"})
    assert "votre établissement a conçue" in body("accord", porteur={"nature": "school"})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Appel à projets 2026", "dans le cadre de l’appel à projets 2026"),
        ("Convention triennale 2024-2026", "dans le cadre de la convention triennale 2024-2026"),
        ("Conventions triennales", "dans le cadre des conventions triennales"),
        ("AAP 2026", "dans le cadre de l’AAP 2026"),
        ("Fonds d’initiative", "dans le cadre du fonds d’initiative"),
    ],
)
def test_the_name_of_a_call_takes_its_article(name: str, said: str) -> None:
    assert said in body("refus", appel={"nom": name})


@pytest.mark.parametrize(
    ("quarters", "said"),
    [
        ([{"nom": "Parcheminiers"}], "pour le quartier des Parcheminiers"),
        ([{"nom": "Quartiers Nord", "de": "des quartiers Nord"}], "pour les quartiers Nord"),
        (
            [{"nom": "Étouvie"}, {"nom": "Elbeuf-Lescouvé"}],
            "pour les quartiers d’Étouvie et d’Elbeuf-Lescouvé",
        ),
        ([], "défi\u00a04 «\u00a0Promouvoir la réussite des enfants et des jeunes\u00a0». J’ai"),
    ],
)
def test_quarters_take_theirs(quarters: list[dict[str, str]], said: str) -> None:
    assert said in body("accord", dossier={"quartiers": quarters})


def test_the_time_to_answer_comes_from_the_letterhead() -> None:
    assert "dans les 15\u00a0jours" in body("accord_partiel", decision={"jours": None})


def test_several_reasons_make_one_sentence() -> None:
    said = body("refus", decision={"motifs": ["le budget est incomplet.", "le public est peu décrit."]})
    assert f"En effet, le budget est incomplet{THIN}; le public est peu décrit." in said


def test_legal_dates_are_deduced_when_not_given() -> None:
    said = body("accuse_reception", accuse={"rejet": None}, dossier={"recu": date(2025, 12, 31)})
    assert f"28{FIX}février 2026" in said
    assert f"30{FIX}juin 2027" in body("accord", bilan={"date": None}, dossier={"fin": date(2026, 7, 31)})


def test_civility_and_address_agree_with_the_person() -> None:
    letter = merge(TEMPLATES["refus"], data(representant={"civilite": "M.", "fonction": "principale"}))
    assert letter.salutation == "Monsieur le Principal,"
    assert letter.addressee == (
        "Monsieur le Principal",
        "Association Lire en Bas de Chez Soi",
        "12 place du Marché",
        "80000 Amiens",
    )
    assert "agréer, Monsieur le Principal, l’expression" in letter.closing
    nobody = merge(TEMPLATES["refus"], data(representant={"civilite": "", "fonction": "", "nom": ""}))
    assert nobody.salutation == "Madame, Monsieur,"
    assert nobody.addressee[0] == "Association Lire en Bas de Chez Soi"


def test_a_named_signatory_never_borrows_the_dates_of_another() -> None:
    whole = data()
    whole["signataire"] = {"nom": "Sacha Exemple", "qualite": "Le directeur"}
    letter = merge(TEMPLATES["refus"], whole)
    found = inspect(letter.words(), expected(TEMPLATES["refus"], whole, letter))
    assert any("dates de délégation de Sacha Exemple manquent" in f.sentence for f in found)


def test_a_letter_is_kept_and_found_again() -> None:
    letter = merge(TEMPLATES["accord"], data())
    assert from_json(to_json(letter)) == letter
    for broken in ("", "[]", "{}", '{"format":1}', to_json(letter).replace('"format":1', '"format":9')):
        with pytest.raises(ValueError, match="n’est pas lisible"):
            from_json(broken)


def test_paragraphs_given_back_unchanged_change_no_word() -> None:
    letter = merge(TEMPLATES["accord"], data())
    again = edited(letter, paragraphs(letter))
    assert again.blocks == letter.blocks
    assert again.edited


def test_editing_by_hand_keeps_the_table_and_fills_holes() -> None:
    letter = merge(TEMPLATES["refus"], data(comite={"date": None}))
    assert letter.missing == ("comite.date",)
    texts = [text.replace("{comite.date}", "12 mars 2025") for text in paragraphs(letter)]
    mended = edited(letter, [*texts, "Un **mot** de plus."])
    assert mended.missing == ()
    assert mended.blocks[-1].runs[1].bold
    granted = merge(TEMPLATES["accord"], data())
    assert [b.kind for b in edited(granted, []).blocks] == ["table"]


def test_the_number_of_the_register_takes_the_place_of_the_hole() -> None:
    letter = merge(TEMPLATES["refus"], data(courrier={"numero": ""}))
    assert letter.missing == ("courrier.numero",)
    issued = numbered(letter, "2025-0012")
    assert issued.missing == ()
    assert f"Réf.{FIX}: 2025-0012" in issued.references


def test_a_wrong_value_is_told_with_its_field() -> None:
    with pytest.raises(ValueError, match=r"decision\.montant"):
        merge(TEMPLATES["accord"], data(decision={"montant": "neuf mille"}))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('object = "{porteur.nme}"', "le champ « porteur.nme » n’existe pas"),
        ('object = "{porteur.nom|majuscule}"', "le filtre « majuscule » n’existe pas"),
        ('object = "{porteur nom}"', "une accolade reste seule"),
        ('signer = "personne"', "le signataire « personne » n’est pas dans l’en-tête"),
        ('appeal = "autre"', "la mention de recours « autre » n’est pas dans l’en-tête"),
        ('closing = ""', "il manque « closing »"),
        ("surprise = 1", "le mot « surprise » n’est pas attendu"),
        ('[[block]]\ntext = "a"\nif = "montant > 3"', "« montant », qui n’est pas un champ connu"),
        ('[[block]]\ntext = "a"\nif = "not (copies"', "parenthèse fermante"),
        ('[[block]]\nkind = "list"\ntext = "a"', "une liste demande"),
        ('[[block]]\nkind = "table"', "un tableau demande « from »"),
        ('[[block]]\nkind = "poème"', "le genre « poème » n’existe pas"),
        ('[[block]]\ntext = ""', "le texte est vide"),
        ("[[block", "ne se lit pas"),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path: Path, line: str, fault: str) -> None:
    shutil.copy(FOLDER / "letterhead.toml", tmp_path)
    key = line.partition(" ")[0]
    kept = [
        x for x in (FOLDER / "retrait.toml").read_text("utf-8").splitlines() if not x.startswith(f"{key} =")
    ]
    first = [] if line.startswith("[[") else [line]
    last = [line] if line.startswith("[[") else []
    (tmp_path / "retrait.toml").write_text("\n".join([*first, *kept, *last]), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"retrait\.toml") as told:
        load(tmp_path)
    assert fault in str(told.value)


def test_all_faults_are_told_at_once_and_the_letterhead_too(tmp_path: Path) -> None:
    (tmp_path / "letterhead.toml").write_text('[organisme]\nnom = "X"\n', encoding="utf-8")
    (tmp_path / "a.toml").write_text('id = "a"\n', encoding="utf-8")
    with pytest.raises(TemplateError) as told:
        load(tmp_path)
    said = str(told.value)
    assert "organisme.ville" in said
    assert "recours.decision" in said
    assert "il manque « object »" in said


def test_two_templates_may_not_share_a_name(tmp_path: Path) -> None:
    for name in ("letterhead.toml", "refus.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    shutil.copy(FOLDER / "refus.toml", tmp_path / "refus2.toml")
    with pytest.raises(TemplateError, match="reprend l’identifiant « refus »"):
        load(tmp_path)


def test_the_catalogue_is_whole() -> None:
    assert not set(FIELDS) & set(DERIVED)
    assert all(label and "." not in label for label, _ in FIELDS.values())
