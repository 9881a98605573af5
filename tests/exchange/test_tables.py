"""Tables read through a map: headers found, columns proposed, rows that are no dossier told, maps "
"remembered."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from pathlib import Path

import pytest

from desktop.exchange.application import Application, Cancelled, ReadFile, Unreadable
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.list_book import write_list
from desktop.exchange.registry import read
from desktop.exchange.table_fields import FIELDS, stage_of
from desktop.exchange.tables import (
    headers,
    load_maps,
    suggest,
)
from desktop.exchange.workbook import Column
from desktop.paths import resources

SHIPPED = resources() / "imports"
HEADER = ["N° dossier", "Association", "SIRET", "Intitulé de l'action", "Montant demandé", "Quartiers"]


def table(folder: Path, *rows: list[str], header: list[str] | None = None, mark: str = ";") -> Path:
    path = folder / "instruction.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows([header or HEADER, *rows])
    return path


def taken(path: Path, map_name: str | None = None) -> ReadFile:
    return read(path, [SHIPPED], map_name)


def messages(application: Application, level: str) -> str:
    return " ".join(problem.message for problem in application.problems if problem.level == level)


def test_an_office_table_becomes_dossiers(tmp_path: Path) -> None:
    path = table(tmp_path, ["12", "La Ruche", "1800010", "Jardin", "1 500,50 €", "Étouvie, Pierre Rollin"])
    found = taken(path)
    (dossier,) = found.applications
    assert (found.format, found.read) == ("table", 1)
    assert (dossier.source, dossier.source_id, dossier.title) == ("table:generique", "12", "Jardin")
    assert (dossier.applicant.name, dossier.applicant.siret) == ("La Ruche", "00000001800010")
    assert dossier.asked == 150050
    assert dossier.quarters == ["Étouvie", "Pierre Rollin"]
    assert dossier.given == {"source_id", "applicant", "title", "asked", "quarters"}
    (remark,) = dossier.problems
    assert (remark.level, remark.row, remark.field) == ("warning", "instruction, ligne 2", "SIRET")


def test_rows_that_are_no_dossier_are_told(tmp_path: Path) -> None:
    good = ["1", "La Ruche", "", "Jardin", "100", ""]
    path = table(
        tmp_path,
        ["Thème : éducation", "", "", "", "", ""],
        good,
        ["", "  Total", "", "", "100", ""],
        HEADER,
        ["2", "Total Danse", "", "Bal", "200", ""],
        ["", "", "", "", "250", ""],
        ["(1). Montant prévisionnel", "", "", "", "", ""],
    )
    found = taken(path)
    assert [dossier.title for dossier in found.applications] == ["Jardin", "Bal"]
    notes = " ".join(found.notes)
    for word in ("ligne de total", "en-tête répété", "note ou titre", "sans porteur ni intitulé"):
        assert word in notes
    assert [dossier.main_challenge for dossier in found.applications] == ["éducation", ""]


def test_refused_rows_say_why(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ["1", "La Ruche", "", "Jardin", "12 k€", ""],
        ["1", "Autre", "", "Bal", "5", ""],
        ["3", "", "", "Sans porteur", "5", ""],
    )
    found = taken(path)
    first, second, third = found.applications
    assert found.read == 3
    assert "milliers" in messages(first, "warning")
    assert first.asked is None
    assert "déjà celui de la ligne 2" in messages(second, "error")
    assert "porteur n’est pas dit" in messages(third, "error")


def test_dossiers_without_number_are_known_again(tmp_path: Path) -> None:
    header = ["Porteur", "Intitulé", "Demandé"]
    path = table(tmp_path, ["La Ruche", "Jardin", "5"], ["La Ruche", "Jardin", "6"], header=header)
    numbers = [dossier.source_id for dossier in taken(path).applications]
    again = table(tmp_path, ["LA RUCHE", "Jardin ", "99"], header=header)
    assert len(set(numbers)) == 2
    assert taken(again).applications[0].source_id == numbers[0]


def test_a_decimal_comma_in_a_comma_file_is_put_together_again(tmp_path: Path) -> None:
    path = tmp_path / "virgules.csv"
    path.write_text(
        "Porteur,Montant demandé,Nature,Description\n"
        "La Ruche,25 000,00,aide en numéraire,\n"
        "L'Atelier,300,aide,fin\n"
        "Trop,300,aide,un,deux,trois\n",
        encoding="utf-8",
    )
    cut, plain, broken = taken(path).applications
    assert (cut.asked, cut.other) == (2500000, [("Nature", "aide en numéraire")])
    assert "recollé" in messages(cut, "warning")
    assert (plain.asked, plain.texts) == (30000, {"description": "fin"})
    assert "plus de cellules que l’en-tête" in messages(broken, "error")


def test_header_after_free_text_and_on_two_lines() -> None:
    rows: list[list[Cell]] = [
        ["Direction de la cohésion sociale"],
        [],
        ["N°", "Porteur", "Montants", None, None, "Contact", None],
        [None, None, "demandé", "proposé", "accordé", "Nom", "Téléphone"],
        ["1", "La Ruche", 10, 20, 30, "A", "0600000000"],
    ]
    rows[3][0:2] = ["N°", "Porteur"]  # merged down, as the readers carry them
    found = headers(Sheet("Liste", rows))
    assert found is not None
    assert found.index == 3
    assert found.labels == ["N°", "Porteur", "demandé", "proposé", "accordé", "Nom", "Téléphone"]
    assert found.groups[2:6] == ["Montants", "Montants", "Montants", "Contact"]
    mapping = suggest(found, load_maps([SHIPPED]))
    assert [guess.field for guess in mapping.columns[1:5]] == [
        "applicant.name",
        "asked",
        "proposed",
        "granted",
    ]


def test_duplicate_labels_keep_their_position() -> None:
    found = headers(Sheet("L", [["Nom", "Prénom", "Nom", "Montant*", "Montant (1)"], ["a", "b", "c", 1, 2]]))
    assert found is not None
    assert [found.occurrence(at) for at in range(5)] == [1, 1, 2, 1, 2]


def test_parvis_reads_its_own_list(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    columns = [
        Column("N°"), Column("Porteur"), Column("SIRET"), Column("Intitulé"), Column("Étape"),
        Column("Demandé", "money", total=True), Column("Accordé", "money", total=True),
        Column("Déposé le", "date"),
    ]  # fmt: skip
    row = [
        "2026-0001",
        "=La Ruche",
        "00000001800010",
        "+ Jardin",
        "En instruction",
        123456,
        None,
        "2026-01-31",
    ]
    write_list(path, columns, [row], "Dossiers")
    found = taken(path)
    (dossier,) = found.applications
    assert (dossier.source, dossier.source_id, dossier.title) == ("table:parvis", "2026-0001", "+ Jardin")
    assert (dossier.applicant.name, dossier.applicant.siret) == ("=La Ruche", "00000001800010")
    assert (dossier.asked, dossier.granted, dossier.stage) == (123456, None, "instruction")
    assert dossier.deposited_at == dt.datetime(2026, 1, 31)
    assert not dossier.problems


def test_a_row_may_go_on_with_the_one_above(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text(
        'kind = "table"\nid = "suite"\ntitle = "Suite"\nsignature = ["Num", "Qui", "Où"]\n'
        "continuation = true\n"
        '[[column]]\nfield = "source_id"\nheaders = ["Num"]\n[[column]]\nfield = "applicant.name"\n'
        'headers = ["Qui"]\n[[column]]\nfield = "quarters"\nheaders = ["Où"]\n'
        '[[column]]\nfield = "asked_by:Amiens Métropole"\nheaders = ["Aide"]\n',
        encoding="utf-8",
    )
    rows = [["1", "La Ruche", "Étouvie", "5"], ["", "", "Salamandre", ""], ["2", "Autre", "Nord", "7"]]
    path = table(tmp_path, *rows, header=["Num", "Qui", "Où", "Aide"])
    first, second = read(path, [tmp_path]).applications
    assert first.quarters == ["Étouvie", "Salamandre"]
    assert second.asked_by_funder == {"Amiens Métropole": 700}
    assert "asked_by_funder" in second.given


def test_people_kinds_states_and_years(tmp_path: Path) -> None:
    header = [
        "Porteur",
        "Type de structure",
        "Représentant légal",
        "Exercice",
        "Demandé",
        "État",
        "Code postal",
    ]
    path = table(
        tmp_path,
        ["La Ruche", "Collège", "Mme Ada LOVELACE", "2025-2026", "5", "Refusé", "1000"],
        header=header,
    )
    (dossier,) = taken(path).applications
    (person,) = dossier.people
    assert (person.civility, person.first_name, person.last_name) == ("Mme", "Ada", "LOVELACE")
    assert (dossier.applicant.kind, dossier.exercise, dossier.stage) == ("school", 2025, "refused")
    assert dossier.applicant.postcode == "01000"
    assert stage_of("Accord partiel") == "granted"
    assert stage_of("Classé sans suite") == "withdrawn"
    assert stage_of("Déposé") == "received"


def test_cancel_stops_the_reading(tmp_path: Path) -> None:
    rows = [[str(at), "La Ruche", "", "Jardin", "5", ""] for at in range(60)]
    path = table(tmp_path, *rows)
    with pytest.raises(Cancelled):
        read(path, [SHIPPED], progress=lambda sentence, share: share < 0.5)


def test_a_wrong_map_is_named(tmp_path: Path) -> None:
    path = table(tmp_path, ["1", "La Ruche", "", "Jardin", "5", ""])
    with pytest.raises(Unreadable, match="n’existe pas"):
        taken(path, map_name="absente")
    (tmp_path / "faux.toml").write_text(
        'kind = "table"\nid = "faux"\ntitle = "F"\n[[column]]\nfield = "inconnu"\n'
    )
    with pytest.raises(Unreadable, match="mal écrite"):
        load_maps([tmp_path])


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_maps_are_whole(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    known = {one.id: one for one in load_maps([SHIPPED])}
    if path.stem in known:
        one = known[path.stem]
        spelled = [
            (header, column.group, column.occurrence) for column in one.columns for header in column.headers
        ]
        assert len(spelled) == len(set(spelled)), "un libellé ne remplit qu’un champ"
        assert all(
            column.field.partition(":")[0] in {*FIELDS, "asked_by", "granted_by"} for column in one.columns
        )
    else:
        assert tomllib.loads(path.read_text(encoding="utf-8"))["kind"] != "table"
