"""The list of payments that goes to the finance service: a workbook or CSV to be filled in, a PDF to sign."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from db.queries.payments import PaymentRow, payments
from db.queries.reference import setting
from desktop.flow.accountant import spaced
from desktop.letters.payment_slip import slip_document
from desktop.rules.payments import KINDS, masked, reference

if TYPE_CHECKING:  # it comes with the first workbook
    from desktop.exchange.workbook import Kind

TITLE = "Bordereau de versement"
FORMS = ("xlsx", "csv", "pdf")


class SlipColumn(NamedTuple):
    """One column of the list."""

    title: str
    kind: Kind
    width: float
    total: bool = False


COLUMNS = (
    SlipColumn("Référence", "text", 18), SlipColumn("N° de dossier", "text", 13),
    SlipColumn("Bénéficiaire", "text", 34), SlipColumn("SIRET", "text", 18),
    SlipColumn("Titulaire du compte", "text", 30), SlipColumn("IBAN", "text", 36),
    SlipColumn("BIC", "text", 14), SlipColumn("Financeur", "text", 22),
    SlipColumn("Nature", "text", 18), SlipColumn("Action", "text", 40),
    SlipColumn("Délibération", "text", 16), SlipColumn("Date de l’acte", "date", 13),
    SlipColumn("Notifié le", "date", 13), SlipColumn("Dû le", "date", 13),
    SlipColumn("À verser", "money", 16, total=True), SlipColumn("N° de mandat", "text", 16),
    SlipColumn("Versé le", "date", 14), SlipColumn("Montant versé", "money", 16, total=True),
)  # fmt: skip


def chosen(
    reader: sqlite3.Connection, keys: Collection[bytes] | None = None, person: str = ""
) -> list[PaymentRow]:
    """These payments in the order of the dossiers; without keys, those that are with the finance service or
    to be sent to it. Raises ValueError (French) when there is none."""
    rows = payments(reader, person)
    found = [
        row for row in rows if (row.id in keys if keys is not None else row.state in ("planned", "asked"))
    ]
    if not found:
        raise ValueError("Aucun versement n’est à demander : le bordereau serait vide.")
    return found


def slip_file(
    reader: sqlite3.Connection, rows: Sequence[PaymentRow], form: str, day: dt.date, *, whole: bool = True
) -> bytes:
    """The list in one form; `whole`: the bank accounts too, for the accountant alone."""
    office = setting(reader, "letterhead") or {}
    names = [str(office.get(name, "")) for name in ("nom", "service")]
    if form == "pdf":
        from desktop.letters.letter import make_document

        return make_document(slip_document([_paper(row, whole) for row in rows], names, day))
    if form == "csv":
        from desktop.exchange.csv_out import csv_bytes
        from desktop.exchange.workbook import Column

        columns = [Column(one.title, one.kind) for one in COLUMNS]
        return csv_bytes(columns, [_line(row, whole) for row in rows])
    if form == "xlsx":
        from desktop.exchange.live_book import LiveColumn, live_book

        live = [LiveColumn(c.title, c.kind, c.width, c.total) for c in COLUMNS]
        return live_book(live, [_line(row, whole) for row in rows], TITLE, author=names[0])
    raise ValueError(f"Bordereau : la forme « .{form} » n’existe pas ; choisissez .xlsx, .csv, .pdf.")


def _account(row: PaymentRow, whole: bool) -> tuple[str, str]:
    return (spaced(row.iban), row.bic) if whole else (masked(row.iban), "")


def _line(row: PaymentRow, whole: bool) -> tuple[Any, ...]:
    made = row.amount if row.state == "paid" else None
    return (
        reference(row.number, row.rank), row.number, row.applicant, row.siret, row.holder or row.applicant,
        *_account(row, whole), row.funder, KINDS.get(row.kind, row.kind), row.title, row.act, row.act_on,
        row.notified_on, row.due_on, row.amount, row.order_number, row.paid_on, made,
    )  # fmt: skip


def _paper(row: PaymentRow, whole: bool) -> tuple[str, str, str, str, str, int]:
    iban, bic = _account(row, whole)
    account = " ".join(part for part in (iban or "IBAN inconnu", bic) if part)
    who = f"{row.applicant}\n{row.title}"
    due = dt.date.fromisoformat(row.due_on).strftime("%d/%m/%Y") if row.due_on else "–"
    what = f"{row.funder}\n{KINDS.get(row.kind, row.kind)}"
    return (
        reference(row.number, row.rank),
        who,
        f"{row.holder or row.applicant}\n{account}",
        what,
        due,
        row.amount,
    )
