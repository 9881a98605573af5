"""The statement annexed to the budget: every figure recomputed, its formulas worked out."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest

from db import models as m
from db import queries
from db.keys import new_key
from db.store import Store
from desktop.flow.statement import by_challenge, by_funder, read_statement, total
from desktop.flow.statement_book import statement_book
from tests.flow.test_conventions import granted
from tests.flow.test_open_data import SIRETS, write


def line(
    store: Store, dossier: bytes, name: str, cents: int, *, common: bool, state: str = "confirmed"
) -> Any:
    key = next((row.id for row in queries.funders(store.reader) if row.name == name), None)
    return m.FundingLine(
        id=new_key(), dossier_id=dossier, rank=1, funder_id=key, name=name, common_law=common, asked=cents,
        answered=cents if state == "confirmed" else None, status=state,
    )  # fmt: skip


def year(store: Store) -> tuple[bytes, bytes]:
    one = granted(store, "26500001", 10_000_33, 20_000_00, siret=SIRETS[1])
    two = granted(store, "26500002", 5_000_00, siret=SIRETS[2])
    store.do(
        write,
        rows=[
            line(store, one, "Département de la Somme", 7_000_00, common=True),
            line(store, one, "Région Hauts-de-France", 3_000_00, common=False),
            line(store, two, "Fondation d’essai", 1_500_50, common=False),
            line(
                store, two, "Caisse d’allocations familiales de la Somme", 900_00, common=True, state="asked"
            ),
            # What the vote tells already, under its own name and under another of its names.
            line(store, two, "Amiens Métropole", 5_000_00, common=False),
            line(store, two, "Amiens Métropole - contrat de ville", 5_000_00, common=False, state="asked"),
            line(store, one, "CAF de la Somme", 600_00, common=True),
        ],
    )
    return one, two


def worked_out(sheet: Any, cell: str) -> float:
    """A cell, its formulas worked out: sums, and columns of one row added up or taken away."""
    value = sheet[cell].value
    if not isinstance(value, str) or not value.startswith("="):
        return float(value or 0)
    found = re.fullmatch(r"=SUM\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)", value)
    if found:
        span = sheet[f"{found[1]}{found[2]}:{found[3]}{found[4]}"]
        return sum(worked_out(sheet, one.coordinate) for row in span for one in row)
    signed = re.findall(r"([=+\-])([A-Z]+\d+)", value)
    return sum((-1 if sign == "-" else 1) * worked_out(sheet, at) for sign, at in signed)


def column(sheet: Any, title: str) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == title)


def test_contract_money_and_droit_commun_stand_apart_and_every_total_is_a_formula(store: Store) -> None:
    year(store)
    book = openpyxl.load_workbook(io.BytesIO(statement_book(store.reader, 2026)))
    assert book.sheetnames == ["Recettes", "Dépenses par défi", "Actions", "Moyens, enveloppes"]
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth) == ("landscape", 9, 1)
    actions = book["Actions"]
    last = actions.max_row
    sums = {
        "Total contrat": 35_000.33, "Total droit commun": 7_600, "Droit commun : autres": 600,
        "Total autres cofinancements": 4_500.50,
        "Dépenses (coût)": 180_000, "Contrat : Amiens Métropole": 15_000.33,
        "Contrat : État, programme 147": 20_000, "Droit commun : Département de la Somme": 7_000,
        "Droit commun : Région Hauts-de-France": 0, "Autre cofinancement : Région Hauts-de-France": 3_000,
        "Autre cofinancement : autres": 1_500.50,
        "Autres ressources": 180_000 - 35_000.33 - 7_600 - 4_500.50,
    }  # fmt: skip
    for title, euros in sums.items():
        at = f"{column(actions, title)}{last}"
        assert str(actions[at].value).startswith("=SUM("), title
        assert worked_out(actions, at) == pytest.approx(euros), title
    receipts = book["Recettes"]
    row = next(cell.row for cell in receipts["A"] if cell.value == "Total")
    assert worked_out(receipts, f"{column(receipts, 'Recettes des actions')}{row}") == pytest.approx(
        47_100.83
    )
    names = [cell.value for cell in receipts["A"]][1 : row - 1]
    assert {"Département de la Somme", "Région Hauts-de-France", "Amiens Métropole"} <= set(names)
    assert any("900" in str(cell.value) for cell in receipts["A"])  # asked, not answered: told, not counted
    costs = book["Dépenses par défi"]
    row = next(cell.row for cell in costs["A"] if cell.value == "Total")
    assert worked_out(costs, f"{column(costs, 'Dépenses (coût des actions)')}{row}") == 180_000


def test_the_same_year_by_funder_and_by_challenge_adds_up(store: Store) -> None:
    year(store)
    told = read_statement(store.reader, 2026)
    sums = total(told.actions)
    for name in ("voted", "common", "others"):
        assert sum(getattr(one, name) for one in by_funder(told)) == sums[name]
        assert sum(getattr(one, name) for one in by_challenge(told)) == sums[name]
    assert sum(one.cost for one in by_challenge(told)) == sums["cost"] == 180_000_00
    assert sums["waiting"] == 900_00
    by_name = {one.name: one for one in by_funder(told)}
    assert by_name["Caisse d’allocations familiales de la Somme"].common == 600_00  # by another of its names
    assert by_name["Autres organismes"].others == 1_500_50


def test_a_year_without_grant_writes_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="Rien n’a été écrit"):
        statement_book(store.reader, 2019)
