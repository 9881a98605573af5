"""One page being drawn: words under their tags, boxes, bars, links, places that links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop.letters import page as p
from desktop.letters.sheets.look import Measures, Style, TextLine
from desktop.letters.structure import Node

Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the page that leads to an anchor; `words` are what a reader of tags says."""

    box: tuple[float, float, float, float]
    anchor: str
    words: str
    node: Node


@dataclass(slots=True)
class Leaf:
    """The operators of one page, in the order they are read."""

    measures: Measures
    index: int  # in its block
    code: list[bytes] = field(default_factory=list)
    marks: int = 0
    links: list[Link] = field(default_factory=list)
    sheet: str = ""  # what the code of the corner says: the dossier of this page

    def say(
        self,
        node: Node,
        lines: Sequence[TextLine],
        shape: Style,
        x: float,
        y: float,
        *,
        align: Align = "left",
        width: float = 0.0,
    ) -> None:
        """Show lines, the first baseline at y; right and centre need the width of their column."""
        if not lines:
            return
        if align == "left":
            code = p.shown(tuple(lines), shape, x, y)
        else:
            code = _aligned(lines, shape, x, y, width, 1.0 if align == "right" else 0.5)
        self.code.append(b"/%b<</MCID %d>>BDC\n%b\nEMC" % (node.tag.encode("ascii"), self.marks, code))
        node.marks.append((self.index, self.marks))
        self.marks += 1

    def aside(self, lines: Sequence[TextLine], shape: Style, x: float, y: float) -> None:
        """Show lines that readers of tags pass over."""
        self.ornament(p.shown(tuple(lines), shape, x, y))

    def ornament(self, code: bytes) -> None:
        """Draw what says nothing: a rule, a bar, a frame."""
        self.code.append(b"/Artifact BMC\n%b\nEMC" % code)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled box, its lower left corner at x, y."""
        self.ornament(b"%b %.2f %.2f %.2f %.2f re f" % (p.colour(colour), x, y, width, height))

    def frame(
        self, x: float, y: float, width: float, height: float, colour: str, weight: float = 0.7
    ) -> None:
        """The outline of a box."""
        self.ornament(b"%b %.2f w %.2f %.2f %.2f %.2f re S" % (stroke(colour), weight, x, y, width, height))

    def rule(self, x: float, y: float, width: float, colour: str = p.LINE, weight: float = 0.6) -> None:
        """A thin line."""
        self.fill(x, y, width, weight, colour)

    def link(self, node: Node, box: tuple[float, float, float, float], anchor: str, words: str) -> None:
        """Make a box of the page lead to an anchor; `node` is the Link element that holds its words."""
        self.links.append(Link(box, anchor, words, node))


def stroke(value: str) -> bytes:
    """The operator that draws lines in a colour of the tokens."""
    return p.colour(value).replace(b"rg", b"RG")


def _aligned(
    lines: Sequence[TextLine], shape: Style, x: float, y: float, width: float, share: float
) -> bytes:
    parts = [b"BT %b" % p.colour(shape.colour)]
    for at, line in enumerate(lines):
        place = x + (width - line.width) * share
        parts.append(b"1 0 0 1 %.2f %.2f Tm\n%b" % (place, y - at * shape.leading, line.code))
    parts.append(b"ET")
    return b"\n".join(parts)
