"""Grants as open data (SCDL subventions 2.1.1): the cells of a line, and what keeps one from going.

A line is one beneficiary. Members of a coordinated proposal repeat the line of the grant: name, numbers and
percentage vary. Nothing is invented: what cannot be said keeps the line back, with what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from desktop.rules.clocks import CONVENTION_ABOVE, payment_until
from desktop.rules.identity import check_rna, check_siret
from desktop.rules.money import euros
from desktop.rules.territory import split

COLUMNS = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire",
    "idBeneficiaire", "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement",
    "datesPeriodeVersement", "idRAE", "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
LONGEST = 256  # characters of the object
_RNA = re.compile(r"W\d{9}")
_WHOLE, _LEAST = 10_000, 100  # of a percentage, and the least that the schema takes


class Giver(NamedTuple):
    """Who gives: the code of the funder here, its name and SIRET as published."""

    code: str
    name: str
    siret: str
    notified_to_eu: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a grant, planned or made; `day` is when, None while nothing says it."""

    day: date | None
    paid: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What one funder gives one beneficiary of one dossier. Cents; `member` is None without members."""

    dossier: bytes
    funder: bytes
    member: bytes | None
    body: bytes  # the applicant
    number: str
    year: int
    name: str
    siret: str
    rna: str
    title: str
    act: str
    total: int | None  # of the funder to the dossier, all beneficiaries together
    voted: int | None  # of it, to this beneficiary
    in_year: int  # of the funder to this body, all its dossiers of the year
    signed_on: date | None = None  # the convention, by both
    notified_on: date | None = None
    needs_convention: bool = False
    payments: tuple[Payment, ...] = ()

    @property
    def dated(self) -> date | None:
        """The day from which the public must know: the signature, else the notification."""
        return self.signed_on or self.notified_on


class Line(NamedTuple):
    """One line that can be published, and what was settled to make it so."""

    share: Share
    cells: tuple[str, ...]  # in the order of COLUMNS
    notices: tuple[str, ...]


class Stop(NamedTuple):
    """One share that cannot be published."""

    share: Share
    code: str
    why: str
    todo: str


def over_threshold(shares: Sequence[Share]) -> list[Share]:
    """Those whose essential data must be published: more than 23 000 € a year to the body, or to the dossier
    as a whole; when one beneficiary of a dossier is, all of them are, or its percentages would not add up."""
    must = {
        (one.dossier, one.funder)
        for one in shares
        if one.in_year > CONVENTION_ABOVE or (one.total or 0) > CONVENTION_ABOVE
    }
    return [one for one in shares if (one.dossier, one.funder) in must]


def lines_of(shares: Sequence[Share], giver: Giver) -> tuple[list[Line], list[Stop]]:
    """The lines that can go and what cannot, each in the order of dates, then numbers."""
    lines: list[Line] = []
    stops: list[Stop] = []
    groups: dict[tuple[bytes, bytes], list[Share]] = {}
    for one in sorted(shares, key=_order):
        groups.setdefault((one.dossier, one.funder), []).append(one)
    for group in groups.values():
        for one, percent in zip(group, percentages([one.voted or 0 for one in group]), strict=True):
            stop = _stop(one, percent, group)
            if stop:
                stops.append(stop)
            else:
                lines.append(_line(one, giver, percent))
    return lines, stops


def _order(one: Share) -> tuple[str, str, bytes]:
    return (one.dated.isoformat() if one.dated else "9999"), one.number, one.dossier


def percentages(voted: Sequence[int]) -> list[int]:
    """The part of each in ten-thousandths: they add up to 10 000 exactly."""
    return split(_WHOLE, voted) if sum(voted) > 0 else [0] * len(voted)


def _stop(one: Share, percent: int, group: Sequence[Share]) -> Stop | None:
    """The first thing that keeps a share back."""
    for code, stands, why, todo in _WHYS:
        if stands(one):
            return Stop(one, code, why, todo)
    if sum(other.voted or 0 for other in group) != one.total:
        why = "Les parts des membres ne font pas le montant voté."
        return Stop(one, "split", why, "Répartissez la subvention entre les membres de la proposition.")
    if percent < _LEAST:
        why = "La part de ce membre est inférieure à 1 %, que le schéma ne sait pas dire."
        return Stop(one, "percent", why, "Publiez ce dossier à part, ou revoyez la répartition.")
    return None


_WHYS: tuple[tuple[str, Callable[[Share], bool], str, str], ...] = (
    (
        "amount", lambda one: not one.total or one.voted is None,
        "Le montant n’est pas connu.", "Saisissez le montant voté, dossier › Décision.",
    ),
    (
        "name", lambda one: not one_line(one.name),
        "Le bénéficiaire n’est pas nommé.", "Complétez le nom du porteur.",
    ),
    (
        "number", lambda one: not check_siret(one.siret).ok and not one.rna.strip(),
        "Ni SIRET juste, ni numéro RNA.", "Demandez son SIRET au porteur, ou chargez la base de référence.",
    ),
    (
        "rna_letter",
        lambda one: not check_siret(one.siret).ok and not _RNA.fullmatch(check_rna(one.rna).value),
        "Pas de SIRET juste, et le numéro RNA porte une lettre ou une forme que le schéma refuse "
        "(W et neuf chiffres).",
        "Demandez son SIRET au porteur : avec lui, le RNA n’est pas nécessaire.",
    ),
    (
        "date", lambda one: one.dated is None,
        "Ni convention signée, ni notification : rien n’a de date à publier.",
        "Notifiez la décision, ou classez la convention signée.",
    ),
    (
        "object", lambda one: not one_line(one.title),
        "L’objet n’est pas dit.", "Donnez un titre à l’action.",
    ),
)  # fmt: skip


def _line(one: Share, giver: Giver, percent: int) -> Line:
    siret, rna = check_siret(one.siret), check_rna(one.rna).value
    notices = []
    if not siret.ok:
        notices.append(f"{siret.reason} Seul le RNA est publié.")
    if rna and not _RNA.fullmatch(rna):
        notices.append(f"Le RNA « {rna} » n’a pas la forme du schéma : seul le SIRET est publié.")
    title = one_line(one.title)
    if len(title) > LONGEST:
        notices.append(f"L’objet de {len(title)} caractères est coupé à {LONGEST}.")
        title = title[: LONGEST - 1].rstrip() + "…"
    if one.signed_on is None and one.needs_convention:
        notices.append("La convention n’est pas signée : la date publiée est celle de la notification.")
    kind, period = _paid(one)
    cells = (
        giver.name, giver.siret, f"{one.dated}", one_line(one.act), one_line(one.name),
        siret.value if siret.ok else "", rna if _RNA.fullmatch(rna) else "", title, number(one.total or 0),
        "aide en numéraire", kind, period, "", "oui" if giver.notified_to_eu else "non",
        number(percent, _WHOLE), "",
    )  # fmt: skip
    return Line(one, cells, tuple(notices))


def _paid(one: Share) -> tuple[str, str]:
    """How and when: the day of a single payment that is made, else the period in which it is due."""
    days = sorted(payment.day for payment in one.payments if payment.day)
    if len(one.payments) > 1:
        first = days[0] if days else one.dated
        last = days[-1] if days else None
        return "échelonné", _period(first, last)
    if days and one.payments[0].paid:
        return "unique", f"{days[0]}"
    return "unique", _period(one.notified_on or one.dated, days[0] if days else None)


def _period(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    last = payment_until(first) if last is None else last
    return f"{first}" if last == first else f"{min(first, last)}/{max(first, last)}"


def one_line(words: str) -> str:
    """Words on one line: no break, no doubled space."""
    return " ".join(words.split())


def number(parts: int, whole: int = 100) -> str:
    """Cents (or parts of a whole) with a decimal point: « 12000 », « 12000.5 », « 0.3334 »."""
    units, rest = divmod(parts, whole)
    digits = f"{rest:0{len(str(whole)) - 1}d}".rstrip("0")
    return f"{units}.{digits}" if digits else f"{units}"


def words(one: Share) -> str:
    """« 2026-0012, Lire en Bas, 30 000 € »."""
    given = one.total if one.voted is None else one.voted
    amount = euros(given) if given is not None else "montant inconnu"
    return f"{one.number}, {one_line(one.name) or 'sans nom'}, {amount}"
