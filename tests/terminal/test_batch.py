"""`parvis batch decide`: a spreadsheet of decisions, a dry run, everything or nothing, or what is free."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.exchange.list_book import write_list
from desktop.exchange.workbook import Column
from tests.terminal.taken_in import take_in

TABLE = (
    "Numéro;Décision;État, programme 147;Montant METROPOLE;Motifs;Conditions;Commentaire\n"
    "{0};Accord;4 000,00 €;2000;;Fournir le RIB|Fournir l’attestation d’assurance;\n"
    "{1};Refus;;;Action sans lien avec les défis;;À revoir, l’an prochain\n"
)


@pytest.fixture
def parvis(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str):  # type: ignore[no-untyped-def]
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err

    take_in(tmp_path / "parvis.db")
    return run


@pytest.fixture
def numbers(parvis) -> list[str]:  # type: ignore[no-untyped-def]
    big = [row["number"] for row in parvis("list", "--where", "demandé>=6000")[1]]
    assert len(big) >= 2
    return big


def rulings(parvis) -> dict[str, str | None]:  # type: ignore[no-untyped-def]
    return {row["number"]: row["decision"] for row in parvis("list")[1]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_tried_then_recorded_and_undone_in_one_step(
    parvis, numbers, tmp_path: Path, encoding: str
) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "decisions.csv"
    table.write_bytes(TABLE.format(*numbers).encode(encoding))
    before = rulings(parvis)
    code, told, _ = parvis("batch", "decide", "--from", str(table), "--dry-run")
    assert code == 0 and told["dry_run"] and rulings(parvis) == before
    assert told["counts"] == {"rows": 2, "blocked": 0, "decided": 0}
    assert [(r["number"], r["outcome"], r["amount"], r["blocker"]) for r in told["rows"]] == [
        (numbers[0], "partial", "6000.00", None),
        (numbers[1], "refused", None, None),
    ]
    code, told, _ = parvis("batch", "decide", "--from", str(table))
    assert code == 0 and told["counts"]["decided"] == 2
    shown = parvis("show", numbers[0])[1]["ruling"]
    assert shown["conditions"] == ["Fournir le RIB", "Fournir l’attestation d’assurance"]
    assert parvis("show", numbers[1])[1]["ruling"]["comment"] == "À revoir, l’an prochain"
    assert parvis("undo")[1]["done"] == "Annuler : Décider 2 dossiers"
    assert rulings(parvis) == before


def test_a_blocked_row_keeps_everything_out_unless_it_is_skipped(parvis, numbers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "decisions.csv"
    lines = [
        "number,outcome,amount,reasons",
        f"{numbers[0]},granted,99999999,",
        f"{numbers[1]},refused,,HORS_DEFIS",
    ]
    table.write_text("\n".join([*lines, "2026-9999,granted,100,"]), encoding="utf-8")
    before = rulings(parvis)
    code, told, errors = parvis("batch", "decide", "--from", str(table))
    assert code == 1 and "rien n’a été écrit" in errors and rulings(parvis) == before
    assert "dépasse le montant demandé" in told["rows"][0]["blocker"]
    assert told["rows"][1]["blocker"] is None
    assert "Aucun dossier" in told["rows"][2]["blocker"]
    code, told, errors = parvis("batch", "decide", "--from", str(table), "--skip-blocked")
    assert (code, errors, told["counts"]) == (0, "", {"rows": 3, "blocked": 2, "decided": 1})
    assert rulings(parvis) == before | {numbers[1]: "refused"}


def test_two_lines_on_one_dossier_are_both_blocked(parvis, numbers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "decisions.csv"
    table.write_text(
        f"n°;décision;montant;motif\n{numbers[0]};accord;1000;\n{numbers[0]};refus;;HORS_QPV\n",
        encoding="utf-8",
    )
    code, told, _ = parvis("batch", "decide", "--from", str(table))
    assert code == 1 and all("lignes 2 et 3" in row["blocker"] for row in told["rows"])


def test_a_workbook_is_read_too(parvis, numbers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "decisions.xlsx"
    columns = [Column("Dossier"), Column("Décision"), Column("Montant", "money"), Column("Date", "date")]
    write_list(table, columns, [(numbers[0], "Accord", 1_000_00, "2026-03-12")], title="Décisions")
    code, told, _ = parvis("batch", "decide", "--from", str(table))
    assert code == 0 and told["rows"][0]["amount"] == "1000.00"
    assert parvis("show", numbers[0])[1]["ruling"]["decided_on"] == "2026-03-12"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("numéro;décision;montant\n{0};peut-être;10\n", "n’est pas comprise"),
        ("numéro;décision;montant\n{0};accord;1.234\n", "ne se lit pas"),
        ("numéro;décision;montant;Métropole\n{0};accord;100;90\n", "ne font pas le total"),
        ("numéro;décision;montant\n{0};refus;100\n", "ne porte pas de montant"),
        ("numéro;décision;montant\n{0};accord;0\n", "supérieur à zéro"),
        ("numéro;décision\n{0};refus\n", "au moins un motif"),
        ("numéro;décision\n;refus\n", "numéro du dossier manque"),
    ],
)
def test_each_fault_has_its_sentence(parvis, numbers, tmp_path: Path, words: str, why: str) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "decisions.csv"
    table.write_text(words.format(numbers[0]), encoding="utf-8")
    code, told, _ = parvis("batch", "decide", "--from", str(table))
    assert code == 1 and why in told["rows"][0]["blocker"]


def test_a_file_without_the_columns_is_refused_with_a_sentence(parvis, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "autre.csv"
    table.write_text("nom;prénom\nExemple;Claire\n", encoding="utf-8")
    code, told, errors = parvis("batch", "decide", "--from", str(table))
    assert (code, told) == (1, None) and "colonnes attendues" in errors
    assert parvis("batch", "decide", "--from", str(tmp_path / "absent.csv"))[0] == 1
