"""The tables of the yearly report as a workbook: cents included, sums that live, the unknown told apart."""

from __future__ import annotations

from desktop.exchange.pack_book import BookColumn, BookRow, BookSheet, write_pack_book
from desktop.flow.figures import Figures
from desktop.flow.figures_sheet import book_sheet, notes_sheet, sheet_of
from desktop.flow.year_spreads import HIDDEN
from desktop.flow.year_told import YearTold
from desktop.rules.ages import LABELS as AGES


def tells(found: Figures) -> bool:
    """An axis in which nobody filled anything is not written."""
    return any(row.dossiers for row in found.rows if row.code)


def report_book(told: YearTold, author: str = "") -> bytes:
    """The workbook: a sheet an axis, then each list, then what is to be known of them."""
    axes = [sheet_of(found) for found in told.axes if tells(found)]
    years = sheet_of(told.evolution.found)
    sheets = [book_sheet(sheet, sheet.first) for sheet in axes]
    sheets += [
        _grid(told), _ages(told), _actions(told), _agreements(told), _paid(told), _late(told),
        book_sheet(years, "Au fil des années"), notes_sheet([*axes, years]),
    ]  # fmt: skip
    title = f"Rapport de l’année {told.year}"
    return write_pack_book(sheets, title, author, told.today.isoformat(), title)


def _money(title: str) -> BookColumn:
    return BookColumn(title, 16, money=True, sum=True)


def _summed(title: str, columns: tuple[BookColumn, ...], rows: list[BookRow]) -> BookSheet:
    total = ("Total", *(None if column.sum else "" for column in columns[1:]))
    return BookSheet(title, columns, (*rows, BookRow(total, "total")) if rows else ())


def _grid(told: YearTold) -> BookSheet:
    """What is granted by challenge and quarter."""
    quarters = [row for row in told.axis("quarter").rows if row.code or row.dossiers]
    cells = {(cell.challenge, cell.quarter): cell.granted for cell in told.cross}
    rows = [
        BookRow((row.label, *(cells.get((row.code, quarter.code), 0) for quarter in quarters), row.granted))
        for row in told.axis("challenge").rows
        if row.code or row.dossiers
    ]
    columns = (BookColumn("Défi", 30), *(_money(row.label) for row in quarters), _money("En tout"))
    return _summed("Défis × quartiers", columns, rows)


def _ages(told: YearTold) -> BookSheet:
    order = {code: at for at, code in enumerate(AGES)}
    columns = (
        BookColumn("Âge", 20), BookColumn("Dossiers", 12),
        *(BookColumn(title, 12, sum=True) for title in ("Personnes", "Femmes", "Hommes")),
    )  # fmt: skip
    rows = [
        BookRow((AGES.get(age.code, age.code), age.dossiers, age.people, age.women, age.men))
        for age in sorted(told.ages, key=lambda age: order.get(age.code, 99))
    ]
    return _summed("Public par âge", columns, rows)


def _actions(told: YearTold) -> BookSheet:
    columns = (
        BookColumn("N°", 14), BookColumn("Porteur", 34), BookColumn("Action", 44),
        BookColumn("Quartiers", 26), _money("Accordé"), _money("Versé"),
    )  # fmt: skip
    names = {row.code: row.label for row in told.axis("quarter").rows}
    rows = []
    for row in told.actions:
        named = ("", HIDDEN, "") if row.closed else (row.number, row.applicant, row.title)
        quarters = ", ".join(names[code] for code in row.quarters.split(",") if code)
        rows.append(BookRow((*named, quarters, row.granted, row.paid)))
    return _summed("Actions accordées", columns, rows)


def _agreements(told: YearTold) -> BookSheet:
    columns = (
        BookColumn("Convention", 16), BookColumn("Porteur", 34), BookColumn("Objet", 44), _money("Promis"),
        _money("Voté"), _money("Versé"),
    )  # fmt: skip
    rows = [
        BookRow((
            row.number, HIDDEN if row.closed else row.applicant, "" if row.closed else row.title,
            row.promised, row.voted, row.paid,
        ))
        for row in told.agreements
    ]  # fmt: skip
    return _summed("Conventions", columns, rows)


def _paid(told: YearTold) -> BookSheet:
    year = {row.code: row.paid for row in told.paid}
    columns = (
        BookColumn("Financeur", 34), _money(f"Accordé en {told.year}"), _money("Versé dessus à ce jour"),
        _money("Reste à verser"), _money(f"Payé dans l’année {told.year}"),
    )  # fmt: skip
    rows = [
        BookRow(
            (row.label, row.granted, row.paid, (row.granted or 0) - (row.paid or 0), year.get(row.code, 0))
        )
        for row in told.axis("funder").rows
        if row.granted or row.paid or year.get(row.code)
    ]
    return _summed("Versements", columns, rows)


def _late(told: YearTold) -> BookSheet:
    columns = (
        BookColumn("N°", 14), BookColumn("Porteur", 34), BookColumn("Action", 44),
        BookColumn("Attendu le", 14), BookColumn("Relances", 12),
    )  # fmt: skip
    rows = [
        BookRow((
            *(("", HIDDEN, "") if row.closed else (row.number, row.applicant, row.title)), row.due_on,
            row.reminders,
        ))
        for row in told.late
    ]  # fmt: skip
    return BookSheet("Bilans en retard", columns, tuple(rows))
