"""`scenario` typed: made, shown, proposed after a dry run, each amount a number for another program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.terminal.taken_in import take_in

OPEN = "-étape:décidé -étape:notifié -étape:clos"


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


def test_from_what_is_asked_to_the_proposals_and_back(parvis) -> None:  # type: ignore[no-untyped-def]
    code, made, _ = parvis("scenario", "new", "--name", "Tout", "--from", "asked", "--where", OPEN)
    assert code == 0 and made["dossiers"] > 0
    assert [row["name"] for row in parvis("scenario", "list")[1]] == ["Tout"]
    shown = parvis("scenario", "show", "Tout")[1]
    assert shown["given"] == made["given"] and len(shown["dossiers"]) == made["dossiers"]
    assert len(shown["rules"]) == 3 and shown["envelopes"]
    rehearsed = parvis("scenario", "promote", "Tout", "--dry-run")[1]
    assert rehearsed["written"] == 0 and rehearsed["changes"]
    done = parvis("scenario", "promote", made["id"])[1]
    assert done["written"] == len(rehearsed["changes"])
    number = done["changes"][0]["number"]
    proposed = {row["number"]: row["proposed"] for row in parvis("list")[1]}
    assert proposed[number] == done["changes"][0]["after"]
    assert parvis("undo")[0] == 0
    assert {row["proposed"] for row in parvis("list")[1]} != set(proposed.values())


def test_what_is_not_understood_is_refused(parvis) -> None:  # type: ignore[no-untyped-def]
    code, _, errors = parvis("scenario", "show", "Rien")
    assert code == 1 and "Aucun scénario ne s’appelle « Rien »" in errors
    assert parvis("scenario", "new", "--name", "Un", "--from", "proposed")[0] == 0
    code, _, errors = parvis("scenario", "new", "--name", "Un", "--from", "empty")
    assert code == 1 and "s’appelle déjà" in errors
    code, _, errors = parvis("scenario", "promote", "Un")
    assert code == 1 and "ne change aucune proposition" in errors
    assert parvis("scenario", "new", "--name", "Deux", "--from", "Un")[0] == 0
