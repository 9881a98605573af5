"""Column maps: read from resources and from what the user taught, guessed for a new header, saved as TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from desktop.exchange.application import Unreadable
from desktop.exchange.table_fields import OTHER, SKIP, field_of
from desktop.exchange.table_headers import HeaderRow, bare, key
from desktop.rules.folding import words

GENERIC = "generique"
SURE = 0.75  # below, a guess is only proposed on the mapping screen
_GUESSED = 400  # columns of a list that are looked at this closely: no officer's list has more
_LIKENESS = 0.86
_YEAR_AFTER = re.compile(r" (?:19|20)\d{2}$")
_PERSONAL = re.compile(
    r"\b(?:iban|bic|rib|courriel|e ?mail|mail|messagerie|tel|telephone|portable|prenom|civilite|salarie|"
    r"utilisateur|agent|createur|saisi par)\b"
)


@dataclass(frozen=True, slots=True)
class MapColumn:
    """One line of a map: any of `headers` (as keys) fills `field`."""

    field: str
    headers: tuple[str, ...]
    group: str = ""
    occurrence: int = 0  # 0: any
    maybe: tuple[str, ...] = ()  # headers that may mean this: proposed, never taken unasked
    beside: bool = False  # in lists of past grants: the value is in the next column, which has no label


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One file of resources/imports of kind "table"."""

    id: str
    title: str
    columns: tuple[MapColumn, ...]
    signatures: tuple[tuple[str, ...], ...] = ()  # all the headers of one of them: the map is chosen
    constants: dict[str, Any] = field(default_factory=dict)
    skip: tuple[str, ...] = ()  # first words of rows that are no dossier
    continuation: bool = False  # a row without a number goes on with the one above
    source: str = ""  # the portal whose numbers these are, when its other files are read too
    add: tuple[str, ...] = ()  # rows of one number are one dossier, of which these amounts add up
    personal: bool = True  # False: mails, phones, bank numbers and names of agents are never taken
    leave: dict[str, tuple[str, ...]] = field(default_factory=dict)  # header -> words of rows left out

    def signed(self, keys: set[str]) -> int:
        """How many headers of the longest signature that is all there; 0 when none is."""
        return max((len(one) for one in self.signatures if one and keys.issuperset(one)), default=0)


@dataclass(slots=True)
class Guess:
    """What one column of a file fills, and how sure that is (0 to 1; 1 = said by a map)."""

    position: int
    header: str
    group: str
    occurrence: int
    field: str
    confidence: float
    why: str = ""  # what the proposal rests on, a part of a French sentence


@dataclass(slots=True)
class Mapping:
    """The columns of one file told one by one; the mapping screen edits `columns[i].field`."""

    id: str
    title: str
    columns: list[Guess]
    constants: dict[str, Any] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    continuation: bool = False
    chosen: bool = False  # by signature, by name or by the user, not by guess
    source: str = ""
    add: tuple[str, ...] = ()
    leave: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def filled(self) -> set[str]:
        """The fields that sure columns fill."""
        return {guess.field for guess in self.columns if guess.confidence >= SURE}

    def enough(self) -> bool:
        """Whether a dossier can be told: who asks, and how much or under which number."""
        fields = self.filled()
        who = fields & {"applicant.name", "applicant.siret", "applicant.rna"}
        what = {"asked", "granted", "source_id", "cost", "proposed"}
        # A guess needs more than a chosen map: a directory of associations has names and titles too.
        return bool(who) and bool(fields & (what | {"title"} if self.chosen else what))


def accepted(mapping: Mapping, map_id: str = "", title: str = "") -> Mapping:
    """The mapping as a person agreed to it: every proposal is sure; with an id, it becomes a map of its "
    "own."""
    columns = [replace(guess, confidence=0.0 if guess.field == OTHER else 1.0) for guess in mapping.columns]
    return replace(
        mapping, id=map_id or mapping.id, title=title or mapping.title, columns=columns, chosen=True
    )


def load_maps(folders: Iterable[Path]) -> list[ColumnMap]:
    """Every table map of the folders; a later folder replaces a map of the same id. Raises Unreadable."""
    found: dict[str, ColumnMap] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                data = tomllib.loads(path.read_text(encoding="utf-8"))
                if data.get("kind") == "table":
                    read = _column_map(data)
                    found[read.id] = read
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
                raise Unreadable(
                    f"La correspondance de colonnes « {path.name} » est mal écrite ({error}). Corrigez ce "
                    "fichier "
                    f"du dossier « {path.parent} » ou retirez-le, puis recommencez l’import."
                ) from error
    return list(found.values())


def _column_map(data: dict[str, Any]) -> ColumnMap:
    columns = []
    for told in data["column"]:
        if field_of(told["field"]) is None:
            raise KeyError(f"champ inconnu : {told['field']}")
        headers = tuple(key(header) for header in told["headers"])
        maybe = tuple(key(header) for header in told.get("maybe", ()))
        group, occurrence = key(told.get("group", "")), told.get("occurrence", 0)
        columns.append(MapColumn(told["field"], headers, group, occurrence, maybe))
    return ColumnMap(
        id=data["id"],
        title=data["title"],
        columns=tuple(columns),
        signatures=signatures_of(data.get("signature", ())),
        constants=dict(data.get("constants", {})),
        skip=tuple(key(label) for label in data.get("skip", ())),
        continuation=bool(data.get("continuation", False)),
        source=str(data.get("source", "")),
        add=tuple(data.get("add", ())),
        personal=data.get("personal") != SKIP,
        leave=leave_of(data.get("leave", {})),
    )


