"""Builds the files of the demonstration from the written source: export, pieces, two years of history."""

from __future__ import annotations

import argparse
import csv
import re
import zipfile
from pathlib import Path

import papers
import summary
import workbook
from reading import EXPORTED, HERE, Application, applications

STEM = f"dossiers_engagements-quartiers-2030-amiens_{EXPORTED:%Y-%m-%d_%H-%M}"
FIXED = (EXPORTED.year, EXPORTED.month, EXPORTED.day, EXPORTED.hour, EXPORTED.minute, 0)
SCDL = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
]


def steady(path: Path) -> None:
    """Rewrites a workbook with fixed dates, so that the same source always gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in sorted(old.namelist())]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:]{8}", EXPORTED.isoformat().encode(), content)
            new.writestr(zipfile.ZipInfo(name, FIXED), content, zipfile.ZIP_DEFLATED)


def write_history(items: list[Application], year: int, path: Path) -> None:
    """Grants of one past year in the open-data layout; one row a grant."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(SCDL)
        for item in items:
            who = item.applicant
            for grant in item.data["history"]:
                if grant["year"] != year:
                    continue
                day = f"{year}-04-{10 + item.rank % 15:02}"
                paid = f"{year}-06-{1 + item.rank % 25:02}"
                # Only the SIREN of the granting body is known: its SIRET is to be confirmed.
                row = [
                    "Amiens Métropole",
                    "248000531",
                    day,
                    f"DEMO-{year}-{item.rank:03}",
                    who.name,
                    who.siret,
                ]
                row += [
                    who.rna,
                    item.data["title"],
                    f"{grant['amount']}.00",
                    "aide en numéraire",
                    "unique",
                    paid,
                ]
                rows.writerow([*row, "", "non", "1", f"Contrat de ville {year}"])


def write_pieces(items: list[Application], path: Path) -> None:
    """The archive of pieces as the portal gives it: stored, one folder a dossier."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("export/", FIXED), b"")
        for item in items:
            files = papers.of(item)
            if not files:
                continue
            folder = f"export/dossier-{item.number}/"
            for name in dict.fromkeys([folder, *(f"{folder}{sub}" for sub, _ in files if sub)]):
                archive.writestr(zipfile.ZipInfo(name, FIXED), b"")
            stamp = f"{item.updated:%d-%m-%Y-%H-%M}"
            whole = f"{folder}export-{item.number}-{stamp}-{int(item.number) % 10000}.pdf"
            archive.writestr(zipfile.ZipInfo(whole, FIXED), summary.draw(item))
            for rank, ((sub, name), content) in enumerate(files.items()):
                stem, dot, ending = name.rpartition(".")
                key = (int(item.number) * 7 + rank * 13) % 10000
                inside = f"{folder}{sub}{stem}-{stamp}-{key}{dot}{ending}"
                archive.writestr(zipfile.ZipInfo(inside, FIXED), content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="dossier de sortie")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    items = applications()
    book = out / f"{STEM}.xlsx"
    workbook.build(items, book)
    steady(book)
    write_pieces(items, out / f"{STEM}.zip")
    for year in (2024, 2025):
        write_history(items, year, out / f"historique-{year}.csv")
    print(f"{len(items)} demandes écrites dans {out}")


if __name__ == "__main__":
    main()
