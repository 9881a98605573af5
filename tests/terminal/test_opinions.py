"""`parvis opinions …`: the whole round from a terminal, workbook and PDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from tests.flow.packs import fill
from tests.terminal.taken_in import take_in


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([*words, "--db", str(tmp_path / "parvis.db"), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_ask_fill_in_read(parvis, tmp_path: Path, kind: str) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / f"caf.{kind}"
    code, told, _ = parvis(
        "opinions", "ask", "--partner", "caf", "--where", "demandé>=6000", "--out", str(out)
    )
    assert code == 0 and told["asked"] >= 2 and out.is_file() and told["skipped"] == []
    number = parvis("opinions", "list")[1]["requests"][0]["number"]
    fill(out, {number: {"value": "Réservé", "amount": 1500, "comment": "À préciser."}})
    code, told, _ = parvis("opinions", "read", "--dry-run", str(out))
    assert code == 0 and told[0]["attached"] == 0 and told[0]["rows"][0]["state"] == "new"
    assert parvis("opinions", "list")[1]["requests"][0]["value"] is None
    code, told, _ = parvis("opinions", "read", str(out))
    assert code == 0 and told[0]["attached"] == 1
    (answered,) = [
        row for row in parvis("opinions", "list", "--partner", "CAF")[1]["requests"] if row["value"]
    ]
    assert (answered["value"], answered["amount"], answered["comment"]) == (
        "reserved",
        "1500.00",
        "À préciser.",
    )
    assert parvis("opinions", "read", str(out))[1][0]["attached"] == 0
    assert parvis("undo")[1]["done"].startswith("Annuler : Joindre le retour de CAF")


def test_what_is_refused_says_why_and_exits_with_1(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "note.pdf"
    bad.write_text("bonjour", encoding="utf-8")
    code, told, err = parvis("opinions", "read", str(bad))
    assert code == 1 and "n’est pas une demande d’avis" in err and told[0]["refused"]
    code, _, err = parvis("opinions", "ask", "--partner", "MARS", "--out", str(tmp_path / "a.xlsx"))
    assert code == 1 and "MARS" in err and "CAF" in err
    code, _, err = parvis("opinions", "ask", "--partner", "CAF", "--out", str(tmp_path / "a.docx"))
    assert code == 1 and ".xlsx ou un PDF" in err
    code, _, err = parvis("opinions", "record", "2026-0001", "--partner", "CAF", "--value", "bof")
    assert code == 1 and "bof" in err


def test_record_withdraw_remind_late(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = tmp_path / "etat.xlsx"
    parvis("opinions", "ask", "--partner", "ETAT", "--where", "demandé>=0", "--out", str(out))
    first, second = (row["number"] for row in parvis("opinions", "list")[1]["requests"][:2])
    code, told, _ = parvis(
        "opinions", "record", first, "--partner", "ETAT", "--value", "défavorable", "--channel", "meeting",
        "--by", "Une déléguée",
        "--confidential",
    )  # fmt: skip
    assert code == 0 and told["value"] == "unfavourable"
    code, told, _ = parvis("opinions", "remind", "--partner", "ETAT")
    assert code == 0 and first not in told["dossiers"] and second in told["dossiers"] and told["text"]
    for number in told["dossiers"]:
        assert parvis("opinions", "withdraw", number, "--partner", "ETAT")[0] == 0
    assert "aucune réponse" in parvis("opinions", "remind", "--partner", "ETAT")[2]
    told = parvis("opinions", "late")[1]
    assert told["requests"] == []
    (state,) = [row for row in told["partners"] if row["code"] == "ETAT"]
    assert state["received"] == 1
