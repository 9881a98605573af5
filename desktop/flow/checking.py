"""The checks of many dossiers: found beside the window, kept, read again; only what changed is done anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.queries import facts as rows
from db.queries import facts_reference
from db.queries import findings as kept
from desktop.flow.across import Across, add_across, read_across, refresh, settled
from desktop.flow.facts import Setting, gather_facts, setting
from desktop.flow.rulebook import rulebook
from desktop.rules.checks import check
from desktop.rules.checks.facts import DossierFacts
from desktop.rules.findings import Accepted, Finding, Source, ordered

if TYPE_CHECKING:  # brings SQLAlchemy, which comes after the first picture
    from db.store import Store

ACROSS = frozenset({"double-action", "double-line", "double-grant", "budget-head"})
_EDITION = "1"  # of the arithmetic: another one makes every dossier be checked anew
_FOR_ALL = frozenset(
    {"call", "wave", "quarter", "funder", "challenge"}
)  # a change of these touches every dossier
_AT_ONCE = 100  # a second of work at most: the search index and others take their turn between


class Checker:
    """One round after another on one open base; keeps in memory what comparing dossiers needs."""

    def __init__(self) -> None:
        self._across: Across | None = None
        self._setting: Setting | None = None

    def catch_up(self, store: Store, reader: sqlite3.Connection, limit: int = _AT_ONCE) -> list[bytes]:
        """Check some dossiers that changed, and keep what is found; answers which, none when all is done.

        Reading and comparing hold no lock: an officer writes meanwhile, and what is written then is checked
        at the next call.
        """
        if _stale(reader):
            with store.write_raw() as connection:
                _mark_stale(connection)
        keys = kept.unchecked(reader, limit)
        if not keys:
            self._setting = None
            return []
        if self._across is None:
            self._across = read_across(reader)
        if self._setting is None:
            self._setting = setting(reader)
            refresh(self._across, reader)
        step = kept.last_step(reader)
        found = self._found(reader, keys, self._across, self._setting)
        with store.write_raw() as connection:
            _keep(connection, keys, found, step)
            if len(keys) < limit:  # a change, not a whole round: the other dossiers of its pairs are told too
                _unmark_pairs(connection, found, step)
        return keys

    def _found(
        self, reader: sqlite3.Connection, keys: Sequence[bytes], across: Across, around: Setting
    ) -> dict[bytes, list[Finding]]:
        book, read = rulebook(reader), rows.gather(reader, keys)
        facts = add_across(across, reader, gather_facts(reader, read, around), read, book)
        mine = _codes_settled(reader, keys)
        return {key: check(_without_settled(across, key, fact, mine), book) for key, fact in facts.items()}


def _keep(
    connection: sqlite3.Connection, keys: Sequence[bytes], found: Mapping[bytes, Sequence[Finding]], step: int
) -> None:
    connection.executemany("DELETE FROM finding WHERE dossier_id = ?", [(key,) for key in keys])
    connection.executemany(
        "INSERT INTO finding(dossier_id, code, rule, level, sentence, left_where, left_value, left_place, "
        "right_where, right_value, right_place, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [row for key in keys for row in _stored(key, found.get(key, ()))],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO checked(dossier_id, step) VALUES (?, ?)", [(key, step) for key in keys]
    )


def _unmark_pairs(
    connection: sqlite3.Connection, found: Mapping[bytes, Sequence[Finding]], step: int
) -> None:
    """A dossier that tells of one of these, or of which one of these tells, is checked again, once a step."""
    mine = {key.hex() for key in found}
    told = {bytes.fromhex(key) for f in found.values() for one in f for key in other_of(one.code)} - set(
        found
    )
    told |= {key for key, code in kept.pairs(connection) if mine & set(other_of(code))} - set(found)
    connection.executemany(
        "DELETE FROM checked WHERE dossier_id = ? AND step < ?", [(key, step) for key in told]
    )


def other_of(code: str) -> list[str]:
    """The other dossier that a finding tells of, in hexadecimal; none for most."""
    rule, _, mark = code.partition(":")
    return [mark.split(".")[0]] if rule in ("double-action", "double-line") else []


def _codes_settled(reader: sqlite3.Connection, keys: Sequence[bytes]) -> frozenset[tuple[bytes, str]]:
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT dossier_id, code FROM settlement WHERE dossier_id IN ({marks})"
    return frozenset((row[0], row[1]) for row in reader.execute(sql, list(keys)))


def _without_settled(
    across: Across, key: bytes, facts: DossierFacts, mine: frozenset[tuple[bytes, str]]
) -> DossierFacts:
    """A pair settled elsewhere is not told again; one settled here stays, to be shown with its reason."""
    left = tuple(
        double
        for double in facts.doubles
        if not settled(across, key, double)
        or any(owner == key and double.key in code for owner, code in mine)
    )
    return facts if len(left) == len(facts.doubles) else replace(facts, doubles=left)


def _stored(key: bytes, found: Iterable[Finding]) -> Iterable[tuple[Any, ...]]:
    seen: set[str] = set()
    for f in found:
        if f.code not in seen:
            seen.add(f.code)
            left, right = f.left, f.right
            yield (
                key, f.code, f.rule, f.level, f.sentence, left.where, left.value, left.place,
                right.where, right.value, right.place, f.sources,
            )  # fmt: skip


def _edition(reader: sqlite3.Connection) -> str:
    return f"{_EDITION}.{rulebook(reader).digest}.{facts_reference.edition(reader)}"


def _stale(reader: sqlite3.Connection) -> bool:
    done = kept.marker(reader, "checks_step")
    return (
        done != str(kept.last_step(reader))
        or kept.marker(reader, "checks_edition") != _edition(reader)
        or kept.marker(reader, "checks_day") != date.today().isoformat()
    )


def _mark_stale(connection: sqlite3.Connection) -> None:
    """Take the mark off the dossiers that changed since the last round, off all when the rules did."""
    last, edition = kept.last_step(connection), _edition(connection)
    done = int(kept.marker(connection, "checks_step") or 0)
    if edition != kept.marker(connection, "checks_edition") or done > last:
        connection.execute("DELETE FROM checked")
    else:
        touched = kept.touched_since(connection, done)
        if touched.tables & _FOR_ALL:
            connection.execute("DELETE FROM checked")
        keys = [*touched.dossiers, *kept.dossiers_of(connection, list(touched.applicants))]
        keys += kept.expiring(connection, kept.marker(connection, "checks_day"))
        keys += kept.dossiers_granted(connection) if "past_grant" in touched.tables else []
        connection.executemany("DELETE FROM checked WHERE dossier_id = ?", [(key,) for key in keys])
    connection.executemany(
        "INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)",
        [
            ("checks_step", str(last)),
            ("checks_edition", edition),
            ("checks_day", date.today().isoformat()),
        ],
    )


def findings_of(reader: sqlite3.Connection, dossier: bytes) -> list[Finding]:
    """What the checks say of one dossier now: as kept, or looked at again when it has just changed.

    What compares dossiers stays as it was kept until the next round, a second later.
    """
    stored = [_finding(row) for row in kept.findings(reader, dossier)]
    if kept.checked_at(reader, dossier) is not None:
        return ordered(stored)
    facts = gather_facts(reader, rows.gather(reader, [dossier]), setting(reader, dossier)).get(dossier)
    if facts is None:
        return []
    accepted = {(row.code, row.sources): row for row in kept.settlements(reader, dossier)}
    found = [f for f in check(facts, rulebook(reader)) if f.rule not in ACROSS]
    found += [f for f in stored if f.rule in ACROSS]
    for at, one in enumerate(found):
        row = accepted.get((one.code, one.sources))
        why = Accepted(row.reason, row.author, row.at) if row else None
        found[at] = replace(one, accepted=why)
    return ordered(found)


def _finding(row: kept.FindingRow) -> Finding:
    accepted = None if row.reason is None else Accepted(row.reason, row.author or "", row.at or "")
    return Finding(
        row.code,
        row.level,  # type: ignore[arg-type]  # as it was written
        row.sentence,
        Source(row.left_where, row.left_value, row.left_place),
        Source(row.right_where, row.right_value, row.right_place),
        row.rule,
        row.sources,
        accepted,
    )
