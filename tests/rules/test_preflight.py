"""The last look: each fault, put in a sound letter, is found and blocks it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.rules.french import euros, words
from desktop.rules.preflight import Expected, green, inspect

APPEAL = (
    "Voies et délais de recours : vous pouvez, dans les deux mois, saisir le tribunal administratif "
    "(www.telerecours.fr) ou former un recours gracieux."
)
SOUND: dict[str, str] = {
    "références": "Affaire suivie par : A. Exemple\nRéf. : 2025-041",
    "destinataire": "Madame la Présidente\nAssociation Exemple\n12 place du Marché\n80000 Amiens",
    "date": "Amiens, le 14\u00a0mars 2025",
    "objet": "attribution d’une subvention de 9\u202f000\u00a0€ – « Lire »",
    "appel": "Madame la Présidente,",
    "corps": (
        "Une subvention de neuf mille euros (9\u202f000\u00a0€) vous est attribuée, sur les "
        "12\u202f000\u00a0€ demandés. Le compte rendu financier est attendu le 30\u00a0juin 2026."
    ),
    "tableau": "Amiens Métropole\t5\u202f000\u00a0€\nÉtat\t4\u202f000\u00a0€\nTotal\t9\u202f000\u00a0€",
    "formule de politesse": "Je vous prie d’agréer, Madame la Présidente, l’expression de ma considération.",
    "signature": "Pour le Président et par délégation,\nLa directrice\nCamille Exemple",
    "voies de recours": APPEAL,
}
EXPECTED = Expected(
    kind="granted",
    day=date(2025, 3, 14),
    number="2025-041",
    civility="Madame la Présidente",
    total=900_000,
    funders=(("Amiens Métropole", 500_000), ("État", 400_000)),
    amounts=frozenset({1_200_000}),
    report_due=date(2026, 6, 30),
    signer="Camille Exemple",
    signer_from=date(2025, 1, 1),
    signer_until=date(2025, 12, 31),
    legal=("compte rendu financier",),
)


def said(expected: Expected = EXPECTED, **changed: str) -> list[str]:
    letter = SOUND | {key.replace("_", " "): text for key, text in changed.items()}
    return [f.sentence for f in inspect(list(letter.items()), expected) if f.level == "error"]


def test_a_sound_letter_is_green() -> None:
    findings = inspect(list(SOUND.items()), EXPECTED)
    assert findings == []
    assert green(findings)


@pytest.mark.parametrize(
    ("where", "old", "new", "sentence"),
    [
        ("corps", "vous est", "{porteur.nom} est", "Le champ {porteur.nom} est resté vide."),
        ("corps", "vous est", "vous } est", "Une accolade est restée dans le texte."),
        ("objet", "« Lire »", "«\u00a0»", "Des guillemets ou des parenthèses sont restés vides."),
        ("corps", "(9\u202f000", "(9\u202f500", "les lettres et les chiffres se contredisent"),
        ("corps", "neuf mille euros", "neuf cents euros", "les lettres et les chiffres se contredisent"),
        ("corps", "neuf mille euros (9", "la somme de (9", "n’est pas écrit en lettres"),
        ("corps", "12\u202f000", "12\u202f500", "12\u202f500\u00a0€ n’est pas celui de la décision"),
        ("objet", "9\u202f000\u00a0€", "9\u202f100 euros", "n’est pas celui de la décision"),
        ("tableau", "5\u202f000", "6\u202f000", "Les parts des financeurs font"),
        ("tableau", "Total\t9", "Total\t8", "Le total du tableau n’est pas la somme"),
        ("destinataire", "80000 Amiens", "Amiens", "code postal"),
        ("destinataire", "80000 Amiens", "8000 Amiens", "code postal"),
        ("destinataire", "12 place du Marché\n", "", "ni rue ni boîte postale"),
        ("références", "2025-041", "2025-042", "ne figure pas dans les références"),
        ("date", "14\u00a0mars", "15\u00a0mars", "devrait être daté du 14"),
        ("corps", "30\u00a0juin 2026", "30\u00a0juin 2027", "compte rendu financier (30\u00a0juin 2026)"),
        ("corps", "compte rendu financier", "bilan", "La mention « compte rendu financier »"),
        ("voies de recours", "tribunal administratif", "tribunal", "Les voies et délais de recours manquent"),
        ("voies de recours", "deux mois", "trois mois", "Les voies et délais de recours manquent"),
        ("signature", "Camille Exemple", "", "Le nom du signataire manque"),
        ("appel", "Madame la Présidente", "Monsieur le Président", "La civilité attendue ici"),
        ("formule de politesse", "Madame la Présidente", "Madame le Président", "ne s’accorde pas"),
    ],
)
def test_each_fault_is_found(where: str, old: str, new: str, sentence: str) -> None:
    assert old in SOUND[where]
    found = said(**{where.replace(" ", "_"): SOUND[where].replace(old, new)})
    assert any(sentence in text for text in found), found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": ""}, "Le courrier n’a pas de numéro."),
        ({"day": None}, "Le courrier n’a pas de date."),
        ({"signer_until": date(2025, 3, 13)}, "n’a pas de délégation le 14"),
        ({"signer_from": date(2025, 3, 15)}, "n’a pas de délégation le 14"),
        ({"signer_until": None}, "Les dates de délégation de Camille Exemple manquent."),
        ({"total": 900_001}, "n’est pas écrit en chiffres"),
        ({"report_due": None}, "La date du compte rendu financier n’est pas"),
        ({"funders": (("A", 450_000), ("B", 450_000))}, "La part d’un financeur n’est pas"),
        ({"undrawable": "🎉"}, "ne s’impriment pas : 🎉"),
    ],
)
def test_each_disagreement_with_the_decision_is_found(change: dict[str, object], sentence: str) -> None:
    found = said(replace(EXPECTED, **change))  # type: ignore[arg-type]  # one field of each type at a time
    assert any(sentence in text for text in found), found


def test_the_delegation_holds_on_its_first_and_last_days() -> None:
    for day in ("signer_from", "signer_until"):
        assert said(replace(EXPECTED, **{day: date(2025, 3, 14)})) == []  # type: ignore[arg-type]  # a date


def test_sums_of_a_title_or_a_condition_do_not_block() -> None:
    assert said(objet="subvention de 9\u202f000\u00a0€ – « Cent euros, 50 € le panier »") == []
    findings = inspect([*SOUND.items(), ("liste", "fournir un devis de 500 € au plus.")], EXPECTED)
    assert [(finding.level, finding.where) for finding in findings] == [("warning", "liste")]


def test_a_missing_table_is_found() -> None:
    assert "Le tableau des financeurs manque." in said(tableau="")


def test_a_funder_who_gives_nothing_needs_no_row() -> None:
    assert said(replace(EXPECTED, funders=(*EXPECTED.funders, ("CAF", 0)))) == []


def test_a_receipt_needs_appeal_but_no_amount_in_words() -> None:
    receipt = replace(EXPECTED, kind="received", total=None, funders=(), legal=())
    text = "Votre demande de 12\u202f000\u00a0€ est enregistrée."
    assert said(receipt, corps=text, tableau="", objet="accusé") == []
    assert said(receipt, corps=text, tableau="", objet="accusé", voies_de_recours="") != []


def test_what_is_to_confirm_or_edited_warns_and_does_not_block() -> None:
    findings = inspect(list(SOUND.items()), replace(EXPECTED, signer_to_confirm=True, edited=True))
    assert [finding.level for finding in findings] == ["warning", "warning"]
    assert green(findings)


@given(st.integers(1, 10**11), st.integers(1, 10**11))
@example(1, 1)
@example(180_94, 180_94)
@example(10**9, 10**9)
def test_words_and_figures_are_compared_for_any_amount(one: int, other: int) -> None:
    expected = replace(EXPECTED, total=one, funders=(), report_due=date(2026, 6, 30))
    text = SOUND["corps"].replace("neuf mille euros", words(one)).replace("9\u202f000\u00a0€", euros(other))
    found = said(expected, corps=text, tableau="", objet="attribution")
    assert (found == []) == (one == other), found


SAT = {
    "corps": SOUND["corps"]
    + " Réuni le 12\u00a0mars 2025, le comité… la délibération n° 12 du 13\u00a0mars 2025.",
    "liste": "– fournir l’attestation d’assurance à jour ;",
}
TAKEN = replace(
    EXPECTED,
    outcome="granted",
    outcomes=("granted",),
    conditions=("Fournir l’attestation d’assurance à jour.",),
    sat_on=date(2025, 3, 12),
    act="12",
    act_on=date(2025, 3, 13),
)


def test_a_letter_tells_the_decision_as_it_stands() -> None:
    assert said(TAKEN, **SAT) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"outcome": "refused"}, "La décision est maintenant « Refus »"),
        ({"conditions": ("Embaucher.",)}, "La condition « Embaucher. » n’est pas dans le courrier."),
        ({"sat_on": date(2025, 3, 19)}, "Le comité s’est réuni le 19\u00a0mars 2025"),
        ({"act": "14"}, "La délibération est n° 14 du 13\u00a0mars 2025."),
        ({"act_on": date(2025, 4, 3)}, "La délibération est n° 12 du 3\u00a0avril 2025."),
        ({"act": "", "act_on": None}, "La délibération est inconnue."),
    ],
)
def test_another_decision_than_the_one_told_blocks_it(change: dict[str, Any], sentence: str) -> None:
    assert any(sentence in one for one in said(replace(TAKEN, **change), **SAT))
