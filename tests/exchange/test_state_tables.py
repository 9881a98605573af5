"""Tables of the State's tools: Osiris, Subventia, Chorus, Helios, Fonjep, with the traps of each."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.exchange.application import ReadFile
from desktop.exchange.registry import read
from desktop.paths import resources

SAMPLES = Path(__file__).parents[1] / "samples" / "tables"
RIGHT = "52499120500013"  # a SIRET whose keys are right
OTHER = "10000000000008"


def taken(path: Path) -> ReadFile:
    return read(path, [resources() / "imports"])


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"  # `="10004"` as those exports hold it: a text
    made.save(path)
    return path


def test_the_follow_up_of_osiris_dossiers(tmp_path: Path) -> None:
    groups = ["Dossier", "", "", "", "", "Bénéficiaire", "", "", "", "", "Représentant légal", "", "", "",
              "Montants", "", "", ""]  # fmt: skip
    labels = ["N° Dossier Osiris", "N° programme  / Type financement", "Etat Dossier", "Exercice Début",
              "Date Commission", "N° RNA", "N° Siret", "Nom", "IBAN", "BIC", "Nom", "Prénom", "Courriel",
              "N° Téléphone", "Coût (Total des Charges)", "Demandé", "Proposé", "Accordé"]  # fmt: skip
    first = ["DD80-24-0001", "FDVA", "Terminé", "2024", 45432, "W802001234", RIGHT, "Les Amis du Canal",
             "FR7630006000011234567890189", "AGRIFRPP", "Quidam", "Alix", "alix@exemple.fr", "0600000000",
             "12 000", "4 500,50", 4000, None]  # fmt: skip
    second = [*first]
    second[0], second[7], second[15] = "DD80-24-0002", "Roue Libre", 1000
    last = [None, "Consolidation", *[None] * 13, 5500.5, None, None]
    path = book(tmp_path / "export.xlsx", Suivi=[groups, labels, first, second, last])
    made = taken(path)
    assert [(one.source, one.source_id) for one in made.applications] == [
        ("table:osiris_dossiers", "DD80-24-0001"), ("table:osiris_dossiers", "DD80-24-0002"),
    ]  # fmt: skip
    one = made.applications[0]
    assert (one.applicant.name, one.applicant.siret, one.applicant.rna) == (
        "Les Amis du Canal", RIGHT, "W802001234",
    )  # fmt: skip
    assert (one.cost, one.asked, one.proposed, one.granted) == (1200000, 450050, 400000, None)
    assert (one.exercise, one.call) == (2024, "FDVA")
    assert one.decided_at is not None and one.decided_at.date() == dt.date(2024, 5, 20)
    told = str([one.other, one.people, one.applicant])
    for private in ("Quidam", "Alix", "alix@", "0600000000", "FR76", "AGRIFRPP"):
        assert private not in told
    assert any("ligne de total" in note for note in made.notes)
    assert any("1 total" in note for note in made.notes)


def test_an_osiris_action_goes_on_over_several_rows(tmp_path: Path) -> None:
    groups = ["Dossier/action", "", "Bénéficiaire", "", "Caractéristiques actions", "Montants et versements",
              "Cofinanceurs", "", "Publics bénéficiaires"]  # fmt: skip
    labels = ["Numero Action Osiris", "Etat dossier", "N° Siret", "Nom", "Intitulé", "Demandé", "Noms",
              "Montants demandés", "Statut"]  # fmt: skip
    rows = [
        ["DD80-24-0001-1", "A évaluer", RIGHT, "Roue Libre", "Vélos", 800, "Région", 300, "Jeunes"],
        [None, None, None, None, None, None, "Département", 200, "Familles"],
        ["DD80-24-0001-2", "A évaluer", RIGHT, "Roue Libre", "Ateliers", 700, None, None, None],
        [None, "Consolidation", None, None, None, 1500],
    ]
    made = taken(book(tmp_path / "a.xlsx", SuiviActions_X=[groups, labels, *rows]))
    first, second = made.applications
    assert (first.asked, second.asked, made.read) == (80000, 70000, 2)
    kept = [value for _, value in first.other]
    assert {"Région", "300", "Département", "200"} <= set(kept)
    assert "Jeunes" in first.texts["public"] and "Familles" in first.texts["public"]


def test_the_rows_of_one_subventia_request_are_one_dossier(tmp_path: Path) -> None:
    path = tmp_path / "subventia.csv"
    head = ["Financeur Principal", "annee_demande", "SIRET - Demandeur", "Référence administrative - Demande",
            "Date - Décision", "Montant voté TTC - Décision", "Dispositif - Dossier de financement",
            "Thematique Title", "Statut - Dossier de financement", "Montant Ttc"]  # fmt: skip
    rows = [
        ["SGCIPDR", "2023", RIGHT, "00007418", "45042.604", "5000", "FIPD", "Prévention", "VOTE", "3 100,25"],
        ["SGCIPDR", "2023", RIGHT, "00007418", "45042.604", "5000", "FIPD", "Prévention", "VOTE", "2 000"],
        ["SGCIPDR", "2023", OTHER, "00007500", "", "", "FIPD", "Sécurisation", "EN INSTRUCTION", "900"],
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, *rows])
    made = taken(path)
    first, second = made.applications
    assert (first.source_id, first.asked, first.granted, first.stage) == (
        "00007418", 510025, 500000, "granted",
    )  # fmt: skip
    assert (second.source_id, second.asked, second.stage) == ("00007500", 90000, "instruction")
    assert first.decided_at is not None and first.decided_at.date() == dt.date(2023, 4, 26)
    assert any("1 ligne réunie" in note for note in made.notes)
    assert not [problem for problem in made.all_problems() if problem.level == "error"]


PREAMBLE = [
    ["INF-BUD-53"], ["Restitution des paiements"], ["Date d'édition : 02/01/2024"], [], ["Montants en euros"],
]  # fmt: skip
TOWN = "Actions territorialisées"
PAID = [
    ["2103900001", "1", RIGHT, "Les Amis du Canal", "0147-01", TOWN, "10.02.2023", "1 500,00"],
    ["2103900001", "1", RIGHT, "Les Amis du Canal", "0147-01", TOWN, "05.09.2023", "500,00"],
    ["2103900002", "1", RIGHT, "Les Amis du Canal", "0163-02", "Jeunesse", "05.09.2023", "70,50"],
    ["2103900003", "1", "#", "Roue Libre", "0147-01", TOWN, "01.01.2022", "-20,00"],
]


def test_chorus_with_its_preamble_and_its_header_on_two_lines(tmp_path: Path) -> None:
    above = ["N° EJ", "N° poste EJ", "Code taxe 1", "Fournisseur payé (DP)", "Domaine fonctionnel", "",
             "Date de dernière opération sur la DP", "Montant payé"]  # fmt: skip
    below = ["", "", "", "libellé", "code", "libellé", "", "EUR"]
    path = tmp_path / "INF_BUD_53.csv"
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([*PREAMBLE, above, below, *PAID])
    check_chorus(taken(path))
    repeated = [*above]
    repeated[5] = repeated[4]  # as a merged cell comes out of some tools
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([*PREAMBLE, repeated, below, *PAID])
    check_chorus(taken(path))


def test_chorus_with_values_beside_their_codes_or_columns_named_code(tmp_path: Path) -> None:
    beside = ["N° EJ", "N° poste EJ", "Code taxe 1", "Désignation de la structure", "Domaine fonctionnel",
              None, "Date de dernière opération sur la DP", "Montant payé"]  # fmt: skip
    check_chorus(taken(book(tmp_path / "a.xlsx", Export=[*PREAMBLE, beside, *PAID])))
    named = [*beside]
    named[4:6] = ["Domaine fonctionnel CODE", "Domaine fonctionnel"]
    check_chorus(taken(book(tmp_path / "b.xlsx", Export=[named, *PAID])), scheme=False)


def check_chorus(made: ReadFile, *, scheme: bool = True) -> None:
    assert (made.format, made.read) == ("history", len(PAID))
    assert [(line.name, line.year, line.amount, line.paid) for line in made.history] == [
        ("Les Amis du Canal", 2023, 200000, 200000), ("Les Amis du Canal", 2023, 7050, 7050),
        ("Roue Libre", 2022, -2000, -2000),
    ]  # fmt: skip
    first = made.history[0]
    assert (first.siret, first.funder) == (RIGHT, "État")
    assert "2103900001" in first.purpose
    if scheme:
        assert first.scheme == "Actions territorialisées"
    assert any("2 paiements sont réunis en 1" in note for note in made.notes)


def test_helios_leaves_natural_persons_out(tmp_path: Path) -> None:
    head = ["CODE_DEPARTEMENT", "CODE_INSEE_BC", "COLLEC", "COMPTE_NATURE", "DATE_EMISSION", "DATE_PAIEMENT",
            "ID", "IMMATRICULATION", "MONTANT_PAIEMENT", "NOM", "NOMENCLATURE", "NUMERO_LIGNE", "NUM_MANDAT",
            "Nature JURIDIQUE", "OBJET_MANDAT", "TYPE MANDAT", "TYPE_IMMATRICULATION"]  # fmt: skip

    def line(nature: str, name: str, paid: str, order: str, number: str = RIGHT) -> list[str]:
        return ["'80", "21800019800015", "COMMUNE DE BEAULIEU", "65748", "10/06/2024", "11/06/2024", "5",
                number, paid, name, "73-M57", "1", order, nature, "FÊTE", "1-Mandat", "SIRET"]  # fmt: skip

    rows = [
        line("6-Association", "ROUE LIBRE", "105,00", "526"),
        line("6-Association", "ROUE LIBRE", "45", "526"),
        line("1-Particulier", "QUIDAM ALIX", "900", "527"),
        line("6-Association", "ROUE LIBRE", "10", "600"),
    ]
    path = tmp_path / "helios.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, *rows])
    made = taken(path)
    assert [(one.funder, one.year, one.paid) for one in made.history] == [
        ("COMMUNE DE BEAULIEU", 2024, 15000), ("COMMUNE DE BEAULIEU", 2024, 1000),
    ]  # fmt: skip
    assert "QUIDAM" not in str(made.history)
    assert any("n’est pas une structure" in note for note in made.notes)


def test_fonjep_joins_its_sheets_by_code() -> None:
    path = SAMPLES / "fonjep.xlsx"
    wb = openpyxl.load_workbook(path, read_only=True)  # another reader, and sums made here
    posts = [row for row in wb["Poste"].iter_rows(min_row=2, values_only=True) if row[0]]
    paid = [row for row in wb["Versement"].iter_rows(min_row=2, values_only=True) if row[0]]
    made = taken(path)
    assert sum(line.paid or 0 for line in made.history) == sum(int(row[5] * 100) for row in paid) == 2137800
    own = [line for line in made.history if line.row in {f"ligne {at}" for at in range(2, 6)}]
    assert len(own) == len(posts) == 4
    assert sum(line.amount or 0 for line in own) == sum(int(row[9] * 100) for row in posts) == 2134800
    assert {line.name for line in made.history} == {"ASSOCIATION 1", "ASSOCIATION 2"}
    assert {line.funder for line in made.history} == {
        "Ministère des sports, de la jeunesse et de la vie associative"
    }
    assert "FONJEP Politique de la ville" in {line.scheme for line in made.history}
    assert all(line.status == "post" for line in made.history)
    assert "@" not in str(made.history), "the mail of a body is not taken"


def test_fonjep_says_which_code_has_no_body(tmp_path: Path) -> None:
    path = book(
        tmp_path / "f.xlsx",
        Poste=[
            ["Code", "DispositifId", "FinanceurPrincipalCode", "AssociationBeneficiaireCode", "Annee",
             "MontantSubvention"],
            ["J1", 1, '="10004"', "A1", 2023, 7000], ["J2", 1, 10004, "ZZ9", 2023, 7000],
        ],
        Tiers=[
            ["Code", "RaisonSociale", "SiretOuRidet"], ["A1", "Roue Libre", RIGHT], ["10004", "Ministère"],
        ],
        Dispositif=[["ID", "Libelle", "FinanceurCode"], [1, "Fonjep ville", "10004"]],
    )  # fmt: skip
    made = taken(path)
    (line,) = made.history
    assert (line.name, line.siret, line.funder, line.amount) == ("Roue Libre", RIGHT, "Ministère", 700000)
    assert any("ZZ9" in note for note in made.notes)
    assert any("MontantPaye" in note or "montant paye" in note for note in made.notes)
    assert [problem.level for problem in made.problems] == ["error"]


@pytest.mark.parametrize("name", ["le-compte-asso.csv", "osiris-suivi-actions.xls", "fonjep.xlsx"])
def test_the_published_samples_are_known_at_once(name: str) -> None:
    made = taken(SAMPLES / name)
    assert made.read and not [problem for problem in made.all_problems() if problem.level == "error"]
