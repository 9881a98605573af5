"""More traps of the State's tables, as other exports of the same tools have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from desktop.exchange.application import ReadFile
from desktop.exchange.registry import read
from desktop.paths import resources

RIGHT, OTHER = "52499120500013", "10000000000008"  # SIRET whose keys are right
CHORUS = [
    "N° EJ", "N° poste EJ", "Fournisseur payé (DP)", "", "Branche", "", "Code taxe 1",
    "Référentiel de programmation", "", "Société", "Exercice comptable", "N° DP", "N° poste DP",
    "Date de dernière opération sur la DP", "Centre financier", "", "Domaine fonctionnel", "", "Montant payé",
]  # fmt: skip
LCA = [
    "Numéro dossier LCA", "Numéro Siret", "Nom association", "Nom du dispositif", "Exercice de début",
    "Transmis le", "Dossier supprimé?", "Etat du dossier",
]  # fmt: skip
HELIOS = [
    "ID", "COLLEC", "CODE_INSEE_BC", "DATE_EMISSION", "DATE_PAIEMENT", "NOM", "Nature JURIDIQUE",
    "IMMATRICULATION", "NUM_MANDAT", "OBJET_MANDAT", "MONTANT_PAIEMENT",
]  # fmt: skip
SUBVENTIA = [
    "Financeur Principal", "annee_demande", "SIRET - Demandeur", "Référence administrative - Demande",
    "Statut - Dossier de financement", "Montant voté TTC - Décision", "Montant Ttc",
]  # fmt: skip


def taken(path: Path) -> ReadFile:
    return read(path, [resources() / "imports"])


def text_file(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ";") -> Path:
    quoted = ([f'"{cell}"' for cell in row] for row in rows)
    path.write_text("\r\n".join(delimiter.join(row) for row in quoted) + "\r\n", encoding="cp1252")
    return path


def book(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made.save(path)
    return path


def payment(commitment: str, name: str, siret: str, amount: Any) -> list[Any]:
    return [
        commitment, "1", "1000012345", name, "Z039", "Associations", siret, "BG00/0147", "Quartiers", "ADCE",
        "2023", "000195567", "1", "12/07/2023", "AA01", "Centre", "0147-01-02", "Actions", amount,
    ]  # fmt: skip


def test_headers_whose_spaces_are_written_as_entities(tmp_path: Path) -> None:
    rows = [
        *(["INF-BUD-53"], ["Restitution"], [""], ["Exercice 2023"], [""]),
        [label.replace(" ", "&#32;") for label in CHORUS],
        payment("2103000001", "Roue Libre", RIGHT, "89 988,30"),
        payment("2103000001", "Roue Libre", RIGHT, "11,70"),
    ]
    made = taken(text_file(tmp_path / "export.csv", rows))
    assert [(one.name, one.siret, one.year, one.paid) for one in made.history] == [
        ("Roue Libre", RIGHT, 2023, 9_000_000)
    ]
    assert any("2 paiements sont réunis en 1 ligne :" in note for note in made.notes)


def test_payments_without_a_commitment_are_not_put_together(tmp_path: Path) -> None:
    rows = [CHORUS, payment("#", "Roue Libre", RIGHT, 100), payment("#", "Roue Libre", RIGHT, 250.5)]
    made = taken(book(tmp_path / "export.xlsx", rows))
    assert [(one.paid, one.purpose) for one in made.history] == [(10_000, "Quartiers"), (25_050, "Quartiers")]


def test_the_year_of_a_payment_is_no_doubt(tmp_path: Path) -> None:
    rows = [
        HELIOS,
        [
            1,
            "AMIENS",
            "80021",
            "2023-02-01",
            "2023-03-01",
            "Roue Libre",
            "Association",
            RIGHT,
            11,
            "2023",
            150.5,
        ],
        [2, "AMIENS", "80021", "2023-02-01", "2023-03-01", "Quidam A.", "Particulier", "", 12, "Aide", 50],
    ]
    made = taken(book(tmp_path / "export.xlsx", rows))
    assert [(one.funder, one.year, one.paid) for one in made.history] == [("AMIENS", 2023, 15_050)]
    assert made.problems == []


def test_a_deleted_dossier_of_le_compte_asso_is_left_out_and_told(tmp_path: Path) -> None:
    rows = [
        LCA,
        [
            "24-000001",
            RIGHT,
            "Roue Libre",
            "FDVA",
            "2024",
            "02/02/2024 12:00",
            "Non",
            "En cours d’instruction",
        ],
        ["24-000002", OTHER, "Chorale", "FDVA", "2024", "", "Oui", "Brouillon"],
    ]
    made = taken(text_file(tmp_path / "liste.csv", rows, "\t"))
    assert [one.source_id for one in made.applications] == ["24-000001"]
    assert any("1 ligne ignorée (dossier supprimé" in note and "ligne 3" in note for note in made.notes)


def test_what_each_line_of_a_subventia_request_says_again_is_kept_once(tmp_path: Path) -> None:
    line = ["CIPDR", "2023", RIGHT, "DEM-1", "VOTE", 5000]
    made = taken(book(tmp_path / "export.xlsx", [SUBVENTIA, [*line, 1000], [*line, None], [*line, 2000.5]]))
    (one,) = made.applications
    assert (one.asked, one.granted) == (300_050, 500_000)
    assert one.other == [("Financeur Principal", "CIPDR")]
