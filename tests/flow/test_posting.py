"""What goes with letters: slips, labels, envelopes, register, and the list for the accountant, read back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.store import Store, use_case
from desktop.flow.accountant import accountant_book, payments
from desktop.flow.decide import decide
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.posting import (
    addresses,
    chosen,
    envelopes,
    label_formats,
    labels,
    register_paper,
    slips,
)
from desktop.letters.addresses import LabelFormat, fitted_lines, read_formats
from desktop.letters.letter import make
from desktop.letters.page import MM
from desktop.letters.template import load
from desktop.paths import resources
from tests.office import application, bring

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
IBAN = "FR7630006000011234567890189"


@use_case("Compte d’essai")
def account(session: Session, *, dossier: bytes, iban: str) -> None:
    row = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    row.iban, row.bic, row.account_holder = iban, "AGRIFRPP", "Titulaire Exemple"


def decided(store: Store, number: str, own: int, other: int, conditions: tuple[str, ...] = ()) -> bytes:
    (intake,) = bring(store, application(number, asked=own + other))
    assert intake.dossier
    funders = {row.code: row.id for row in queries.funders(store.reader)}
    store.do(
        decide, dossier=intake.dossier, outcome="granted", conditions=conditions,
        decided_on=dt.date(2026, 3, 12),
        amounts={funders["METROPOLE"]: own, funders["ETAT147"]: other},
    )  # fmt: skip
    return intake.dossier


def pages(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as pdf:
        return [" ".join(pdf[i].get_textpage().get_text_range().split()) for i in range(len(pdf))]


def two_letters(store: Store) -> list[bytes]:
    made = [decided(store, "26500001", 5_000_00, 4_000_00), decided(store, "26500002", 3_000_00, 0)]
    keys = store.do(prepare_decided).value
    store.do(issue, letter=keys[0], templates=TEMPLATES, make=make, today=DAY)
    return made


def test_each_addressee_has_a_slip_that_counts_its_pieces(store: Store) -> None:
    two_letters(store)
    found = pages(slips(chosen(store.reader, TEMPLATES, DAY), DAY))
    assert len(found) == 2
    assert "Bordereau d’envoi" in found[0] and "C2026-0001" in found[0] and "PROJET" not in found[0]
    assert "Lire en Bas de Chez Soi 26500001" in found[0] and "Compte rendu financier" in found[0]
    assert "Total 2" in found[0]
    assert "PROJET" in found[1]  # not left yet


def test_labels_and_envelopes_bear_each_address_once(store: Store) -> None:
    two_letters(store)
    to, faults = addresses(chosen(store.reader, TEMPLATES, DAY))
    assert len(to) == 2 and faults == []
    formats = label_formats(store.reader)
    assert next(iter(formats)) == "24"
    for form in formats.values():
        (sheet,) = pages(labels(to, form, DAY))
        assert all(f"Lire en Bas de Chez Soi 2650000{n}" in sheet for n in (1, 2))
    assert len(pages(labels(to, formats["24"], DAY, first=24))) == 2  # the last place, then a new sheet
    with pdfium.PdfDocument(envelopes(store.reader, to, DAY)) as pdf:
        assert [round(side / MM) for side in pdf[0].get_size()] == [220, 110] and len(pdf) == 2


def test_a_long_address_keeps_its_town() -> None:
    address = ("Madame la Présidente", "Association " + "Nom très long " * 30, "12 rue X", "80000 Amiens")
    lines, style = fitted_lines(address, 60 * MM, 29 * MM)
    assert len(lines) * style.leading <= 29 * MM + 0.1
    assert lines[-1] == fitted_lines(("80000 Amiens",), 60 * MM, 29 * MM)[0][0] or style.size < 10


def test_a_sheet_that_does_not_hold_on_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "etiquettes.toml"
    path.write_text(
        '[[format]]\ncode="x"\ntitle="x"\ncolumns=3\nrows=8\nwidth=80\nheight=37\nleft=0\ntop=0\n', "utf-8"
    )
    with pytest.raises(ValueError, match="ne tient pas sur une feuille A4"):
        read_formats(path)
    path.write_text("id = 'rien'", "utf-8")
    with pytest.raises(ValueError, match="aucune planche"):
        read_formats(path)
    assert LabelFormat("a", "a", 2, 3, 1, 1, 0, 0).per_page == 6


def test_the_register_prints_and_goes_to_excel(store: Store) -> None:
    two_letters(store)
    (page,) = pages(register_paper(store.reader, TEMPLATES, DAY, "pdf"))
    assert "C2026-0001" in page and "1 courrier" in page and "9 000,00 €" in page
    book = openpyxl.load_workbook(io.BytesIO(register_paper(store.reader, TEMPLATES, DAY, "xlsx")))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][0] == "C2026-0001" and rows[1][6] == 9000
    with pytest.raises(ValueError, match="choisissez"):
        register_paper(store.reader, TEMPLATES, DAY, "docx")


def test_the_accountant_reads_whom_to_pay_and_what_is_not_met(store: Store) -> None:
    first = decided(store, "26500001", 5_000_00, 4_000_00, ("fournir l’attestation d’assurance",))
    decided(store, "26500002", 24_000_00, 1_000_50)
    store.do(account, dossier=first, iban=IBAN)
    book = openpyxl.load_workbook(io.BytesIO(accountant_book(store.reader)))
    rows = list(book.active.iter_rows(values_only=True))
    head = {title: at for at, title in enumerate(rows[0])}
    one, two, total = rows[1], rows[2], rows[3]
    assert one[head["IBAN"]] == "FR76 3000 6000 0112 3456 7890 189" and one[head["BIC"]] == "AGRIFRPP"
    assert one[head["Titulaire du compte"]] == "Titulaire Exemple"
    assert one[head["Conditions non levées"]] == 1
    assert "Condition non levée : fournir l’attestation d’assurance" in one[head["À vérifier"]]
    assert "IBAN inconnu" in two[head["À vérifier"]] and "Convention à faire" in two[head["À vérifier"]]
    assert (one[head["Amiens Métropole"]], two[head["Amiens Métropole"]]) == (5000, 24000)
    assert one[head["Total"]] == "=SUM(H2:I2)" and total[head["Total"]] == "=SUM(J2:J3)"
    funders, found = payments(store.reader, {first})
    assert len(found) == 1 and sum(found[0].given) == 9_000_00 and len(funders) == 2
    with pytest.raises(ValueError, match="rien à payer"):
        accountant_book(store.reader, set())


def test_no_other_paper_bears_a_bank_account(store: Store) -> None:
    first = decided(store, "26500001", 24_000_00, 4_000_00)
    store.do(account, dossier=first, iban=IBAN)
    store.do(prepare_decided)
    posts = chosen(store.reader, TEMPLATES, DAY)
    whole = "".join(pages(slips(posts, DAY)) + pages(make(posts[0].posted.letter)))
    assert IBAN[-8:] not in whole.replace(" ", "")
    with pytest.raises(ValueError, match="rien à envoyer"):
        chosen(store.reader, TEMPLATES, DAY, set())
