"""On the sixty dossiers of the demonstration every planted error is found, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.queries.agreements import agreements, ledger
from db.store import Store
from desktop.flow.checking import findings_of
from desktop.rules.findings import Finding
from desktop.terminal.demo import AUTHOR, build
from desktop.terminal.office import catch_up, open_store
from tests.test_demo import DEMO, ROOT, mistakes, toml, total, written

# What a wrong budget of the source is called by the checks.
MISTAKES = {
    "unbalanced": "budget-balance", "voluntary": "budget-voluntary", "asked": "budget-asked",
    "total": "budget-total", "share": "budget-share",
}  # fmt: skip


def planted() -> dict[str, set[str]]:
    data = tomllib.loads((DEMO / "planted.toml").read_text(encoding="utf-8"))
    rows = {row["number"]: set(row["rules"]) for row in data["error"]}
    assert len(rows) == len(data["error"]) and all(row["because"].endswith(".") for row in data["error"])
    return rows


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("checks") / "demo.db"
    with open_store(str(path), author=AUTHOR) as store:
        build(store)
        catch_up(store)
        yield store


@pytest.fixture(scope="module")
def found(played: Store) -> dict[str, list[Finding]]:
    return read(played)


def test_two_centres_have_their_convention_of_three_years(played: Store) -> None:
    first, second = agreements(played.reader, AUTHOR)
    assert (first.promised, first.voted, first.paid) == (139_000_00, 90_000_00, 76_500_00)
    assert sorted(first.reports.split()) == ["2024=accepted", "2025=received"] and first.dossiers == 3
    assert sorted(second.reports.split()) == ["2024=accepted", "2025=awaited"] and second.dossiers == 2
    assert sum(row.carried for row in ledger(played.reader, first.id)) == 3_000_00


def read(store: Store) -> dict[str, list[Finding]]:
    rows = store.reader.execute("SELECT source_id, id FROM dossier WHERE source = 'ds'").fetchall()
    return {number: findings_of(store.reader, key) for number, key in rows}


def test_every_planted_error_is_found_and_nothing_else(found: dict[str, list[Finding]]) -> None:
    assert len(found) == 60
    odd = {number: {f.rule for f in told if f.counts} for number, told in found.items()}
    assert {number: rules for number, rules in odd.items() if rules} == planted()


def test_each_finding_leads_somewhere(found: dict[str, list[Finding]]) -> None:
    for finding in (f for told in found.values() for f in told if f.counts):
        assert finding.left.place, finding.code
        assert finding.left.value and finding.right.value and finding.sources


def test_what_is_planted_is_what_the_source_holds() -> None:
    """The list is held against the written applications, by other means than the checks."""
    kinds: dict[str, Any] = {a["key"]: a["kind"] for a in toml(DEMO / "source/applicants.toml")["applicant"]}
    told = planted()
    for number, row in written().items():
        rules = told.get(number, set())
        wrong = {MISTAKES[name] for name in mistakes(row)}
        if "budget-voluntary" in wrong:
            wrong |= {"budget-balance"} if grand_total(row) else set()
        if row["asked"] * 100 > 80 * total(row["products"], gifts=False):
            wrong |= {"budget-share"}  # of the money alone, contributions in kind left out
        assert {rule for rule in rules if rule in MISTAKES.values()} == wrong, number
        asked = toml(ROOT / "pieces" / f"{kinds[row['applicant']]}.toml")["piece"]
        moments = {"once", "yearly", "request"}
        general = [piece for piece in asked if "general" in piece.get("calls", ["general"])]
        needed = {piece["code"] for piece in general if piece["required"] and piece["when"] in moments}
        lacking = needed - set(row["files"])
        assert ("pieces-missing" in rules) is bool(lacking), number
        assert ("report-missing" in rules) is (row["renewal"] and "bilan" not in row["files"]), number


def grand_total(row: dict[str, Any]) -> int:
    """What the charges have that the products have not, contributions in kind included."""
    return sum(x["amount"] for x in row["charges"]) - sum(x["amount"] for x in row["products"])


def test_the_text_figures_planted_are_in_the_source() -> None:
    rows = written()
    assert "96 enfants" in rows["26600334"]["objectives"] and rows["26600334"]["people"] == 60
    assert "27 000 euros" in rows["26600516"]["partners"] and rows["26600516"]["asked"] == 22000
    assert "5 janvier" in rows["26600282"]["calendar"] and rows["26600282"]["starts"].month == 3
    assert Path(DEMO / "planted.toml").read_text(encoding="utf-8").startswith("# ")
