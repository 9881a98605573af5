"""« Bordereau d’élimination »: what the office asks to destroy, by rule then one by one, for the visa."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    NewPage,
    Part,
    Row,
    Signatures,
    listed_items,
    said,
)
from desktop.rules.french import date_long, plural, typography


@dataclass(frozen=True, slots=True)
class Lot:
    """What one rule puts on the list; `volume` in words."""

    label: str
    years: str  # « 2021-2024 »
    count: int
    volume: str
    basis: str
    kept_for: str  # « 5 ans »
    fate: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole list, in words; `lines`: number, label, years, rule, fate, why it was taken off."""

    number: str
    made_on: dt.date
    office: tuple[str, str]
    lots: Sequence[Lot]
    lines: Sequence[tuple[str, str, str, str, str, str]]
    sampling: Sequence[str]
    state: str
    visa: str = ""
    author: str = ""


_LOTS = (
    Column("N°", 0.5, "right"), Column("Intitulé", 3.2), Column("Dates extrêmes", 1.3),
    Column("Nombre", 0.8, "right"), Column("Volume", 1.3), Column("Texte réglementaire", 3.2),
    Column("Durée", 0.8), Column("Sort", 1.4),
)  # fmt: skip
_LINES = (
    Column("N°", 1.1), Column("Intitulé", 5.4), Column("Dates", 1.1), Column("Règle", 2.6),
    Column("Sort", 1.1), Column("Gardé, pourquoi", 2.2),
)  # fmt: skip


def elimination_paper(told: Told) -> Document:
    """For the archives to sign: nothing is destroyed before their visa."""
    destroyed = sum(1 for line in told.lines if line[4] == "Éliminer" and not line[5])
    parts: list[Part] = [
        said(typography(
            f"Service versant : {' – '.join(filter(None, told.office))}. {destroyed} "
            f"{plural(destroyed, 'dossier')} à éliminer sur {len(told.lines)}, aux termes des durées de "
            "conservation ci-dessous. Rien n’est détruit avant le visa des Archives départementales. "
            "Métrage des papiers qui les accompagnent : ………… mètre linéaire."
        )),
        Grid(_LOTS, tuple(_lot(at, lot) for at, lot in enumerate(told.lots, start=1)), "À éliminer"),
    ]  # fmt: skip
    if told.sampling:
        parts += [Heading("Comment les spécimens sont choisis", 2), listed_items(told.sampling)]
    parts += [
        Signatures((
            ("Le responsable du service versant", "Nom, qualité, date et signature :", told.author),
            ("Visa du directeur des Archives départementales",
             told.visa or "Référence, date, signature et cachet :"),
        )),
        NewPage(),
        Heading("Liste des dossiers"),
        Grid(_LINES, tuple(Row(tuple(map(typography, line))) for line in told.lines), "Liste nominative"),
    ]  # fmt: skip
    title = f"Bordereau d’élimination {told.number}"
    return Document(
        title=title, subtitle=typography(f"Établi le {date_long(told.made_on)}"), parts=tuple(parts),
        head=told.office, monogram=told.office[0][:1], author=told.office[0], day=told.made_on.isoformat(),
        foot=typography(f"{told.office[0]} · {title}"), landscape=True,
    )  # fmt: skip


def _lot(rank: int, lot: Lot) -> Row:
    cells = (str(rank), lot.label, lot.years, str(lot.count), lot.volume, lot.basis, lot.kept_for, lot.fate)
    return Row(tuple(map(typography, cells)))
