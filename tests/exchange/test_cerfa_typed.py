"""A form typed again in a word processor: whole lines of words, signs in boxes, sentences with blanks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from desktop.exchange.application import Application
from tests.exchange.test_cerfa_form import taken

IDENTITY = (
    "1. Identification de l’association",
    "1.1 Nom – Dénomination : LE PETIT THÉÂTRE DES ESSAIS",
    "Sigle de l’association : PTE    Site web : petit.example",
    "1.2 Numéro Siret : |9|0|1|2|3|4|5|6|7|0|0|0|0|5|",
    "1.3 Numéro RNA ou à défaut celui du récépissé en préfecture : W802000111",
    "(si vous ne disposez pas de ces numéros, voir la notice)",
    "1.4 Numéro d’inscription au registre (article 55 du code civil local) : |__|__|__|",
    "1.5 Adresse du siège social : 4 place des Tests ......................",
    "Code postal : 80080 Commune : Amiens",
    "1.5.1 Adresse de gestion ou de correspondance (si différente) : .................",
    "Code postal : ............ Commune : .................",
    "1.6 Représentant-e légal-e (personne désignée par les statuts)",
    "Nom : EXEMPLE Prénom : Lise",
    "Fonction : Présidente",
    "Téléphone : 03 22 11 22 33 Courriel : lise@petit.example",
    "1.7 Identification de la personne chargée de la présente demande (si différente)",
    "Nom : ................. Prénom : .................",
    "Téléphone : ............... Courriel : ...............",
)
ACTION = (
    "6. Projet n°1 – Objet de la demande",
    "Votre demande est adressée à la politique de la ville ? X oui     non",
    "Intitulé :",
    "Scènes de quartier",
    "Objectifs :",
    "Donner la parole aux jeunes : chacun écrit sa scène et",
    "la joue devant les habitants.",
    "Description :",
    "Vingt séances. Le public : des jeunes de 12 à 17 ans.",
    "Bénéficiaires : caractéristiques sociales, dont (si pertinence) public(s) concerné(s)?",
    "40 jeunes, 22 filles",
    "Territoire :",
    "Étouvie",
    "Date ou période de réalisation : du (le) |0|1|/|0|3|/|2|0|2|6| au |3|0|/|0|6|/|2|0|2|6|",
    "Évaluation : indicateurs proposés au regard des objectifs ci-dessus",
    "Assiduité, parole des jeunes",
)
LINES = (
    ("60 - Achats", "1 000 €", "70 - Vente de produits finis, de marchandises,", ""),
    ("Prestations de services", "600 €", "prestations de services", "200 €"),
    ("Achats matières et fournitures", "400 €", "74 - Subventions d’exploitation", "5 000 €"),
    ("64 - Charges de personnel", "4 200 €", "État : préciser le(s) ministère(s) sollicité(s)", ""),
    ("Rémunération des personnels", "3 000 €", "ANCT P147", "2 000 €"),
    ("Charges sociales", "1 200 €", "Conseil-s Départemental(aux) :", ""),
    ("", "", "Département de la Somme", "500 €"),
    ("", "", "Communes, communautés de communes", ""),
    ("", "", "ou d’agglomérations :", ""),
    ("", "", "Amiens Métropole", "2 500 €"),
    ("TOTAL DES CHARGES", "5 200 €", "TOTAL DES PRODUITS", "5 200 €"),
)
ASKED = "La subvention sollicitée de 2 500 €, objet de la présente demande représente 48,08 % du total"
ATTESTED = (
    "7. Attestations",
    "Je soussigné(e), (nom et prénom) Lise EXEMPLE",
    "représentant(e) légal(e) de l’association PTE",
    "- demander une subvention de : 2 500 € au titre de l’année ou exercice 2026",
    "Fait, le 14 janvier 2026 à Amiens",
)


def typed(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)

    def page(lines: tuple[str, ...]) -> None:
        for rank, line in enumerate(lines):
            canvas.drawString(50, 790 - 15 * rank, line)
        canvas.showPage()

    canvas.setFont("Helvetica", 10)
    page(("cerfa N° 12156*05", "DEMANDE DE SUBVENTION(S)", "Formulaire unique"))
    page(IDENTITY)
    page(ACTION)
    canvas.drawString(50, 790, "6. Budget du projet")
    canvas.drawString(50, 774, "Année 2026 ou exercice du ............ au ............")
    canvas.setFont("Helvetica", 8)
    for rank, (charge, paid, product, got) in enumerate(LINES):
        high = 750 - 11 * rank
        canvas.drawString(45, high, charge)
        canvas.drawRightString(290, high, paid)
        canvas.drawString(300, high, product)
        canvas.drawRightString(560, high, got)
    canvas.drawString(50, 560, ASKED)
    canvas.showPage()
    page(ATTESTED)
    canvas.save()
    return path


def test_lines_of_a_word_processor_are_read(tmp_path: Path) -> None:
    (one,) = taken(typed(tmp_path / "demande.pdf")).applications
    who = one.applicant
    assert (who.name, who.acronym, who.website) == ("LE PETIT THÉÂTRE DES ESSAIS", "PTE", "petit.example")
    assert (who.siret, who.rna) == ("90123456700005", "W802000111")
    assert (who.address, who.postcode, who.city) == ("4 place des Tests", "80080", "Amiens")
    (person,) = one.people
    assert (person.last_name, person.first_name, person.position) == ("EXEMPLE", "Lise", "Présidente")
    assert (person.phone, person.email) == ("03 22 11 22 33", "lise@petit.example")
    assert (one.title, one.asked, one.cost) == ("Scènes de quartier", 250_000, 520_000)
    assert (one.starts_on, one.ends_on, one.exercise) == (dt.date(2026, 3, 1), dt.date(2026, 6, 30), 2026)
    assert one.deposited_at == dt.datetime(2026, 1, 14)
    assert one.texts == {
        "objectives": "Donner la parole aux jeunes : chacun écrit sa scène et\nla joue devant les habitants.",
        "description": "Vingt séances. Le public : des jeunes de 12 à 17 ans.",
        "public": "40 jeunes, 22 filles",
        "territory": "Étouvie",
        "evaluation": "Assiduité, parole des jeunes",
    }
    other = dict(one.other)
    assert other["Demande adressée à la politique de la ville"] == "Oui"
    assert (other["Signataire"], other["Fait à"]) == ("Lise EXEMPLE", "Amiens")
    assert not any("|" in value or "..." in value for value in other.values())
    assert [problem.field for problem in one.problems] == ["Contrat d’engagement républicain"]


def test_its_tight_budget_is_read(tmp_path: Path) -> None:
    (one,) = taken(typed(tmp_path / "demande.pdf")).applications
    assert budget(one) == {
        ("60", 100_000, ""), ("604", 60_000, ""), ("601", 40_000, ""), ("64", 420_000, ""),
        ("641", 300_000, ""), ("645", 120_000, ""), ("70", 20_000, ""), ("74", 500_000, ""),
        ("74etat", 200_000, "ANCT P147"), ("74dep", 50_000, "Département de la Somme"),
        ("74com", 250_000, "Amiens Métropole"),
    }  # fmt: skip
    assert one.asked_by_funder == {
        "ANCT P147": 200_000, "Département de la Somme": 50_000, "Amiens Métropole": 250_000,
    }  # fmt: skip


def budget(one: Application) -> set[tuple[str, int | None, str]]:
    return {(line.account, line.amount, line.funder) for line in one.budget}
