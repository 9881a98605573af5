"""The list for the finance service and what comes back: shown, refused line by line, taken in one step."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from sqlalchemy.orm import Session

from db import models as m
from db.queries.payments import payments
from db.store import Store, use_case
from desktop.exchange.application import Unreadable
from desktop.exchange.paid_table import read_paid, read_paid_text
from desktop.flow.decide import decide
from desktop.flow.pay import ask_payment, plan_payments
from desktop.flow.pay_blocks import blocks
from desktop.flow.pay_return import matched, record_returned
from desktop.flow.pay_slip import chosen, slip_file
from tests.flow.test_pay import funder
from tests.office import application, bring

DAY = dt.date(2026, 6, 12)
IBAN = "FR7630001007941234567890185"


@use_case("Compte")
def with_account(session: Session, *, dossier: bytes) -> None:
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    applicant.iban, applicant.siret = IBAN, "73282932000074"


@pytest.fixture
def asked(store: Store) -> Store:
    for intake in bring(store, application("26500001"), application("26500002")):
        assert intake.dossier
        store.do(decide, dossier=intake.dossier, outcome="granted", amounts={funder(store): 9_000_00})
        store.do(with_account, dossier=intake.dossier, motive="RIB reçu")
        store.do(plan_payments, dossier=intake.dossier, advance=60)
    store.do(ask_payment, payments=[row.id for row in payments(store.reader)], asked_on=DAY)
    return store


def test_the_list_names_whom_to_pay_and_masks_the_account_of_who_may_not_see_it(asked: Store) -> None:
    rows = chosen(asked.reader)
    book = openpyxl.load_workbook(io.BytesIO(slip_file(asked.reader, rows, "xlsx", DAY)))
    lines = list(book.active.iter_rows(values_only=True))
    assert lines[1][0] == f"{rows[0].number}-V01" and lines[1][14] == 5400 and lines[1][5].endswith("185")
    with pdfium.PdfDocument(slip_file(asked.reader, rows, "pdf", DAY, whole=False)) as pdf:
        words = pdf[0].get_textpage().get_text_range()
    assert "dix-huit mille euros" in words and "0185" in words and "9412" not in words
    told = slip_file(asked.reader, rows, "csv", DAY).decode("utf-8-sig")
    assert "FR76 3000 1007 9412 3456 7890 185" in told


def test_what_comes_back_is_shown_line_by_line_and_taken_in_one_step(asked: Store, tmp_path: Path) -> None:
    rows = payments(asked.reader)
    first, second, third, fourth = (f"{row.number}-V{row.rank:02d}" for row in rows)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Finances, juin"])
    sheet.append(["Référence", "N° de mandat", "Versé le", "Montant versé"])
    sheet.append([first, 1204, dt.date(2026, 6, 15), 5400])
    sheet.append([second, 1205, dt.date(2026, 6, 15), "3 000,00 €"])  # less than planned
    sheet.append([third, 1206, dt.date(2026, 6, 15), 5400.01])  # more than voted
    sheet.append([fourth, "", dt.date(2026, 6, 15), 3600])  # no number
    sheet.append(["2019-9999-V01", 1207, dt.date(2026, 6, 15), 100])
    sheet.append([third, 1208, "le 31/02", 10])
    sheet.append(["Total", None, None, 14000])
    book.save(tmp_path / "retour.xlsx")
    found = matched(asked.reader, read_paid(tmp_path / "retour.xlsx"), today=DAY + dt.timedelta(days=9))
    assert [one.told.line for one in found] == [3, 4, 5, 6, 7, 8]
    said = [one.fault or one.remark for one in found]
    assert said[0] == "" and "600" in said[1] and "à verser" in said[1]
    assert "lignes 5 et 8" in said[2] and "mandat manque" in said[3]
    assert "n’est celle d’aucun versement" in said[4]
    assert asked.do(record_returned, lines=found, today=DAY + dt.timedelta(days=9)).value == 2
    now = {row.id: row for row in payments(asked.reader)}
    assert now[rows[0].id].order_number == "1204" and now[rows[1].id].amount == 3_000_00
    assert sum(row.amount for row in now.values()) == 18_000_00
    asked.undo()
    assert {row.state for row in payments(asked.reader)} == {"asked"}


def test_pasted_cells_are_read_by_number_and_amount(asked: Store) -> None:
    number = payments(asked.reader)[0].number
    pasted = (
        f"Dossier\tMandat\tDate\tMontant\n{number}\t77\t15/06/2026\t3 600,00\n{number}\t78\t16/06/2026\t12\n"
    )
    found = matched(asked.reader, read_paid_text(pasted), today=DAY + dt.timedelta(days=9))
    assert [bool(one.fault) for one in found] == [False, True] and found[0].row is not None
    assert found[0].row.kind == "balance" and "Aucun versement de 12" in found[1].fault
    with pytest.raises(Unreadable, match="Rien n’a été lu"):
        read_paid_text("a\tb\n1\t2\n")
    future = read_paid_text(f"Dossier\tMandat\tDate\tMontant\n{number}\t77\t15/06/2026\t3600\n")
    assert "n’est pas passée" in matched(asked.reader, future, today=DAY)[0].fault


def test_what_stands_against_a_payment_is_told(asked: Store) -> None:
    rows = payments(asked.reader)
    assert blocks(asked.reader, rows) == {}  # sent already
    asked.undo()
    found = blocks(asked.reader, payments(asked.reader))
    assert [said[0] for said in found.values()].count("Bilan non accepté") == 2
    assert all("Décision non notifiée" in said for said in found.values())
