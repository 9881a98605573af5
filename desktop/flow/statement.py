"""The statement annexed to the budget (CGCT L2313-1): actions and means of the contract, receipts and costs.

The contract's own money (politique de la ville) stands apart from droit commun; the money of the Department
and of the Region has its columns, even when there is none.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from db import sight
from db.queries import statement as rows
from db.queries.money import EnvelopeRow, envelopes
from db.queries.reference import ChallengeRow, FunderRow, challenges, funders, setting
from desktop.flow.funder_names import resolver
from desktop.rules.p147 import challenges_of
from desktop.rules.sharing_out import evenly

SHOWN = ("DEPARTEMENT", "REGION")  # whose money the law names


@dataclass(slots=True)
class Action:
    """One action of the year. Cents; each dict is by funder, None for bodies that are no funder here."""

    row: rows.ActionRow
    voted: dict[bytes, int] = field(default_factory=dict)
    paid: dict[bytes, int] = field(default_factory=dict)
    common: dict[bytes | None, int] = field(default_factory=dict)  # droit commun
    others: dict[bytes | None, int] = field(default_factory=dict)  # cofinancing beside it
    waiting: int = 0  # asked elsewhere, not answered yet

    @property
    def challenges(self) -> list[str]:
        return challenges_of(self.row.marks, self.row.declared)


@dataclass(frozen=True, slots=True)
class Statement:
    """The year, read once."""

    year: int
    actions: Sequence[Action]
    envelopes: Sequence[EnvelopeRow]
    posts: Sequence[rows.PostRow]
    funders: Sequence[FunderRow]
    challenges: Sequence[ChallengeRow]
    office: str


def read_statement(reader: sqlite3.Connection, year: int) -> Statement:
    """Every granted action of the year, whoever asks: the budget is that of the whole."""
    with sight.whole(reader):
        made = {row.dossier_id: Action(row) for row in rows.actions(reader, year)}
        for gift in rows.given(reader, year):
            made[gift.dossier_id].voted[gift.funder_id] = gift.voted
            made[gift.dossier_id].paid[gift.funder_id] = gift.paid or 0
        resolve = resolver(reader)
        for line in rows.plans(reader, year):
            _count(made[line.dossier_id], line, line.funder_id or resolve(line.name))
        held = envelopes(reader, year)
    office = str((setting(reader, "letterhead") or {}).get("nom", ""))
    return Statement(
        year, list(made.values()), held, rows.posts(reader, year), funders(reader), challenges(reader), office
    )


def _count(action: Action, line: rows.PlanRow, funder: bytes | None) -> None:
    """A line of the plan: an answer counts, a question is told apart; what a vote told already is left."""
    if funder is not None and funder in action.voted:
        return
    if line.status in ("announced", "confirmed") and line.answered:
        sums = action.common if line.common_law else action.others
        sums[funder] = sums.get(funder, 0) + line.answered
    elif line.status in ("asked", "unknown"):
        action.waiting += line.asked or 0


@dataclass(slots=True)
class FunderSums:
    """What one funder brings in the year. Cents."""

    name: str
    opened: int = 0  # envelopes of the contract, carried and kept apart included
    opened_common: int = 0
    voted: int = 0
    paid: int = 0
    common: int = 0
    others: int = 0


def by_funder(told: Statement) -> list[FunderSums]:
    """The receipts: each funder that brings something, the Department and the Region in any case."""
    sums: dict[bytes | None, FunderSums] = {row.id: FunderSums(row.name) for row in told.funders}
    sums[None] = FunderSums("Autres organismes")
    for one in told.envelopes:
        if one.id is not None:
            held = one.amount + one.carried
            if one.common_law:
                sums[one.funder_id].opened_common += held
            else:
                sums[one.funder_id].opened += held
    for action in told.actions:
        for key, cents in action.voted.items():
            sums[key].voted += cents
            sums[key].paid += action.paid.get(key, 0)
        for kind, parts in (("common", action.common), ("others", action.others)):
            for other, cents in parts.items():
                setattr(sums[other], kind, getattr(sums[other], kind) + cents)
    law = {row.id for row in told.funders if row.code in SHOWN}
    return [
        one for key, one in sums.items()
        if key in law or any((one.opened, one.opened_common, one.voted, one.common, one.others))
    ]  # fmt: skip


@dataclass(slots=True)
class ChallengeSums:
    """What the actions of one challenge cost and are given. Cents."""

    name: str
    actions: int = 0
    cost: int = 0
    voted: int = 0
    common: int = 0
    others: int = 0


def by_challenge(told: Statement) -> list[ChallengeSums]:
    """The costs: an action of several challenges is shared evenly between them, to the cent."""
    names = {row.code: ChallengeSums(f"{row.code[1:].lstrip('0')} {row.short}") for row in told.challenges}
    names[""] = ChallengeSums("Sans défi")
    for action in told.actions:
        codes = [code for code in action.challenges if code in names] or [""]
        figures = {
            "cost": action.row.cost or 0, "voted": sum(action.voted.values()),
            "common": sum(action.common.values()), "others": sum(action.others.values()),
        }  # fmt: skip
        for field_name, cents in figures.items():
            for code, part in zip(codes, evenly(cents, len(codes)), strict=True):
                setattr(names[code], field_name, getattr(names[code], field_name) + part)
        for code in codes:
            names[code].actions += 1
    return [one for one in names.values() if one.actions]


def giving(told: Statement) -> list[FunderRow]:
    """The funders that voted something in the year, in their order."""
    keys = {key for action in told.actions for key in action.voted}
    return [row for row in told.funders if row.id in keys]


def shown(told: Statement) -> list[FunderRow]:
    """The Department and the Region, in their order."""
    return [row for row in told.funders if row.code in SHOWN]


def total(actions: Sequence[Action]) -> dict[str, int]:
    """The sums that the screen shows. Cents."""
    sums: dict[str, int] = defaultdict(int)
    for action in actions:
        sums["cost"] += action.row.cost or 0
        sums["voted"] += sum(action.voted.values())
        sums["paid"] += sum(action.paid.values())
        sums["common"] += sum(action.common.values())
        sums["others"] += sum(action.others.values())
        sums["waiting"] += action.waiting
    return dict(sums)
