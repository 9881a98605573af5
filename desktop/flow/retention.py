"""How long each dossier is kept, by the rules of the office; which are due now, and which are held back."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db.queries.retention import KeptRow, kept, rules
from db.store import say, use_case
from desktop.rules.retention import (
    FATES,
    STARTS,
    Facts,
    Rule,
    counted_from,
    falls_due,
    frozen,
    is_due,
    kind_of,
    rule_of,
)


class Kept(NamedTuple):
    """One dossier under its rule; `rule` None: no rule of the office tells its kind."""

    row: KeptRow
    kind: str
    rule: Rule | None
    start: dt.date | None
    last_day: dt.date | None  # None: for ever, or not known yet
    over: bool  # its time is over
    frozen: tuple[str, ...]  # why it stays nevertheless

    @property
    def due(self) -> bool:
        """Whether an elimination list may take it now."""
        return self.over and not self.frozen


class Group(NamedTuple):
    """What falls under one rule; `next_day`: the next last day of what is not yet due."""

    rule: Rule | None
    dossiers: int
    over: int
    frozen: int  # of those whose time is over
    next_day: dt.date | None
    unknown: int  # the date that it counts from is not known


def rules_of(reader: sqlite3.Connection) -> list[Rule]:
    """The rules of this base, by rank."""
    return [
        Rule(row.code, row.label, tuple(row.applies.split()), row.years, row.starts, row.fate, row.sample)
        for row in rules(reader)
    ]


def retained(reader: sqlite3.Connection, today: dt.date | None = None) -> list[Kept]:
    """Every dossier that is not eliminated yet, by number."""
    on = today or dt.date.today()
    told = rules_of(reader)
    return [_kept(row, told, on) for row in kept(reader, on.isoformat()) if row.eliminated_on is None]


def _kept(row: KeptRow, told: Sequence[Rule], today: dt.date) -> Kept:
    facts = facts_of(row)
    kind = kind_of(facts)
    rule = rule_of(kind, told)
    start = counted_from(rule.starts, facts) if rule else None
    last_day = falls_due(start, rule.years) if rule else None
    return Kept(row, kind, rule, start, last_day, is_due(last_day, today), frozen(facts))


def facts_of(row: KeptRow) -> Facts:
    """A row of the base as the rules want it."""
    return Facts(
        outcome=row.outcome or "", agreement=row.agreement is not None, stage=row.stage,
        decided_on=_day(row.decided_on), notified_on=_day(row.notified_on), ends_on=_day(row.ends_on),
        paid_on=_day(row.paid_on), report_on=_day(row.report_on), repaid_on=_day(row.repaid_on),
        agreement_ends_on=_day(row.agreement_ends_on), appeal=bool(row.appeal), repaying=bool(row.repaying),
        agreement_runs=bool(row.agreement_runs),
    )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def groups(found: Sequence[Kept], told: Sequence[Rule]) -> list[Group]:
    """One for each rule that holds dossiers, in order; then what no rule holds, when there is any."""
    held: list[Rule | None] = list(told)
    made = []
    for rule in [*held, None]:
        mine = [
            one for one in found if (one.rule.code if one.rule else None) == (rule.code if rule else None)
        ]
        if rule is None and not mine:
            continue
        ahead = [one.last_day for one in mine if one.last_day is not None and not one.over]
        made.append(
            Group(
                rule, len(mine), sum(one.over for one in mine),
                sum(one.over and bool(one.frozen) for one in mine), min(ahead, default=None),
                sum(one.start is None for one in mine),
            )
        )  # fmt: skip
    return made


@use_case("Changer une durée de conservation", right="retention")
def change_rule(
    session: Session, *, rule: bytes, label: str, years: int | None, starts: str, fate: str, sample: int = 0,
    basis: str = "", to_confirm: bool = True,
) -> None:  # fmt: skip
    """Write a rule again; `years` None keeps for ever. Raises ValueError (French)."""
    row = session.get(m.RetentionRule, rule)
    if row is None:
        raise ValueError("Cette règle de conservation n’existe plus : rien n’a été changé.")
    if not label.strip():
        raise ValueError("Une règle de conservation porte un nom : écrivez-le. Rien n’a été changé.")
    if years is not None and not 1 <= years <= 100:
        raise ValueError("Une durée va de 1 à 100 ans, ou « pour toujours ». Rien n’a été changé.")
    if starts not in STARTS or fate not in FATES:
        raise ValueError("Le départ ou le sort final n’est pas connu : rien n’a été changé.")
    if fate == "sample" and sample < 2:
        raise ValueError("Un tri garde un dossier sur 2 au moins : dites sur combien. Rien n’a été changé.")
    row.label, row.years, row.starts, row.fate = label.strip(), years, starts, fate
    row.sample = sample if fate == "sample" else 0
    row.basis, row.to_confirm = basis.strip(), to_confirm
    say(session, f"Changer la durée de conservation : {row.label}")
