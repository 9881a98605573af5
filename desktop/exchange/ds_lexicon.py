"""Labels of forms compared loosely, and the word list of resources/imports that tells what they mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from desktop.paths import resources

_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2}|\.[a-z])*\s*[.)°–-]?\s+|[a-z]\)\s+|\.{3}\s*)", re.IGNORECASE
)
_BLOCK = re.compile(r"^\(Bloc répétable (?P<block>.+?)\) [–-] (?P<field>.+)$", re.DOTALL)


@lru_cache(maxsize=8192)
def plain(label: str) -> str:
    """A label without accents, case, punctuation, leading number, asterisk or footnote mark."""
    label = re.sub(r"\(\d\)|\*", " ", label.replace("\u00a0", " ").replace("\u202f", " "))
    label = _NUMBERING.sub("", label.strip())
    folded = unicodedata.normalize("NFKD", label.casefold().replace("œ", "oe").replace("°", " "))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def block_and_field(label: str) -> tuple[str, str]:
    """A column of an export template "(Bloc répétable X) – y" as ("X", "y"); ("", label) for others."""
    found = _BLOCK.match(label.replace("\u00a0", " ").strip())
    return (found["block"], found["field"]) if found else ("", label)


def has_words(label: str, words: str) -> bool:
    """Each of `words` begins a word of the normalised label; one that ends with $ is the whole word."""
    tokens = label.split()
    return all(
        word[:-1] in tokens if word.endswith("$") else any(token.startswith(word) for token in tokens)
        for word in words.split()
    )


def has_any(label: str, entries: Iterable[str]) -> bool:
    return any(has_words(label, entry) for entry in entries)


@dataclass(frozen=True, slots=True)
class Rule:
    """One [[field]] of the word list."""

    to: str
    exact: frozenset[str]
    any: tuple[str, ...]
    without: tuple[str, ...]

    def fits(self, label: str) -> bool:
        # "n 1" must be two whole neighbours, not "n…" and "1…" anywhere.
        barred = any(f" {w} " in f" {label} " if " " in w else has_words(label, w) for w in self.without)
        return not barred and has_any(label, self.any)


@dataclass(frozen=True, slots=True)
class Lexicon:
    rules: tuple[Rule, ...]
    system: Mapping[str, str]  # normalised label -> key
    identity: Mapping[str, str]
    states: Mapping[str, str]
    people: Mapping[str, tuple[str, ...]]
    block: Mapping[str, tuple[str, ...]]
    choices: tuple[str, ...]


def _reversed(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {label: key for key, labels in table.items() for label in labels}


def _strings(node: object) -> Iterable[str]:
    """Titles and aliases anywhere in a grid file, whatever its shape."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in ("label", "title", "name", "short", "long", "full"):
                yield value
            elif isinstance(value, list) and key in ("aliases", "labels", "names"):
                yield from (item for item in value if isinstance(item, str))
            else:
                yield from _strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from _strings(item)


def _grid_labels() -> Iterable[str]:
    for path in sorted((resources() / "grids").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if data.get("kind") != "score":
            yield from _strings(data)


@cache
def lexicon() -> Lexicon:
    """The word list of démarches-simplifiees forms, with the challenge labels of every grid."""
    source = (resources() / "imports" / "demarches_simplifiees.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(source)
    rules = tuple(
        Rule(f["to"], frozenset(f.get("exact", ())), tuple(f.get("any", ())), tuple(f.get("without", ())))
        for f in data["field"]
    )
    return Lexicon(
        rules=rules,
        system=_reversed(data["system"]),
        identity=_reversed(data["identity"]),
        states=data["states"],
        people={key: tuple(words) for key, words in data["people"].items()},
        block={key: tuple(words) for key, words in data["block"].items()},
        choices=(*data["choices"]["known"], *_grid_labels()),
    )


@lru_cache(maxsize=4096)
def target(label: str) -> str:
    """The field of the application a label fills, "" when none."""
    known = plain(label)
    rules = lexicon().rules
    exact = next((rule.to for rule in rules if known in rule.exact), "")
    return exact or next((rule.to for rule in rules if rule.fits(known)), "")
