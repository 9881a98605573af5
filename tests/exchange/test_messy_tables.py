"""Officers' own tables, unlike any sample: blocks, themes, merged cells, totals, sheets, no header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.exchange.application import ReadFile
from desktop.exchange.probe import Probe
from desktop.exchange.registry import propose, read
from desktop.exchange.tables import Mapping, UnknownHeaders, accepted, load_maps, read_table, save_map
from desktop.paths import resources

SHIPPED = resources() / "imports"
Rows = Sequence[Sequence[Any]]


def sheet(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def book(path: Path, sheets: dict[str, Rows], merges: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    for area in merges:
        made.worksheets[0].merge_cells(area)
    made.save(path)
    return path


def agreed(path: Path, **fields: str) -> tuple[str, Mapping]:
    """What the mapping screen would give: the proposal, with the named columns told by a person."""
    name, mapping = propose(Probe(path), load_maps([SHIPPED]))[0]
    for guess in mapping.columns:
        guess.field = fields.get(guess.header, fields.get(f"c{guess.position}", guess.field))
    return name, accepted(mapping, "essai", "Essai")


def taken(path: Path, **fields: str) -> ReadFile:
    name, mapping = agreed(path, **fields)
    return read_table(path, mapping, name)


def told(made: ReadFile) -> list[tuple[str, int | None, str]]:
    return [(one.applicant.name, one.asked, one.main_challenge) for one in made.applications]


def messages(made: ReadFile) -> str:
    return " ".join([*made.notes, *(problem.message for problem in made.all_problems())])


def test_a_block_may_turn_its_columns_round_and_name_them_otherwise(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "blocs.csv",
        [
            ["Demandes 2025"], [],
            ["Association (jeunesse)", "Nature", "Montant demandé"],
            ["Roue Libre", "F", "1 000 €"], ["Les Amis du Canal", "P", "500"],
            ["Sous-total", "", "1 500,00 €"],
            ["Montant demandé (€)", "Association (aînés)", "Nature", "Remarque"],
            ["250", "Fil d’Argent", "F", "à revoir"],
            ["TOTAL AÎNÉS", "", "", ""],
            ["Nom de l’association", "Nature", "Montant"],
            ["Tango Club", "F", "40"],
            ["TOTAL GÉNÉRAL", "", "1 790"],
            ["(1) Montants prévisionnels"],
        ],
    )  # fmt: skip
    made = taken(path)
    assert told(made) == [
        ("Roue Libre", 100000, "jeunesse"), ("Les Amis du Canal", 50000, "jeunesse"),
        ("Fil d’Argent", 25000, "aînés"), ("Tango Club", 4000, ""),
    ]  # fmt: skip
    assert ("Remarque", "à revoir") in made.applications[2].other
    assert "2 totaux du tableau sont égaux" in messages(made)
    assert not made.problems


def test_titles_between_rows_are_themes_and_footnotes_are_not(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "themes.csv",
        [
            ["Porteur", "Intitulé", "Montant demandé"],
            ["Au titre de la culture", "", ""], ["Roue Libre", "Fanfare", "300"], ["", "", ""],
            ["Thématique : santé", "", ""], ["Fil d’Argent", "Marche", "200"], ["Tango Club", "Bal", "50"],
            ["TOTAL SANTÉ", "", "250"],
            ["", "", "550"],
            ["Source : service de la ville", "", ""], ["Fait à Beaulieu", "", ""],
        ],
    )  # fmt: skip
    made = taken(path)
    assert told(made) == [
        ("Roue Libre", 30000, "culture"), ("Fil d’Argent", 20000, "santé"), ("Tango Club", 5000, "santé"),
    ]  # fmt: skip
    assert ("Thème du tableau", "santé") in made.applications[1].other
    assert "2 totaux du tableau sont égaux" in messages(made)


def test_a_total_that_does_not_agree_is_told(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "faux.csv",
        [
            ["Porteur", "Montant demandé"],
            ["A", "100"],
            ["B", "200"],
            ["Total", "350"],
            ["C", "5"],
            ["Total", "5"],
        ],
    )  # fmt: skip
    made = taken(path)
    assert sum(one.asked or 0 for one in made.applications) == 30500
    (problem,) = made.problems
    assert problem.row == "faux, ligne 4" and problem.level == "warning"
    assert "350" in problem.message and "300" in problem.message


def test_merged_cells_fill_down_and_a_merged_amount_counts_once(tmp_path: Path) -> None:
    rows = [
        ["Thématique", "Association", "Intitulé", "Montant demandé", "Imputation"],
        ["Culture", "Roue Libre", "Fanfare", 300, "6574"],
        [None, None, "Chorale", 200, "6574"],
        [None, "Tango Club", "Bal", 150, "6574/920"],
        [None, None, None, None, "LC 18891"],
        ["Santé", "Fil d’Argent", "Marche", 900, "6574"],
        [None, "Les Amis du Canal", "Aviron", None, "6574"],
    ]  # fmt: skip
    path = book(
        tmp_path / "fusion.xlsx", {"Liste": rows},
        ["A2:A5", "B2:B3", "B4:B5", "C4:C5", "D4:D5", "A6:A7", "D6:D7"],
    )  # fmt: skip
    made = taken(path)
    assert [(one.applicant.name, one.title, one.asked, one.main_challenge) for one in made.applications] == [
        ("Roue Libre", "Fanfare", 30000, "Culture"), ("Roue Libre", "Chorale", 20000, "Culture"),
        ("Tango Club", "Bal", 15000, "Culture"), ("Fil d’Argent", "Marche", 90000, "Santé"),
        ("Les Amis du Canal", "Aviron", None, "Santé"),
    ]  # fmt: skip
    assert ("Imputation", "LC 18891") in made.applications[2].other
    assert "compté une seule fois" in messages(made)
    assert "suite de cellules fusionnées" in messages(made)


def test_sheets_of_one_layout_are_read_together_without_their_summary(tmp_path: Path) -> None:
    head = ["Nom du porteur", "Objet du projet", "Montant demandé"]
    sport = [head, ["Roue Libre", "Vélo", 100], ["Tango Club", "Bal", 200], ["Total", None, 300]]
    culture = [["Direction de la culture"], [], head, ["Fil d’Argent", "Chœur", 400], ["Plume", "Livre", 50]]
    every = [head, *sport[1:3], *culture[3:]]
    path = book(
        tmp_path / "onglets.xlsx",
        {
            "Récapitulatif": [head, ["Sport", "tout", 300], ["Culture", "tout", 450]],
            "Sport": sport, "Culture": culture, "Feuil4": every,
            "Annuaire": [["Nom", "Téléphone"], ["Roue Libre", "0322000000"]],
        },
    )  # fmt: skip
    made = read(path, [SHIPPED])
    assert told(made) == [
        ("Roue Libre", 10000, "Sport"), ("Tango Club", 20000, "Sport"), ("Fil d’Argent", 40000, "Culture"),
        ("Plume", 5000, "Culture"),
    ]  # fmt: skip
    notes = messages(made)
    assert "2 feuilles de même forme sont lues ensemble : « Sport », « Culture »" in notes
    for aside in ("« Récapitulatif » laissée de côté", "« Feuil4 » laissée de côté", "« Annuaire »"):
        assert aside in notes
    assert made.applications[2].row == "Culture, ligne 4"


def test_without_header_the_values_propose_what_columns_hold(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "detail.csv",
        [
            [
                "Association Roue Libre",
                "52499120500013",
                "Fanfare de rue",
                "1 500 €",
                "80000",
                "a@exemple.fr",
            ],
            ["Club de tango", "52499120500021", "Bal des voisins", "800 €", "80080", "b@exemple.fr"],
            ["Comité des fêtes", "52499120500039", "Feu d’été", "2 250 €", "80090", "c@exemple.fr"],
        ],
    )
    with pytest.raises(UnknownHeaders) as caught:
        read(path, [SHIPPED])
    (proposal,) = caught.value.proposals
    assert proposal is not None
    assert [guess.field for guess in proposal.columns] == [
        "applicant.name", "applicant.siret", "other", "asked", "applicant.postcode", "applicant.email",
    ]  # fmt: skip
    assert all(guess.why for guess in proposal.columns if guess.field != "other")
    made = taken(path, c2="title")
    assert [(one.title, one.asked) for one in made.applications] == [
        ("Fanfare de rue", 150000), ("Bal des voisins", 80000), ("Feu d’été", 225000),
    ]  # fmt: skip
    assert made.applications[0].row == "detail, ligne 1"


def test_a_code_that_repeats_is_no_number_of_dossier(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "codes.csv",
        [
            ["Code", "Structure", "Nature", "Montant"],
            *[["17", "Roue Libre", "F", f"{n}00"] for n in (1, 2, 3)],
        ],
    )
    _, mapping = propose(Probe(path), load_maps([SHIPPED]))[0]
    code, name, nature, amount = mapping.columns
    assert (code.field, nature.field) == ("other", "other")
    assert "répétées" in code.why
    assert (name.field, amount.field) == ("applicant.name", "asked")


def test_a_table_taught_once_is_known_with_other_themes(tmp_path: Path) -> None:
    first = sheet(
        tmp_path / "2024.csv", [["Association (sport)", "Aide"], ["Roue Libre", "10"], ["Plume", "20"]]
    )
    _, mapping = agreed(first, Aide="asked")
    (tmp_path / "maps").mkdir()
    save_map(tmp_path / "maps" / "essai.toml", mapping)
    second = sheet(
        tmp_path / "2025.csv",
        [
            ["Association (culture)", "Aide"],
            ["Fil d’Argent", "30"],
            ["Association (sport)", "Aide"],
            ["Plume", "5"],
        ],
    )
    made = read(second, [SHIPPED, tmp_path / "maps"])
    assert told(made) == [("Fil d’Argent", 3000, "culture"), ("Plume", 500, "sport")]


def test_words_beside_a_table_of_a_workbook_do_not_refuse_its_rows(tmp_path: Path) -> None:
    rows = [["N° dossier", "Porteur", "Montant demandé"], ["1", "Roue Libre", 10, None, "vu avec Mme X"]]
    (one,) = read(book(tmp_path / "notes.xlsx", {"L": rows}), [SHIPPED]).applications
    assert ("colonne 5", "vu avec Mme X") in one.other and not one.problems


def test_an_amount_titled_with_its_year_is_proposed_before_a_bare_amount(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "annees.csv",
        [
            ["Structure", "Montant", "Montant demandé 2025"],
            ["Roue Libre", "100", "300"],
            ["Plume", "50", "90"],
        ],
    )
    _, mapping = propose(Probe(path), load_maps([SHIPPED]))[0]
    assert [guess.field for guess in mapping.columns] == ["applicant.name", "other", "asked"]
    assert mapping.columns[2].confidence < 0.75, "another year may stand beside it: a person says"


def test_a_theme_merged_in_a_csv_goes_down_and_a_sparse_one_does_not(tmp_path: Path) -> None:
    head = ["Thème", "Association", "Projet", "Montant demandé"]
    rows = [["Sport", "A", "x", "1"], ["", "B", "y", "2"], ["Culture", "C", "z", "3"], ["", "D", "u", "4"]]
    made = taken(sheet(tmp_path / "fusion.csv", [head, *rows]))
    assert [one.main_challenge for one in made.applications] == ["Sport", "Sport", "Culture", "Culture"]
    assert "2 thèmes laissés vides sont repris" in messages(made)
    rows[3][0] = "Sport"  # written twice: nobody merged this column
    made = taken(sheet(tmp_path / "rare.csv", [head, *rows]))
    assert [one.main_challenge for one in made.applications] == ["Sport", "", "Culture", "Sport"]
