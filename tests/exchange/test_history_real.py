"""Lists of past grants as administrations publish them: totals against sums made here by hand."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desktop.exchange.application import ReadFile
from desktop.exchange.registry import read
from desktop.paths import resources

SAMPLES = Path(__file__).parents[1] / "samples"
HISTORY, TABLES = SAMPLES / "history", SAMPLES / "tables"


def taken(path: Path) -> ReadFile:
    return read(path, [resources() / "imports"])


def cents(file: ReadFile) -> int:
    return sum(line.amount or 0 for line in file.history)


def rows_of(path: Path, encoding: str, delimiter: str) -> list[dict[str, str]]:
    """The rows by the csv module alone."""
    text = path.read_bytes().decode(encoding).removeprefix("\ufeff").removeprefix("ï»¿")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def by_hand(words: str) -> int:
    for mark in (" ", "\u00a0", "\u202f", "€"):
        words = words.replace(mark, "")
    return int(Decimal(words.replace(",", ".")) * 100) if words else 0


@pytest.mark.parametrize(
    ("path", "encoding", "delimiter", "column"),
    [
        (TABLES / "scdl-somme-cp1252-sous-bom.csv", "cp1252", ";", "montant"),
        (HISTORY / "ancien-scdl-poitiers.csv", "utf-8", ";", "SUB_MONTANT"),
        (HISTORY / "scdl-etoiles.csv", "utf-8", ";", " Montant total de la subvention* "),
        (HISTORY / "scdl-exercice.csv", "utf-8-sig", ";", "montant"),
        (HISTORY / "reserve-parlementaire-2014.csv", "utf-8", ",", "Montant"),
    ],
)
def test_every_row_and_every_cent(path: Path, encoding: str, delimiter: str, column: str) -> None:
    rows = rows_of(path, encoding, delimiter)
    made = taken(path)
    assert (made.format, made.applications) == ("history", [])
    assert len(made.history) == made.read == len(rows) > 3
    assert cents(made) == sum(by_hand(row[column]) for row in rows)


def test_rows_that_say_too_little_are_refused_and_told() -> None:
    for name, encoding, delimiter in (("scdl-haute-garonne", "utf-8", ";"), ("scdl-erreurs", "utf-8", ",")):
        path = HISTORY / f"{name}.csv"
        rows = rows_of(path, encoding, delimiter)
        whole = [row for row in rows if (row["nomBeneficiaire"] or row["idBeneficiaire"]) and row["montant"]]
        made = taken(path)
        assert made.read == len(rows) and len(made.history) == len(whole) < len(rows)
        assert cents(made) == sum(by_hand(row["montant"]) for row in whole)
        assert [p.level for p in made.problems].count("error") == len(rows) - len(whole)


def test_workbooks_with_and_without_free_text_above() -> None:
    for path, row, column in (
        (TABLES / "scdl-vendee.xlsx", 2, 8), (TABLES / "scdl-charente-maritime.xlsx", 2, 8),
        (HISTORY / "scdl-ligne-4.xlsx", 5, 8),
    ):  # fmt: skip
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        amounts = [
            cells[column - 1] for sheet in sheets for cells in sheet[row - 1 :] if len(cells) >= column
        ]
        told = [Decimal(str(amount)) for amount in amounts if isinstance(amount, int | float)]
        made = taken(path)
        assert cents(made) == int(sum(told, Decimal()) * 100) and len(made.history) == len(told), path.name
    assert made.history[0].funder == "Région Pétaouchnok" and made.history[0].year == 2023


def test_the_annex_of_the_state_counts_the_detail_once() -> None:
    rows = rows_of(HISTORY / "plf2012-annexe-amiens.csv", "cp1252", ";")
    made = taken(HISTORY / "plf2012-annexe-amiens.csv")
    assert len(made.history) == sum(bool(row["IMPUTATION"]) for row in rows) == 199
    announced = sum(by_hand(row["Total des subventions"]) for row in rows)
    assert cents(made) == announced == 929177300
    assert len({line.name for line in made.history if line.name.endswith("- 80 AMIENS")}) > 150
    assert {(line.funder, line.year) for line in made.history} == {("État", 2010)}
    assert any("2010" in note for note in made.notes)
    assert all(len(line.siren) in (0, 9) and line.siret == "" for line in made.history)
    false_keys = [p for p in made.problems if "clé est fausse" in p.message]
    assert len(false_keys) == sum(line.siren == "" for line in made.history) > 0


def test_posts_are_counted_once_a_year_whatever_the_contract() -> None:
    rows = rows_of(HISTORY / "postes-somme.csv", "utf-8", ";")
    names = ("dispositif", "annee", "id_poste", "raison_sociale", "montant")
    once = {tuple(row[name] for name in names) for row in rows}
    made = taken(HISTORY / "postes-somme.csv")
    assert made.read == len(rows) == 408 and len(made.history) == len(once) == 391
    assert cents(made) == sum(by_hand(row[4]) for row in once)
    assert sum("compté une fois" in p.message for p in made.problems) == len(rows) - len(once)
    for name, scheme in (("adultes-relais", "Adulte-relais"), ("fonjep", "Fonjep")):
        posts = json.loads((HISTORY / f"{name}.json").read_text(encoding="utf-8"))
        single = {(p["id_poste"], str(p["annee"]), p["raison_sociale"], p["montant"]) for p in posts}
        found = taken(HISTORY / f"{name}.json")
        assert found.read == len(posts) > len(single) == len(found.history)
        assert cents(found) == sum(int(Decimal(str(post[3])) * 100) for post in single)
        assert {(line.scheme, line.status) for line in found.history} == {(scheme, "post")}


def test_a_siret_whose_end_was_lost_is_never_kept() -> None:
    made = taken(HISTORY / "ancien-scdl-poitiers.csv")
    rows = rows_of(HISTORY / "ancien-scdl-poitiers.csv", "utf-8", ";")
    kept = [line for line in made.history if line.siret]
    assert kept == [], "the column is spoilt: a key that is right there is right by chance"
    lost = sum(row["ATTRIB_SIRET"].removesuffix(".0").endswith("00") for row in rows)
    assert sum("perdu les derniers chiffres" in p.message for p in made.problems) == lost > 250
    for line, row in zip(made.history, rows, strict=True):
        assert not (line.siren and row["ATTRIB_SIRET"].removesuffix(".0").endswith("000000"))
