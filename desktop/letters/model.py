"""A letter as it will be read: its words in order, which can be edited, kept as JSON and printed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from desktop.letters.logo import Logo

Kind = Literal["paragraph", "table", "list", "small", "article", "annex", "budget", "grid"]
# Rows of figures: what an officer mends is their source, never the page.
FIGURES = ("table", "budget", "grid")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list (one entry an item), a table (one entry a row, cells in order); in a convention the
    title of an article or of an annex, and the budget of the action."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: bool = False  # the last row of the table adds the others up

    @property
    def text(self) -> str:
        """The words alone; cells apart by a tab, rows and items by a line end."""
        if self.kind in FIGURES:
            return "\n".join("\t".join(row) for row in self.rows)
        if self.kind == "list":
            return "\n".join(plain(item) for item in self.items)
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything the page shows, already in words; `missing` names the fields that were empty."""

    template: str
    title: str
    number: str
    head: tuple[str, ...]  # who writes: name, service
    monogram: str
    references: tuple[str, ...]
    addressee: tuple[str, ...]
    place_date: str
    object: str
    salutation: str
    blocks: tuple[Block, ...]
    closing: str
    signature: tuple[str, ...]  # delegation, quality, name
    appeal: str = ""
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    foot: str = ""
    author: str = ""
    day: str = ""  # ISO date of the letter: the date of the file too, so that bytes repeat
    missing: tuple[str, ...] = ()
    edited: bool = field(default=False)
    form: str = "letter"  # or "convention": articles, annexes, two signatures
    cosigner: tuple[str, ...] = ()  # of a convention: the other party, quality, name
    mark: str = ""  # of the code printed on its pages, once it has left: desktop.rules.page_code
    logo: Logo | None = None  # instead of the monogram

    def words(self) -> list[tuple[str, str]]:
        """Where each piece of text stands and what it says, in reading order, for the pre-flight."""
        parts = [
            ("en-tête", "\n".join(self.head)),
            ("références", "\n".join(self.references)),
            ("destinataire", "\n".join(self.addressee)),
            ("date", self.place_date),
            ("objet", self.object),
            ("appel", self.salutation),
        ]
        parts += self._blocks()
        parts += [
            ("formule de politesse", self.closing),
            ("signature", "\n".join(self.signature)),
            ("cosignataire", "\n".join(self.cosigner)),
            ("voies de recours", self.appeal),
            ("pièces jointes", "\n".join(self.enclosures)),
            ("copies", "\n".join(self.copies)),
            ("pied de page", self.foot),
        ]
        return [(where, text) for where, text in parts if text]

    def _blocks(self) -> list[tuple[str, str]]:
        """An annex says again what the applicant wrote: the figures of it are not those of the decision."""
        names, annexed = {"table": "tableau", "list": "liste", "grid": "échéancier"}, False
        told = []
        for block in self.blocks:
            annexed = annexed or block.kind == "annex"
            told.append(("annexe" if annexed else names.get(block.kind, "corps"), block.text))
        return told


def plain(runs: Sequence[Run]) -> str:
    """The words of some runs."""
    return "".join(run.text for run in runs)


def marked(runs: Sequence[Run]) -> str:
    """The words as an officer edits them, bold ones between two stars."""
    return "".join(f"**{run.text}**" if run.bold else run.text for run in runs)


def runs_of(text: str) -> tuple[Run, ...]:
    """Runs from text in which **two stars** mean bold."""
    parts = re.split(r"\*\*(.+?)\*\*", text, flags=re.DOTALL)
    return tuple(Run(part, bool(i % 2)) for i, part in enumerate(parts) if part)


def paragraphs(letter: Letter) -> list[str]:
    """The blocks that can be edited by hand, in order, as marked text; tables are not among them."""
    return ["\n".join(map(marked, b.items or (b.runs,))) for b in letter.blocks if b.kind not in FIGURES]


def edited(letter: Letter, texts: Sequence[str]) -> Letter:
    """The letter with other paragraphs, in the order of `paragraphs`; an empty one goes, one more is added.

    A list keeps one item a line. Tables stay as they were: their amounts are those of the decision.
    """
    given = list(texts)
    blocks: list[Block] = []
    for block in letter.blocks:
        if block.kind in FIGURES:
            blocks.append(block)
            continue
        text = given.pop(0).strip() if given else ""
        if not text:
            continue
        if block.kind == "list":
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            blocks.append(replace(block, items=tuple(map(runs_of, lines))))
        else:
            blocks.append(replace(block, runs=runs_of(" ".join(text.split("\n")))))
    blocks += [Block("paragraph", runs_of(text.strip())) for text in given if text.strip()]
    left = "\n".join(block.text for block in blocks)
    # A hole filled or struck out by hand is no longer missing; those outside the body stay.
    outside = "\n".join(text for where, text in replace(letter, blocks=()).words())
    still = tuple(name for name in letter.missing if f"{{{name}}}" in left + "\n" + outside)
    return replace(letter, blocks=tuple(blocks), edited=True, missing=still)


def numbered(letter: Letter, number: str) -> Letter:
    """The letter under its number in the register; unchanged when none is given."""
    if not number or number == letter.number:
        return letter
    references = tuple(line.replace(letter.number, number) for line in letter.references)
    missing = tuple(name for name in letter.missing if name != "courrier.numero")
    return replace(letter, number=number, references=references, missing=missing)


def words_digest(letter: Letter) -> str:
    """The words of a letter in a few figures, whatever its number and the day at its head."""
    references = tuple(line.replace(letter.number, "") for line in letter.references)
    bare = replace(
        letter, number="", references=references, place_date="", day="", mark="", edited=False, logo=None
    )
    return hashlib.sha256(to_json(bare).encode("utf-8")).hexdigest()


def to_json(letter: Letter) -> str:
    """The letter as text to keep beside its dossier: its logo by name alone, kept once for all letters."""
    told = asdict(replace(letter, logo=None))
    del told["logo"]
    if letter.logo is not None:
        told["logo"] = [letter.logo.digest, letter.logo.alt]
    return json.dumps({"format": FORMAT, **told}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Letter:
    """The letter kept by `to_json`; ValueError in French when the text is something else."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data.pop("format") != FORMAT:
            raise ValueError("format")
        data["blocks"] = tuple(_block(block) for block in data["blocks"])
        for name in ("head", "references", "addressee", "signature", "enclosures", "copies", "missing"):
            data[name] = tuple(data[name])
        data["cosigner"] = tuple(data.get("cosigner", ()))
        if "logo" in data:
            digest, alt = data["logo"]
            data["logo"] = Logo(str(digest), str(alt))
        return Letter(**data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            "Le courrier enregistré n’est pas lisible ; il faut le générer à nouveau."
        ) from error


def _block(data: dict[str, Any]) -> Block:
    return Block(
        data["kind"],
        tuple(Run(**run) for run in data["runs"]),
        tuple(tuple(Run(**run) for run in item) for item in data["items"]),
        tuple(tuple(row) for row in data["rows"]),
        data["total"],
    )
