"""What changed between two tellings of an application: texts word by word, fields, lines of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from desktop.rules.money import euros
from desktop.rules.sections import TITLES

Payload = Mapping[str, Any]  # field -> value, as an import keeps it
Sign = Literal["same", "gone", "new"]
MONEY = frozenset({"cost", "asked", "proposed", "granted"})
TABLES = {  # field -> columns that name a line, column of its amount
    "budget": ((0, 1, 2, 4), 3),
    "own_budget": ((0, 1, 2), 3),
    "funding": ((0,), 2),
}
_SILENT = frozenset({"source_state", "also_known", "opinions"})  # the portal's own affairs
# The database and a file may differ on the order of these, which means nothing.
_UNORDERED = frozenset({"quarters", "challenges", "people"})
_WORD = re.compile(r"\s+|[^\s\w]|\w+")
_ROLE_WORDS = {"representative": "Représentant légal", "in_charge": "Responsable du projet"}
_ROLES = re.compile("^(?:" + "|".join(_ROLE_WORDS) + ")")
_LONG = 4_000  # words: beyond, only whole sentences are compared


@dataclass(frozen=True, slots=True)
class Words:
    """Some words that stayed, went or came."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text of the application; `words` in reading order, what went before what came."""

    code: str
    title: str
    words: tuple[Words, ...]

    @property
    def changed(self) -> bool:
        return any(words.sign != "same" for words in self.words)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, in words; both are "" where it was not told."""

    name: str
    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of a table: its amount before and after in cents, None where it was not there."""

    table: str
    name: str
    before: int | None
    after: int | None
    was: bool = True
    now: bool = True

    @property
    def changed(self) -> bool:
        return self.before != self.after or self.was != self.now


@dataclass(frozen=True, slots=True)
class Comparison:
    texts: tuple[TextChange, ...]
    fields: tuple[FieldChange, ...]
    lines: tuple[LineChange, ...]

    @property
    def changes(self) -> int:
        """How many parts changed."""
        parts: list[TextChange | FieldChange | LineChange] = [*self.texts, *self.fields, *self.lines]
        return sum(part.changed for part in parts)

    @property
    def changed(self) -> bool:
        return self.changes > 0


def compare(before: Payload, after: Payload, labels: Mapping[str, str]) -> Comparison:
    """Both tellings side by side. A name that the later one does not tell stayed as it was."""
    later = {**before, **after}
    names = [name for name in dict.fromkeys([*labels, *before, *later]) if name in before or name in later]
    texts = [
        TextChange(code, TITLES.get(code, code), tuple(words(_text(before, name), _text(later, name))))
        for name in names
        if (code := name.removeprefix("text.")) != name
    ]
    fields = [change for name in names if (change := _field(name, before, later, labels)) is not None]
    lines = [line for name in TABLES for line in _lines(name, before.get(name) or [], later.get(name) or [])]
    order = list(TITLES)
    texts.sort(key=lambda t: order.index(t.code) if t.code in order else len(order))
    return Comparison(tuple(texts), tuple(fields), tuple(lines))


def kept_here(told: Payload, here: Payload, labels: Mapping[str, str]) -> list[FieldChange]:
    """What stands here otherwise than the source last told it: `before` is the source, `after` is here."""
    found = []
    for name, value in told.items():
        if name in TABLES or name in _SILENT or name not in here:
            continue
        label = labels.get(name) or TITLES.get(name.removeprefix("text."), name.partition(".")[2] or name)
        change = FieldChange(name, label, shown(name, value), shown(name, here[name]))
        if change.changed and change.after:
            found.append(change)
    return found


def _text(payload: Payload, name: str) -> str:
    return str(payload.get(name) or "")


