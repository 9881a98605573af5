"""The user guide on paper: a title, its contents with their pages, then each page of it with its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from desktop.letters import page as p
from desktop.letters.document import Column, Document, Grid, Heading, Items, Part, Row, Words
from desktop.letters.flowing import GAP, INDENT, Flow
from desktop.letters.letter import make_laid
from desktop.letters.marks import artifact, mark
from desktop.letters.model import Run
from desktop.letters.page import MM
from desktop.letters.pictures import Drawn, drawn
from desktop.rules.markdown import Block, Code, Listing, Paragraph, Picture, Spans, Table, Title, words_of

_HIGHEST = 80 * MM  # of a picture
_FINEST = 0.55  # points a pixel: a small window is not drawn larger than it is
_FIRST = 3  # level of the smallest heading
_TYPED = p.Style(8.6, 12, "Inter-Regular", "Inter-SemiBold", p.MUTED)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the guide: the part of the guide it is in, its blocks, the folder of its pictures."""

    part: str
    title: str
    blocks: tuple[Block, ...]
    folder: Path


class Told(NamedTuple):
    """What the paper says of itself."""

    title: str
    subtitle: str
    day: str  # ISO
    foot: str


def make_guide(leaves: Sequence[Leaf], told: Told) -> bytes:
    """The PDF, tagged; several leaves come with their contents."""
    starts: dict[str, int] = {}
    if len(leaves) > 1:  # laid once to know where each begins, then with its number in the contents
        first = GuideFlow(leaves, told, starts)
        first.compose()
        starts = first.starts
    flow = GuideFlow(leaves, told, starts)
    return make_laid([flow], flow.document.title, "Parvis", told.day)


class GuideFlow(Flow):
    """Lays the leaves; `starts` says on which page each began."""

    def __init__(self, leaves: Sequence[Leaf], told: Told, known: dict[str, int]) -> None:
        alone = len(leaves) == 1
        title = leaves[0].title if alone else told.title
        super().__init__(Document(title, (), subtitle=told.subtitle, foot=told.foot, day=told.day))
        self.leaves, self._known, self._alone = leaves, known, alone
        self.starts: dict[str, int] = {}

    def fill(self) -> None:
        """Every leaf on pages of its own."""
        if not self._alone:
            self._contents()
        for leaf in self.leaves:
            if not self._alone:
                self.turn()
            self._leaf(leaf)

    def _contents(self) -> None:
        columns = (Column("Page du guide", 9), Column("Page", 1, "right"))
        rows: list[Row] = []
        part = ""
        for leaf in self.leaves:
            if leaf.part != part:
                part = leaf.part
                rows.append(Row((part,), "group"))
            rows.append(Row((leaf.title, str(self._known.get(leaf.title, "000")))))
        self._part(Heading("Sommaire"), ())
        self._part(Grid(columns, tuple(rows), "Sommaire du guide"), ())

    def _leaf(self, leaf: Leaf) -> None:
        self.starts[leaf.title] = len(self.sheets)
        blocks = leaf.blocks[1:] if self._alone else leaf.blocks
        laid = [part for block in blocks for part in _parts(block, leaf.folder)]
        for at, part in enumerate(laid):
            following = [each for each in laid[at + 1 : at + 4] if not isinstance(each, _OWN)]
            if isinstance(part, _Steps):
                self._steps(part)
            elif isinstance(part, _Shot):
                self._shot(part)
            elif isinstance(part, _Typed):
                self._typed(part)
            else:
                self._part(part, following)

    def _steps(self, part: _Steps) -> None:
        style, whole = p.DENSE, self.top.add("L")
        for rank, item in enumerate(part.items, start=1):
            lines = p.wrapped(item, style, self.wide - INDENT)
            self.y -= 0 if self.fresh else GAP if rank == 1 else 2.5
            if self.y - min(2, len(lines)) * style.leading < self.bottom:
                self.turn()
            entry = whole.add("LI")
            number = p.wrapped((Run(f"{rank}."),), style, INDENT)
            mark(self.sheets, entry.add("Lbl"), p.shown(number, style, self.left + 2, self.y - style.size))
            self.run(entry.add("LBody"), lines, style, self.left + INDENT)

    def _typed(self, part: _Typed) -> None:
        node = self.top.add("P")
        self.y -= 0 if self.fresh else GAP
        for line in part.lines:
            self.run(node, p.wrapped((Run(line),), _TYPED, self.wide - INDENT), _TYPED, self.left + INDENT)

    def _shot(self, part: _Shot) -> None:
        """A picture, whole on its page, and under it what it shows."""
        image = _read(part.path)
        scale = min(self.wide / image.wide, _HIGHEST / image.high, _FINEST)
        wide, high = image.wide * scale, image.high * scale
        caption = p.wrapped((Run(part.about),), p.NOTE, self.wide)
        need = 2 * GAP + high + 4 + len(caption) * p.NOTE.leading
        if self.y - need < self.bottom and not self.fresh:
            self.turn()
        self.y -= 0 if self.fresh else 2 * GAP
        name = f"Im{len(self.images)}"
        known = next((key for key, value in self.images.items() if value is image), None)
        name = known or name
        self.images[name] = image
        node = self.top.add("Figure")
        node.alt = part.about
        code = f"q {wide:.2f} 0 0 {high:.2f} {self.left:.2f} {self.y - high:.2f} cm /{name} Do Q"
        mark(self.sheets, node, code.encode("ascii"))
        edge = f"q 0.84 0.85 0.88 RG 0.6 w {self.left:.2f} {self.y - high:.2f} {wide:.2f} {high:.2f} re S Q"
        artifact(self.sheets, edge.encode("ascii"))
        self.y -= high + 4
        self.fresh = False
        self.show(self.top.add("Caption"), caption, p.NOTE)


@dataclass(frozen=True, slots=True)
class _Steps:
    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class _Shot:
    path: Path
    about: str


@dataclass(frozen=True, slots=True)
class _Typed:
    lines: tuple[str, ...]


_OWN = (_Steps, _Shot, _Typed)


@lru_cache(maxsize=8)
def _read(path: Path) -> Drawn:
    return drawn(path)


def _runs(spans: Spans) -> tuple[Run, ...]:
    return tuple(Run(span.text, span.style == "bold") for span in spans)


def _parts(block: Block, folder: Path) -> Iterator[Part | _Steps | _Shot | _Typed]:
    if isinstance(block, Title):
        yield Heading(words_of(block.spans), min(block.level, _FIRST))
    elif isinstance(block, Paragraph):
        yield Words(_runs(block.spans))
    elif isinstance(block, Listing):
        items = tuple(_runs(item) for item in block.items)
        yield _Steps(items) if block.numbered else Items(items)
    elif isinstance(block, Table):
        columns = tuple(Column(words_of(head), _share(block, at)) for at, head in enumerate(block.heads))
        rows = tuple(Row(tuple(words_of(cell) for cell in row)) for row in block.rows)
        yield Grid(columns, rows)
    elif isinstance(block, Code):
        yield _Typed(tuple(block.text.splitlines()))
    elif isinstance(block, Picture):
        yield _Shot(folder / block.path, block.about)


def _share(table: Table, at: int) -> float:
    """A column is as wide as its longest words ask, within reason."""
    return float(max(8, min(60, max(len(words_of(row[at])) for row in (table.heads, *table.rows)))))
