"""Files that bring reports: read, and to each the reports that it may answer, the surest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from db.queries import reports as rows
from db.store import say, use_case
from desktop.exchange.report_file import read_report
from desktop.flow.reports import receive_report
from desktop.rules.disk import reason
from desktop.rules.folding import fold, words
from desktop.rules.reports import KINDS, Told

_LEAST = 0.6  # of two titles said to be of one action
_MOST = 8  # proposals shown


class Match(NamedTuple):
    """A report that a file may answer; `sure` when its number, or its body, year and title agree."""

    report: rows.ReportRow
    why: str
    sure: bool

    @property
    def words(self) -> str:
        row = self.report
        return f"{row.number} · {row.applicant} · {row.title} · {KINDS[row.kind]} {row.year}"


class Brought(NamedTuple):
    """One report of a file, as understood, with what it may answer; nothing is written yet."""

    path: Path
    told: Told
    matches: list[Match]
    notes: tuple[str, ...]

    @property
    def proposed(self) -> Match | None:
        """The one to propose: only a sure one, and alone to be so."""
        sure = [match for match in self.matches if match.sure]
        return sure[0] if len({match.report.id for match in sure}) == 1 else None


def look(
    reader: sqlite3.Connection, path: Path, dossier: bytes | None = None, person: str = ""
) -> list[Brought]:
    """Read a file and find what it answers; the reports of `dossier`, which a person named, are among the
    answers whatever the file says; those closed to this person are not. Raises Unreadable (French)."""
    read = read_report(path)
    mine = [] if dossier is None else chosen(reader, [dossier])
    found = []
    for told in read.told:
        known = matches(reader, told, path.name, person)
        keys = {match.report.id for match in known}
        found.append(
            Brought(path, told, known + [one for one in mine if one.report.id not in keys], read.notes)
        )
    return found


def chosen(
    reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None, person: str = ""
) -> list[Match]:
    """The reports that a person may name by hand: those not accepted yet, final ones first."""
    known = [row for row in rows.reports(reader, dossiers, person) if row.state not in ("waived", "accepted")]
    known.sort(key=lambda row: (row.kind != "final", row.number))
    return [Match(row, "choisi par vous", False) for row in known]


def matches(reader: sqlite3.Connection, told: Told, name: str = "", person: str = "") -> list[Match]:
    """The reports that may be meant, those surely meant first; of one dossier, its kinds apart."""
    known = [row for row in rows.reports(reader, person=person) if row.state != "waived"]
    others: dict[bytes, set[str]] = {}
    for dossier, number in rows.other_numbers(reader):
        others.setdefault(dossier, set()).add(fold(number))
    found = []
    for row in known:
        weight, why = _weigh(row, told, fold(name), others.get(row.dossier_id, set()))
        if weight:
            found.append((weight, row, why))
    found.sort(key=lambda one: (-one[0], one[1].state == "accepted", one[1].kind != (told.kind or "final")))
    sure = [Match(row, why, weight >= 3) for weight, row, why in found[:_MOST]]
    return _of_one_kind(sure, told)


def _of_one_kind(found: list[Match], told: Told) -> list[Match]:
    """Of the reports of one dossier, only that of the kind told, else the final one, stays sure."""
    kinds: dict[bytes, set[str]] = {}
    for match in found:
        kinds.setdefault(match.report.dossier_id, set()).add(match.report.kind)
    made = []
    for match in found:
        here = kinds[match.report.dossier_id]
        wanted = told.kind if told.kind in here else "final" if "final" in here else match.report.kind
        made.append(match._replace(sure=match.sure and match.report.kind == wanted))
    return made


def _weigh(row: rows.ReportRow, told: Told, name: str, others: set[str]) -> tuple[int, str]:
    """How surely a report is meant: 4 and 3 are sure, 2 and 1 are proposals, 0 is none."""
    number = fold(row.number)
    if told.number and fold(told.number) in {number, *others}:
        return 4, "même numéro de dossier"
    if number and number in name:
        return 3, "numéro dans le nom du fichier"
    body = (told.siret and told.siret == row.siret) or (told.rna and told.rna == row.rna)
    same = _alike(told.title, row.title)
    year = told.year is None or told.year == row.year
    if body and same >= _LEAST and year:
        return 3, "même structure, même action" + (", même année" if told.year else "")
    if body and year:
        return 2, "même structure"
    named = bool(told.applicant) and fold(told.applicant) == fold(row.applicant)
    if same >= _LEAST and year:
        return (3 if named else 1), ("même porteur, même action" if named else "action de même titre")
    return (1, "même porteur") if named and year else (0, "")


def _alike(mine: str, theirs: str) -> float:
    """The share of the words of two titles that are in both."""
    said, known = set(words(mine)), set(words(theirs))
    return len(said & known) / len(said | known) if said and known else 0.0


class Taking(NamedTuple):
    """One report of a file, and the report of the base that it answers."""

    report: bytes
    told: Told
    path: Path


@use_case("Prendre des bilans", right="report")
def take_reports(session: Session, *, taking: Sequence[Taking]) -> int:
    """Receive several reports in one step, each file kept as a piece of its dossier. All or nothing.

    Raises ValueError (French): two files for one report, a report that is accepted, a file that is gone.
    """
    keys = [one.report for one in taking]
    if len(set(keys)) < len(keys):
        raise ValueError("Deux fichiers répondent au même bilan : choisissez lequel prendre.")
    for one in taking:
        try:
            content = one.path.read_bytes()
        except OSError as error:
            why = reason(error)
            raise ValueError(
                f"Le fichier « {one.path.name} » ne se lit plus ({why}) : rien n’est pris."
            ) from error
        receive_report(session, report=one.report, told=one.told, content=content, name=one.path.name)
    if len(taking) > 1:
        say(session, f"Prendre {len(taking)} bilans")
    return len(taking)
