"""`envelopes` typed: voted, engaged, proposed, left, as amounts that another program adds up."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.cli import main
from tests.terminal.taken_in import take_in


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str, plain: bool = False):  # type: ignore[no-untyped-def]
        asked = [words[0], "--db", str(tmp_path / "parvis.db"), *([] if plain else ["--json"]), *words[1:]]
        code = main(asked)
        told = capsys.readouterr()
        return code, told.out if plain else json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


def test_a_grant_is_taken_from_its_envelope(parvis) -> None:  # type: ignore[no-untyped-def]
    before = parvis("envelopes", "--year", "2026")[1]
    assert {row["funder"] for row in before} >= {"METROPOLE", "ETAT147", "VILLE"}
    number = next(row["number"] for row in parvis("list")[1] if row["asked"] and Decimal(row["asked"]) > 100)
    code, _, errors = parvis("decide", number, "--grant", "100", "--funder", "METROPOLE=100")
    assert code == 0, errors
    after = parvis("envelopes", "--year", "2026")[1]
    pairs = [(b, a) for b, a in zip(before, after, strict=True) if b["engaged"] != a["engaged"]]
    ((was, now),) = pairs
    assert (now["funder"], now["year"], now["outside"]) == ("METROPOLE", 2026, False)
    assert (was["engaged"], now["engaged"]) == ("0.00", "100.00")
    for row in after:
        given, taken = ("voted", "carried"), ("reserve", "engaged", "proposed")
        sums = [sum(Decimal(row[name]) for name in names) for names in (given, taken)]
        assert Decimal(row["left"]) == sums[0] - sums[1]
    totals = parvis("envelopes", "--year", "2026", "--totals")[1]
    assert {row["funder"] for row in totals["funders"]} >= {"METROPOLE", "ETAT147", "VILLE"}
    for sums_of in (totals["totals"], *totals["funders"]):
        of = [row for row in after if sums_of.get("funder") in (None, row["funder"])]
        for name in ("voted", "engaged", "proposed", "left"):
            assert Decimal(sums_of[name]) == sum(Decimal(row[name]) for row in of)


def test_it_speaks_french_and_knows_a_year_without_envelopes(parvis) -> None:  # type: ignore[no-untyped-def]
    code, told, _ = parvis("envelopes", plain=True)
    assert code == 0 and "Amiens Métropole, 2026 · Première vague : " in told and "En tout : " in told
    code, told, _ = parvis("envelopes", "--year", "1999", plain=True)
    assert (code, told.strip()) == (0, "Aucune enveloppe.")


def test_the_grid_is_told_and_written(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    whole = len(parvis("list")[1])
    told = parvis("grid", "--measure", "actions")[1]
    assert told["dossiers"] == whole and told["challenges"][-1]["cells"][-1] == whole
    assert {len(line["cells"]) for line in told["challenges"]} == {len(told["quarters"])}
    asked = parvis("grid", "--measure", "asked")[1]
    *inside, sums = [line["cells"] for line in asked["challenges"]]
    for column, total in enumerate(sums):
        assert Decimal(total) == sum(Decimal(line[column]) for line in inside)
    for name, start in (("grille.pdf", b"%PDF"), ("grille.xlsx", b"PK")):
        assert parvis("grid", "--out", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    code, _, errors = parvis("grid", "--out", "grille.doc")
    assert code == 1 and ".pdf" in errors
    code, _, errors = parvis("grid", "--where", "quartié:nord")
    assert code == 1 and "n’existe pas" in errors
