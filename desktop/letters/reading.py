"""One template file, read and checked word by word: its fixed parts, holes and conditions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.letters.condition import ConditionError, Test, compile_condition
from desktop.letters.fields import LISTS, known
from desktop.letters.letterhead import Letterhead
from desktop.rules import french
from desktop.rules.settings.layers import over

FILTERS: dict[str, Callable[[Any], str]] = {
    "montant": french.euros,
    "lettres": french.words,
    # The preposition alone, so that the amount after it can be bold: « de » or « d’ ».
    "de": lambda words: french.de_(words).removesuffix(words),
    "date": french.date_long,
    "jour": french.date_short,
    # Reasons follow « En effet, » and make one sentence of their own.
    "phrases": lambda items: " ; ".join(str(item).strip(" .") for item in items) + ".",
    "liste": lambda items: french.listed([str(item) for item in items]),
    "virgules": lambda items: ", ".join(str(item) for item in items),
}
OPTIONAL = "facultatif"
FORMS = ("letter", "convention")
# "text" gives a paragraph for each entry of a list, "groups" the strong and weak points of each challenge,
# "grid" figures under the headings that its rows name (the years of a convention).
KINDS = ("paragraph", "table", "list", "small", "article", "annex", "budget", "grid", "text", "groups")
_FROM = ("table", "budget", "grid", "text", "groups")  # made of a list alone
_FIELD = re.compile(r"\{([a-z_.]+)((?:\|[a-z_]+)*)\}")
_KEYS = {
    "form",
    "id",
    "title",
    "when",
    "signer",
    "object",
    "closing",
    "appeal",
    "block",
    "enclosures",
    "legal",
}
_BLOCK_KEYS = {"kind", "text", "if", "items", "from", "total"}


class TemplateError(ValueError):
    """Every fault found in the folder, one French sentence a line."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A field in a text and the filters its value goes through."""

    name: str
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a template, read once."""

    kind: str
    text: tuple[str | Hole, ...]
    items: tuple[tuple[tuple[str | Hole, ...], Test], ...]
    source: str
    total: str
    test: Test


@dataclass(frozen=True, slots=True)
class Template:
    """A letter to be: its fixed words, holes and conditions; `when` lists outcomes or events."""

    id: str
    title: str
    when: tuple[str, ...]
    signer: str
    object: tuple[str | Hole, ...]
    closing: tuple[str | Hole, ...]
    appeal: str
    legal: tuple[str, ...]  # words that pre-flight must find in this letter
    parts: tuple[Part, ...]
    enclosures: tuple[tuple[tuple[str | Hole, ...], Test], ...]
    head: Letterhead
    form: str = "letter"


class Reader:
    """Reads one file and gathers its faults, so that an officer mends them all at once."""

    def __init__(self, path: Path, head: Letterhead, own: Mapping[str, Any]) -> None:
        """`own`: what the office changed in it, or the whole of a letter that has no file."""
        self.path, self.head, self.own, self.faults = path, head, own, list[str]()

    def read(self) -> Template:
        try:
            text = "" if self.own and not self.path.exists() else self.path.read_text(encoding="utf-8")
            data = over(tomllib.loads(text), self.own)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise TemplateError(f"Le modèle « {self.path.name} » ne se lit pas : {error}.") from error
        self._check_keys(data, _KEYS, "")
        for key in ("id", "title", "object", "closing", "signer", "when", "block"):
            if not data.get(key):
                self.fault("", f"il manque « {key} »")
        if data.get("signer") and self.head.signers and data["signer"] not in self.head.signers:
            self.fault("", f"le signataire « {data['signer']} » n’est pas dans l’en-tête")
        if data.get("appeal", "none") not in ("none", *self.head.appeals):
            self.fault("", f"la mention de recours « {data['appeal']} » n’est pas dans l’en-tête")
        template = Template(
            id=str(data.get("id", "")),
            title=str(data.get("title", "")),
            when=tuple(data.get("when", ())),
            signer=str(data.get("signer", "")),
            object=self.text("objet", data.get("object", "")),
            closing=self.text("formule de politesse", data.get("closing", "")),
            appeal=self.head.appeals.get(data.get("appeal", "none"), ""),
            legal=tuple(data.get("legal", ())),
            parts=tuple(self.part(i, block) for i, block in enumerate(data.get("block", ()), 1)),
            enclosures=self.items("pièces jointes", data.get("enclosures", ())),
            head=self.head,
            form=str(data.get("form", "letter")),
        )
        if template.form not in FORMS:
            self.fault("", f"la forme « {template.form} » n’existe pas ({', '.join(FORMS)})")
        if self.faults:
            raise TemplateError("\n".join(self.faults))
        return template

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"Modèle « {self.path.name} »{where and f', {where}'} : {what}.")

    def _check_keys(self, data: Mapping[str, object], keys: set[str], where: str) -> None:
        for key in sorted(set(data) - keys):
            self.fault(where, f"le mot « {key} » n’est pas attendu")

    def part(self, number: int, block: dict[str, Any]) -> Part:
        where = f"bloc {number}"
        self._check_keys(block, _BLOCK_KEYS, where)
        kind = block.get("kind", "paragraph")
        if kind not in KINDS:
            self.fault(where, f"le genre « {kind} » n’existe pas ({', '.join(KINDS)})")
        source = str(block.get("from", ""))
        if source and source not in LISTS:
            self.fault(where, f"le champ « {source} » n’est pas une liste connue")
        if kind in _FROM and not source:
            name = "un tableau" if kind == "table" else f"un bloc « {kind} »"
            self.fault(where, f"{name} demande « from »")
        if kind == "list" and bool(source) == bool(block.get("items")):
            self.fault(where, "une liste demande soit « from », soit « items »")
        if kind in ("paragraph", "small", "article", "annex") and not block.get("text"):
            self.fault(where, "le texte est vide")
        return Part(
            kind,
            self.text(where, block.get("text", "")),
            self.items(where, block.get("items", ())),
            source,
            str(block.get("total", "")),
            self.test(where, block.get("if", "")),
        )

    def items(
        self, where: str, entries: Sequence[str | dict[str, str]]
    ) -> tuple[tuple[tuple[str | Hole, ...], Test], ...]:
        pairs = [(e, "") if isinstance(e, str) else (e.get("text", ""), e.get("if", "")) for e in entries]
        return tuple((self.text(where, text), self.test(where, test)) for text, test in pairs)

    def test(self, where: str, text: str) -> Test:
        try:
            return compile_condition(text)
        except ConditionError as error:
            self.fault(where, str(error).rstrip("."))
            return lambda data: False

    def text(self, where: str, text: str) -> tuple[str | Hole, ...]:
        """Fixed words and holes in order; the whole of what stands between braces must be understood."""
        parts: list[str | Hole] = []
        at = 0
        for found in _FIELD.finditer(text):
            parts += [text[at : found.start()], Hole(found[1], tuple(found[2].split("|")[1:]))]
            at = found.end()
            if not known(found[1]):
                self.fault(where, f"le champ « {found[1]} » n’existe pas")
            for name in found[2].split("|")[1:]:
                if name not in FILTERS and name != OPTIONAL:
                    self.fault(where, f"le filtre « {name} » n’existe pas")
        parts.append(text[at:])
        if any("{" in part or "}" in part for part in parts if isinstance(part, str)):
            self.fault(where, "une accolade reste seule")
        return tuple(part for part in parts if part != "")
