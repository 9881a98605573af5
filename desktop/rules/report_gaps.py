"""A report set against its plan: line by line, the gaps to explain, what does not add up, the money left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from desktop.rules.budget import Line, Totals, counted, totals
from desktop.rules.chart import BY_CODE, Side
from desktop.rules.folding import fold
from desktop.rules.money import euros
from desktop.rules.reports import DEFAULT, Settings, ToldLine

Level = Literal["bad", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the plan beside the report. Cents: `asked` in the request, `forecast` and `done` in the
    report (forecast: the adjusted budget where the report tells one)."""

    side: Side
    account: str
    label: str
    asked: int | None = None
    forecast: int | None = None
    done: int | None = None
    reason: str = ""
    key: bytes = b""  # of its row, once kept

    @property
    def planned(self) -> int | None:
        """The forecast of the report, else what was asked for."""
        return self.asked if self.forecast is None else self.forecast

    @property
    def gap(self) -> int | None:
        """Done less planned; None where the report leaves the line blank."""
        return None if self.done is None else self.done - (self.planned or 0)

    def wide(self, settings: Settings = DEFAULT) -> bool:
        """Whether the gap passes both thresholds; a line that nobody planned has only the amount to pass."""
        gap = abs(self.gap or 0)
        if gap < settings.gap_amount or not gap:
            return False
        return not self.planned or gap * 100 >= settings.gap_percent * abs(self.planned)


class Remark(NamedTuple):
    """Something to say of a report before it is accepted; "bad" keeps it from being so."""

    level: Level
    code: str
    sentence: str


