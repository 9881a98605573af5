"""What looks seen twice: two applicants, or two dossiers, with the named reasons and a score out of 100."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from desktop.rules.folding import fold, words
from desktop.rules.likeness import body_of, core, names_alike

ENOUGH = 60  # of 100: below, nobody is asked
_TITLE_NEAR = 84  # of 100 letters in place, words sorted
_MANY = 60  # dossiers of one applicant and one year that are compared one by one
_RARE = 30  # a word that more names share tells nothing


class Party(NamedTuple):
    """An applicant, as far as two of them are compared; "" is unknown."""

    key: bytes
    name: str
    acronym: str = ""
    siret: str = ""
    rna: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    phone: str = ""


class Action(NamedTuple):
    """A dossier, as far as two of them are compared; `asked` in cents, dates ISO."""

    key: bytes
    party: bytes
    title: str
    year: int
    asked: int | None = None
    starts_on: str | None = None
    ends_on: str | None = None


class Twins(NamedTuple):
    """Two that may be one, the first key before the second, and why."""

    one: bytes
    other: bytes
    score: int
    reasons: tuple[str, ...]


def sure_siret(siret: str) -> str:
    """The SIRET, "" when a spreadsheet lost its last digits: nothing is ever matched on such a one."""
    return "" if len(siret) != 14 or siret.endswith("00000") or siret.startswith("000000000") else siret


def compare_parties(one: Party, other: Party) -> tuple[int, tuple[str, ...]]:
    """(score, reasons) for two applicants; a reason against lowers the score and is told too."""
    sirets = sure_siret(one.siret), sure_siret(other.siret)
    if sirets[0] and sirets[0] == sirets[1]:
        return 100, ("même SIRET", *_names(one, other)[1])
    score, reasons = 0, []
    if one.rna and one.rna == other.rna:
        score, reasons = 90, ["même RNA"]
    elif one.rna and other.rna:
        score, reasons = -50, ["RNA différents"]
    if all(sirets):
        same = sirets[0][:9] == sirets[1][:9]
        score += 50 if same else -70
        reasons.append("même SIREN" if same else "SIREN différents")
    points, told = _names(one, other)
    score, reasons = score + points, [*reasons, *told]
    for points, reason, values in (
        (25, "même adresse", (_place(one), _place(other))),
        (30, "même courriel", (fold(one.email), fold(other.email))),
        (20, "même téléphone", (_digits(one.phone), _digits(other.phone))),
    ):
        if values[0] and values[0] == values[1]:
            score += points
            reasons.append(reason)
    if one.postcode and other.postcode and one.postcode[:2] != other.postcode[:2]:
        score -= 20
        reasons.append("départements différents")
    return max(0, min(100, score)), tuple(reasons)


def _names(one: Party, other: Party) -> tuple[int, tuple[str, ...]]:
    mine = body_of(one.name, "", "", one.acronym)
    alike = max(
        names_alike(mine, other.name), names_alike(body_of(other.name, "", "", other.acronym), one.name)
    )
    if alike == 100:
        return 60, ("même nom",)
    return (40, ("nom proche",)) if alike else (0, ())


def _place(party: Party) -> str:
    return f"{fold(party.address)} {party.postcode}" if party.address and party.postcode else ""


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit())[-9:]


def party_twins(parties: Sequence[Party], different: Collection[frozenset[bytes]] = ()) -> list[Twins]:
    """Every pair of applicants that may be one, the likest first; those declared different are left out."""
    found = []
    for one, other in _pairs(parties):
        first, second = sorted((one, other), key=lambda party: party.key)
        if frozenset((one.key, other.key)) in different:
            continue
        score, reasons = compare_parties(first, second)
        if score >= ENOUGH:
            found.append(Twins(first.key, second.key, score, reasons))
    return sorted(found, key=lambda twins: (-twins.score, twins.one, twins.other))


def _pairs(parties: Sequence[Party]) -> Iterator[tuple[Party, Party]]:
    """Those that share a number, a mail, or a word that few names have: no other pair can be alike."""
    rooms: dict[Hashable, list[int]] = defaultdict(list)
    for rank, party in enumerate(parties):
        siret = sure_siret(party.siret)
        marks = {("siren", siret[:9]), ("rna", party.rna), ("mail", fold(party.email)), ("at", _place(party))}
        marks |= {("word", word) for name in (party.name, party.acronym) for word in core(name).split()}
        for mark in marks:
            if mark[1]:
                rooms[mark].append(rank)
    seen: set[tuple[int, int]] = set()
    for ranks in rooms.values():
        if len(ranks) <= _RARE:
            seen.update(combinations(ranks, 2))
    return ((parties[one], parties[other]) for one, other in seen)


@lru_cache(maxsize=65_536)
def _title(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def compare_titles(one: str, other: str) -> tuple[int, str]:
    """(points, reason) for two titles; (0, "") when they are those of two actions."""
    mine, theirs = _title(one), _title(other)
    if not mine or not theirs:
        return 0, ""
    if mine == theirs:
        return 40, "même intitulé"
    near = fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))) >= _TITLE_NEAR
    # « Atelier 2 » is not « Atelier 3 », however near.
    same_numbers = [w for w in mine if w.isdigit()] == [w for w in theirs if w.isdigit()]
    return (25, "intitulé proche") if near and same_numbers else (0, "")


def compare_actions(one: Action, other: Action, whose: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """(score, reasons) for two dossiers of one applicant; `whose` says what makes the applicant one."""
    points, title = compare_titles(one.title, other.title)
    if one.year != other.year or not points:
        return 0, ()
    score, reasons = 50 + points, [*whose, title, "même année"]
    if one.asked is not None and one.asked == other.asked:
        score += 5
        reasons.append("même montant demandé")
    if one.starts_on and (one.starts_on, one.ends_on) == (other.starts_on, other.ends_on):
        score += 5
        reasons.append("mêmes dates")
    return min(100, score), tuple(reasons)


def action_twins(
    actions: Iterable[Action], parties: Sequence[Twins], different: Collection[frozenset[bytes]] = ()
) -> list[Twins]:
    """Every pair of dossiers that may be one: same applicant or applicants alike, same year, title alike."""
    head, why = _clusters(parties)
    rooms: dict[tuple[bytes, int], list[Action]] = defaultdict(list)
    for action in actions:
        rooms[head.get(action.party, action.party), action.year].append(action)
    found = []
    for room in rooms.values():
        for one, other in _neighbours(room):
            if frozenset((one.key, other.key)) in different:
                continue
            first, second = sorted((one, other), key=lambda action: action.key)
            same = one.party == other.party
            whose = (
                ("même porteur",)
                if same
                else why.get(frozenset((one.party, other.party)), ("porteurs proches",))
            )
            score, reasons = compare_actions(first, second, whose)
            if score >= ENOUGH:
                found.append(Twins(first.key, second.key, score, reasons))
    return sorted(found, key=lambda twins: (-twins.score, twins.one, twins.other))


def _neighbours(room: list[Action]) -> Iterator[tuple[Action, Action]]:
    if len(room) <= _MANY:
        yield from combinations(room, 2)
        return
    by_title: dict[tuple[str, ...], list[Action]] = defaultdict(list)
    for action in room:
        by_title[tuple(sorted(_title(action.title)))].append(action)
    for same in by_title.values():
        yield from combinations(same[:_MANY], 2)


def _clusters(pairs: Sequence[Twins]) -> tuple[dict[bytes, bytes], dict[frozenset[bytes], tuple[str, ...]]]:
    """Applicant -> one key for all those alike; and why each pair is."""
    head: dict[bytes, bytes] = {}

    def top(key: bytes) -> bytes:
        while (above := head.get(key, key)) != key:
            head[key] = head.get(above, above)  # each way up is shortened for the next one
            key = above
        return key

    for pair in pairs:
        head[top(pair.one)] = top(pair.other)
        head.setdefault(pair.other, top(pair.other))
    return {key: top(key) for key in head}, {frozenset((p.one, p.other)): p.reasons for p in pairs}
