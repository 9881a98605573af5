"""Packs as a partner fills them in, and as a clumsy or hostile hand changes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf

from db.queries.opinions import PartnerRow, partners
from db.store import Store
from desktop.exchange.opinion_book import HEAD_ROW, ROWS
from desktop.flow.consult_pack import Handed, hand_out, prepare
from tests.office import application, bring

DUE = dt.date.today() + dt.timedelta(days=20)
COLUMNS = {"value": "I", "amount": "J", "comment": "K", "closed": "L"}
NAMES = {"value": "avis", "amount": "montant", "comment": "commentaire", "closed": "services"}
Told = Mapping[str, Any]


def partner(store: Store, code: str = "CAF") -> PartnerRow:
    return next(row for row in partners(store.reader) if row.code == code)


def dossiers(store: Store, count: int = 3) -> list[bytes]:
    many = [application(f"2650{n:04d}", title=f"Action numéro {n}") for n in range(1, count + 1)]
    return [intake.dossier for intake in bring(store, *many) if intake.dossier]


def hand(store: Store, keys: list[bytes], *files: Path, code: str = "CAF") -> Handed:
    draft = prepare(
        store.reader,
        partner(store, code),
        keys,
        person=store.author,
        due_on=DUE,
        question="Quel est votre avis ?",
    )
    return hand_out(store, draft, list(files))


def fill(path: Path, answers: Mapping[str, Told], by: str = "") -> Path:
    """Answers by number, typed in the workbook or the form, and saved."""
    return fill_form(path, answers, by) if path.suffix == ".pdf" else fill_book(path, answers, by)


def fill_book(path: Path, answers: Mapping[str, Told], by: str = "") -> Path:
    def typed(book: Any) -> None:
        sheet = book[ROWS]
        if by:
            sheet["C4"].value = by
        for row in range(HEAD_ROW + 1, sheet.max_row + 1):
            for name, value in answers.get(str(sheet[f"A{row}"].value), {}).items():
                sheet[f"{COLUMNS[name]}{row}"].value = value

    return change_book(path, typed)


def change_book(path: Path, deed: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    deed(book)
    book.save(path)
    return path


def fill_form(path: Path, answers: Mapping[str, Told], by: str = "") -> Path:
    import json

    def typed(document: pikepdf.Pdf) -> None:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        numbers = [line[1] for line in json.loads(str(fields["parvis"].V))[1:]]
        if by:
            fields["par"].V = pikepdf.String(by)
        for rank, number in enumerate(numbers, start=1):
            for name, value in answers.get(number, {}).items():
                field = fields[f"{NAMES[name]}_{rank}"]
                field.V = pikepdf.Name.Oui if name == "closed" else pikepdf.String(str(value))

    return change_form(path, typed)


def change_form(path: Path, deed: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        deed(document)
        document.save(path)
    return path