class Left(NamedTuple):
    """Money of a grant that one reading of the report leaves over, in cents, and why."""

    amount: int
    why: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What the house knows of a grant, beside its report. Cents, None where unknown."""

    voted: int | None = None
    paid: int | None = None
    told: int | None = None  # as the report tells it
    starts_on: dt.date | None = None  # as planned
    ends_on: dt.date | None = None
    began_on: dt.date | None = None  # as it took place
    ended_on: dt.date | None = None
    asked_people: int | None = None
    people: int | None = None
    women: int | None = None
    men: int | None = None
    from_quarter: int | None = None


def beside(plan: Sequence[Line], told: Iterable[tuple[ToldLine, bytes]]) -> list[Pair]:
    """Each line of the report beside the line of the plan that it answers; those of the plan that it leaves
    out come with nothing done, in the order of the form."""
    free = list(counted(plan))
    made = []
    for line, key in told:
        found = _answered(line, free)
        if found is not None:
            free.remove(found)
        made.append(
            Pair(
                line.side, line.account, line.label or (found.label if found else ""),
                found.amount if found else None, line.forecast, line.done, line.reason, key,
            )
        )  # fmt: skip
    made += [Pair(line.side, line.account, line.label, line.amount) for line in free]
    order = {code: rank for rank, code in enumerate(BY_CODE)}
    return sorted(made, key=lambda pair: (pair.side, order.get(pair.account, len(order))))


def _answered(line: ToldLine, plan: Sequence[Line]) -> Line | None:
    """The line of the plan of the same account: the one of the same words, or of the same amount, or the only
    one."""
    same = [each for each in plan if (each.side, each.account) == (line.side, line.account)]
    for each in same:
        if fold(each.label) == fold(line.label):
            return each
    for each in same:
        if line.forecast is not None and each.amount == line.forecast:
            return each
    return same[0] if len(same) == 1 else None


def sums(pairs: Iterable[Pair], column: Literal["asked", "planned", "done"]) -> Totals:
    """The totals of one column; a subtotal given beside its lines counts once."""
    return totals(Line(pair.side, pair.account, pair.label, getattr(pair, column)) for pair in pairs)


def unexplained(pairs: Iterable[Pair], settings: Settings = DEFAULT) -> list[Pair]:
    """The wide gaps that nobody explains."""
    return [pair for pair in pairs if pair.wide(settings) and not pair.reason.strip()]


def remarks(pairs: Sequence[Pair], grant: Grant, settings: Settings = DEFAULT) -> list[Remark]:
    """All there is to say of a report, what keeps it from being accepted first."""
    found = [*_gaps(pairs, settings), *_table(pairs), *_money(pairs, grant), *_when(grant), *_people(grant)]
    order = ("bad", "warn", "note")
    return sorted(found, key=lambda remark: order.index(remark.level))


def _gaps(pairs: Sequence[Pair], settings: Settings) -> list[Remark]:
    return [
        Remark(
            "bad", "gap", f"Écart de {euros(pair.gap or 0)} sur « {pair.account} {pair.label} », à expliquer."
        )
        for pair in unexplained(pairs, settings)
    ]


def _table(pairs: Sequence[Pair]) -> list[Remark]:
    if not any(pair.done is not None for pair in pairs):
        return [Remark("bad", "table", "Le bilan ne donne aucun montant réalisé.")]
    found, done = [], sums(pairs, "done")
    if done.cash_charges != done.cash_products:
        words = f"charges {euros(done.cash_charges)}, produits {euros(done.cash_products)}"
        found.append(Remark("warn", "balance", f"Le réalisé n’est pas équilibré : {words}."))
    if done.voluntary_charges != done.voluntary_products:
        words = f"86 {euros(done.voluntary_charges)}, 87 {euros(done.voluntary_products)}"
        found.append(Remark("warn", "voluntary", f"Les contributions volontaires diffèrent : {words}."))
    blank = [pair for pair in pairs if pair.done is None and pair.planned]
    if blank:
        names = ", ".join(dict.fromkeys(pair.account for pair in blank))
        found.append(Remark("warn", "blank", f"Prévu, mais sans montant réalisé : {names}."))
    told = [pair for pair in pairs if pair.forecast is not None]
    asked, forecast = sums(pairs, "asked").charges, sums(pairs, "planned").charges
    if told and asked and asked != forecast:
        words = f"{euros(forecast)} ; le budget de la demande, {euros(asked)}"
        found.append(Remark("note", "forecast", f"La prévision du bilan est de {words}."))
    return found


def _money(pairs: Sequence[Pair], grant: Grant) -> list[Remark]:
    found = []
    if grant.told is not None and grant.voted is not None and grant.told != grant.voted:
        words = f"{euros(grant.told)} ; la décision dit {euros(grant.voted)}"
        found.append(Remark("warn", "granted", f"Le bilan dit une subvention de {words}."))
    if grant.paid is not None and grant.voted is not None and grant.paid != grant.voted:
        words = f"{euros(grant.paid)} sur {euros(grant.voted)}"
        found.append(Remark("note", "paid", f"Versé à ce jour : {words}."))
    return found


def _when(grant: Grant) -> list[Remark]:
    began, ended = grant.began_on, grant.ended_on
    if began and ended and ended < began:
        return [Remark("bad", "dates", "La fin de l’action est avant son début : relisez les deux dates.")]
    found = []
    if began and grant.starts_on and began < grant.starts_on:
        words = f"le {began:%d/%m/%Y}, prévu le {grant.starts_on:%d/%m/%Y}"
        found.append(Remark("note", "began", f"L’action a commencé plus tôt : {words}."))
    if ended and grant.ends_on and ended > grant.ends_on:
        words = f"le {ended:%d/%m/%Y}, prévue le {grant.ends_on:%d/%m/%Y}"
        found.append(Remark("warn", "ended", f"L’action a fini plus tard : {words}."))
    return found


def _people(grant: Grant) -> list[Remark]:
    people = grant.people
    if people is None:
        return [Remark("warn", "people", "Le bilan ne dit pas combien de personnes ont été touchées.")]
    found = []
    if (grant.women or 0) + (grant.men or 0) > people:
        found.append(Remark("bad", "sexes", "Les femmes et les hommes sont plus nombreux que le total."))
    if grant.from_quarter is not None and grant.from_quarter > people:
        found.append(Remark("bad", "quarter", "Les habitants du quartier sont plus nombreux que le total."))
    if grant.asked_people and people * 100 < grant.asked_people * 80:
        words = f"{people}, pour {grant.asked_people} annoncées"
        found.append(Remark("warn", "fewer", f"Moins de personnes que prévu : {words}."))
    return found


def left_over(pairs: Sequence[Pair], paid: int | None, outcome: str = "done") -> list[Left]:
    """The readings of what is left of a grant, the largest first; `paid`: what it was paid, in cents."""
    if not paid:
        return []
    if outcome == "not_done":
        return [Left(paid, "L’action n’a pas eu lieu : toute la somme versée est à rendre.")]
    done, planned = sums(pairs, "done"), sums(pairs, "planned")
    if not done.cash_charges:
        return []
    found = []
    surplus = done.cash_products - done.cash_charges
    if surplus > 0:
        found.append(Left(min(surplus, paid), f"Les produits dépassent les charges de {euros(surplus)}."))
    if paid > done.cash_charges:
        cost = euros(done.cash_charges)
        found.append(Left(paid - done.cash_charges, f"L’action a coûté {cost}, moins que la subvention."))
    if 0 < done.cash_charges < planned.cash_charges:
        unused = paid - (paid * done.cash_charges * 2 + planned.cash_charges) // (2 * planned.cash_charges)
        words = f"{euros(done.cash_charges)} au lieu de {euros(planned.cash_charges)}"
        found.append(Left(unused, f"L’action a coûté {words} : part de la subvention non employée."))
    return sorted((one for one in found if one.amount > 0), key=lambda one: -one.amount)
