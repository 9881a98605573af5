"""`parvis committee`: a session played from the terminal, from its convocation to its reopening."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from tests.office import open_office
from tests.session import ready

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    store = open_office(tmp_path)
    ready(store, 3)
    store.close()

    def command(*words: str) -> tuple[int, Any, str]:
        code = main([*words, "--db", str(tmp_path / "parvis.db"), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return command


NEW = ("committee", "new", "--name", "Comité Nord", "--date", "2026-03-12", "--where", "étape:prêt")


def test_a_session_is_played_from_end_to_end(run: Run) -> None:
    code, told, _ = run(*NEW, "--time", "14:00", "--place", "salle du Conseil")
    assert (code, told["id"], told["items"]) == (0, "S2026-01", 3)
    assert run("committee", "list")[1][0]["state"] == "prepared"
    assert run("committee", "open", "S2026-01", "--all-present")[1]["state"] == "running"
    code, told, _ = run(
        "committee", "decide", "S2026-01", "2026-0001", "--grant", "6000", "--votes", "3,0,1",
        "--condition", "Produire le bilan.",
    )  # fmt: skip
    assert (code, told) == (0, {"number": "2026-0001", "outcome": "partial", "granted": "6000.00"})
    assert run("committee", "decide", "S2026-01", "2026-0002", "--refuse", "Hors quartier")[0] == 0
    code, _, errors = run("committee", "close", "S2026-01")
    assert code == 1
    assert "2026-0003" in errors
    told = run("committee", "show", told_key(run))[1]
    first = next(one for one in told["agenda"] if one["number"] == "2026-0001")
    assert first["funders"] == {"METROPOLE": "2666.00", "ETAT147": "3334.00"}  # as it was proposed, 4 to 5
    assert (first["votes"], first["conditions"]) == ([3, 0, 1], ["Produire le bilan."])
    code, told, _ = run("committee", "close", "S2026-01", "--postpone-rest")
    assert (code, told["decisions"], told["postponed"], told["state"]) == (0, 2, 1, "closed")
    assert run("show", "2026-0001")[1]["decision"] == "partial"
    assert "Procès-verbal S2026-01.pdf" in run("committee", "show", "S2026-01")[1]["documents"]
    code, _, errors = run("undo")
    assert code == 1
    assert "close" in errors
    assert run("committee", "reopen", "S2026-01", "--because", "Erreur de report")[1]["state"] == "running"


def test_a_session_held_on_paper_is_closed_with_the_decisions_of_a_table(run: Run, tmp_path: Path) -> None:
    run(*NEW)
    table = tmp_path / "décisions.csv"
    table.write_text("numéro;décision;montant;motifs;conditions\n2026-0001;accord;6000;;Produire le bilan.\n"
                     "2026-0002;refus;;Hors quartier;\n", encoding="utf-8")  # fmt: skip
    assert run("batch", "decide", "--from", str(table))[0] == 0
    code, told, _ = run("committee", "close", "S2026-01")
    assert (code, told["state"], set(told["taken_up"])) == (0, "closed", {"2026-0001", "2026-0002"})
    assert (told["decisions"], told["postponed"], told["granted"]) == (2, 1, "6000.00")
    agenda = run("committee", "show", "S2026-01")[1]["agenda"]
    first = next(one for one in agenda if one["number"] == "2026-0001")
    assert (first["number"], first["outcome"], first["conditions"]) == (
        "2026-0001", "partial", ["Produire le bilan."],
    )  # fmt: skip
    decision = run("show", "2026-0001")[1]
    assert decision["decision"] == "partial"
    code, _, errors = run("batch", "decide", "--from", str(table))
    assert code == 1, errors  # what the session arrested is no longer decided beside it
    assert run("committee", "reopen", "S2026-01", "--because", "Un oubli")[1]["state"] == "running"


def told_key(run: Run) -> str:
    """The session found by its key too."""
    key: str = run(*NEW)[1]["key"]
    assert run("committee", "show", key)[1]["id"] == "S2026-02"
    return "s2026-01"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("committee", "show", "S2099-01"), "Aucune séance"),
        (("committee", "new", "--name", "N", "--date", "demain", "--where", ""), "n’est pas une date"),
        (
            ("committee", "new", "--name", "N", "--date", "12/03/2026", "--where", "étape:clos"),
            "Aucun dossier",
        ),
        (("committee", "new", "--name", "N", "--date", "2026-03-12", "--where", "étape:("), ""),
        (("committee", "new", "--name", "N"), "incomplète"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    try:
        code, _, errors = run(*words)
    except SystemExit as refused:  # argparse leaves by itself
        code, errors = int(str(refused.code)), "incomplète"
    assert code == 1
    assert said in errors
    assert run("committee", "list")[1] == []


def test_a_dossier_that_is_not_there_or_votes_that_are_no_votes(run: Run) -> None:
    run(*NEW[:-1], "numéro:2026-0001")
    code, _, errors = run("committee", "decide", "S2026-01", "2026-0001", "--grant", "6000")
    assert code == 1
    assert "en préparation" in errors
    run("committee", "open", "S2026-01")
    code, _, errors = run("committee", "decide", "S2026-01", "2026-0002", "--grant", "6000")
    assert code == 1
    assert "pas à l’ordre du jour" in errors
    code, _, errors = run("committee", "decide", "S2026-01", "2026-0001", "--grant", "6000", "--votes", "3")
    assert code == 1
    assert "trois nombres" in errors
    assert run("committee", "postpone", "S2026-01", "2026-0001")[0] == 0
    code, _, errors = run("committee", "close", "S2026-01")
    assert code == 1
    assert "Présences à pointer" in errors
