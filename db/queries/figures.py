"""The contract in figures: what its dossiers count by quarter, challenge, funder, wave, applicant, over years.

The year of a dossier is that of its call, or the year of the convention that it asks for. United dossiers are
left out. Money, cost and people of a dossier of several quarters, challenges or themes are shared evenly
(desktop.rules.sharing_out says the same in Python), so that the rows add up to the whole; a dossier counts
once in each of its rows. Its challenges are those with its strongest mark, else the declared ones. A filter on
a quarter, a challenge or a theme counts the share of that one; on a funder, its own money.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from db.queries.figures_axes import AXES, BY_YEAR, SHARES
from db.queries.figures_dossiers import BASE, EVERY_AGE, PEOPLE

NO_FILTERS: Mapping[str, str] = {}


class Figure(NamedTuple):
    """One row. Cents; None: known of no dossier of the row. `code` is "" for what has none of the axis.

    The `no_…` are dossiers of which that is not known: they count in `dossiers`, not in the sum.
    """

    code: str
    label: str
    dossiers: int
    granted_count: int
    asked: int | None
    granted: int | None
    paid: int | None
    cost: int | None
    beneficiaries: int | None
    women: int | None
    men: int | None
    residents: int | None  # of a quarter
    no_asked: int
    no_granted: int  # granted, but no amount is known
    no_cost: int
    no_people: int
    shared: int  # dossiers that count in other rows too
    closed: int  # closed to this person by an interest: counted, never named
    reported: int  # dossiers whose people are those of the report; the others told them in the request


class Cross(NamedTuple):
    """One cell of the grid: codes of the challenge and the quarter, "" for none. Cents."""

    challenge: str
    quarter: str
    dossiers: int
    granted: int | None


class Age(NamedTuple):
    """People of one age (desktop.rules.ages), as told in the report or, where it tells none, in the request."""

    code: str
    dossiers: int
    people: int | None
    women: int | None
    men: int | None


_PLAIN = (
    "id", "year", "call_code", "call_title", "call_year", "wave_rank", "wave_title", "kind", "renewal", "is_granted", "reported",
    "closed",
)  # fmt: skip
_VALUES = ("asked", "granted", "paid", "cost", "people", "women", "men")


def _even(value: str) -> str:
    """A share in whole cents; the last one takes the rest."""
    return (
        f"CASE WHEN x.n IS NULL THEN {value} WHEN x.pos = x.n THEN {value} - {value} / x.n * (x.n - 1) "
        f"ELSE {value} / x.n END"
    )


def _weighed(value: str) -> str:
    """A share by weight in whole cents; each begins where the one before ended."""
    return (
        f"CASE WHEN x.n IS NULL THEN {value} "
        f"ELSE {value} * x.upto / x.all_of - {value} * (x.upto - x.percent) / x.all_of END"
    )


def _own(value: str) -> str:
    """What a funder has of its own; the whole where no funder is told."""
    own = {
        "s.asked": "x.asked",
        "s.granted": "CASE WHEN s.granted IS NULL THEN NULL WHEN s.is_granted THEN coalesce(x.voted, 0) ELSE 0 END",
        "s.paid": "x.paid",
    }
    return f"CASE WHEN x.n IS NULL THEN {value} ELSE {own[value]} END" if value in own else _even(value)


_CUTS = {"funder": _own, "theme": _weighed}
# A funder grants what it gives something to, or what nobody says how much is given to.
_GIVES = "s.is_granted AND (x.n IS NULL OR s.granted IS NULL OR coalesce(x.voted, 0) > 0) AS is_granted"


def _stage(name: str, before: str, share: str, *, axis: bool, wanted: str = "") -> str:
    """The dossiers of `before` shared once more; `axis`: by what makes the rows; `wanted`: one code alone."""
    cut = _CUTS.get(share, _even)
    on = "x.challenge_id = s.ref" if share == "theme" else "x.dossier_id = s.id"
    plain = [_GIVES if share == "funder" and c == "is_granted" else f"s.{c}" for c in _PLAIN]
    columns = [*plain, *(f"{cut(f's.{v}')} AS {v}" for v in _VALUES)]
    columns += ["coalesce(x.code, '') AS code" if axis else "s.code", "x.ref"]
    columns.append("s.apart OR coalesce(x.n, 1) > 1 AS apart" if axis else "s.apart")
    where = f" WHERE coalesce(x.code, '') = {wanted}" if wanted else ""
    return f"{name} AS (SELECT {', '.join(columns)} FROM {before} s LEFT JOIN {share}_of x ON {on}{where})"


def _steps(by: str, filters: Mapping[str, str]) -> tuple[list[str], str]:
    """The parts of the statement up to the rows that are added up, and the name of the last of them."""
    plain = "".join(f" AND {AXES[name].code} = :{name}" for name in filters if not AXES[name].shares)
    parts = [
        "chosen AS (SELECT s.*, '' AS code, NULL AS ref, 0 AS apart FROM base s WHERE (:since IS NULL OR "
        f"s.year >= :since) AND (:until IS NULL OR s.year <= :until){plain})"
    ]
    names = [name for name in filters if AXES[name].shares]
    names += [by] if AXES[by].shares and by not in names else []
    # What a funder gives is known before it is shared, and what a filter leaves before the rows are made.
    names.sort(key=lambda name: (name != "funder", name == by))
    last = "chosen"
    for name in names:
        shares = AXES[name].shares
        for share in shares:
            made, end = f"by_{name}_{share}", share == shares[-1]
            wanted = f":{name}" if end and name in filters else ""
            parts.append(_stage(made, last, share, axis=name == by, wanted=wanted))
            last = made
    return parts, last


_GROUPED = """
count(DISTINCT s.id) AS dossiers, count(DISTINCT CASE WHEN s.is_granted THEN s.id END) AS granted_count,
 sum(s.asked) AS asked, sum(s.granted) AS granted, sum(s.paid) AS paid, sum(s.cost) AS cost,
 sum(s.people) AS people, sum(s.women) AS women, sum(s.men) AS men,
 count(DISTINCT CASE WHEN s.asked IS NULL THEN s.id END) AS no_asked,
 count(DISTINCT CASE WHEN s.is_granted AND s.granted IS NULL THEN s.id END) AS no_granted,
 count(DISTINCT CASE WHEN s.cost IS NULL THEN s.id END) AS no_cost,
 count(DISTINCT CASE WHEN s.people IS NULL THEN s.id END) AS no_people,
 count(DISTINCT CASE WHEN s.apart THEN s.id END) AS shared,
 count(DISTINCT CASE WHEN s.closed THEN s.id END) AS closed,
 count(DISTINCT CASE WHEN s.reported THEN s.id END) AS reported"""


def figures(
    reader: sqlite3.Connection,
    by: str,
    *,
    year: int | None = None,
    since: int | None = None,
    until: int | None = None,
    filters: Mapping[str, str] = NO_FILTERS,
    person: str = "",
) -> list[Figure]:
    """The rows of an axis of figures_axes.AXES, in its order, by one statement; quarters, challenges, funders
    and themes stand even where nothing counts. `filters`: one code by axis; `person` looks at them."""
    axis = AXES[by]
    steps, last = _steps(by, filters)
    grouped = (
        f"grouped AS (SELECT {axis.code} AS code, {axis.label} AS label, {_GROUPED} FROM {last} s GROUP BY 1)"
    )
    sql = _with([*steps, grouped], by, *filters) + axis.rows
    values = _values(year, since, until, person, filters)
    return [_known(Figure._make(row)) for row in reader.execute(sql, values)]


def yearly(
    reader: sqlite3.Connection,
    by: str,
    *,
    since: int | None = None,
    until: int | None = None,
    filters: Mapping[str, str] = NO_FILTERS,
    person: str = "",
) -> list[tuple[int, Figure]]:
    """The same year by year, by one statement: only what counts something, in the order of the years."""
    axis = AXES[by]
    steps, last = _steps(by, filters)
    grouped = (
        f"grouped AS (SELECT s.year AS year, {axis.code} AS code, {axis.label} AS label, {_GROUPED} "
        f"FROM {last} s GROUP BY 1, 2)"
    )
    sql = _with([*steps, grouped], by, *filters) + BY_YEAR
    values = _values(None, since, until, person, filters)
    return [(row[0], _known(Figure._make(row[1:]))) for row in reader.execute(sql, values)]


def _with(parts: list[str], *names: str) -> str:
    shares = dict.fromkeys(share for name in names for share in AXES[name].shares)
    return "WITH " + ",".join([BASE, *(SHARES[share] for share in shares), *parts])


def _values(
    year: int | None, since: int | None, until: int | None, person: str, filters: Mapping[str, str]
) -> dict[str, Any]:
    first, last = (year, year) if year is not None else (since, until)
    return {**filters, "since": first, "until": last, "person": person}


def _known(row: Figure) -> Figure:
    """Of no dossier, each sum is known: nothing."""
    if row.dossiers:
        return row
    return row._replace(asked=0, granted=0, paid=0, cost=0, beneficiaries=0, women=0, men=0)


def crossed(
    reader: sqlite3.Connection, *, year: int | None = None, since: int | None = None, until: int | None = None
) -> list[Cross]:
    """What is granted by challenge and quarter: shared between quarters first, then between challenges."""
    chosen, _ = _steps("whole", NO_FILTERS)
    quarters = _stage("placed", "chosen", "quarter", axis=True)
    both = _stage("both", "placed", "challenge", axis=False).replace(
        "s.code", "s.code, coalesce(x.code, '') AS of"
    )
    sql = _with([*chosen, quarters, both], "quarter", "challenge") + (
        " SELECT of, code, count(DISTINCT id), sum(granted) FROM both GROUP BY 1, 2 ORDER BY 1, 2"
    )
    values = _values(year, since, until, "", NO_FILTERS)
    return [Cross._make(row) for row in reader.execute(sql, values)]


def ages(
    reader: sqlite3.Connection, *, year: int | None = None, since: int | None = None, until: int | None = None
) -> list[Age]:
    """The people by age; those of whom no age is told are in no row."""
    chosen, last = _steps("whole", NO_FILTERS)
    sql = _with(chosen) + (
        f" SELECT y.age, count(DISTINCT s.id), {PEOPLE}, sum(y.women), sum(y.men) "
        f"FROM {last} s JOIN audience y ON y.dossier_id = s.id AND y.moment = s.ages_of "
        f"WHERE y.age <> '{EVERY_AGE}' GROUP BY 1 ORDER BY 1"
    )
    return [Age._make(row) for row in reader.execute(sql, _values(year, since, until, "", NO_FILTERS))]


def years(reader: sqlite3.Connection) -> list[int]:
    """The years that dossiers are of, the first first."""
    sql = (
        "SELECT DISTINCT coalesce(d.tranche, k.year) FROM dossier d JOIN call k ON k.id = d.call_id "
        "WHERE d.merged_into IS NULL ORDER BY 1"
    )
    return [row[0] for row in reader.execute(sql)]
