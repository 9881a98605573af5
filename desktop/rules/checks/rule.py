"""A rule as its file tells it: words, level, limits, where it applies; and the book of all rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.rules.findings import LEVELS, Finding, Level, Source, digest
from desktop.rules.folding import fold


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `sentence` has {names} that its arithmetic fills; `others` are its other sentences by name.

    `why` says in one sentence why it is looked at, `law` where that is written. `values` are its limits.
    `kinds` (of applicant) and `calls` (kinds or codes of call) say where it applies: everywhere when empty.
    """

    code: str
    family: str
    title: str
    level: Level
    sentence: str
    why: str
    law: str
    values: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    enabled: bool = True

    def number(self, name: str) -> int:
        """One of its limits, a whole number."""
        return int(self.values[name])

    def words(self, name: str) -> tuple[str, ...]:
        """One of its lists of words, folded."""
        return tuple(fold(word) for word in self.values[name])

    def applies(self, kind: str, call: tuple[str, str]) -> bool:
        """Whether it looks at this kind of applicant and this call (its kind, its code)."""
        return (
            self.enabled
            and (not self.kinds or kind in self.kinds)
            and (not self.calls or bool(set(call) & set(self.calls)))
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """What the arithmetic of one rule saw: two sources, and the words that fill its sentence.

    `mark` tells apart several hits of one rule in one dossier. `other` names another sentence of the rule,
    `level` another level. `tied` stands for the sources in the digest when a change of them is no news.
    """

    left: Source
    right: Source
    said: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    other: str = ""
    level: Level | None = None
    tied: tuple[str, ...] = ()


def finding(rule: Rule, hit: Hit) -> Finding:
    """The hit in the words of its rule."""
    sentence = (rule.others[hit.other] if hit.other else rule.sentence).format_map(hit.said)
    code = f"{rule.code}:{hit.mark}" if hit.mark else rule.code
    parts = hit.tied or (hit.left.value, hit.right.value)
    return Finding(code, hit.level or rule.level, sentence, hit.left, hit.right, rule.code, digest(parts))


class Rulebook:
    """Every rule, by family in the order of the files."""

    def __init__(self, rules: tuple[Rule, ...], families: Mapping[str, str]) -> None:
        self.rules = rules
        self.families = families
        self._by_code = {rule.code: rule for rule in rules}

    def __getitem__(self, code: str) -> Rule:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def get(self, code: str) -> Rule | None:
        """A rule by its code; None when a later edition dropped it."""
        return self._by_code.get(code)

    @property
    def digest(self) -> str:
        """Changes when any rule does: what was found by other rules is then found anew."""
        told = [[getattr(rule, name) for name in rule.__slots__] for rule in self.rules]
        return digest([json.dumps(told, ensure_ascii=False, default=dict)])


def read_book(files: Sequence[Mapping[str, Any]]) -> Rulebook:
    """The book made of parsed files. Raises ValueError with the file and the rule when one is not whole."""
    rules: list[Rule] = []
    for data in files:
        told = data.get("rule")
        if not (data.get("id") and data.get("title") and isinstance(told, list)):
            raise ValueError(f"Contrôles, {data.get('id', '?')} : il faut id, title et des blocs [[rule]].")
        rules += (_read(data["id"], entry) for entry in told)
    seen: set[str] = set()
    for rule in rules:
        if rule.code in seen:
            raise ValueError(f"Contrôles, {rule.family} : la règle « {rule.code} » est écrite deux fois.")
        seen.add(rule.code)
    return Rulebook(tuple(rules), {data["id"]: data["title"] for data in files})


def amended(book: Rulebook, changes: Sequence[Mapping[str, Any]]) -> Rulebook:
    """The book with an office's own settings: each names a rule by its code and what changes in it.

    Raises ValueError when a change speaks of no rule, or leaves one that is not whole.
    """
    own = {change.get("code", ""): change for change in changes}
    for code in own:
        if book.get(code) is None:
            raise ValueError(f"Contrôles de l’office : aucune règle ne s’appelle « {code} ».")
    rules = tuple(_changed(rule, own[rule.code]) if rule.code in own else rule for rule in book)
    return Rulebook(rules, book.families)


def _changed(rule: Rule, change: Mapping[str, Any]) -> Rule:
    told = {name: getattr(rule, name) for name in Rule.__slots__ if name != "family"}
    values = {**told["values"], **change.get("values", {})}
    return _read(rule.family, {**told, **change, "values": values})


def _read(family: str, entry: Mapping[str, Any]) -> Rule:
    where = f"Contrôles, {family}, règle « {entry.get('code', '?')} »"
    lacking = [name for name in ("code", "title", "level", "sentence", "why", "law") if not entry.get(name)]
    if lacking:
        raise ValueError(f"{where} : il manque {', '.join(lacking)}.")
    if entry["level"] not in LEVELS:
        raise ValueError(f"{where} : le niveau est l’un de {', '.join(LEVELS)}.")
    unknown = set(entry) - {name for name in Rule.__slots__ if name != "family"}
    if unknown:
        raise ValueError(f"{where} : « {sorted(unknown)[0]} » n’est pas un réglage.")
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return Rule(family=family, **told)
