"""Lists that départements published, taken in, written again and compared cell by cell."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from db.store import Store
from desktop.exchange.scdl_compare import compare, counts, read_original
from desktop.flow.open_data_past import compared
from desktop.rules.scdl import COLUMNS

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "tests" / "samples" / "tables"
SOMME = TABLES / "scdl-somme-cp1252-sous-bom.csv"
WORKBOOKS = [TABLES / "scdl-charente-maritime.xlsx", TABLES / "scdl-vendee.xlsx"]
# The files as the départements published them, with their real names: never in the sources.
REAL = Path(os.environ.get("PARVIS_SCDL", ROOT.parent / "shared" / "data" / "scdl"))
KEPT = {"dateConvention", "nomAttribuant", "nomBeneficiaire", "idBeneficiaire", "objet", "montant", "nature",
        "pourcentageSubvention"}  # fmt: skip
NO_PLACE = {"idAttribuant", "referenceDecision", "conditionsVersement", "datesPeriodeVersement"}


def files() -> list[Path]:
    return [SOMME, *WORKBOOKS, *sorted(REAL.glob("DEP_*"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_no_cell_becomes_another(store: Store, path: Path) -> None:
    found = store.rehearse(compared, path=path)
    original = read_original(path)
    assert len(found) == len(original.rows) * len(original.columns) > 50
    assert [one for one in found if one.verdict == "different"] == []
    by_column = {row.column: set() for row in counts(found)}
    for row in counts(found):
        by_column[row.column].add(row.verdict)
    assert all(by_column[name] <= {"same", "normal"} for name in KEPT)
    assert {name for name, said in by_column.items() if "lost" in said} - {"type"} == NO_PLACE
    assert all(row.how for row in counts(found) if row.verdict != "same")
    assert store.reader.execute("SELECT count(*) FROM past_grant").fetchone() == (0,)


def test_the_counts_are_those_of_the_file(store: Store) -> None:
    found = store.rehearse(compared, path=SOMME)
    with SOMME.open(encoding="cp1252", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    told = {(row.column, row.verdict): row.cells for row in counts(found)}
    assert told["montant", "normal"] == sum("," in row["montant"] for row in rows) == 41
    assert told["dateConvention", "normal"] == sum("/" in row["dateConvention"] for row in rows)
    assert told["type", "lost"] == len(rows)
    assert sum(told.values()) == len(found) == len(rows) * 13


def test_a_cell_that_became_another_is_seen() -> None:
    original = read_original(SOMME)
    number, cells = next(iter(original.rows.items()))
    wrong = [str(cells.get(name) or "") for name in COLUMNS]
    wrong[COLUMNS.index("montant")] = "1"
    found = {one.column: one for one in compare(original, {number: wrong}) if one.row == number}
    assert found["montant"].verdict == "different" and found["objet"].verdict == "same"
    others = [one for one in compare(original, {number: wrong}) if one.row != number]
    assert {one.how for one in others} == {"la ligne a été refusée à l’import"}
