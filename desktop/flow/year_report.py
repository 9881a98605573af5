"""The yearly report: its words and tables from the figures of the year, as a PDF and as a workbook."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.queries.reference import setting
from desktop.exchange.pack_book import BookColumn, BookRow, BookSheet, write_pack_book
from desktop.flow.figures import Figures
from desktop.flow.figures_chart import bars_of, bars_over
from desktop.flow.figures_sheet import book_sheet, sheet_of
from desktop.flow.year_spreads import (
    actions_spread,
    agreements_spread,
    axis_spread,
    evolution_spread,
    grid_spread,
    late_spread,
    paid_spread,
    people_spread,
    shown_on_paper,
    sources_of,
)
from desktop.flow.year_told import YearTold, tell_year
from desktop.letters.files import write_whole
from desktop.letters.letter import make_document
from desktop.letters.watermark import Copy, marked
from desktop.letters.year_report import Table, YearReport, year_report
from desktop.rules.figures import PEOPLE_RULE, RULE, YEAR_RULE, value_of, words_of
from desktop.rules.french import plural

_KEYS = (
    ("Dossiers reçus", "dossiers"), ("Dossiers accordés", "granted_count"), ("Demandé", "asked"),
    ("Accordé", "granted"), ("Versé à ce jour", "paid"), ("Accordé sur demandé", "rate"),
    ("Coût des actions", "cost"), ("Accordé par habitant des quartiers", "per_resident"),
    ("Bénéficiaires", "beneficiaries"), ("dont femmes", "women"), ("dont hommes", "men"),
)  # fmt: skip


def compose(reader: sqlite3.Connection, told: YearTold) -> YearReport:
    """The report in words. Raises ValueError (French) when the year has no dossier."""
    if not told.whole.dossiers:
        raise ValueError(f"Aucun dossier de {told.year} n’est dans cette base : il n’y a rien à rapporter.")
    office = setting(reader, "letterhead") or {}
    name = str(office.get("nom", ""))
    common = told.axes[0].notes
    shown = [shown_on_paper(found) for found in told.axes if _tells(found)]
    spreads = [
        axis_spread(found, bars_of(found, "granted"), common if at else ()) for at, found in enumerate(shown)
    ]
    spreads.insert(2, grid_spread(told))
    return YearReport(
        told.year, (name, str(office.get("service", ""))), name, told.today.isoformat(),
        f"{told.today:%d/%m/%Y}", _summary(told), _keys(told),
        (*spreads, people_spread(told), *actions_spread(told), agreements_spread(told), paid_spread(told),
         late_spread(told), evolution_spread(told, bars_over(told.evolution, "granted"))),
        (RULE, YEAR_RULE, PEOPLE_RULE, *_METHOD), sources_of(told),
    )  # fmt: skip


_METHOD = (
    "Un dossier réuni avec un autre n’est compté qu’avec celui qui continue. « Accordé » est ce qui a été "
    "voté pour les dossiers dont la décision est un accord, entier ou partiel.",
    "Un montant inconnu n’est pas un zéro : il est compté à part, sous le tableau, et n’entre dans aucune "
    "somme.",
    "Dans la grille, l’argent d’un dossier est d’abord partagé entre ses quartiers, puis entre ses défis. "
    "Les montants imprimés sont arrondis à l’euro ; les centimes sont dans le classeur joint.",
    "Un dossier coordonné par plusieurs associations est compté une fois, avec son chef de file.",
)


def _tells(found: Figures) -> bool:
    """An axis in which nobody filled anything is not printed."""
    rows = found.rows
    return any(row.dossiers for row in rows if row.code)


def _summary(told: YearTold) -> tuple[str, ...]:
    whole = told.whole
    said = {name: words_of(value_of(whole, name), name) for _, name in _KEYS}
    first = (
        f"En {told.year}, **{said['dossiers']} {plural(whole.dossiers, 'dossier')}** "
        f"{'a' if whole.dossiers < 2 else 'ont'} demandé {said['asked']} ; **{said['granted_count']}** "
        f"{'a' if whole.granted_count < 2 else 'ont'} reçu un accord, pour **{said['granted']}** "
        f"({said['rate']} de ce qui était demandé). À ce jour, {said['paid']} sont versés."
    )
    most = max((row for row in told.axis("quarter").rows if row.code), key=lambda row: row.granted or 0)
    main = max((row for row in told.axis("challenge").rows if row.code), key=lambda row: row.granted or 0)
    second = (
        f"Le quartier le plus soutenu est {most.label} ({words_of(most.granted, 'granted')}), le défi, "
        f"{main.label} ({words_of(main.granted, 'granted')}). Les actions disent toucher "
        f"{said['beneficiaries']} personnes ; une même personne peut être comptée par plusieurs actions."
    )
    return first, second


def _keys(told: YearTold) -> Table:
    rows = tuple((label, words_of(value_of(told.whole, name), name)) for label, name in _KEYS)
    return Table(("Mesure", str(told.year)), rows, wide=(3.0, 1.2), about="Chiffres clés de l’année")


def report_pdf(reader: sqlite3.Connection, told: YearTold) -> bytes:
    """The pages."""
    return make_document(year_report(compose(reader, told)))


def report_book(reader: sqlite3.Connection, told: YearTold) -> bytes:
    """Its tables, cents included: one sheet an axis, then the actions and the years."""
    report = compose(reader, told)
    names = {found.asked.by: sheet_of(found).first for found in told.axes}
    sheets = [book_sheet(sheet_of(found), names[found.asked.by]) for found in told.axes if _tells(found)]
    sheets.append(book_sheet(sheet_of(told.evolution.found), "Au fil des années"))
    sheets.append(_actions(told))
    sheets += [_plain(spread.title, spread.table) for spread in report.spreads[-4:-1] if spread.table]
    title = f"Rapport de l’année {told.year}"
    return write_pack_book(sheets, title, report.author, report.day, title)


def _actions(told: YearTold) -> BookSheet:
    columns = (
        BookColumn("N°", 14), BookColumn("Porteur", 34), BookColumn("Action", 44),
        BookColumn("Quartiers", 26),
        BookColumn("Accordé", 16, money=True, sum=True), BookColumn("Versé", 16, money=True, sum=True),
    )  # fmt: skip
    hidden = "non nommé (intérêt déclaré)"
    rows = [
        BookRow((
            row.number if not row.closed else "", row.applicant if not row.closed else hidden,
            row.title if not row.closed else "", row.quarters, row.granted, row.paid,
        ))
        for row in told.actions
    ]  # fmt: skip
    rows.append(BookRow(("Total", "", "", "", None, None), "total"))
    return BookSheet("Actions accordées", columns, tuple(rows))


def _plain(title: str, table: Table) -> BookSheet:
    columns = tuple(BookColumn(head, 34 if at < table.texts else 16) for at, head in enumerate(table.heads))
    rows = [BookRow(cells, "row") for at, cells in enumerate(table.rows) if at not in table.groups]
    return BookSheet(title[:31], columns, tuple(rows))


def write_report(
    reader: sqlite3.Connection, year: int, out: Path, *, person: str = "", tables: Path | None = None,
    copy: Copy | None = None,
) -> YearTold:  # fmt: skip
    """Write the pages, and the tables where wished, whole or not at all. Raises ValueError, OSError."""
    for path, ends in ((out, ".pdf"), (tables, ".xlsx")):
        if path is not None and path.suffix.lower() != ends:
            raise ValueError(f"« {path.name} » : ce fichier s’écrit en {ends}. Rien n’a été écrit.")
    told = tell_year(reader, year, person)
    pages = report_pdf(reader, told)
    pages = pages if copy is None else marked(pages, copy)
    book = report_book(reader, told) if tables is not None else b""
    write_whole(out, pages)
    if tables is not None:
        write_whole(tables, book)
    return told
