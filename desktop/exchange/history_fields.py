"""What a column of a list of past grants may tell: the fields of the maps of kind "history"."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.exchange import repair
from desktop.exchange.cells import Cell
from desktop.exchange.history_numbers import siren_of, siret_of
from desktop.exchange.table_fields import Field
from desktop.rules.folding import fold

FIRST_YEAR = 1980  # before, it is no year of a grant but a number
_LEAST = Decimal("0.0001")  # a smaller share is a typing accident
_IN_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TECHNICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-z]{2,12}){3,4}", re.IGNORECASE)
_PENDING = ("cours", "instruction", "attente", "depose", "brouillon")
_REFUSED = ("refus", "ineligible", "rejet", "irrecevable", "non accord", "non retenu")


def _year(cell: Cell) -> tuple[int | None, str | None]:
    if isinstance(cell, dt.date):
        return cell.year, None
    plain = repair.text(cell)[0]
    years = sorted({int(found) for found in _IN_DATE.findall(plain)})
    if not years or not FIRST_YEAR <= years[0] <= dt.date.today().year + 5:
        return None, ("année illisible, non reprise" if plain else None)
    return years[0], (f"plusieurs années, {years[0]} est retenue" if len(years) > 1 else None)


def _date(cell: Cell) -> tuple[dt.date | int | None, str | None]:
    """A date; a year alone comes as a number; of several dates, the first year."""
    day, remark = repair.date(cell)
    if day is not None or repair.is_blank(cell):
        return day, remark
    year, several = _year(cell)
    if year is None:
        return None, remark
    return year, several or "date incomplète, seule l’année est reprise"


def _period(cell: Cell) -> tuple[dt.date | None, str | None]:
    (start, end), _ = repair.period(cell)
    return start or end, None


def _share(cell: Cell) -> tuple[Decimal | None, str | None]:
    """A share from 0 to 1; 80 or 100 are read as percentages, and told."""
    plain = repair.text(cell)[0].replace("%", " ").replace(",", ".").strip()
    if not plain:
        return None, None
    try:
        share = Decimal(plain)
    except InvalidOperation:
        return None, "pourcentage illisible, non repris"
    if not share.is_finite() or not _LEAST <= share <= 100:
        return None, "pourcentage hors de 0 à 100, non repris"
    if share <= 1 and "%" not in repair.text(cell)[0]:
        return share, None
    right = f"{share / 100:f}".replace(".", ",")
    return share / 100, (f"pourcentage écrit {plain} au lieu de {right}" if share > 1 else None)


def _status(cell: Cell) -> tuple[str, str | None]:
    plain = fold(repair.text(cell)[0])
    if any(word in plain for word in _REFUSED):
        return "refused", None
    if any(word in plain for word in _PENDING):
        return "pending", None
    return "granted" if plain else "", None


def _in_kind(cell: Cell) -> tuple[bool, str | None]:
    """Whether nothing but things or services was given, no money."""
    plain = fold(repair.text(cell)[0])
    return "nature" in plain and "numeraire" not in plain, None


def _line(cell: Cell) -> tuple[str, str | None]:
    if repair.is_blank(cell):  # « # », « Non affecté »: nothing is said
        return "", None
    words, remark = repair.text(cell)
    return " ".join(words.split()), remark


def _scheme(cell: Cell) -> tuple[str, str | None]:
    """The name of a scheme; a technical number says nothing to a reader."""
    words, remark = _line(cell)
    return ("", None) if _TECHNICAL.fullmatch(words) else (words, remark)


def _numbers(of: Any) -> Any:
    def read(cell: Cell) -> tuple[tuple[str, str], str | None]:
        siret, siren, remark = of(cell)
        return (siret, siren), remark

    return read


_TOLD = (
    Field("funder", "Financeur", _line),
    Field("funder_siret", "SIRET du financeur", repair.text),
    Field("name", "Bénéficiaire", _line),
    Field("siret", "SIRET du bénéficiaire", _numbers(siret_of)),
    Field("siren", "SIREN du bénéficiaire", _numbers(siren_of)),
    Field("rna", "RNA du bénéficiaire", repair.rna),
    Field("year", "Année ou exercice", _year),
    Field("decided_on", "Date de la décision ou de la convention", _date),
    Field("period", "Période de versement", _period),
    Field("purpose", "Objet", _line, many=True),
    Field("scheme", "Dispositif", _scheme, many=True),
    Field("nature", "Nature de l’aide", _in_kind),
    Field("asked", "Montant demandé", repair.amount),
    Field("amount", "Montant accordé", repair.amount),
    Field("paid", "Montant versé", repair.amount, many=True),
    Field("share", "Part du bénéficiaire", _share),
    Field("status", "Suite donnée", _status),
    Field("post", "Numéro du poste", _line),
    Field("reference", "Numéro de l’engagement ou du mandat", _line),
    Field("group_total", "Total annoncé du groupe", repair.amount),
    Field("skip", "Ne pas reprendre", repair.text, many=True),
)
HISTORY_FIELDS: dict[str, Field] = {field.code: field for field in _TOLD}
WHO = ("name", "siret", "siren", "rna")
MONEY = ("amount", "paid", "asked", "group_total")
