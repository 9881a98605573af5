"""The field map of the Cerfa 12156, and the pairs an officer taught: read, compared, saved as TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from desktop.exchange.application import FormField, Unreadable
from desktop.exchange.cerfa_widgets import Widget
from desktop.exchange.csv_out import replaced
from desktop.exchange.table_fields import OTHER, SKIP
from desktop.paths import resources
from desktop.rules.chart import BY_CODE
from desktop.rules.folding import words

FORM = "cerfa_12156"
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_INSTANCE = re.compile(r"\[\d+\]|^P\d+\.")


def norm(text: str) -> str:
    """A text as the map compares it: words without accents, case nor punctuation."""
    return " ".join(words(_CAMEL.sub(" ", text)))


def stem(name: str) -> str:
    """A field name without the number of its project: pages that repeat share what was taught."""
    return _INSTANCE.sub("", name)


Patterns = tuple[re.Pattern[str], ...]


def _patterns(written: Iterable[str], *, start: bool = False) -> Patterns:
    return tuple(re.compile(rf"(?:{one})(?![a-z0-9])" if start else one) for one in written)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form."""

    code: str
    label: str
    headings: Patterns
    hints: Patterns
    numbers: Mapping[str, str]
    repeats: bool


@dataclass(frozen=True, slots=True)
class Spec:
    """One answer of the form: its code, and the words that tell it, alone or inside its section."""

    code: str
    label: str
    section: str
    kind: str
    long: bool
    alone: Patterns
    labels: Patterns

    def says(self, clue: str, section: str) -> int:
        """How well a clue (as `norm` makes it) tells this answer: 0 no, 1 inside its section, 2 alone."""
        if any(one.search(clue) for one in self.alone):
            return 2
        return int(section == self.section and any(one.match(clue) for one in self.labels))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget, or of the staff of the action (without account)."""

    label: str
    labels: Patterns
    account: str = ""
    side: str = ""

    def says(self, clue: str) -> bool:
        return any(one.match(clue) for one in self.labels)

    def within(self, clue: str) -> bool:
        return any(one.search(clue) for one in self.labels)


@dataclass(frozen=True, slots=True)
class FormMap:
    """The whole map."""

    recognised: Patterns
    confirmed: Patterns
    ignored: Patterns
    asides: Patterns
    sentences: Patterns  # with blanks that a group names
    sections: tuple[Section, ...]
    specs: tuple[Spec, ...]
    lines: tuple[Line, ...]
    staff: tuple[Line, ...]

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)

    def spec(self, code: str) -> Spec | None:
        return next((one for one in self.specs if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Taught:
    """What an officer said once of a form: stem of a field name -> code."""

    id: str
    title: str
    pairs: Mapping[str, str]
    spots: Mapping[str, tuple[int, float, float]]  # page from 1, left, bottom: the same form, not its like


@cache
def form_map() -> FormMap:
    """The map that comes with the program."""
    path = resources() / "imports" / f"{FORM}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return FormMap(
        _patterns(data["recognised"]),
        _patterns(data["confirmed"]),
        _patterns(data["print"]["ignored"]),
        _patterns(data["print"]["asides"]),
        tuple(re.compile(one, re.IGNORECASE) for one in data["print"]["sentences"]),
        tuple(_section(one) for one in data["section"]),
        tuple(_spec(one) for one in data["field"]),
        tuple(
            Line(_name(one["account"]), _patterns(one["labels"], start=True), one["account"], one["side"])
            for one in data["line"]
        ),
        tuple(Line(one["label"], _patterns(one["labels"], start=True)) for one in data["staff"]),
    )


def _name(account: str) -> str:
    known = BY_CODE.get(account)
    return (
        known.label if known else "Total des charges" if account == "total_charges" else "Total des produits"
    )


def _section(told: dict[str, Any]) -> Section:
    headings, hints = _patterns(told["headings"], start=True), _patterns(told["hints"])
    numbers = told.get("numbers", {})
    return Section(told["code"], told["label"], headings, hints, numbers, told.get("repeats", False))


def _spec(told: dict[str, Any]) -> Spec:
    return Spec(
        told["code"],
        told["label"],
        told["section"],
        told.get("kind", "text"),
        told.get("long", False),
        _patterns(told.get("alone", ())),
        _patterns(told.get("labels", ()), start=True),
    )


def choices() -> list[tuple[str, str]]:
    """(code, French label) of everything a field of the form may fill, in the order of the form."""
    found = []
    for section in form_map().sections:
        for spec in form_map().specs:
            if spec.section == section.code:
                told = norm(section.label).split()[0] in norm(spec.label)
                found.append((spec.code, spec.label if told else f"{spec.label} · {section.label}"))
    for room, label in (("budget", "Budget de l’action"), ("own_budget", "Budget de l’association")):
        found += [(f"{room}.{line.account}", f"{_numbered(line)} · {label}") for line in form_map().lines]
        found.append((f"{room}.funder", f"Nom d’un financeur (sur la ligne de son montant) · {label}"))
    return [*found, (OTHER, "Autre information, gardée"), (SKIP, "Ne pas reprendre")]


def _numbered(line: Line) -> str:
    return f"{line.account} {line.label}" if line.account[:2].isdigit() else line.label


def label_of(code: str) -> str:
    """The French name of a code of the form."""
    return dict(choices()).get(code, code)


def load_taught(folders: Sequence[Path]) -> list[Taught]:
    """The pairs the folders keep. Raises Unreadable for a file that is badly written."""
    found: dict[str, Taught] = {}
    known = {code for code, _ in choices()}
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            if data.get("kind") != "pairs":
                continue
            pairs = {pair["name"]: pair["field"] for pair in data["pair"]}
            if wrong := set(pairs.values()) - known:
                raise KeyError(f"champ inconnu : {min(wrong)}")
            spots = {
                pair["name"]: (pair["page"], pair["left"], pair["bottom"])
                for pair in data["pair"]
                if "page" in pair
            }
            found[data["id"]] = Taught(data["id"], data["title"], pairs, spots)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise Unreadable(
                f"La correspondance de champs « {path.name} » est mal écrite ({error}). Corrigez ce fichier "
                f"du dossier « {path.parent} » ou retirez-le, puis recommencez l’import."
            ) from error
    return list(found.values())


def taught_for(widgets: Sequence[Widget], maps: Sequence[Taught]) -> Taught | None:
    """The map whose names are all in the form, nearly all at their place; the longest wins."""
    here: dict[str, tuple[int, float, float]] = {}
    for widget in widgets:
        here.setdefault(stem(widget.name), (widget.page + 1, widget.rect[0], widget.rect[1]))
    fit = [one for one in maps if one.pairs and here.keys() >= one.pairs.keys() and _same_places(one, here)]
    return max(fit, key=lambda one: len(one.pairs), default=None)


def _same_places(one: Taught, here: Mapping[str, tuple[int, float, float]]) -> bool:
    """« Texte12 » is a name of many forms: where it stands tells them apart."""
    met = sum(
        here[name][0] == page and abs(here[name][1] - left) < 3 and abs(here[name][2] - bottom) < 3
        for name, (page, left, bottom) in one.spots.items()
    )
    return met >= 0.8 * len(one.spots)


def save_pairs(path: Path, title: str, fields: Sequence[FormField]) -> None:
    """Remember what each field means: next time, a form with these names is known."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(" Champs d’un formulaire Cerfa 12156, dits une fois sur l’écran d’import."))
    document["kind"], document["id"], document["title"], document["form"] = "pairs", path.stem, title, FORM
    pairs = tomlkit.aot()
    first: dict[str, FormField] = {}
    for one in fields:
        first.setdefault(stem(one.name), one)
    for name, one in first.items():
        line = tomlkit.table()
        line["name"], line["field"], line["page"] = name, one.field, one.page
        line["left"], line["bottom"] = round(one.rect[0], 1), round(one.rect[1], 1)
        pairs.append(line)
    document["pair"] = pairs
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as out:
        out.write(tomlkit.dumps(document).encode())
