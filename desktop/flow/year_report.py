"""The yearly report: its words and tables from the figures of the year, as a PDF and as a workbook."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from db.queries.reference import setting
from desktop.flow.figures_chart import bars_of, bars_over
from desktop.flow.year_book import report_book, tells
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
from desktop.letters.year_report import Spread, Table, YearReport, year_report
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
    spreads: list[Spread] = []
    said: set[str] = set()  # what one axis told is not said again
    for found in map(shown_on_paper, filter(tells, told.axes)):
        spreads.append(axis_spread(found, bars_of(found, "granted"), said))
        said.update(found.notes)
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
    book = (
        report_book(told, str((setting(reader, "letterhead") or {}).get("nom", "")))
        if tables is not None
        else b""
    )
    write_whole(out, pages)
    if tables is not None:
        write_whole(tables, book)
    return told
