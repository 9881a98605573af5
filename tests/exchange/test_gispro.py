"""GISPRO workbooks of any year: sums beside openpyxl's, complements, reductions, totals, people left out."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.exchange.application import Application, ReadFile, Unreadable
from desktop.exchange.registry import read
from desktop.paths import resources

SAMPLE = Path(__file__).parents[1] / "samples" / "dauphin" / "gispro.xlsx"
SHIPPED = resources() / "imports"
OLD = (
    "Dépt", "PN/OS", "Libellé de la direction", "Libellé abrégé de la direction", "CENTRE FINANCIER IT",
    "Bloc CHORUS", "Code région", "Nom région", "type DP", "Tiers - Code", "Tiers", "Type de tiers",
    "Code SIRET", "Code projet", "Montant engagé", "Etat de l'avancement du dossier Projet", "CHORUS N° EJ",
    "CHORUS N° DP", "CHORUS date paiement", "Libellé de la famille de procédure", "Action - Code dossier",
    "Action", "Mission", "Ligne budgétaire", "Modalité", "Adresse administrative - Adresse complète",
)  # fmt: skip
OLD_ROW = (
    80, "OS", "Somme", "DDCS SOMME", "PD01", "Bloc 3", "RG32", "HAUTS-DE-FRANCE", "DP 2017", "001652",
    "Les Inventés", "Association", 12345678200010, "3201P00000", 15000, "Mis en paiement", "2100000001", "",
    "", "Annuel", 104456, "Atelier inventé", "", "", "", "1 rue Inventée\n80000 AMIENS",
)  # fmt: skip
NEW = (
    "Action de demande - Code dossier",
    "Action",
    "Tiers",
    "Code SIRET",
    "Mt engagé",
    "EJ",
    "Type de tiers",
)


def row(code: str, amount: Any, ej: str = "EJ1", name: str = "Les Inventés") -> tuple[Any, ...]:
    return (code, "Atelier inventé", name, 12345678200010, amount, ej, "Association")


def workbook(path: Path, **sheets: list[tuple[Any, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for cells in rows:
            sheet.append(cells)
    book.save(path)
    return path


def taken(path: Path) -> ReadFile:
    found = read(path, [SHIPPED])
    assert found.format == "gispro"
    return found


def messages(found: ReadFile) -> str:
    return "\n".join(problem.message for problem in found.all_problems())


def by_code(found: ReadFile) -> dict[str, Application]:
    return {application.source_id: application for application in found.applications}


def test_sums_are_those_of_the_workbook() -> None:
    sheet = openpyxl.load_workbook(SAMPLE).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    at, code = header.index("Montant engagé"), header.index("Action de demande - Code dossier")
    expected = {
        str(line[code]): int(str(line[at]).replace(" ", "").replace("\u00a0", "").replace(",", ""))
        for line in rows
    }
    found = taken(SAMPLE)
    assert {a.source_id: a.granted for a in found.applications} == expected
    assert sum(a.granted or 0 for a in found.applications) == sum(expected.values()) == 63_200_00
    assert all(a.source == "dauphin" and a.stage == "granted" for a in found.applications)
    assert all(list(a.granted_by_funder) == ["État, programme 147"] for a in found.applications)


def test_what_a_line_says() -> None:
    first, second, third, fourth = taken(SAMPLE).applications
    assert (first.exercise, second.exercise) == (2021, 2021)  # "N+2 - CPO 2019", then the year itself
    assert (first.applicant.kind, third.applicant.kind, fourth.applicant.kind) == (
        "association", "public", "public",
    )  # fmt: skip
    assert (first.applicant.address, first.applicant.postcode, first.applicant.city) == (
        "10, allée lorem ipsum", "01000", "BOURG EN BRESSE",
    )  # fmt: skip
    assert second.title.endswith("DIABETACTION") and second.call == "CA du Soissonnais"
    assert first.also_known == [("gispro", "382504")]
    other = dict(second.other)
    assert other["GISPRO – Sous thème"] == "1.2- Santé" and second.main_challenge == ""
    assert dict(first.other)["GISPRO – SIRET (tel qu’écrit)"] == "1234567890"


def test_nobody_in_charge_is_taken() -> None:
    told = repr(taken(SAMPLE))
    assert [name for name in ("LOREM", "IPSUM", "1.fr", "chargé de l'action") if name in told] == []


def test_the_headers_of_older_years(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        CUMUL_ORGANISME=[
            ("CODE TIERS", "tiers", "type de tiers", "SIRET,", "montant engagé"),
            ("001652", "Les Inventés", "Association", 12345678200010, 15000),
        ],
        base_GISPRO_actions=[OLD, OLD_ROW],
    )
    found = taken(path)
    (application,) = found.applications
    assert (application.source_id, application.granted) == ("DA00104456", 15_000_00)
    assert (application.exercise, application.state) == (2017, "Mis en paiement")
    assert application.applicant.siret == "12345678200010"
    assert application.also_known == []
    assert dict(application.other)["GISPRO – N° EJ Chorus"] == "2100000001"
    assert any("CUMUL ORGANISME" in note and "cumule" in note for note in found.notes)


@pytest.mark.parametrize(
    "ej", ["CHORUS -EJ", "EJ CHORUS", "N° doc. Précédent\nn° EJ CHORUS", "N° doc. précédent (EJ)"]
)
@pytest.mark.parametrize("amount", ["Montant engagé", "Mt engagé", "MONTANT ENGAGE"])
def test_spellings_of_headers(tmp_path: Path, ej: str, amount: str) -> None:
    header = (
        "Numéro De l'Action Prj",
        "Action",
        "Raison Sociale Longue",
        "Code Siret",
        amount,
        ej,
        "TYPE DE TIERS",
    )
    path = workbook(tmp_path / "a.xlsx", Feuil1=[("n",)], TDB=[header, row("DA00104456", "1 000,50")])
    (application,) = taken(path).applications
    assert (application.source_id, application.granted) == ("DA00104456", 1_000_50)
    assert dict(application.other)["GISPRO – N° EJ Chorus"] == "EJ1"
    assert application.applicant.name == "Les Inventés"


def test_complements_add_up_and_reductions_take_away(tmp_path: Path) -> None:
    rows = [
        row("DA00000001-1", "2 000,00"), row("DA00000001", "10 000,00"), row("DA00000002", 5000),
        row("DA00000001", "-500,00", "EJ2"), row("DA00000003", -300), row("DA00000004", "(1 000,00)"),
        row("DA00000004", 1000),
    ]  # fmt: skip
    found = taken(workbook(tmp_path / "a.xlsx", actions_2023=[NEW, *rows]))
    told = by_code(found)
    assert {code: a.granted for code, a in told.items()} == {
        "DA00000001": 11_500_00, "DA00000002": 5_000_00, "DA00000003": None, "DA00000004": 0,
    }  # fmt: skip
    assert found.read == 7
    assert dict(told["DA00000001"].other)["GISPRO – Engagements"] == (
        "complément n° 1 : 2\u202f000\u00a0€ ; 10\u202f000\u00a0€ ; réduction : −500\u00a0€"
    )
    assert "la réduction est là sans l’engagement" in messages(found)
    assert told["DA00000003"].granted_by_funder == {} and told["DA00000002"].exercise == 2023


def test_totals_are_left_out_and_compared(tmp_path: Path) -> None:
    rows = [row("DA00000001", 100), row("DA00000002", 50)]
    total = ("Total", None, None, None, 150, None, None)
    wrong = (None, "TOTAL GENERAL", None, None, 999, None, None)
    found = taken(workbook(tmp_path / "a.xlsx", base=[NEW, *rows, total, (), wrong]))
    assert sum(a.granted or 0 for a in found.applications) == 150_00 and found.read == 2
    assert any("2 lignes de total ou sans action" in note for note in found.notes)
    assert messages(found).count("Cette ligne de total dit 999") == 1


def test_a_copy_of_the_sheet_counts_once(tmp_path: Path) -> None:
    rows = [NEW, row("DA00000001", 100), row("DA00000001", 100, "EJ2")]
    found = taken(workbook(tmp_path / "a.xlsx", base=rows, Somme=rows))
    assert found.applications[0].granted == 200_00
    assert messages(found).count("n’est comptée qu’une fois") == 2


def test_several_exercises_of_an_agreement(tmp_path: Path) -> None:
    header = (*NEW, "année initiale CPO")
    rows = [(*row("DA00000001", 100), "N - CPO 2019"), (*row("DA00000001", 120), "N+1 - CPO 2019")]
    found = taken(workbook(tmp_path / "a.xlsx", base=[header, *rows]))
    (application,) = found.applications
    assert (application.granted, application.exercise) == (220_00, 2020)
    assert dict(application.other)["GISPRO – Engagé en 2019"] == "100\u00a0€"
    assert "plusieurs exercices (2019, 2020)" in messages(found)


def test_csv_of_windows(tmp_path: Path) -> None:
    lines = [
        ";".join(("Libellé DD/DR/PN", *NEW, "Prénom du chargé de l'action", "Courriel de l’agent")),
        "Somme;DA00104456;Atelier d’été;L’Œuvre inventée;12 345 678 200 010;38 200,00;EJ;Commune;Zoé;z@x.fr",
        "Somme;DA00104456-2;Atelier d’été;L’Œuvre inventée;12345678200010;1 800,00;EJ;Commune;Zoé;z@x.fr",
        "Total;;;;;40 000,00;;;;",
    ]
    path = tmp_path / "export.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    found = taken(path)
    (application,) = found.applications
    assert (application.granted, application.applicant.name) == (40_000_00, "L’Œuvre inventée")
    assert (application.applicant.siret, application.applicant.kind) == ("12345678200010", "public")
    assert "Zoé" not in repr(found) and "z@x.fr" not in repr(found)
    assert any("cp1252" in note for note in found.notes)


def test_lines_that_cannot_be_taken_are_told(tmp_path: Path) -> None:
    rows = [
        row("", 100), row("DA00000001", "cent"), row("DA00000002", 10, name=""),
        ("DA00000003", "Sans porteur", None, None, 5, "", ""),
    ]  # fmt: skip
    found = taken(workbook(tmp_path / "a.xlsx", base=[NEW, *rows]))
    told = by_code(found)
    assert "Cette ligne n’a pas de code d’action" in messages(found) and found.read == 4
    assert told["DA00000001"].granted is None and "Montant" in messages(found)
    assert told["DA00000002"].granted == 10_00  # known by its SIRET
    assert [p.level for p in told["DA00000003"].problems] == ["error"]


def test_only_proposed_sums_are_no_grant(tmp_path: Path) -> None:
    header = (
        "Action de demande - Code dossier",
        "Tiers",
        "Code SIRET",
        "Montant proposé du dossier d'action",
    )
    path = workbook(tmp_path / "a.xlsx", base=[header, ("DA00000001", "Les Inventés", None, 900)])
    (application,) = taken(path).applications
    assert (application.proposed, application.granted) == (900_00, None)


def test_damaged_workbooks_end_in_a_sentence(tmp_path: Path) -> None:
    chance = random.Random("parvis gispro")
    data = SAMPLE.read_bytes()
    path = tmp_path / "a.xlsx"
    for _ in range(30):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 60)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed[: chance.choice((len(data), chance.randrange(1, len(data))))])
        with suppress(Unreadable):
            read(path, [SHIPPED])


def test_odd_cells_never_surprise(tmp_path: Path) -> None:
    chance = random.Random("parvis cells")
    odd = (None, True, -1.5, 1e300, "\u00a0", "=1+1", "DA", "DA1", "x" * 40_00, "1.234", "12/13/2026", 10**15)
    for _ in range(40):
        rows = [
            tuple(chance.choice(odd) if chance.random() < 0.3 else cell for cell in OLD_ROW)
            for _ in range(12)
        ]
        found = taken(workbook(tmp_path / "a.xlsx", base=[OLD, *rows]))
        assert all(a.source_id and (a.granted is None or type(a.granted) is int) for a in found.applications)