def signatures_of(told: Sequence[Any]) -> tuple[tuple[str, ...], ...]:
    """One list of headers, or several of which one is enough."""
    lists = told if told and not isinstance(told[0], str) else [told]
    return tuple(tuple(key(header) for header in one) for one in lists if one)


def leave_of(told: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The rows that a map leaves out: header -> words of its values, as keys."""
    return {key(label): tuple(map(key, values)) for label, values in told.items()}


def known_headers(maps: Sequence[ColumnMap]) -> frozenset[str]:
    return frozenset(header for one in maps for column in one.columns for header in column.headers)


def suggest(headers: HeaderRow, maps: Sequence[ColumnMap], wanted: str | None = None) -> Mapping:
    """The map whose signature is all there (the longest wins), else a guess from the generic one."""
    keys = {*headers.keys, *(key(bare(label)) for label in headers.labels)}
    named = [one for one in maps if one.id == wanted]
    signed = [one for one in maps if one.signed(keys)]
    if named or signed:
        best = named[0] if named else max(signed, key=lambda one: one.signed(keys))
        if best.id != GENERIC:
            return _applied(headers, best, chosen=True)
    generic = next((one for one in maps if one.id == GENERIC), ColumnMap(GENERIC, "", ()))
    mapping = _applied(headers, generic, chosen=bool(named))
    _guess(generic, mapping)
    _one_each(mapping)
    return mapping


def _applied(headers: HeaderRow, one: ColumnMap, *, chosen: bool) -> Mapping:
    columns = [
        Guess(position, label, headers.groups[position], headers.occurrence(position), OTHER, 0.0)
        for position, label in enumerate(headers.labels)
    ]
    taken: set[str] = set()
    spelt: dict[str, list[Guess]] = {}
    for guess in columns:
        full = key(f"{guess.group} {guess.header}")
        for spelling in {key(guess.header), key(bare(guess.header)), full}:
            spelt.setdefault(spelling, []).append(guess)
    for told in one.columns:
        for header in told.headers:  # the first spelling listed is the likeliest
            for guess in spelt.get(header, ()):
                free = told.field not in taken or _many(told.field)
                if guess.confidence == 0.0 and free and _fits(told, header, guess):
                    guess.field, guess.confidence, guess.why = told.field, 1.0, "titre connu"
                    taken.add(told.field)
    for guess in columns:
        if not one.personal and not guess.confidence and _PERSONAL.search(key(guess.header)):
            guess.field, guess.confidence = SKIP, 1.0
    return Mapping(
        one.id, one.title, columns, one.constants, one.skip, one.continuation, chosen, one.source, one.add,
        one.leave,
    )  # fmt: skip


def _fits(told: MapColumn, header: str, guess: Guess) -> bool:
    full = key(f"{guess.group} {guess.header}")
    if header not in (key(guess.header), key(bare(guess.header))) and (not guess.group or header != full):
        return False
    if told.group and told.group not in key(guess.group):
        return False
    return told.occurrence in (0, guess.occurrence)


def _guess(generic: ColumnMap, mapping: Mapping) -> None:
    """Columns no alias tells: the likest alias, as a doubtful proposal."""
    aliases = [
        _Alias(told, header, words(header), SequenceMatcher(None, "", header))
        for told in generic.columns
        for header in (*told.maybe, *told.headers)
    ]
    for guess in mapping.columns[:_GUESSED]:
        label = key(guess.header)
        if guess.confidence or not label:
            continue
        mine, undated = words(label), _YEAR_AFTER.sub("", label)
        for alias in aliases:
            likeness = 0.7 if label in alias.told.maybe else _likeness(label, mine, alias)
            if undated == alias.header and alias.header in alias.told.headers:
                likeness = 0.74  # « Montant demandé 2025 »: surely, but another year may stand beside it
            if likeness > guess.confidence:
                guess.field, guess.confidence = alias.told.field, likeness
                near = label not in alias.told.maybe
                guess.why = f"titre proche de « {alias.header} »" if near else "titre qui peut le dire"


class _Alias(NamedTuple):
    """One spelling of a field, ready to be compared with many labels."""

    told: MapColumn
    header: str
    words: list[str]
    letters: SequenceMatcher[str]


def _likeness(label: str, mine: list[str], alias: _Alias) -> float:
    """0.6 at most: the same words with others around, or nearly the same letters."""
    theirs, header = alias.words, alias.header
    if len(header) > 3 and mine[: len(theirs)] == theirs:
        return 0.6
    if len(theirs) > 1 and set(theirs) <= set(mine):
        return 0.55
    if len(label) > 3 and theirs[: len(mine)] == mine:
        return 0.5
    if abs(len(label) - len(header)) > 4:
        return 0.0
    alias.letters.set_seq1(label)
    near = alias.letters.quick_ratio() >= _LIKENESS and alias.letters.ratio() >= _LIKENESS
    return 0.4 if near else 0.0


def _one_each(mapping: Mapping) -> None:
    """A field that takes one value keeps its surest, leftmost column."""
    taken: set[str] = set()
    for guess in sorted(mapping.columns, key=lambda guess: (-guess.confidence, guess.position)):
        if guess.field in taken:
            guess.field, guess.confidence, guess.why = OTHER, 0.0, ""
        elif guess.confidence and not _many(guess.field):
            taken.add(guess.field)


def _many(code: str) -> bool:
    known = field_of(code)
    return known is not None and known.many
