"""Public extracts invented for tests: RNA and SIRENE files in their real layouts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.benchmarks.reference import RNA, UNIT

SAMPLES = Path(__file__).parent / "samples" / "reference"
_PLACE = (
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,dateDernierTraitementEtablissement,"
    "etablissementSiege,complementAdresseEtablissement,numeroVoieEtablissement,typeVoieEtablissement,"
    "libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,"
    "dateDebut,etatAdministratifEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,"
    "activitePrincipaleEtablissement"
)
PLACE = _PLACE.split(",")
_HISTORY = (
    "siren;dateFin;dateDebut;etatAdministratifUniteLegale;nomUniteLegale;denominationUniteLegale;"
    "categorieJuridiqueUniteLegale;activitePrincipaleUniteLegale;nicSiegeUniteLegale"
)
HISTORY = _HISTORY.split(";")


def table(names: Sequence[str], rows: Sequence[dict[str, str]], delimiter: str = ";") -> str:
    """The text of a CSV whose every cell is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        assert row.keys() <= set(names), row.keys() - set(names)
        writer.writerow([row.get(name, "") for name in names])
    return out.getvalue()


def rna(path: Path, *rows: dict[str, str], encoding: str = "cp1252") -> Path:
    path.write_bytes(table(RNA, rows).encode(encoding))
    return path


def units(path: Path, *rows: dict[str, str]) -> Path:
    """A ZIP, as Insee publishes it."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("StockUniteLegale_utf8.csv", table(UNIT, rows, ","))
    return path


def places(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(table(PLACE, rows, ","), encoding="utf-8")
    return path


def history(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(table(HISTORY, rows), encoding="utf-8")
    return path


SIREN, SIRET = "732829320", "73282932000074"  # numbers whose keys hold
ASSOCIATION = {
    "id": "W802000001", "siret": SIRET, "titre": "LIRE EN BAS DE CHEZ SOI", "titre_court": "LBCS",
    "objet": "la lecture de rue", "date_creat": "2009-03-12", "date_publi": "2009-04-11",
    "date_disso": "0001-01-01",
    "adrs_numvoie": "12", "adrs_typevoie": "RUE", "adrs_libvoie": "du Marais Fictif",
    "adrs_codepostal": "80000",
    "adrs_libcommune": "Amiens", "adrs_codeinsee": "80021", "adrg_declarant": "EXEMPLE Jean",
    "dir_civilite": "MR",
    "position": "A", "maj_time": "2025-06-01 08:30:12",
}  # fmt: skip
LEGAL_UNIT = {
    "siren": SIREN, "identifiantAssociationUniteLegale": "W802000001",
    "dateCreationUniteLegale": "2009-05-01",
    "etatAdministratifUniteLegale": "A", "denominationUniteLegale": "LIRE EN BAS DE CHEZ SOI",
    "categorieJuridiqueUniteLegale": "9220", "activitePrincipaleUniteLegale": "94.99Z",
    "nicSiegeUniteLegale": "00074", "dateDebut": "2009-05-01",
    "dateDernierTraitementUniteLegale": "2025-02-03T10:00:00",
}  # fmt: skip
PERSON = {
    "siren": "732829338", "prenom1UniteLegale": "JEANNE", "nomUniteLegale": "EXEMPLE", "sexeUniteLegale": "F",
    "etatAdministratifUniteLegale": "A", "categorieJuridiqueUniteLegale": "1000",
}  # fmt: skip
HEAD_OFFICE = {
    "siren": SIREN, "nic": "00074", "siret": SIRET, "etablissementSiege": "true",
    "etatAdministratifEtablissement": "A", "numeroVoieEtablissement": "12", "typeVoieEtablissement": "RUE",
    "libelleVoieEtablissement": "DU MARAIS FICTIF", "codePostalEtablissement": "80000",
    "libelleCommuneEtablissement": "AMIENS", "codeCommuneEtablissement": "80021", "dateDebut": "2009-05-01",
    "dateDernierTraitementEtablissement": "2025-02-03T10:00:00",
}  # fmt: skip
