"""What can be typed next in the search field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.rules.folding import fold
from desktop.rules.query_fields import BY_NAME, FIELDS, ORDERED, Field
from desktop.rules.query_nodes import quoted

_LAST = re.compile(
    r"""(?P<lead>-?)(?:(?P<name>[^\s():<>=!"-]+)(?P<op>>=|<=|!=|[:=<>]))?(?P<start>"[^"]*|[^\s():<>=!"]*)$"""
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace text[start:end] by `text`; `shown` stands in the list, `note` in grey beside it."""

    start: int
    end: int
    text: str
    shown: str
    note: str = ""


def suggest(
    text: str, cursor: int, vocabulary: Mapping[str, Sequence[str]] | None = None, limit: int = 8
) -> list[Suggestion]:
    """Completions at the cursor. `vocabulary`: field code -> values found in the data."""
    found = _LAST.search(text[:cursor])
    if found is None:
        return []
    typed = found["start"].lstrip('"')
    end = cursor + len(re.match(r'[^\s():<>=!"]*', text[cursor:]).group())  # type: ignore[union-attr]  # * always matches
    if found["name"]:
        field = BY_NAME.get(fold(found["name"]))
        if field is None:
            return []
        return [
            Suggestion(found.start("start"), end, quoted(value), value)
            for value in _matching(_values(field, vocabulary or {}), typed)
        ][:limit]
    if not typed and not found["lead"] and text.strip():
        return []
    return [
        Suggestion(found.start("start"), end, shown, shown, _note(field)) for field, shown in _fields(typed)
    ][:limit]


def _values(field: Field, vocabulary: Mapping[str, Sequence[str]]) -> list[str]:
    fixed = [label for _, label in field.values]
    if field.code == "officer":
        fixed.append("moi")
    return list(dict.fromkeys([*fixed, *vocabulary.get(field.code, ())]))


def _matching(values: Sequence[str], typed: str) -> list[str]:
    wanted = fold(typed)
    begins = [value for value in values if fold(value).startswith(wanted)]
    holds = [value for value in values if f" {wanted}" in re.sub(r"[^a-z0-9]", " ", fold(value))]
    return list(dict.fromkeys([*begins, *holds]))


def _fields(typed: str) -> Iterator[tuple[Field, str]]:
    wanted = fold(typed)
    for field in FIELDS:
        if any(fold(name).startswith(wanted) for name in field.names):
            yield field, field.name + (">" if field.kind in ORDERED else ":")


def _note(field: Field) -> str:
    if field.values:
        return ", ".join(label for _, label in field.values[:3]) + ("…" if len(field.values) > 3 else "")
    return {"money": "montant", "number": "nombre", "date": "date", "level": "numéro, puis niveau"}.get(
        field.kind, ""
    )
