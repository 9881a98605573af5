"""From a terminal: the pieces, the verdict, the request as a mail, its reminder, its answer."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.flow.found_more import complete
from desktop.paths import resources
from tests.office import application, bring, open_office


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    store = open_office(tmp_path)
    bring(store, application(deposited_at=dt.datetime.now().replace(microsecond=0)))
    store.close()

    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    return run


def test_the_road_of_an_incomplete_dossier(parvis) -> None:  # type: ignore[no-untyped-def]
    number = parvis("list")[1][0]["number"]
    code, told, _ = parvis("pieces", number, "--reuse")
    assert code == 0 and told["reused"] == 0
    assert {piece["state"] for piece in told["pieces"]} == {"missing"}
    plain = parvis("show", number)[1]["due_on"]
    code, told, _ = parvis("request", number, "--mail")
    assert code == 0 and "– RIB" in told["body"] and "RIB" in told["items"]
    assert told["due_on_silence"] > plain
    code, told, _ = parvis("request", number, "--remind")
    assert (code, told["reminders"]) == (0, 1) and told["subject"].startswith(f"[{number}] Rappel")
    code, told, _ = parvis("answer", number)
    assert (code, told["due_on_silence"]) == (0, plain), "answered on the very day"
    code, _, error = parvis("answer", number)
    assert code == 1 and "n’attend aucune réponse" in error
    assert any("Réponse reçue le" in event["what"] for event in parvis("history", number)[1])


def test_a_verdict_with_and_without_its_reason(parvis) -> None:  # type: ignore[no-untyped-def]
    number = parvis("list")[1][0]["number"]
    code, _, error = parvis("sift", number, "--verdict", "inadmissible")
    assert code == 1 and "motif" in error
    code, told, _ = parvis("sift", number, "--verdict", "inadmissible", "--reason", "hors_qpv")
    assert (code, told["reasons"]) == (0, ["HORS_QPV"])
    assert parvis("sift", number, "--verdict", "admissible")[0] == 0
    assert parvis("list")[1][0]["stage"] == "complete"


def test_an_earlier_base_learns_the_validity_of_pieces_once(tmp_path: Path) -> None:
    store = open_office(tmp_path / "earlier")
    with store.write_raw() as connection:
        connection.execute("UPDATE piece_kind SET valid_months = 0, reusable = 0, calls = ''")
        connection.execute("DELETE FROM piece_kind WHERE code = 'projet_social'")
        connection.execute("DELETE FROM capture")
    assert store.do(complete, resources=resources()).value > 20
    months = "SELECT valid_months, reusable FROM piece_kind WHERE code = 'rib' AND asked_of = 'association'"
    assert store.reader.execute(months).fetchone() == (12, 1)
    again = store.do(complete, resources=resources())
    assert (again.value, again.written) == (0, None)
    store.close()
