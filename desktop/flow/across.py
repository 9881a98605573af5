"""What only shows across dossiers: what similar actions cost, and money that may be asked twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from db.queries import facts as rows
from db.queries.facts import Rows, Told
from desktop.rules.checks import Rulebook
from desktop.rules.checks.facts import DossierFacts, Double, Peers
from desktop.rules.doubles import Index, Shared, Spent, compare, likeness, same_lines, telling
from desktop.rules.folding import fold
from desktop.rules.money import euros

_OUT = frozenset({"refused", "ineligible", "withdrawn", "adjourned", "redirected"})  # no money follows
_AT_ONCE = 500
_SHOWN = 3  # doubles of one kind shown for one dossier


@dataclass(slots=True)
class Across:
    """Kept in memory from one round of checks to the next; made again when it is thrown away."""

    index: Index
    settled: frozenset[tuple[str, str]]
    peers: Mapping[tuple[bytes, str], Peers]


def read_across(reader: sqlite3.Connection) -> Across:
    """Read every text once: some seconds for twenty thousand dossiers, beside the window."""

    def every() -> Iterator[tuple[bytes, str, list[str]]]:
        for some in rows.in_chunks(rows.all_dossiers(reader), _AT_ONCE):
            spent = rows.charges(reader, some, 0)
            for told in rows.told(reader, some):
                yield told.id, told.text, _marks(spent.get(told.id, []))

    index = Index(every())
    return Across(index, frozenset(), {})


def refresh(across: Across, reader: sqlite3.Connection) -> None:
    """What changes by itself between two rounds: settled pairs, costs of similar actions."""
    across.settled = rows.settled_pairs(reader)
    by_challenge: dict[tuple[bytes, str], list[rows.Costs]] = {}
    for cost in rows.costs(reader):
        by_challenge.setdefault((cost.call_id, cost.challenge), []).append(cost)
    across.peers = {
        key: Peers(costs[0].short, len(costs), int(median(cost.each for cost in costs)))
        for key, costs in by_challenge.items()
    }


def _marks(spent: Sequence[tuple[str, str, int]]) -> list[str]:
    """What two expenses that may be the same have in common: their first telling words and their euros."""
    told = ((sorted(telling(label))[:3], amount) for _, label, amount in spent)
    return [" ".join([*said, str(amount // 100)]) for said, amount in told if len(said) > 1]


def add_across(
    across: Across,
    reader: sqlite3.Connection,
    facts: Mapping[bytes, DossierFacts],
    read: Rows,
    book: Rulebook,
) -> dict[bytes, DossierFacts]:
    """The same facts with their peers and doubles."""
    keys = list(facts)
    told = {row.id: row for row in rows.told(reader, keys)}
    lines = rows.charges(reader, keys, 0)
    marks = {key: _marks(lines.get(key, [])) for key in told}
    near = {key: across.index.near(key, row.text, marks[key]) for key, row in told.items()}
    for key, row in told.items():
        across.index.add(key, row.text, marks[key])
    others = sorted({other for found in near.values() for other in found} - told.keys())
    told |= {row.id: row for some in rows.in_chunks(others, _AT_ONCE) for row in rows.told(reader, some)}
    lines |= rows.charges(reader, others, 0)
    comparer = _Comparer(across, book, told, lines)
    heads = {head.id: head for head in read.heads}
    made = {}
    for key, fact in facts.items():
        main = (heads[key].challenges or "").split(",")[0]
        doubles = [
            *comparer.doubles(key, near.get(key, ()), fact),
            *_grants(book, fact, read.grants.get(key, [])),
        ]
        peers = across.peers.get((heads[key].call_id, main))
        made[key] = replace(fact, peers=peers, doubles=tuple(doubles))
    return made


class _Comparer:
    """Holds candidates against each other on their real words and amounts."""

    def __init__(
        self,
        across: Across,
        book: Rulebook,
        told: Mapping[bytes, Told],
        lines: Mapping[bytes, Sequence[tuple[str, str, int]]],
    ) -> None:
        self.across, self.told, self.lines = across, told, lines
        self.action, self.line = book.get("double-action"), book.get("double-line")

    def doubles(self, key: bytes, near: Sequence[bytes], fact: DossierFacts) -> Iterator[Double]:
        mine = self.told.get(key)
        twins = {other.key for other in fact.neighbours if fold(other.title) == fold(fact.title)}
        if mine is None or mine.outcome in _OUT:
            return
        actions: list[Double] = []
        shared: list[Double] = []
        for other in (self.told[k] for k in near if k in self.told):
            if other.outcome in _OUT or other.id.hex() in twins:
                continue
            action = self._action(mine, other) if len(actions) < _SHOWN else None
            actions += [action] if action else []
            shared += [] if action else self._lines(mine, other)
        yield from actions[:_SHOWN]
        yield from shared[:_SHOWN]

    def _action(self, mine: Told, other: Told) -> Double | None:
        if self.action is None or _goes_on(mine, other):
            return None
        common = compare(mine.text, other.text)
        if common.share < self.action.number("common") or common.count < self.action.number("shortest"):
            return None
        return self._double("action", mine, other, common, "section:description")

    def _double(
        self, kind: str, mine: Told, other: Told, common: Shared, place: str, mark: str = ""
    ) -> Double:
        where = f"Dossier {other.number}, {other.applicant}"
        return Double(
            kind, other.id.hex(), where, common.mine, common.theirs, common.words, place, mark, other.year
        )

    def _lines(self, mine: Told, other: Told) -> Iterator[Double]:
        rule = self.line
        if rule is None:
            return
        least, gear = rule.number("least") * 100, set(rule.words("gear"))
        ours, theirs = (
            [Spent(*line) for line in self.lines.get(told.id, ()) if line[2] >= least]
            for told in (mine, other)
        )
        for one, two in same_lines(ours, theirs):
            words = telling(one.label)
            same = mine.applicant_id == other.applicant_id
            # Consumables and salaries come back each year; a machine is bought once.
            if (mine.year != other.year and not words & gear) or (not same and len(words) < 3):
                continue
            said = (f"{line.label}, {euros(line.amount)}" for line in (one, two))
            common = Shared(100, 1, next(said), next(said), one.label)
            yield self._double("line", mine, other, common, "budget", f"{one.account}-{one.amount}")


def _goes_on(mine: Told, other: Told) -> bool:
    """The same action from one year to the next is no double when it is told as a renewal."""
    return mine.applicant_id == other.applicant_id and mine.year != other.year and mine.renewal != 0


def settled(across: Across, dossier: bytes, double: Double) -> bool:
    """Whether a person said that these two are not the same money."""
    return tuple(sorted((dossier.hex(), double.key))) in across.settled


def _grants(
    book: Rulebook, fact: DossierFacts, grants: Sequence[tuple[bytes, int, str, str, int, str]]
) -> Iterator[Double]:
    rule = book.get("double-grant")
    if rule is None or not fact.exercise:
        return
    for key, year, funder, purpose, amount, status in grants:
        this_year, first = year == fact.exercise, fact.renewal is False and year < fact.exercise
        mine_already = this_year and bool(fact.voted) and amount <= (fact.voted or 0)
        if status != "granted" or amount <= 0 or not (this_year or first) or mine_already:
            continue
        if likeness(purpose, fact.title) >= rule.number("common"):
            where = f"{funder}, {year}"
            theirs = f"{purpose}, {euros(amount)}"
            common = " ".join(sorted(telling(purpose) & telling(fact.title)))
            yield Double("grant", key.hex(), where, fact.title, theirs, common, "section:action", "", year)
            return
