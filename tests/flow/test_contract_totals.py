"""Totals of an earlier contract: entered with their source, shown by year, refused in French, undone."""

from __future__ import annotations

import pytest

from db.queries.contract_totals import contract_totals
from db.store import Store
from desktop.flow.contract_totals import enter_total, remove_total
from desktop.flow.figures import Asked
from desktop.flow.figures_chart import bars_over
from desktop.flow.figures_sheet import sheet_over
from desktop.flow.figures_years import by_year_of, read_over_years
from desktop.rules.bars import spoken
from tests.office import application, bring

TOLD = {
    "contract": "Contrat de ville 2015-2022", "from_year": 2015, "to_year": 2022, "granted": 25_500_000_00,
    "actions": 2000, "basis": "Dossier de presse, décembre 2024",
}  # fmt: skip


def test_a_total_stands_beside_the_years_with_its_source(store: Store) -> None:
    bring(store, application("26500001"))
    store.do(enter_total, **TOLD)
    store.do(enter_total, **{**TOLD, "axis": "quarter", "code": "QN08001M", "granted": 8_000_000_00})
    whole, part = contract_totals(store.reader)
    assert (whole.years, by_year_of(whole, "granted"), by_year_of(whole, "granted_count")) == (
        8,
        3_187_500_00,
        250,
    )
    assert (part.label, by_year_of(whole, "paid")) == ("Étouvie", None)
    told = read_over_years(store.reader, Asked("year"))
    sheet = sheet_over(told, "granted")
    assert sheet.heads == ("2015-2022, par an (saisi)", "2026")
    assert sheet.lines()[-1] == ["En tout", "3\u202f187\u202f500\u00a0€", "0\u00a0€"]
    assert "Source : Dossier de presse, décembre 2024" in " ".join(sheet.notes)
    bars = bars_over(told, "granted")
    assert [(bar.label, bar.pattern) for bar in bars.bars] == [("2015-22", "cross"), ("2026", "hatch")]
    assert "saisi : Dossier de presse" in spoken(bars)
    quarters = bars_over(read_over_years(store.reader, Asked("quarter")), "granted")
    assert [bar.value for bar in quarters.of("Étouvie")] == [1_000_000_00, 0]
    assert [bar.label for bar in quarters.of("Nord")] == ["2026"]


def test_the_same_total_is_corrected_and_taken_away(store: Store) -> None:
    key = store.do(enter_total, **TOLD).value
    assert store.do(enter_total, **{**TOLD, "actions": 1985}).value == key
    assert [row.actions for row in contract_totals(store.reader)] == [1985]
    store.do(remove_total, total=key)
    assert contract_totals(store.reader) == []
    store.undo()
    assert len(contract_totals(store.reader)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"contract": " "}, "de quel contrat"),
        ({"from_year": 2023}, "première année"),
        ({"basis": ""}, "d’où vient"),
        ({"granted": None, "actions": None}, "Aucun chiffre"),
        ({"granted": -1}, "négatif"),
        ({"axis": "quarter"}, "d’un quartier"),
    ],
)
def test_what_says_nothing_is_refused(store: Store, wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        store.do(enter_total, **{**TOLD, **wrong})
    assert contract_totals(store.reader) == []
