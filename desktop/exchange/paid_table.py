"""What the finance service gives back: one payment a line, its number of mandat, its date, its amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.csv_text import read_csv
from desktop.exchange.repair import amount, is_blank, text
from desktop.exchange.repair_dates import date
from desktop.exchange.sheets import read_sheets
from desktop.rules.folding import fold

_HEADERS: dict[str, tuple[str, ...]] = {
    "reference": ("reference", "ref", "reference parvis", "notre reference", "reference versement"),
    "number": ("n° de dossier", "n° dossier", "numero", "numero de dossier", "dossier", "n° du dossier",
               "number"),
    "order": ("n° de mandat", "n° mandat", "mandat", "numero de mandat", "no mandat", "order", "piece"),
    "paid_on": ("verse le", "date", "date de paiement", "date de versement", "paye le", "date de mandatement",
                "date mandat", "date du mandat", "paid_on"),
    "paid": ("montant verse", "verse", "montant paye", "montant mandate", "paid"),
    "asked": ("a verser", "montant", "montant a verser", "amount", "montant ttc"),
}  # fmt: skip
_NEEDED = (
    "il faut « Référence » ou « N° de dossier », puis « N° de mandat », « Versé le » et « Montant versé »"
)


@dataclass(slots=True)
class ToldPayment:
    """One line; `fault`: why the line itself can't be used, "" when it can. Cents."""

    line: int
    reference: str = ""
    number: str = ""
    order: str = ""
    paid_on: dt.date | None = None
    amount: int | None = None
    fault: str = ""


def read_paid(path: Path) -> list[ToldPayment]:
    """The lines of the first sheet that has the columns. Raises Unreadable (French)."""
    return _read(read_sheets(path), path.name)


def read_paid_text(pasted: str) -> list[ToldPayment]:
    """The same from cells pasted out of a spreadsheet, headings first. Raises Unreadable (French)."""
    if not pasted.strip():
        raise Unreadable("Rien n’est collé : copiez les lignes du tableau des finances, titres compris.")
    name = "tableau collé"
    return _read([read_csv(Path(name), pasted.encode())], name)


def _read(sheets: Sequence[Sheet], name: str) -> list[ToldPayment]:
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:20]):
            columns = _columns(row)
            held = set(columns.values())
            if held & {"reference", "number"} and "paid_on" in held and held & {"paid", "asked"}:
                return _lines(sheet, at, columns)
    raise Unreadable(f"« {name} » n’a pas les colonnes attendues : {_NEEDED}. Rien n’a été lu.")


def _columns(row: Sequence[Cell]) -> dict[int, str]:
    known = {word: name for name, several in _HEADERS.items() for word in several}
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        name = known.get(fold(text(cell)[0]).rstrip(" :*"))
        if name and name not in found.values():
            found[at] = name
    return found


def _lines(sheet: Sheet, head: int, columns: Mapping[int, str]) -> list[ToldPayment]:
    made = []
    for at, row in enumerate(sheet.rows[head + 1 :], start=head + 1):
        cells = {name: row[i] if i < len(row) else None for i, name in columns.items()}
        named = not (is_blank(cells.get("reference")) and is_blank(cells.get("number")))
        said = [cells.get(name) for name in ("order", "paid_on", "paid")]
        if fold(text(row[0])[0] if row else "") == "total" or all(is_blank(cell) for cell in row):
            continue
        if named and all(is_blank(cell) for cell in said):
            continue  # sent, and nothing is told of it yet
        if named or not all(is_blank(cell) for cell in said):
            made.append(_line(sheet.first_row + at, cells))
    _doubles(made)
    return made


def _line(line: int, cells: Mapping[str, Cell]) -> ToldPayment:
    made = ToldPayment(
        line, text(cells.get("reference"))[0].strip(), text(cells.get("number"))[0].strip(),
        text(cells.get("order"))[0].strip(),
    )  # fmt: skip
    when = cells.get("paid_on")
    made.paid_on = None if is_blank(when) else date(when)[0]
    money = cells.get("paid")
    if is_blank(money):
        money = cells.get("asked")
    cents, remark = (None, None) if is_blank(money) else amount(money)
    made.amount = cents
    if not (made.reference or made.number):
        made.fault = "La référence et le numéro du dossier manquent."
    elif made.paid_on is None:
        made.fault = "La date manque." if is_blank(when) else f"La date « {text(when)[0]} » ne se lit pas."
    elif cents is None:
        said = text(money)[0]
        made.fault = f"Le montant « {said} » ne se lit pas ({remark})." if said else "Le montant manque."
    elif cents <= 0:
        made.fault = f"Le montant « {text(money)[0]} » n’est pas celui d’un versement."
    elif not made.order:
        made.fault = "Le numéro de mandat manque."
    return made


def _doubles(made: Sequence[ToldPayment]) -> None:
    """Two lines on one payment: neither is believed."""
    seen: dict[str, list[ToldPayment]] = {}
    for one in made:
        if one.reference:
            seen.setdefault(fold(one.reference), []).append(one)
    for several in seen.values():
        if len(several) > 1:
            lines = " et ".join(str(one.line) for one in several)
            for one in several:
                one.fault = f"Ce versement est donné plusieurs fois dans le tableau (lignes {lines})."
