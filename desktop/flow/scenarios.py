"""Scenarios of the workbench: made, written in, ranked, and one of them made the proposal in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.queries.scenarios import BenchRow, bench_amounts, bench_rows, cells, scenario
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.exchange.application import Cancelled
from desktop.flow.bench import concerned, dossiers_of, locked, own_funders
from desktop.flow.instruct import propose
from desktop.rules.cells import LOCKED
from desktop.rules.french import plural
from desktop.rules.money import euros

Progress = Callable[[str, float], bool]
Start = Literal["proposed", "asked", "scenario", "empty"]


class Change(NamedTuple):
    """What promoting a scenario does to one dossier, in cents by funder; `blocker` says why it stays."""

    dossier: bytes
    number: str
    applicant: str
    title: str
    before: dict[bytes, int]
    after: dict[bytes, int]
    blocker: str = ""

    @property
    def idle(self) -> bool:
        """Whether the proposal says so already."""
        return self.before == self.after


class Promoted(NamedTuple):
    """How many proposals were written, and what was left as it is."""

    written: int
    left: list[Change]


@use_case("Créer le scénario « {name} »", right="scenario")
def make(
    session: Session,
    *,
    name: str,
    start: Start = "proposed",
    query: str = "",
    like: bytes | None = None,
    comment: str = "",
) -> bytes:
    """A new scenario of the dossiers of a query, filled from what is proposed, what was asked, or the cells
    and ranks of another one (`like`). Raises ValueError (French) for a name that is taken or a query that is
    not understood."""
    title = _free_name(session, name)
    raw = reader_of(session)
    old = scenario(raw, like) if like is not None else None
    wanted = old.query if old is not None and start == "scenario" and not query else query
    dossiers = dossiers_of(raw, wanted, author_of(session))
    made = m.Scenario(
        id=new_key(),
        name=title,
        query=wanted,
        comment=comment.strip(),
        author=author_of(session),
        made_at=now(),
    )
    if old is not None and start == "scenario":
        made.ranking, made.cut = old.ranking, old.cut
    session.add(made)
    session.flush()
    for (dossier, funder), amount in _first_cells(raw, start, like, dossiers).items():
        session.add(_cell(made.id, dossier, funder, amount))
    say(session, f"Créer le scénario « {title} »")
    return made.id


def _first_cells(
    raw: sqlite3.Connection, start: Start, like: bytes | None, dossiers: Sequence[bytes]
) -> dict[tuple[bytes, bytes], int]:
    if start == "scenario" and like is not None:
        here = set(dossiers)
        return {cell: amount for cell, amount in cells(raw, like).items() if cell[0] in here}
    if start == "empty":
        return {}
    own = own_funders(raw)  # what others were asked is theirs to give
    found = {}
    for row in bench_amounts(raw, dossiers):
        amount = row.asked if start == "asked" else row.proposed
        if amount is not None and (start == "proposed" or row.funder in own):
            found[row.dossier, row.funder] = amount
    return found


@use_case("Renommer le scénario en « {name} »", right="scenario")
def rename(session: Session, *, scenario: bytes, name: str) -> None:
    row = session.get_one(m.Scenario, scenario)
    if row.name != name.strip():
        row.name = _free_name(session, name)


@use_case("Retirer un scénario", right="scenario")
def remove(session: Session, *, scenario: bytes) -> None:
    """The scenario and its cells leave; proposals made from it stay."""
    row = session.get_one(m.Scenario, scenario)
    session.execute(delete(m.Allocation).where(m.Allocation.scenario_id == scenario))
    session.delete(row)
    say(session, f"Retirer le scénario « {row.name} »")


@use_case("Écrire dans un scénario", right="scenario")
def write_cells(
    session: Session, *, scenario: bytes, cells: Mapping[tuple[bytes, bytes], int | None], deed: str = ""
) -> int:
    """Set some cells, (dossier, funder) -> cents or None to clear; one step however many. Returns how many
    changed. Raises ValueError (French), with nothing written, for a negative amount or a dossier whose
    amounts do not change any more."""
    row = session.get_one(m.Scenario, scenario)
    if any(amount is not None and amount < 0 for amount in cells.values()):
        raise ValueError("Un montant ne peut pas être négatif : rien n’a été écrit.")
    found = bench_rows(reader_of(session), list({dossier for dossier, _ in cells}), author_of(session))
    if stuck := [f"{one.number} {why}" for one in found if (why := _blocker(one))]:
        raise ValueError(f"{' ; '.join(stuck[:3])}. Rien n’a été écrit.")
    query = select(m.Allocation).where(m.Allocation.scenario_id == scenario)
    known = {(one.dossier_id, one.funder_id): one for one in session.scalars(query)}
    changed = sum(_write(session, scenario, cell, amount, known.get(cell)) for cell, amount in cells.items())
    session.flush()
    numbers = {one.id: one.number for one in found}
    say(session, _told(row.name, cells, numbers, deed))
    return changed


def _write(
    session: Session,
    scenario: bytes,
    cell: tuple[bytes, bytes],
    amount: int | None,
    row: m.Allocation | None,
) -> bool:
    if row is None:
        if amount is not None:
            session.add(_cell(scenario, *cell, amount))
        return amount is not None
    if amount is None:
        session.delete(row)
    elif row.amount == amount:
        return False
    else:
        row.amount = amount
    return True


def _told(
    name: str, cells: Mapping[tuple[bytes, bytes], int | None], numbers: Mapping[bytes, str], deed: str
) -> str:
    if deed:
        return f"{deed} ({name})"
    if len(cells) == 1:
        ((dossier, _), amount), *_ = cells.items()
        said = "Vider une case" if amount is None else f"Écrire {euros(amount)}"
        return f"{said} de {numbers.get(dossier, '…')} ({name})"
    return f"Écrire {len(cells)} cases ({name})"


@use_case("Classer les dossiers d’un scénario", right="scenario")
def rank_by_hand(session: Session, *, scenario: bytes, order: Sequence[bytes]) -> None:
    """Keep this order; an empty one goes back to the scores."""
    row = session.get_one(m.Scenario, scenario)
    row.ranking = "\n".join(key.hex() for key in order)
    say(session, f"{'Classer' if order else 'Revenir au classement par notes'} ({row.name})")


@use_case("Placer la ligne de coupe", right="scenario")
def set_cut(session: Session, *, scenario: bytes, cut: int | None) -> None:
    """How many dossiers stand above the line, None for no line."""
    row = session.get_one(m.Scenario, scenario)
    row.cut = None if cut is None else max(0, cut)
    said = "Retirer la ligne de coupe" if cut is None else f"Placer la ligne après {row.cut}"
    say(session, f"{said} ({row.name})")


@use_case("Proposer un scénario", right="scenario")
def promote(session: Session, *, scenario: bytes, progress: Progress | None = None) -> Promoted:
    """The scenario becomes the proposal of all its dossiers: one step, one undo. A dossier decided, closed by
    an interest or united is left as it is, and told. Raises ValueError (French) when nothing would change,
    Cancelled when progress answered False; nothing is written then."""
    row = session.get_one(m.Scenario, scenario)
    every = promotion(reader_of(session), scenario, author_of(session))
    done = [one for one in every if not one.blocker and not one.idle]
    left = [one for one in every if one.blocker and not one.idle]
    if not done:
        raise ValueError(f"« {row.name} » ne change aucune proposition : rien n’a été écrit.")
    for place, one in enumerate(done):
        if progress is not None and not progress(f"Proposer {one.number}", place / len(done)):
            raise Cancelled
        _propose(session, one)
    row.promoted_at = now()
    give_reason(session, f"Scénario « {row.name} »")
    say(session, f"Proposer le scénario « {row.name} » : {len(done)} {plural(len(done), 'dossier')}")
    return Promoted(len(done), left)


def _propose(session: Session, one: Change) -> None:
    dossier = session.get_one(m.Dossier, one.dossier)
    opinion = dossier.proposal_opinion
    if any(one.after.values()) and opinion not in ("favourable", "reserved"):
        opinion = "favourable"  # money cannot be proposed under an opinion that says no
    propose(session, dossier=one.dossier, amounts=one.after, opinion=opinion, reason=dossier.proposal_reason)


def promotion(reader: sqlite3.Connection, key: bytes, person: str) -> list[Change]:
    """What promoting this scenario would do, dossier by dossier, in the order of their numbers."""
    found = scenario(reader, key)
    if found is None:
        return []
    written = cells(reader, key)
    ids = concerned(reader, found, (dossier for dossier, _ in written), person)
    before: dict[bytes, dict[bytes, int]] = {}
    for row in bench_amounts(reader, ids):
        if row.proposed is not None:
            before.setdefault(row.dossier, {})[row.funder] = row.proposed
    after: dict[bytes, dict[bytes, int]] = {}
    for (dossier, funder), amount in written.items():
        after.setdefault(dossier, {})[funder] = amount
    return [
        Change(
            row.id, row.number, row.applicant, row.title, before.get(row.id, {}), after.get(row.id, {}),
            _blocker(row),
        )
        for row in bench_rows(reader, ids, person)
    ]  # fmt: skip


def _blocker(row: BenchRow) -> str:
    """Why the amounts of this dossier stay as they are, in words; "" when they may change."""
    return LOCKED.get(locked(row), "")


def _free_name(session: Session, name: str) -> str:
    title = name.strip()
    if not title:
        raise ValueError("Donnez un nom au scénario.")
    if session.scalars(select(m.Scenario.id).where(m.Scenario.name == title)).first() is not None:
        raise ValueError(f"Un scénario s’appelle déjà « {title} » : choisissez un autre nom.")
    return title


def _cell(scenario: bytes, dossier: bytes, funder: bytes, amount: int) -> m.Allocation:
    key = key_of("allocation", scenario, dossier, funder)
    return m.Allocation(id=key, scenario_id=scenario, dossier_id=dossier, funder_id=funder, amount=amount)
