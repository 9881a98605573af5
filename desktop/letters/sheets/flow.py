"""What flows down pages of one block: headings that stay with what follows, paragraphs, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.sheets import look as k
from desktop.letters.sheets.leaf import Leaf
from desktop.letters.sheets.look import MM, Look, Measures, Style, TextLine, lines_of, one_line
from desktop.letters.structure import Node


@dataclass(frozen=True, slots=True)
class Bearing:
    """What every page of a pack bears: the session in its head; the styles it is set in."""

    head: str
    look: Look = k.USUAL


@dataclass(slots=True)
class Block:
    """Pages laid together: their operators, their elements, the places that links lead to."""

    leaves: list[Leaf]
    top: Node
    anchors: dict[str, tuple[int, float]]


class Flow:
    """Lays one block from top to bottom; a page is turned when what comes does not hold on it."""

    def __init__(
        self,
        bearing: Bearing,
        *,
        right: str = "",
        measures: Measures = k.STANDING,
        sheet: str = "",
    ) -> None:
        self.bearing, self.look, self.measures = bearing, bearing.look, measures
        self.right, self.sheet = right, sheet
        self.floor = measures.bottom  # a block may keep a place free above it
        self.block = Block([], Node("Sect"), {})
        self.y = 0.0
        self.turn()

    @property
    def top(self) -> Node:
        return self.block.top

    @property
    def leaf(self) -> Leaf:
        return self.block.leaves[-1]

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y >= self.measures.top - 0.01

    def turn(self) -> None:
        """A new page under the head of the pack."""
        m = self.measures
        leaf = Leaf(m, len(self.block.leaves), sheet=self.sheet)
        self.block.leaves.append(leaf)
        self.y = m.top
        at = m.height - 14 * MM
        right = one_line(self.right, k.HEADER, m.text * 0.4) if self.right else None
        room = m.text - (right.width + 8 * MM if right else 0)
        leaf.aside((one_line(self.bearing.head, k.HEADER, room),), k.HEADER, m.left, at)
        if right:
            leaf.aside((right,), k.HEADER, m.right - right.width, at)

    def room(self) -> float:
        return self.y - self.floor

    def need(self, height: float) -> None:
        """Turn the page unless so much holds on it."""
        if self.room() < height and not self.fresh:
            self.turn()

    def space(self, height: float) -> None:
        if not self.fresh:
            self.y -= height

    def anchor(self, name: str) -> None:
        """Links to this name lead here."""
        self.block.anchors[name] = (len(self.block.leaves) - 1, min(self.y + 16, self.measures.height))

    def heading(
        self,
        words: str,
        shape: Style,
        tag: str,
        *,
        keep: float = 40.0,
        before: float = 0.0,
        after: float = 3.0,
    ) -> None:
        """A heading that is never the last thing on a page: `keep` points must follow it."""
        lines = lines_of(words, shape, self.measures.text)
        tall = len(lines) * shape.leading
        self.need(tall + before + after + keep)
        self.space(before)
        self._show(self.top.add(tag), lines, shape, self.measures.left)
        self.y -= after

    def chapter(self, words: str, anchor: str) -> None:
        """The head of a chapter, under what stands already on this page when much room is left."""
        if not self.fresh:
            self.need(150)
            self.space(26)
        self.anchor(anchor)
        self.heading(words, self.look.chapter, "H1", after=8)

    def text(
        self,
        words: str,
        shape: Style | None = None,
        *,
        indent: float = 0.0,
        tag: str = "P",
        before: float = 0.0,
        changed: frozenset[int] | None = None,
    ) -> None:
        """A paragraph; on two pages it leaves at least two lines on each. `changed`: lines with a bar."""
        shape = shape or self.look.text
        lines = lines_of(words, shape, self.measures.text - indent)
        self.lines(lines, shape, indent=indent, tag=tag, before=before, changed=changed)

    def lines(
        self,
        lines: Sequence[TextLine],
        shape: Style,
        *,
        indent: float = 0.0,
        tag: str = "P",
        before: float = 0.0,
        changed: frozenset[int] | None = None,
    ) -> None:
        """Lines already broken, as one element."""
        if not lines:
            return
        self.space(before)
        node = self.top.add(tag)
        done = 0
        while done < len(lines):
            left = len(lines) - done
            holds = int((self.room() + 0.01) // shape.leading)
            count = left if holds >= left else min(holds, left - 2)
            if count < min(2, left):
                if self.fresh:  # a page too low for two lines never happens: one is shown all the same
                    count = max(1, holds)
                else:
                    self.turn()
                    continue
            if changed:
                self._bars(changed, done, count, shape)
            self._show(node, lines[done : done + count], shape, self.measures.left + indent)
            done += count

    def _bars(self, changed: frozenset[int], done: int, count: int, shape: Style) -> None:
        for at in range(count):
            if done + at in changed:
                self.bar(self.y - at * shape.leading, shape.leading)

    def bar(self, top: float, height: float) -> None:
        """The bar of a change, in the margin."""
        self.leaf.fill(self.measures.left - 4.5 * MM, top - height, 1.6, height, k.CHANGED)

    def _show(self, node: Node, lines: Sequence[TextLine], shape: Style, x: float) -> None:
        base = self.y - shape.size - (shape.leading - shape.size) * 0.3
        self.leaf.say(node, lines, shape, x, base)
        self.y -= len(lines) * shape.leading
