"""What applicants were granted before: lists of past grants kept as history, doubts on names settled once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.connection import fold
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.exchange.application import Cancelled, HistoryLine, ReadFile
from desktop.rules.likeness import Body, Match, alike_among, body_of, compare

Progress = Callable[[str, float], bool]
_BULK = 2000  # rows of one statement


@dataclass(slots=True)
class Learnt:
    """What became of a list of past grants."""

    new: int = 0
    same: int = 0
    bodies: int = 0  # who was granted something
    lines_here: int = 0  # of applicants of this base, surely
    applicants_here: int = 0
    doubts: int = 0  # names that may be those of applicants of this base: a person must say
    sums: list[tuple[str, int, int, int]] = field(default_factory=list)  # funder, year, lines, cents


@use_case("Reprendre l’historique « {origin} »", right="import")
def remember(session: Session, *, lines: Sequence[HistoryLine], origin: str) -> int:
    """Keep past grants; the same grant read twice stands once. Returns how many are new."""
    known = set(session.scalars(select(m.PastGrant.id)))
    rows = [row for row in _rows(lines, origin) if row["id"] not in known]
    for start in range(0, len(rows), _BULK):
        session.execute(insert(m.PastGrant), rows[start : start + _BULK])
    return len(rows)


def learn(session: Session, read: ReadFile, progress: Progress | None = None) -> Learnt:
    """Keep the history of one file; says whom of this base it concerns. Raises Cancelled."""
    told = progress or (lambda _words, _share: True)
    if not told("Rapprochement des porteurs", 0.1):
        raise Cancelled
    learnt = _concerned(session, read.history)
    if not told("Écriture de l’historique", 0.5):
        raise Cancelled
    learnt.new = remember(session, lines=read.history, origin=read.name)
    learnt.same = len(read.history) - learnt.new
    counts: Counter[tuple[str, int]] = Counter()
    cents: Counter[tuple[str, int]] = Counter()
    for line in read.history:
        counts[line.funder, line.year] += 1
        cents[line.funder, line.year] += line.amount or 0
    ordered = sorted(counts, key=lambda one: (one[0], -one[1]))
    learnt.sums = [(*one, counts[one], cents[one]) for one in ordered]
    say(session, f"Reprendre l’historique « {read.name} » : {learnt.new} subventions")
    return learnt


def keys_of(lines: Iterable[HistoryLine]) -> list[bytes]:
    """The key of each line of one file, by its meaning."""
    seen: Counter[bytes] = Counter()
    keys = []
    for line in lines:
        who = line.siret or line.rna or line.siren or line.name
        meaning = [who, line.funder, str(line.year), line.purpose, str(line.amount or 0)]
        meaning += [fold(line.scheme)] if line.scheme else []
        key = key_of("past_grant", *meaning)
        seen[key] += 1
        # The file says it twice: both were kept, each has its rank.
        keys.append(key if seen[key] == 1 else key_of("past_grant", *meaning, str(seen[key])))
    return keys


def _rows(lines: Sequence[HistoryLine], origin: str) -> Iterable[dict[str, Any]]:
    for key, line in zip(keys_of(lines), lines, strict=True):
        yield {
            "id": key, "siret": line.siret, "siren": line.siren, "rna": line.rna, "name": line.name,
            "name_key": fold(line.name), "funder": line.funder, "year": line.year, "purpose": line.purpose,
            "scheme": line.scheme, "amount": line.amount or 0, "asked": line.asked, "paid": line.paid,
            "status": line.status, "decided_on": line.decided_on, "origin": origin,
        }  # fmt: skip


def _concerned(session: Session, lines: Sequence[HistoryLine]) -> Learnt:
    """Whom of this base these lines speak of; by numbers first, names among those that numbers leave."""
    counts = Counter(Body(line.name, line.siret, line.siren, line.rna) for line in lines)
    known = _applicants(session)
    settled = _settled(session)
    learnt = Learnt(bodies=len({body.siren or body.rna or fold(body.name) for body in counts}))
    here: set[bytes] = set()
    by_name: dict[str, list[Body]] = defaultdict(list)
    for body in counts:
        found = next((key for key, mine in known.among(body) if _surely(compare(mine, body))), None)
        if found is not None:
            here.add(found)
            learnt.lines_here += counts[body]
        else:
            by_name[body.name].append(body)
    doubted: set[tuple[bytes, str]] = set()
    names = list(by_name)
    for key, mine in known.all.items():
        for name, _ in alike_among(mine, names):
            for body in by_name[name]:
                match, verdict = compare(mine, body), settled.get((key, fold(name)))
                if match is None or verdict == "different":
                    continue
                if verdict == "same":
                    here.add(key)
                    learnt.lines_here += counts[body]
                else:
                    doubted.add((key, fold(name)))
    learnt.applicants_here, learnt.doubts = len(here), len(doubted)
    return learnt


def _surely(match: Match | None) -> bool:
    return match is not None and match.sure


class _Applicants:
    """The applicants of the base, found by each of their numbers."""

    def __init__(self, rows: Iterable[tuple[bytes, Body]]) -> None:
        self.all = dict(rows)
        self._by: dict[str, list[bytes]] = defaultdict(list)
        for key, body in self.all.items():
            for number in {body.siret, body.siren, body.rna} - {""}:
                self._by[number].append(key)

    def among(self, body: Body) -> list[tuple[bytes, Body]]:
        """Those that share a number with this body."""
        numbers = [number for number in (body.siret, body.rna, body.siren) if number]
        keys = dict.fromkeys(key for number in numbers for key in self._by.get(number, ()))
        return [(key, self.all[key]) for key in keys]


def _applicants(session: Session) -> _Applicants:
    one = m.Applicant
    rows = session.execute(select(one.id, one.name, one.siret, one.rna, one.acronym))
    return _Applicants((row.id, body_of(row.name, row.siret, row.rna, row.acronym)) for row in rows)


def _settled(session: Session) -> dict[tuple[bytes, str], str]:
    rows = session.scalars(select(m.Likeness).where(m.Likeness.kind == "grantee"))
    return {(bytes.fromhex(row.one), row.other): row.verdict for row in rows}


@use_case("Rapprocher « {name} »", right="merge")
def settle(session: Session, *, applicant: bytes, name: str, same: bool, reason: str = "") -> None:
    """Say once whether the grants made to this name are those of the applicant; a second word replaces it."""
    holder = session.get(m.Applicant, applicant)
    if holder is None:
        raise ValueError("Ce porteur n’est plus dans la base : rien n’a été enregistré.")
    one, other = applicant.hex(), fold(name)
    key = key_of("likeness", "grantee", one, other)
    row = session.get(m.Likeness, key)
    verdict = "same" if same else "different"
    author = author_of(session)
    if row is None:
        session.add(
            m.Likeness(
                id=key, kind="grantee", one=one, other=other, verdict=verdict, reason=reason, author=author,
                at=now(),
            )
        )  # fmt: skip
    else:
        row.verdict, row.reason, row.author, row.at = verdict, reason, author, now()
    words = "C’est le même porteur" if same else "Ce n’est pas lui"
    say(session, f"{words} : « {name} » et « {holder.name} »")
