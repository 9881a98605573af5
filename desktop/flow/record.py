"""The record of an applicant: year by year what it asked, was granted and paid, here and elsewhere."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from db.queries import past
from db.queries.past import BodyRow, GrantRow, OwnRow
from desktop.rules.likeness import Body, Match, Way, alike_among, body_of, compare
from desktop.rules.ruling import GRANTING

Report = Literal["", "received", "missing", "expected"]
REFUSING = ("refused", "ineligible")
_HELD = ("received", "announced", "waived")


class Known(NamedTuple):
    """A grant of a list that is this applicant's, and how that is known; `settled`: a person said so."""

    row: GrantRow
    way: Way
    other_site: bool = False  # another establishment of the same body
    settled: bool = False


class Doubt(NamedTuple):
    """A name that may be the applicant's, with the grants made to it."""

    name: str
    way: Way
    likeness: int
    rows: tuple[GrantRow, ...]


class Year(NamedTuple):
    """One year, in cents; None where nothing is known."""

    year: int
    asked: int | None
    granted: int | None
    paid: int | None
    others: int | None  # of the lists of past grants
    refusals: int  # here and in the lists
    report: Report  # of what was granted that year, from the dossiers of the year after
    dossiers: tuple[OwnRow, ...]
    grants: tuple[Known, ...]


class Record(NamedTuple):
    """All that is known of one applicant."""

    applicant: BodyRow
    merged: tuple[BodyRow, ...]  # applicants that were made one with it
    years: tuple[Year, ...]  # latest first
    dossiers: tuple[OwnRow, ...]
    grants: tuple[Known, ...]
    doubts: tuple[Doubt, ...]
    settled: tuple[tuple[str, str, str], ...]  # name, verdict, who


def read_record(reader: sqlite3.Connection, applicant: bytes) -> Record | None:
    """The record of an applicant, None when it is gone."""
    bodies = past.bodies(reader, applicant)
    if not bodies or bodies[0].id != applicant:
        return None
    mine = [body_of(row.name, row.siret, row.rna, row.acronym) for row in bodies]
    verdicts = {row.other: row for row in past.verdicts(reader, [row.id for row in bodies])}
    alike = _alike(reader, mine)
    wanted = {*alike, *(name for name, row in verdicts.items() if row.verdict == "same")}
    rows = past.grants_of(
        reader, _numbers(mine, "siret"), _numbers(mine, "rna"), _numbers(mine, "siren"), sorted(wanted)
    )
    known, doubts = _sorted_out(mine, rows, {name: row.verdict for name, row in verdicts.items()})
    own = past.own_dossiers(reader, applicant)
    return Record(
        bodies[0], tuple(bodies[1:]), tuple(_years(own, known)), tuple(own), tuple(known), tuple(doubts),
        tuple((row.other, row.verdict, row.author) for row in verdicts.values()),
    )  # fmt: skip


def _numbers(mine: Sequence[Body], which: str) -> list[str]:
    return sorted({getattr(body, which) for body in mine} - {""})


def _alike(reader: sqlite3.Connection, mine: Sequence[Body]) -> list[str]:
    """Names of grants like those of the applicant; a known SIREN on both sides leaves nothing to doubt."""
    sure = all(body.siren for body in mine)
    names = past.names_without_siren(reader) if sure else past.grantee_names(reader)
    return [name for body in mine for name, _ in alike_among(body, names)]


def _best(mine: Sequence[Body], row: GrantRow) -> Match | None:
    theirs = Body(row.name, row.siret, row.siren, row.rna)
    found = [match for body in mine if (match := compare(body, theirs)) is not None]
    return max(found, key=lambda match: (match.sure, match.likeness), default=None)


def _sorted_out(
    mine: Sequence[Body], rows: Iterable[GrantRow], verdicts: dict[str, str]
) -> tuple[list[Known], list[Doubt]]:
    known: list[Known] = []
    doubted: dict[str, list[tuple[Match, GrantRow]]] = defaultdict(list)
    for row in rows:
        match, verdict = _best(mine, row), verdicts.get(row.name_key)
        if match is not None and match.sure:
            known.append(Known(row, match.way, match.way == "siren" and bool(row.siret)))
        elif verdict == "same" and (match is not None or not _contradicts(mine, row)):
            known.append(Known(row, "name", settled=True))
        elif match is not None and verdict is None:
            doubted[row.name_key].append((match, row))
    doubts = [
        Doubt(
            found[0][1].name, found[0][0].way, max(m.likeness for m, _ in found), tuple(r for _, r in found)
        )
        for found in doubted.values()
    ]
    return known, sorted(doubts, key=lambda doubt: (-doubt.likeness, doubt.name))


def _contradicts(mine: Sequence[Body], row: GrantRow) -> bool:
    """The numbers say that these are two bodies, whatever a person said of the name."""
    siren = bool(row.siren) and all(body.siren and body.siren != row.siren for body in mine)
    return siren or (bool(row.rna) and all(body.rna and body.rna != row.rna for body in mine))


def _years(own: Sequence[OwnRow], known: Sequence[Known]) -> list[Year]:
    found = {row.year for row in own} | {each.row.year for each in known}
    return [_year(year, own, known) for year in sorted(found, reverse=True)]


def _year(year: int, own: Sequence[OwnRow], known: Sequence[Known]) -> Year:
    here = tuple(row for row in own if row.year == year)
    grants = tuple(each for each in known if each.row.year == year)
    given = [each.row.amount for each in grants if each.row.status != "refused"]
    granted = _sum(row.voted for row in here if row.outcome in GRANTING)
    return Year(
        year,
        asked=_sum(row.asked for row in here),
        granted=granted,
        paid=_sum(row.paid for row in here),
        others=sum(given) if given else None,
        refusals=sum(row.outcome in REFUSING for row in here)
        + sum(each.row.status == "refused" for each in grants),
        report=_report(year, own, helped=bool(granted or given)),
        dossiers=here,
        grants=grants,
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def _report(year: int, own: Sequence[OwnRow], *, helped: bool) -> Report:
    """The report of what was granted a year comes with the dossiers of the year after."""
    states = " ".join(row.reports or "" for row in own if row.year == year + 1).split()
    # Without a dossier of the year after, nothing here can tell; it is only to come for the last year.
    if not helped or (not states and any(row.year > year for row in own)):
        return ""
    if any(state in _HELD for state in states):
        return "received"
    return "missing" if states else "expected"
