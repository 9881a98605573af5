"""An export made with a model: other labels, one sheet, real booleans, empty numbers, blocks as columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.exchange.application import ReadFile
from desktop.exchange.ds_tables import read_tables

SAMPLES = Path(__file__).parents[1] / "samples" / "ds"
SOURCE = SAMPLES / "dossiers_engagements-quartiers-2030-amiens_2026-02-02_09-15.xlsx"
RENAMED = {
    "ID": "N°\u00a0dossier",
    "Email": "Adresse électronique",
    "FranceConnect ?": "France connecté ?",
    "À archiver": "Archivé",
    "Dernière mise à jour le": "Date du dernier évènement",
    "Dernière mise à jour du dossier le": "Date de dernière modification (usager)",
    "Déposé le": "Date de dépôt",
    "Passé en instruction le": "Date de passage en instruction",
    "Traité le": "Date de traitement",
    "Montant proposé (€)": "Proposition de montant",
    "Intitulé de l'action": "Nom de votre projet",
    "Commune de réalisation (Code INSEE)": "Commune de réalisation - code postal (5 chiffres)",
}
BLOCKS = {"Charges previsionnel": "Charges prévisionnelles", "Produits previsionne": "Produits prévisionnels"}
QUIET = lambda sentence, share: True  # noqa: E731  # a progress that never cancels, in one line


def _value(label: str, value: Any) -> Any:
    if label == "ID":
        return int(value)
    if label == "Montant proposé (€)":
        return value or None  # a model leaves unfilled numbers empty
    return True if value in ("on", "Oui") else False if value == "Non" else value


def _rows_by_dossier(sheet: Any) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in sheet.iter_rows(min_row=2, values_only=True):
        found.setdefault(row[0], []).append(row[2:])
    return found


def make_template(path: Path, proposed: Any = None) -> Path:
    """The three dossiers as a model writes them: the establishment inside, blocks one row per line."""
    source = load_workbook(SOURCE)
    main, company = source["Dossiers"], source["Etablissements"]
    header = [cell.value for cell in main[1]]
    company_header = [cell.value for cell in company[1]][2:]
    companies = {row[0]: row[2:] for row in company.iter_rows(min_row=2, values_only=True)}
    titles: list[Any] = [RENAMED.get(str(label), label) for label in header[:3]] + company_header
    titles += [RENAMED.get(str(label), label) for label in header[4:]]
    blocks = [sheet for sheet in source if sheet.title.partition(") ")[2] in BLOCKS]
    for sheet in blocks:
        name = BLOCKS[sheet.title.partition(") ")[2]]
        titles += [f"(Bloc répétable {name}) – {cell.value}" for cell in sheet[1][2:]]
    made = Workbook()
    sheet_made = made.active
    assert isinstance(sheet_made, Worksheet)
    sheet_made.title = "Dossiers"
    sheet_made.append(titles)
    lines = [_rows_by_dossier(sheet) for sheet in blocks]
    for row in main.iter_rows(min_row=2, values_only=True):
        cells = [_value(str(label), value) for label, value in zip(header, row, strict=True)]
        if proposed is not None:
            cells[header.index("Montant proposé (€)")] = proposed
        whole = [*cells[:3], *companies[str(row[0])], *cells[4:]]
        height = max(len(found[str(row[0])]) for found in lines)
        for rank in range(height):
            extra: list[Any] = []
            for sheet, found in zip(blocks, lines, strict=True):
                rows = found[str(row[0])]
                extra += rows[rank] if rank < len(rows) else [None] * (sheet.max_column - 2)
            sheet_made.append(whole + extra)
    made.save(path)
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> ReadFile:
    return read_tables(make_template(tmp_path_factory.mktemp("template") / "modele.xlsx"), QUIET)


def test_a_template_tells_the_same_dossiers(template: ReadFile) -> None:
    reference = read_tables(SOURCE, QUIET)
    assert template.format == "ds-template"
    assert template.read == 3
    for one, other in zip(template.applications, reference.applications, strict=True):
        assert one.source_id == other.source_id
        for name in (
            "title",
            "asked",
            "cost",
            "proposed",
            "granted",
            "quarters",
            "main_challenge",
            "challenges",
            "stage",
            "state",
            "deposited_at",
            "decided_at",
            "starts_on",
            "people",
            "beneficiaries",
            "budget",
            "applicant",
        ):
            assert getattr(one, name) == getattr(other, name), name


def test_a_zero_of_a_template_is_meant(tmp_path: Path) -> None:
    found = read_tables(make_template(tmp_path / "zero.xlsx", proposed=0), QUIET)
    assert [one.proposed for one in found.applications] == [0, 0, 0]
