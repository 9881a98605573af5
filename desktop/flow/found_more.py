"""Complete a base founded by an earlier version with what resources/ holds since, and nothing else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.queries.settings import last_changes
from db.rights import READER, role_of
from db.store import make_final, reader_of, use_case
from desktop.flow.found import is_founded, outlines, piece_kinds
from desktop.flow.found_committee import add_money_rules, add_partners
from desktop.flow.found_duties import add_duties
from desktop.flow.found_keeping import complete_keeping
from desktop.flow.found_scores import add_score_grids


@use_case("Compléter la base", right="upkeep")
def complete(session: Session, *, resources: Path) -> int:
    """Add what this version brings; returns how many rows it touched. Run again, it does nothing."""
    if not is_founded(session) or role_of(session) == READER:  # whose workstation writes nothing
        return 0
    count = sum(step(session, resources) for step in _STEPS)
    if count:
        make_final(session, "La base a été complétée par une nouvelle version : cela ne s’annule pas.")
    return count


def _piece_rules(session: Session, resources: Path) -> int:
    """The validity and the calls of the pieces, where the base does not know them yet."""
    count = 0
    for told in piece_kinds(resources / "pieces"):
        row = session.get(m.PieceKind, told.id)
        if row is None:
            session.add(told)
            count += 1
        elif _silent(row) and not _silent(told) and not _set_here(session, row):
            row.calls, row.valid_months, row.reusable = told.calls, told.valid_months, told.reusable
            row.moment, row.required = told.moment, told.required
            count += 1
    return count


def _outlines(session: Session, resources: Path) -> int:
    """The outlines of the quarters that have none."""
    drawn = outlines(resources / "quarters")
    bare = [row for row in session.scalars(select(m.Quarter)) if not row.outline and row.code in drawn]
    for row in bare:
        row.outline = drawn[row.code]
    return len(bare)


def _score_grids(session: Session, resources: Path) -> int:
    """The scoring grids that came since."""
    return add_score_grids(session, resources / "grids")


def _committee(session: Session, resources: Path) -> int:
    """The partners and the rules of the money that came since."""
    return add_partners(session, resources / "partners") + add_money_rules(session, resources / "money")


def _set_here(session: Session, row: m.PieceKind) -> bool:
    """Whether somebody changed this piece: what is silent then is so on purpose."""
    return row.id in last_changes(reader_of(session), "piece_kind")


def _silent(row: m.PieceKind) -> bool:
    """Whether nothing is said of the calls, the validity and the further use of a piece."""
    return not (row.calls or row.valid_months or row.reusable)


# What later versions brought, in their order; each step does nothing where it has been done.
_STEPS = (
    _piece_rules,
    _outlines,
    _score_grids,
    _committee,
    complete_keeping,
    add_duties,
)
