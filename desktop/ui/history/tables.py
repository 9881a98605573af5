"""The two tables of the page: one row a year, one row a grant that a list tells; amounts on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.flow.record import Known, Year
from desktop.ui.history import words
from desktop.ui.intake.rows import Line, Rows, one_line
from desktop.ui.tongue import euros

_ROW, _HEAD = 30, 38  # pixels
_ROOM = "\u2002"  # an en space between an amount and the words on its right
_MOST = 12  # rows shown without scrolling


def _fitted(table: Rows) -> None:
    """As high as its rows, up to some; beyond, it scrolls."""
    table.setFixedHeight(_HEAD + _ROW * max(1, min(_MOST, len(table.rows.lines))) + 4)


class YearTable(Rows):
    """Asked, granted and paid here, what lists tell, the report, what was decided and thought."""

    def __init__(self, parent: QWidget | None = None) -> None:
        say = words.say
        super().__init__(
            say("Historique par année"),
            [
                (say("Année"), 84), (say("Demandé ici") + _ROOM, 112), (say("Accordé ici") + _ROOM, 112),
                (say("Versé ici") + _ROOM, 112), (say("Listes") + _ROOM, 112), (say("Bilan"), 138),
                (say("Décisions et avis"), 0),
            ],
            parent, right=(1, 2, 3, 4),
        )  # fmt: skip

    def show_years(self, years: Sequence[Year]) -> None:
        """Show these years, latest first."""
        self.show_lines([_year_line(year) for year in years])
        _fitted(self)

    def choose(self, year: int) -> None:
        """Make the row of a year the current one."""
        for rank, line in enumerate(self.rows.lines):
            if line.what == year:
                self.selectRow(rank)


def _year_line(year: Year) -> Line:
    amounts = (year.asked, year.granted, year.paid, year.others)
    told = [f"{words.money(cents)}{_ROOM}" for cents in amounts]
    cells = (str(year.year), *told, words.report(year), words.of_year(year))
    tone = "warn" if year.report == "missing" else "bad" if year.refusals else "neutral"
    if year.granted and tone == "neutral":
        tone = "good"
    return Line((*cells[:-1], one_line(cells[-1])), tone, year.year)


class GrantTable(Rows):
    """What funders gave as lists tell it, by funder then year, with the file that says it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        say = words.say
        super().__init__(
            say("Subventions connues par des listes"),
            [
                (say("Financeur"), 210), (say("Année"), 56), (say("Montant") + _ROOM, 100),
                (say("Pour quoi"), 0), (say("Reconnu par"), 176), (say("Liste d’origine"), 130),
            ],
            parent, right=(2,),
        )  # fmt: skip

    def show_grants(self, grants: Sequence[Known]) -> None:
        """Show these, grouped by funder, latest year first."""
        ordered = sorted(grants, key=lambda each: (each.row.funder, -each.row.year, -each.row.amount))
        self.show_lines([_grant_line(each) for each in ordered])
        _fitted(self)


def _grant_line(each: Known) -> Line:
    row = each.row
    given = words.say("Refusé") if row.status == "refused" else euros(row.amount)
    purpose = " · ".join(part for part in (row.scheme, row.purpose) if part)
    cells = (row.funder, str(row.year), f"{given}{_ROOM}", one_line(purpose), words.way(each), row.origin)
    tone = "bad" if row.status == "refused" else "accent" if each.settled or each.other_site else "good"
    return Line(cells, tone, row.id)
