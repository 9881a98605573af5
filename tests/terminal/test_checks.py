"""`check` and `accept` typed: what is odd with its sources, accepted with its reason, taken back."""

from __future__ import annotations

import json
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


def first_odd(parvis) -> tuple[str, dict]:  # type: ignore[no-untyped-def,type-arg]
    for row in parvis("check")[1]:
        for finding in row["findings"]:
            if finding["level"] in ("bad", "warn"):
                return row["number"], finding
    raise AssertionError("the sample has nothing odd")


def test_check_tells_the_two_sources(parvis) -> None:  # type: ignore[no-untyped-def]
    number, odd = first_odd(parvis)
    assert all(source["where"] and source["value"] for source in odd["sources"])
    code, told, _ = parvis("check", number, plain=True)
    assert code == 0 and odd["sentence"] in told and odd["sources"][0]["value"] in told
    code, told, _ = parvis("check", "--where", f"contrôle:{odd['rule']}")
    assert number in {row["number"] for row in told}


def test_accept_wants_a_reason_and_is_taken_back(parvis) -> None:  # type: ignore[no-untyped-def]
    number, odd = first_odd(parvis)
    code, _, errors = parvis("accept", number, odd["code"])
    assert code == 1 and "raison" in errors
    code, _, errors = parvis("accept", number, "inconnu", "--because", "Vu")
    assert code == 1 and "parvis check" in errors
    assert parvis("accept", number, odd["code"], "--because", "Vu avec le porteur")[0] == 0
    told = {f["code"]: f for f in parvis("check", number)[1]}
    assert told[odd["code"]]["accepted"]["because"] == "Vu avec le porteur"
    assert number in {row["number"] for row in parvis("list", "--where", "contrôle:accepté")[1]}
    assert parvis("accept", number, odd["code"], "--undo")[0] == 0
    assert {f["code"]: f for f in parvis("check", number)[1]}[odd["code"]]["accepted"] is None
