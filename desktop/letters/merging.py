"""Putting the data of one dossier into a template: every word of the letter, and what was empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import cast

from desktop.letters.fields import Data, Value, lookup
from desktop.letters.model import Block, Kind, Letter, Run, runs_of
from desktop.letters.reading import FILTERS, OPTIONAL, Hole, Part, Template
from desktop.rules import french

# Fixed words come back in every letter of a print run.
typeset = lru_cache(maxsize=4096)(french.typography)
_LINES = re.compile(r"\s*[\r\n\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+\s*")
# What the notes of one challenge say, in the order of a letter.
_POINTS = (("forts", "points forts"), ("faibles", "points à renforcer"), ("remarques", "remarques"))
_SPACES, _GAP = re.compile(" {2,}"), re.compile(" +([,.])")


class Merge:
    """One merge: keeps the names of the fields found empty while the words are put together."""

    def __init__(self, template: Template, data: Data) -> None:
        self.template, self.data = template, data
        self.missing: dict[str, None] = {}
        self._articles = 0

    def letter(self) -> Letter:
        template, day = self.template, lookup(self.data, "courrier.date")
        head = (self.field("organisme.nom"), self.field("organisme.service"))
        return Letter(
            template=template.id,
            title=template.title,
            number=self.field("courrier.numero"),
            head=head,
            monogram=template.head.monogram,
            logo=template.head.logo,
            references=self.references(),
            addressee=self.addressee(),
            place_date=f"{self.field('organisme.ville')}, le {self.field('courrier.date', 'date')}",
            object=self.fill(template.object),
            salutation=f"{lookup(self.data, 'civilite')}," if template.form == "letter" else "",
            blocks=tuple(b for part in template.parts if part.test(self.data) for b in self.block(part)),
            closing=self.fill(template.closing),
            signature=tuple(
                self.field(f"signataire.{name}", spaced=True) for name in ("mention", "qualite", "nom")
            ),
            appeal=typeset(template.appeal),
            enclosures=self.enclosures(),
            copies=self.strings("copies"),
            foot=typeset(f"{head[0]} · {self.field('organisme.adresse')}"),
            author=head[0],
            day=day.isoformat() if isinstance(day, date) else "",
            form=template.form,
            cosigner=self.cosigner(),
            missing=tuple(self.missing),
        )

    def field(self, name: str, *filters: str, spaced: bool = False) -> str:
        text = self.value(Hole(name, filters))
        return typeset(text) if spaced else text

    def value(self, hole: Hole) -> str:
        value = lookup(self.data, hole.name)
        if value is None or value == "" or value == [] or value == ():
            if OPTIONAL in hole.filters:
                return ""
            self.missing[hole.name] = None
            return f"{{{hole.name}}}"
        for name in hole.filters:
            if name == OPTIONAL:
                continue
            try:
                value = FILTERS[name](value)
            except (TypeError, AttributeError, ValueError) as error:
                raise ValueError(
                    f"Le champ « {hole.name} » vaut « {value} », que le filtre « {name} » ne sait pas écrire."
                ) from error
        # What an applicant typed is words, never a line end or a mark of bold.
        return _LINES.sub(" ", str(value)).replace("**", "*").strip()

    def fill(self, parts: Sequence[str | Hole]) -> str:
        """The words of a text, its spaces and quotes put right once everything stands in its place."""
        words = "".join(part if isinstance(part, str) else self._spaced(part) for part in parts)
        # An optional field that was empty leaves its spaces behind.
        return typeset(_GAP.sub(r"\1", _SPACES.sub(" ", words)).strip())

    def _spaced(self, hole: Hole) -> str:
        # « de » keeps the space that its elided form has not.
        text = self.value(hole)
        return text + " " if hole.filters[-1:] == ("de",) and not text.endswith("’") else text

    def block(self, part: Part) -> list[Block]:
        made = {"table": self.table, "budget": self.budget, "text": self.paragraphs, "groups": self.groups,
                "grid": self.grid}  # fmt: skip
        if part.kind in made:
            return made[part.kind](part)
        if part.kind != "list":
            text = self.fill(part.text)
            if part.kind == "article":
                self._articles += 1
                text = f"Article {self._articles} – {text}"
            return [Block(cast(Kind, part.kind), runs_of(text))] if text else []
        lines = [self.fill(text) for text, test in part.items if test(self.data)]
        if part.source:
            lines = list(self.strings(part.source)) or [self.value(Hole(part.source, ()))]
        return [Block("list", items=tuple(map(runs_of, punctuated(lines))))] if lines else []

    def paragraphs(self, part: Part) -> list[Block]:
        """A paragraph for each entry of a list."""
        texts = self.strings(part.source) or (self.value(Hole(part.source, ())),)
        return [Block("paragraph", (Run(text.replace("**", "*")),)) for text in texts]

    def groups(self, part: Part) -> list[Block]:
        """The points of each challenge, in the words of the notes."""
        blocks: list[Block] = []
        for row in self.mappings(part.source):
            name = typeset(_LINES.sub(" ", str(row.get("nom") or "")))
            for key, words in _POINTS:
                found = row.get(key)
                told = found if isinstance(found, list | tuple) else ()
                texts = [typeset(_LINES.sub(" ", str(text))) for text in told]
                if texts:
                    blocks.append(Block("paragraph", (Run(name, True), Run(f", {words}\u00a0:"))))
                    blocks.append(Block("list", items=tuple((Run(text),) for text in texts)))
        return blocks or [Block("paragraph", (Run(self.value(Hole(part.source, ()))),))]

    def budget(self, part: Part) -> list[Block]:
        """Charges and products side by side, as the form shows them, and the two totals."""
        lines: dict[str, list[tuple[str, str]]] = {"charge": [], "product": []}
        sums = {"charge": 0, "product": 0}
        for row in self.mappings(part.source):
            side, cents = str(row.get("cote")), row.get("montant")
            if side in lines and isinstance(cents, int):
                lines[side].append((typeset(str(row.get("nom") or "")), french.euros_cents(cents)))
                sums[side] += cents
        if not any(lines.values()):
            return [Block("paragraph", (Run(self.value(Hole(part.source, ()))),))]
        pairs = zip_longest(lines["charge"], lines["product"], fillvalue=("", ""))
        rows = [(*left, *right) for left, right in pairs]
        whole = [french.euros_cents(sums[side]) for side in ("charge", "product")]
        rows.append(("Total des charges", whole[0], "Total des produits", whole[1]))
        return [Block("budget", rows=tuple(rows), total=True)]

    def grid(self, part: Part) -> list[Block]:
        """A row a name, a column a year, the first row being the headings; with `total`, both sums."""
        rows = self.mappings(part.source)
        heads: dict[str, None] = {}
        for row in rows:
            heads |= dict.fromkeys(_columns(row))
        if not heads:
            return [Block("paragraph", (Run(self.value(Hole(part.source, ()))),))]
        cells = [[_columns(row).get(head) for head in heads] for row in rows]
        if part.total:
            cells.append([_sum(line[at] for line in cells) for at in range(len(heads))])
            cells = [[*line, _sum(line)] for line in cells]
        names = [typeset(str(row.get("nom") or "")) for row in rows]
        lines = [("", *heads, *(("En tout",) if part.total else ()))]
        for name, line in zip([*names, part.total], cells, strict=False):
            lines.append((name, *map(_cell, line)))
        return [Block("grid", rows=tuple(lines), total=bool(part.total))]

    def mappings(self, name: str) -> list[Mapping[str, Value]]:
        found = lookup(self.data, name)
        return [row for row in (found if isinstance(found, list | tuple) else ()) if isinstance(row, Mapping)]

    def table(self, part: Part) -> list[Block]:
        rows: list[tuple[str, str]] = []
        total = 0
        for row in self.mappings(part.source):
            if isinstance(cents := row.get("montant"), int):
                rows.append((typeset(str(row.get("nom") or "{nom}")), french.euros(cents)))
                total += cents
        if not rows:
            return [Block("paragraph", (Run(self.value(Hole(part.source, ()))),))]
        added = bool(part.total) and len(rows) > 1
        if added:
            rows.append((part.total, french.euros(total)))
        return [Block("table", rows=tuple(rows), total=added)]

    def strings(self, name: str) -> tuple[str, ...]:
        value = lookup(self.data, name)
        items: Sequence[Value] = value if isinstance(value, list | tuple) else ()
        return tuple(typeset(str(item).strip()) for item in items if item)

    def enclosures(self) -> tuple[str, ...]:
        own = tuple(self.fill(text) for text, test in self.template.enclosures if test(self.data))
        return own + tuple(item for item in self.strings("pieces_jointes") if item not in own)

    def cosigner(self) -> tuple[str, ...]:
        if self.template.form == "letter":
            return ()
        name = self.field("representant.nom", spaced=True)
        position = str(lookup(self.data, "representant.fonction") or "")
        return tuple(typeset(t) for t in ("Pour le porteur,", position[:1].upper() + position[1:], name) if t)

    def references(self) -> tuple[str, ...]:
        followed = lookup(self.data, "suivi.nom")
        phone = lookup(self.data, "suivi.telephone") or lookup(self.data, "organisme.telephone")
        mail = lookup(self.data, "suivi.courriel") or lookup(self.data, "organisme.courriel")
        lines = [
            f"Affaire suivie par : {followed}" if followed else "",
            f"Tél. : {phone}" if phone else "",
            str(mail or ""),
            f"Réf. : {self.field('courrier.numero')}",
        ]
        yours = lookup(self.data, "courrier.vos_references")
        lines.append(f"Vos réf. : {yours}" if yours else "")
        return tuple(typeset(line) for line in lines if line)

    def addressee(self) -> tuple[str, ...]:
        civility = str(lookup(self.data, "civilite"))
        title, name = (str(lookup(self.data, f"representant.{key}") or "") for key in ("civilite", "nom"))
        if civility in ("Madame", "Monsieur") and name:
            civility = f"{civility} {name}"
        named = (
            () if civility in (french.BOTH, "Madame", "Monsieur") and not (title and name) else (civility,)
        )
        street = self.strings("porteur.adresse") or (self.field("porteur.adresse"),)
        town = f"{self.field('porteur.code_postal')} {self.field('porteur.ville')}"
        return (*named, self.field("porteur.nom", spaced=True), *street, town)


def _columns(row: Mapping[str, Value]) -> Mapping[str, Value]:
    found = row.get("colonnes")
    return found if isinstance(found, Mapping) else {}


def _sum(values: Iterable[Value]) -> int:
    return sum(value for value in values if isinstance(value, int))


def _cell(value: Value) -> str:
    """Cents as euros, words as they are; a dash for nothing."""
    return french.euros(value) if isinstance(value, int) else typeset(str(value or "–"))


def punctuated(lines: Sequence[str]) -> list[str]:
    """Items of a French list: a semicolon after each, a full stop after the last."""
    bare = [line.rstrip(" .;\u00a0\u202f") for line in lines]
    return [f"{line}\u202f;" for line in bare[:-1]] + [f"{line}." for line in bare[-1:]]
