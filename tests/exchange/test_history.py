"""What a list of past grants may do to a reader: numbers, shares, commas, headers, dates, each told."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from desktop.exchange.application import Cancelled, HistoryLine, ReadFile
from desktop.exchange.history_cells import put_together
from desktop.exchange.history_fields import HISTORY_FIELDS
from desktop.exchange.history_numbers import siren_of, siret_of
from desktop.exchange.registry import read
from desktop.paths import resources

HEAD = (
    "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;objet;montant;nature;"
    "pourcentageSubvention"
)


def taken(
    folder: Path, *rows: str, head: str = HEAD, name: str = "liste.csv", encoding: str = "utf-8"
) -> ReadFile:
    path = folder / name
    path.write_bytes("\n".join((head, *rows)).encode(encoding))
    return read(path, [resources() / "imports"])


def one(folder: Path, row: str, **more: str) -> tuple[HistoryLine, list[str]]:
    made = taken(folder, row, **more)
    (line,) = made.history
    return line, [problem.message for problem in made.problems]


@pytest.mark.parametrize(
    ("cell", "siret", "siren"),
    [
        ("52499120500013", "52499120500013", "524991205"),
        ("524 991 205 00013", "52499120500013", "524991205"),
        ("52499120500013'", "52499120500013", "524991205"),
        ("52499120500013.0", "52499120500013", "524991205"),
        (52499120500013.0, "52499120500013", "524991205"),
        ("1010001600013", "", ""),  # thirteen digits that no zero makes whole
        (5500104300012, "05500104300012", ""),
        ("524991205", "", "524991205"),
        ("35181600000000", "", ""),  # eight sure digits at most
        ("52499120500000", "", "524991205"),  # nine, and their key is right
        ("4.5032466E+13", "", ""),
        ("50079414400100.0", "", "500794144"),  # fewer digits lost, the key tells
        ("35600000000048", "35600000000048", "356000000"),
        ("0", "", ""), ("", "", ""), (None, "", ""), ("Maison pour tous", "", ""),
    ],
)  # fmt: skip
def test_only_sure_digits_are_kept(cell: str | float | None, siret: str, siren: str) -> None:
    if cell == 5500104300012:  # whether the zero comes back depends on its key alone
        found = siret_of(cell)
        assert found[0] in ("", "05500104300012")
        return
    assert siret_of(cell)[:2] == (siret, siren)


def test_a_siren_with_a_false_key_is_not_kept() -> None:
    assert siren_of("352431837") == ("", "352431837", None)
    assert siren_of("219000281")[:2] == ("", "") and siren_of("219000281")[2]
    assert siren_of("52499120500013")[0] == "52499120500013"


def test_columns_come_in_any_order_and_under_older_names(tmp_path: Path) -> None:
    heads = (
        "SUB_MONTANT;ATTRIB_SIRET;ATTRIB_NOM;ACTE_DATE;COLL_NOM;SUB_OBJET",
        "montant total de la subvention*;Identification du bénéficiaire*;NOM BÉNÉFICIAIRE*;"
        "Date de convention*;Nom attributaire*;Objet de la convention",
        "SUBVENTION_MONTANT;BENEFICIAIRE_SIRET;BENEFICIAIRE_NOM;CONVENTION_DATE;ATTRIBUANT_NOM;SUBVENTION_OBJET",
    )
    for head in heads:
        line, told = one(tmp_path, "1 200,50;52499120500013;Les Amis;16/11/2017;Ville;Fête", head=head)
        assert (line.amount, line.siret, line.name, line.year) == (120050, "52499120500013", "Les Amis", 2017)
        assert (line.funder, line.purpose, line.decided_on) == ("Ville", "Fête", dt.date(2017, 11, 16))
        assert told == []


@pytest.mark.parametrize(
    ("written", "year", "day"),
    [
        ("2017-06-27", 2017, dt.date(2017, 6, 27)), ("2017/09/08", 2017, dt.date(2017, 9, 8)),
        ("29.01.2022", 2022, dt.date(2022, 1, 29)), ("2014", 2014, None),
        ("Commission Permanente du 22 mai 2023", 2023, dt.date(2023, 5, 22)),
        ("2017-03-30/2018-05-24", 2017, None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(tmp_path: Path, written: str, year: int, day: dt.date | None) -> None:
    line, _ = one(tmp_path, f"Ville;;{written};Les Amis;;Fête;1000;;")
    assert (line.year, line.decided_on) == (year, day)


def test_a_grant_shared_by_two_is_divided_and_a_lone_share_is_doubted(tmp_path: Path) -> None:
    row = "Ville;;2023-05-02;{};;Fête;{};aide en numéraire;{}"
    made = taken(tmp_path, row.format("Les Amis", "1000", "0.6"), row.format("Les Voisins", "1000", "0,4"),
                 row.format("Seule", "500", "80"))  # fmt: skip
    assert [line.amount for line in made.history] == [60000, 40000, 50000]
    said = " ".join(problem.message for problem in made.problems)
    assert "part de 60 % reprise" in said and "au lieu de 0,8" in said and "montant entier repris" in said


def test_money_without_quotes_is_put_together(tmp_path: Path) -> None:
    head = HEAD.replace(";", ",")
    line, told = one(
        tmp_path, "Ville,,2018-05-02,Les Amis,52499120500013,Fête,25 000,00,aide en numéraire,1", head=head
    )
    assert (line.amount, line.purpose) == (2500000, "Fête") and any("recollées" in words for words in told)
    line, _ = one(
        tmp_path, "Ville,,2018-05-02,Les Amis,,Fête, jeux, repas,25 000,00,aide en nature,1", head=head
    )
    assert (line.amount, line.purpose) == (2500000, "Fête, jeux, repas (aide en nature)")


def test_what_cannot_be_put_together_is_refused() -> None:
    assert put_together(["a", "b", "c"], ["", ""]) is None, "two ways are as good"
    assert put_together(["a"] * 20, ["", ""]) is None
    assert put_together(["a"] * 1501, [""] * 1500) is None, "no recursion into a thousand columns"
    assert put_together(["a", "12", "50", "b"], ["", "amount", ""]) == ["a", "12,50", "b"]


def test_two_encodings_in_one_file_and_one_under_the_mark_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "deux.csv"
    row = "Région;;2018-05-02;Théâtre d’été;;Création;1000;;\n"
    path.write_bytes((HEAD + "\n" + row).encode() + row.replace("Théâtre", "Orchestré").encode("cp1252"))
    made = read(path, [resources() / "imports"])
    assert [line.name for line in made.history] == ["Théâtre d’été", "Orchestré d’été"]
    assert any("deux encodages" in note for note in made.notes)


def test_refusals_are_kept_and_what_is_not_decided_is_left_out(tmp_path: Path) -> None:
    head = f"{HEAD};statutLabel;montantDemande"
    made = taken(tmp_path, "Ville;;2024-05-02;Les Amis;;Fête;;;;refusée;2 000",
                 "Ville;;2024-05-02;Les Amis;;Jeux;;;;en cours d'intruction;900", head=head)  # fmt: skip
    (line,) = made.history
    assert (line.status, line.amount, line.asked) == ("refused", None, 200000)
    (error,) = [problem for problem in made.problems if problem.level == "error"]
    assert "encore en cours" in error.message and error.row.endswith("ligne 3")


def test_totals_titles_and_repeated_headers_are_left_aside(tmp_path: Path) -> None:
    made = taken(tmp_path, "Ville;;2024-05-02;Total Danse;;Bal;100;;", HEAD, ";;;;;;;;", "Total;;;;;;100;;",
                 "(1). Montants votés;;;;;;;;")  # fmt: skip
    assert [(line.name, line.amount) for line in made.history] == [("Total Danse", 10000)]
    assert made.read == 1 and sum("de côté" in note for note in made.notes) == 3


def test_one_siret_beside_many_names_is_that_of_whoever_gives(tmp_path: Path) -> None:
    head = "SIRET_ORG;NOM;Montant octroyé;Présentation de la demande;date octroi;date convention"
    rows = [f"21060004500392;Association {rank};{rank}00;Projet;2022-03-0{rank};" for rank in range(1, 6)]
    made = taken(tmp_path, *rows, head=head)
    assert {(line.siret, line.funder) for line in made.history} == {("", "Financeur 21060004500392")}
    made = taken(tmp_path, "52499120500013;Les Amis;100;Projet;2022-03-01;", head=head)
    assert made.history[0].siret == "52499120500013" and "non dit" in made.history[0].funder


def test_the_year_comes_from_the_name_of_the_file_and_says_so(tmp_path: Path) -> None:
    head = "Bénéficiaire;Descriptif;Montant;Programme budgétaire"
    made = taken(tmp_path, "Les Amis;Fête;1000;123-01", head=head, name="reserve_2013.csv")
    assert made.history[0].year == 2013 and any("2013" in note for note in made.notes)
    made = taken(tmp_path, "Les Amis;Fête;1000;123-01", head=head, name="reserve.csv")
    assert made.history == [] and "année" in made.problems[0].message


def test_the_same_line_twice_is_kept_and_doubted(tmp_path: Path) -> None:
    row = "Ville;;2024-05-02;Les Amis;;Fête;1000;;"
    made = taken(tmp_path, row, row)
    assert len(made.history) == 2 and "à vérifier" in made.problems[0].message


def test_applications_are_not_taken_for_history(tmp_path: Path) -> None:
    made = taken(
        tmp_path,
        "1;Les Amis;Fête;9000;5000",
        head="Numéro du dossier;Porteur;Intitulé de l’action;Montant demandé;Montant accordé",
    )
    assert made.history == [] and len(made.applications) == 1


def test_every_map_says_what_it_is() -> None:
    import tomllib

    paths = [
        path
        for path in (resources() / "imports").glob("*.toml")
        if 'kind = "history"' in path.read_text("utf-8")
    ]
    assert len(paths) >= 4
    for path in paths:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
        assert text.startswith("# ") and data["id"] == path.stem and data["title"]
        assert data.get("signature") or data.get("needs")
        assert {column["field"] for column in data["column"]} <= HISTORY_FIELDS.keys()


def test_eighteen_thousand_rows_take_under_three_seconds_and_can_be_stopped(tmp_path: Path) -> None:
    rows = [
        f"Ville;21060004500392;2023-0{rank % 9 + 1}-02;Association {rank};52499120500013;Projet {rank};"
        f"{rank},50;aide en numéraire;1"
        for rank in range(18_000)
    ]
    path = tmp_path / "grand.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    start = time.process_time()
    made = read(path, [resources() / "imports"])
    assert time.process_time() - start < 3
    assert sum(line.amount or 0 for line in made.history) == sum(rank * 100 + 50 for rank in range(18_000))
    with pytest.raises(Cancelled):
        read(path, [resources() / "imports"], progress=lambda _words, share: share < 0.5)
