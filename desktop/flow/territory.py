"""The grid of challenges and quarters of some dossiers: read, as a page to print, as a workbook."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.queries.reference import challenges, quarters, setting
from db.queries.territory import spread
from db.store import use_case
from desktop.exchange.live_book import LiveColumn, live_book
from desktop.exchange.workbook import Kind
from desktop.letters.document import Column, Document, Grid, Row, said
from desktop.letters.files import write_whole
from desktop.letters.letter import make_document
from desktop.rules.query import parse, to_tree
from desktop.rules.territory import Axis, Placed, Territory, View, territory

TINTS = ("", "#edf3fa", "#d8e6f4", "#bad3ec", "#93b9df")  # lighter to darker: told apart in grey too
_SHARED = (
    "Une action de plusieurs défis ou quartiers compte une fois dans chaque case et une fois dans chaque "
    "total. Son argent est partagé : à parts égales entre ses quartiers, selon la force retenue entre ses "
    "défis ; les cases s’additionnent au centime près."
)


@use_case("Compléter les habitants des quartiers", right="reference")
def set_residents(session: Session, *, residents: Mapping[bytes, int | None]) -> None:
    """How many people live in each quarter, None unknown. Raises ValueError (French) when negative."""
    if any(number is not None and number < 0 for number in residents.values()):
        raise ValueError("Un nombre d’habitants ne peut pas être négatif : rien n’a été enregistré.")
    for key, number in residents.items():
        session.get_one(m.Quarter, key).residents = number


def read_territory(reader: sqlite3.Connection, query: str = "", me: str = "") -> Territory:
    """The grid of the dossiers that answer a query of the list. Raises QueryError."""
    tree: tuple[Any, ...] = to_tree(parse(query), me)
    rows = [
        Placed(
            tuple(row.quarters.split(",")) if row.quarters else (),
            tuple(_strength(part) for part in row.challenges.split(",") if part),
            row.asked, row.proposed, row.granted,
        )
        for row in spread(reader, tree)
    ]  # fmt: skip
    return territory(
        rows,
        [Axis(row.code, row.short, row.rank) for row in challenges(reader)],
        [Axis(row.code, row.short, row.rank, row.residents, row.name) for row in quarters(reader)],
    )


def _strength(part: str) -> tuple[str, int]:
    code, _, level = part.rpartition(":")
    return code, int(level)


def territory_table(view: View) -> Grid:
    """The grid as a table of a document: figures over a shade, totals last."""
    axes = view.grid.quarters
    columns = (
        Column("Défi", 3.0),
        *(Column(axis.long or axis.name, 1.5, "right") for axis in axes),
        Column("Total", 1.6, "right"),
    )
    *inside, last = view.lines()
    rows = [
        Row(
            (f"{axis.rank}. {axis.name}" if axis.code else axis.name, *(figure.words for figure in line)),
            shades=("", *(TINTS[figure.shade] for figure in line)),
        )
        for axis, line in zip(view.grid.challenges, inside, strict=True)
    ]
    rows.append(Row(("Total", *(figure.words for figure in last)), "total"))
    return Grid(columns, tuple(rows), f"{view.title}, par défi et par quartier")


def territory_document(
    reader: sqlite3.Connection, view: View, scope: str = "", today: dt.date | None = None
) -> Document:
    """One lying page; `scope` says of which dossiers."""
    office = setting(reader, "letterhead") or {}
    day = today or dt.date.today()
    whole = view.grid.whole.actions
    count = f"{whole} action" if whole < 2 else f"{whole} actions"
    return Document(
        title=f"{view.title} par défi et par quartier",
        subtitle=f"{scope or 'Tous les dossiers'} : {count}, au {day:%d/%m/%Y}",
        parts=(territory_table(view), said(_SHARED, "small")),
        head=(str(office.get("nom", "")), str(office.get("service", ""))),
        monogram=str(office.get("nom", "") or "P")[:1],
        author=str(office.get("nom", "")),
        day=day.isoformat(),
        landscape=True,
    )


def territory_pdf(
    reader: sqlite3.Connection, view: View, scope: str = "", today: dt.date | None = None
) -> bytes:
    """The page to print."""
    return make_document(territory_document(reader, view, scope, today))


def territory_book(view: View) -> bytes:
    """The workbook: amounts are numbers, the totals of money live formulas; a count of actions is no sum."""
    sums = view.measure != "actions" and not view.per_resident
    kind: Kind = "money" if view.measure != "actions" else "text" if view.per_resident else "integer"
    axes = view.grid.quarters
    columns = [
        LiveColumn("Défi", width=34),
        *(LiveColumn(axis.long or axis.name, kind, 15, total=sums) for axis in axes),
        LiveColumn("Total", kind, 16, total=sums, sums=len(axes) if sums else 0),
    ]
    lines = view.lines()
    names = [f"{a.rank}. {a.name}" if a.code else a.name for a in view.grid.challenges]
    rows = [
        [name, *(figure.words if kind == "text" else figure.value for figure in line)]
        for name, line in zip([*names, "Total"], lines, strict=True)
    ]
    return live_book(columns, rows[:-1] if sums else rows, view.title)


def write_territory(reader: sqlite3.Connection, view: View, out: Path, scope: str = "") -> None:
    """Write the grid whole or not at all, as its name ends. Raises ValueError (French), OSError."""
    if out.suffix.lower() not in (".pdf", ".xlsx"):
        raise ValueError(f"« {out.name} » : la grille s’écrit en .pdf ou en .xlsx. Rien n’a été écrit.")
    as_page = out.suffix.lower() == ".pdf"
    write_whole(out, territory_pdf(reader, view, scope) if as_page else territory_book(view))
