"""Reports read in: Cerfa 15059 filled or printed, workbooks, evaluations of Osiris; what is none of these."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import pytest

from desktop.exchange.application import Unreadable
from desktop.exchange.report_file import read_report
from desktop.rules.ages import Counted
from desktop.rules.reports import Told
from tests.exchange import report_forms as forms
from tests.exchange.test_sheets import ods_file


def one(path: Path) -> Told:
    (told,) = read_report(path).told
    return told


@pytest.mark.parametrize("habit", ["named", "tooltips", "bare", "printed"])
def test_a_cerfa_is_read_whatever_its_fields_are_called(tmp_path: Path, habit: str) -> None:
    told = one(forms.report(tmp_path / "cerfa.pdf", habit))
    assert (told.origin, told.number, told.year, told.granted) == ("cerfa", "2026-0001", 2026, 9_000_00)
    assert (told.applicant, told.title) == (forms.FACTS["applicant"], "Livre et lecture de rue")
    assert (told.starts_on, told.ends_on) == (dt.date(2026, 3, 2), dt.date(2026, 11, 28))
    assert told.people == (Counted("all", 25, 20, 45),)
    assert [(line.account, line.forecast, line.done) for line in told.lines] == [
        ("60", 4_000_00, 3_800_00), ("613", 1_000_00, 1_000_00), ("64", 36_300_00, 30_000_00),
        ("74etat", 12_000_00, 9_000_00), ("74com", 29_300_00, 25_800_00),
    ]  # fmt: skip
    assert told.lines[-1].label == "Ville d’Amiens" and told.lines[0].place == "page 2"
    assert told.texts == {**forms.TEXTS, **forms.NOTES} and told.unread == ()


def test_what_is_not_understood_is_told_with_its_place(tmp_path: Path) -> None:
    charges = (
        ("60", "60 - Achats", "4 000", "12 000 000 000 000 000"),
        ("", "Divers et imprévus", "300", "200"),
        ("", "TOTAL DES CHARGES", "4 000", "9 999"),
    )
    products = (*forms.PRODUCTS[1:3], ("", "TOTAL DES PRODUITS", "41 300", "34 800"))
    told = one(
        forms.report(
            tmp_path / "odd.pdf", "named", {"year": "exercice clos"}, charges=charges, products=products
        )
    )
    said = "\n".join(told.unread)
    assert "page 2, « 60 - Achats » : « 12 000 000 000 000 000 » n’est pas un montant" in said
    assert "page 2 : ligne « Divers et imprévus » (300\u00a0€, 200\u00a0€), sans compte connu." in said
    assert "« TOTAL DES CHARGES », réalisé 9\u202f999\u00a0€, n’est pas la somme de ses lignes" in said
    assert "page 1 : « exercice clos » n’est pas une année." in said and told.year is None


def test_a_workbook_gives_its_lines_people_indicators_and_texts(tmp_path: Path) -> None:
    told = one(forms.book(tmp_path / "bilan.xlsx"))
    assert (told.origin, told.number, told.granted) == ("table", "2026-0001", 9_000_00)
    assert [(line.side, line.account, line.done, line.reason) for line in told.lines] == [
        ("charge", "60", 3_800_50, ""), ("charge", "64", 30_000_00, "Un poste vacant trois mois"),
        ("product", "74com", 25_800_00, ""), ("product", "74etat", None, ""),
    ]  # fmt: skip
    assert told.people == (Counted("6-11", 20, 15), Counted("12-17", 5, 5))
    assert told.indicators == {"Séances tenues": 16.0}
    assert told.texts == {"course": "Seize séances ont eu lieu."}
    assert [words.partition(" : ")[0] for words in told.unread] == [
        "ligne 12, « État »", "ligne 13", "ligne 18",
    ]  # fmt: skip


def test_charges_beside_products_and_a_csv_of_the_office(tmp_path: Path) -> None:
    rows = [
        ["Charges", "", "", "", "Produits", "", ""],
        ["Intitulé", "Prévu", "Réalisé", "", "Intitulé", "Prévu", "Réalisé"],
        ["60 Achats", "4 000", "3 000,50", "", "74 Ville d’Amiens", "4000", "3000,50"],
        ["Total", "4 000", "3 000,50", "", "Total", "4000", "3000,50"],
    ]
    path = tmp_path / "bilan.csv"
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    told = one(path)
    assert [(line.side, line.account, line.done) for line in told.lines] == [
        ("charge", "60", 3_000_50), ("product", "74com", 3_000_50),
    ]  # fmt: skip


def test_the_evaluations_of_osiris_are_one_report_a_row(tmp_path: Path) -> None:
    told = one(forms.book(tmp_path / "SuiviActionsEvaluation.xlsx", forms.OSIRIS))
    (line,) = told.lines
    assert (told.number, told.title, told.granted) == ("DD80-26-0001", "Livre et lecture de rue", 9_000_00)
    assert (line.forecast, line.done, line.place) == (41_300_00, 34_800_00, "ligne 3")
    assert told.texts["objectives"] == "16 séances\nOui"
    assert told.texts["remarks"] == "Bonne action\nReversement noté dans Osiris : 500\u00a0€"


def test_an_ods_is_read_too(tmp_path: Path) -> None:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell or ""}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in forms.ROWS
    )
    path = ods_file(tmp_path, f'<table:table table:name="Bilan">{cells}</table:table>')
    assert one(path).number == "2026-0001" and len(one(path).lines) == 4


def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    letter, blank, image = (tmp_path / name for name in ("lettre.pdf", "vide.pdf", "image.pdf"))
    canvas = Canvas(str(letter))
    canvas.drawString(60, 700, "Madame la Présidente, vous trouverez ci-joint notre rapport d’activité.")
    canvas.save()
    empty = dict.fromkeys((*forms.TEXTS, *forms.NOTES), "")
    nothing = (("60", "60 - Achats", "", ""),)
    forms.report(
        blank, "printed", dict.fromkeys(forms.FACTS, ""), texts=empty, charges=nothing, products=nothing
    )
    canvas = Canvas(str(image))
    canvas.rect(60, 60, 400, 600, fill=1)
    canvas.save()
    table = tmp_path / "liste.csv"
    table.write_text("nom;ville\nA;Amiens\n", encoding="utf-8")
    for path, why in (
        (letter, "n’est pas un compte rendu financier"), (blank, "vide, ou rempli à la main"),
        (image, "est une image"), (table, "n’est pas un bilan"),
    ):  # fmt: skip
        with pytest.raises(Unreadable, match=why):
            read_report(path)


def test_damaged_files_are_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    sound = [
        forms.report(tmp_path / "a.pdf", "named").read_bytes(),
        forms.report(tmp_path / "b.pdf", "printed").read_bytes(),
        forms.book(tmp_path / "c.xlsx").read_bytes(),
    ]
    chance, fates = random.Random(15059), set()
    for number in range(60):
        data = bytearray(chance.choice(sound))
        if chance.random() < 0.4:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((1, 20, 400))):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / f"damaged{number}.{'pdf' if data[:4] == b'%PDF' else 'xlsx'}"
        path.write_bytes(bytes(data))
        try:
            fates.add(bool(read_report(path).told))
        except Unreadable as why:
            fates.add(str(why).endswith((".", "…")))
    assert fates == {True}
