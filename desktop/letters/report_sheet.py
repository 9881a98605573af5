"""A report on paper: plan and done side by side, gaps, people, texts, what was decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    Part,
    Row,
    listed_items,
    said,
)

_MONEY = (
    Column("Compte", 0.75), Column("Intitulé", 2.6), Column("Demande", 1.1, "right"),
    Column("Prévu", 1.1, "right"), Column("Réalisé", 1.1, "right"), Column("Écart", 1.1, "right"),
    Column("%", 0.7, "right"), Column("Explication", 2.4),
)  # fmt: skip
_PEOPLE = (
    Column("Âge", 2), Column("Femmes prévues", 1, "right"), Column("Hommes prévus", 1, "right"),
    Column("Total prévu", 1, "right"), Column("Femmes", 1, "right"), Column("Hommes", 1, "right"),
    Column("Total", 1, "right"),
)  # fmt: skip
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """All in words already. `charges` and `products` end with their total."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    charges: Sequence[Cells]
    products: Sequence[Cells]
    remarks: Sequence[str]
    people: Sequence[Cells]
    texts: Sequence[tuple[str, str]]
    verdict: Sequence[str]
    head: tuple[str, ...] = ()
    day: str = ""
    indicators: Sequence[Cells] = field(default_factory=tuple)


def report_document(paper: ReportPaper) -> Document:
    """The pages, landscape."""
    parts: list[Part] = [
        Grid(
            (Column("Action", 1.2), Column("", 4)), tuple(Row(pair) for pair in paper.facts),
            "L’action et sa subvention",
        ),
        Heading("Ce qui en est décidé", 2), *(said(line) for line in paper.verdict),
        Heading("Prévu et réalisé", 2),
        Grid(_MONEY, _rows("Charges", paper.charges), "Charges prévues et réalisées"),
        Grid(_MONEY, _rows("Produits", paper.products), "Produits prévus et réalisés"),
    ]  # fmt: skip
    if paper.remarks:
        parts += [Heading("À savoir", 2), listed_items(paper.remarks)]
    if paper.people:
        parts += [
            Heading("Personnes", 2),
            Grid(_PEOPLE, _rows("", paper.people), "Personnes prévues et touchées"),
        ]
    if paper.indicators:
        columns = (Column("Indicateur", 4), Column("Cible", 1, "right"), Column("Atteint", 1, "right"))
        rows = tuple(Row(cells) for cells in paper.indicators)
        parts += [Heading("Indicateurs", 2), Grid(columns, rows, "Indicateurs de l’action")]
    for title, body in paper.texts:
        parts.append(Heading(title, 2))
        parts += [said(line) for line in body.split("\n") if line.strip()]
    name = paper.head[0] if paper.head else ""
    return Document(
        title=paper.title, subtitle=paper.subtitle, parts=tuple(parts), head=paper.head, monogram=name[:1],
        foot=" · ".join(part for part in (name, "bilan d’action") if part), author=name, day=paper.day,
        landscape=True,
    )  # fmt: skip


def _rows(group: str, cells: Sequence[Cells]) -> tuple[Row, ...]:
    head = (Row((group,), "group"),) if group else ()
    lines = [Row(line) for line in cells[:-1]]
    last = [Row(line, "total") for line in cells[-1:]]
    return (*head, *lines, *last)