def _field(name: str, before: Payload, after: Payload, labels: Mapping[str, str]) -> FieldChange | None:
    if name.startswith("text.") or name in TABLES or name in _SILENT:
        return None
    label = labels.get(name) or name.partition(".")[2] or name
    old, new = before.get(name), after.get(name)
    if name == "other":  # answers of the form that no field keeps: only those that differ are told
        old, new = _without(old, new), _without(new, old)
    change = FieldChange(name, label, shown(name, old), shown(name, new))
    return change if change.before or change.after else None


def _without(these: Any, those: Any) -> list[Any]:
    said = [list(each) for each in those or []]
    return [each for each in these or [] if list(each) not in said]


def shown(name: str, value: Any) -> str:
    """A value in words, the same whether a file or the database told it."""
    if value in (None, "", []):
        return ""
    if name in MONEY and isinstance(value, int):
        return euros(value)
    if name == "renewal":
        return "oui" if value else "non"
    if isinstance(value, list | tuple):
        rows = [_row(each) for each in value]
        if name == "people":
            rows = [_ROLES.sub(_role, row) for row in rows]
        return "\n".join(sorted(rows) if name in _UNORDERED else rows)
    text = str(value)
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d).*)?", text)
    if day:
        at = f" {day[4]}:{day[5]}" if day[4] else ""
        return f"{day[3]}/{day[2]}/{day[1]}{at}"
    return text


def _role(found: re.Match[str]) -> str:
    return _ROLE_WORDS[found[0]]


def _row(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " · ".join(str(part) for part in value if part not in (None, ""))
    return str(value)


def _lines(
    table: str, before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]
) -> Iterator[LineChange]:
    """Lines that bear the same name are one line; a name said twice is told in the order of the table."""
    names, column = TABLES[table]
    old, new = _named(before, names, column), _named(after, names, column)
    for key in dict.fromkeys([*old, *new]):
        name = " ".join(part for part in (key[0][1:] if len(names) > 1 else key[0]) if part)
        side = {"charge": "Charges", "product": "Produits"}.get(key[0][0], "") if len(names) > 1 else ""
        yield LineChange(
            table, f"{side} · {name}" if side else name, old.get(key), new.get(key), key in old, key in new
        )


def _named(
    rows: Iterable[Sequence[Any]], names: tuple[int, ...], column: int
) -> dict[tuple[tuple[str, ...], int], int | None]:
    found: dict[tuple[tuple[str, ...], int], int | None] = {}
    for row in rows:
        name = tuple(str(row[at] or "") if at < len(row) else "" for at in names)
        rank = sum(known[0] == name for known in found)
        found[(name, rank)] = row[column] if column < len(row) else None
    return found


def words(before: str, after: str) -> Iterator[Words]:
    """The words of both texts in reading order, each stretch with its sign."""
    if before == after:
        if after:
            yield Words("same", after)
        return
    old, new = _cut(before), _cut(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for deed, a, b, c, d in _joined(matcher.get_opcodes(), old):
        if deed == "equal":
            yield Words("same", "".join(old[a:b]))
            continue
        if a < b:
            yield Words("gone", "".join(old[a:b]))
        if c < d:
            yield Words("new", "".join(new[c:d]))


def _cut(text: str) -> list[str]:
    """Words, signs and blanks; of a very long text, its sentences."""
    parts = _WORD.findall(text)
    return parts if len(parts) <= _LONG else re.findall(r".+?(?:[.!?\n]+\s*|$)", text, re.DOTALL)


def _joined(
    opcodes: Iterable[tuple[str, int, int, int, int]], old: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Changes that only a blank keeps apart are one change: a sentence written anew reads as one."""
    made: list[tuple[str, int, int, int, int]] = []
    for deed, a, b, c, d in opcodes:
        blank = deed == "equal" and not "".join(old[a:b]).strip()
        if made and made[-1][0] != "equal" and (deed != "equal" or blank):
            _, before, _, then, _ = made[-1]
            made[-1] = ("replace", before, b, then, d)
        else:
            made.append((deed, a, b, c, d))
    return made
