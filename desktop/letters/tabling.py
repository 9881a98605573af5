"""A table laid over as many pages as it needs: headings said again, groups and totals never left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.letters import page as p
from desktop.letters.document import Grid, Row
from desktop.letters.marks import artifact, mark
from desktop.letters.model import Run
from desktop.letters.page import Line, Style
from desktop.letters.structure import Node

if TYPE_CHECKING:
    from desktop.letters.flowing import Flow

# Words and headings of a table: the first pair in which no number is cut and words keep some room.
SIZES = tuple(
    (
        Style(size, size * 1.34, "Inter-Regular", "Inter-SemiBold"),
        Style(size * 0.93, size * 1.22, "Inter-SemiBold", "Inter-SemiBold", p.MUTED),
    )
    for size in (8.2, 7.6, 7.0, 6.4)
)
SLACK = 0.08  # of the line, over what the longest words need
SIDE, OVER = 4.0, 3.5  # padding of a cell
BEFORE = 7.0
SHADE, STRIPE, STRONG = "#eef1f4", "#f6f7f9", "#9aa4b0"
Cells = list[tuple[Line, ...]]


class Tabling:
    """Lays one table in the flow of a document."""

    def __init__(self, flow: Flow, grid: Grid) -> None:
        self.flow, self.grid = flow, grid
        for self.cell, self.title in SIZES:
            needed = self._longest()
            if sum(min(need, flow.wide / 3) for need in needed) <= flow.wide * (1 - SLACK):
                break
        self.widths = fitted([column.width for column in grid.columns], needed, flow.wide)
        self.lefts = [flow.left + sum(self.widths[:i]) for i in range(len(self.widths))]
        titles = [(c.title, w) for c, w in zip(grid.columns, self.widths, strict=True)]
        self.head: Cells = [p.wrapped((Run(t),), self.title, w - 2 * SIDE) for t, w in titles]
        self.node = self.body = Node("Table")

    def _longest(self) -> list[float]:
        """The room that the longest word of each column needs: a number or an amount is never cut."""
        words = [set[str](column.title.split(" ")) for column in self.grid.columns]
        strong = [set[str]() for _ in words]
        for row in self.grid.rows:
            for at, text in enumerate(row.cells if row.weight != "group" else ()):
                (words if row.weight == "plain" else strong)[at].update(text.replace("\n", " ").split(" "))
        cell = self.cell
        bold = Style(cell.size, cell.leading, cell.bold, cell.bold)
        found = []
        for plain, heavy in zip(words, strong, strict=True):
            wide = [p.text_width(word, cell) for word in plain] + [p.text_width(word, bold) for word in heavy]
            found.append(max(wide, default=0.0) + 2 * SIDE + 0.5)
        return found

    @property
    def _head_height(self) -> float:
        lines = max(map(len, self.head))
        return lines * self.title.leading + 2 * OVER if lines else 0.0

    def lead(self) -> float:
        """The height that its beginning needs: the headings and the first row, or three lines of it."""
        if not self.grid.rows:
            return BEFORE + self._head_height
        first = self.grid.rows[0]
        more = self.grid.rows[1:2] if first.weight == "group" else ()
        return BEFORE + self._head_height + sum(min(self._height(row), 60.0) for row in (first, *more))

    def lay(self) -> None:
        """The whole table, headings first."""
        flow = self.flow
        if flow.y - self.lead() < flow.bottom and not flow.fresh:
            flow.turn()
        flow.y -= 0 if flow.fresh else BEFORE
        flow.top.kids.append(self.node)
        if self._head_height:
            self._heading(self.node.add("THead").add("TR"))
        self.body = self.node.add("TBody")
        for at in range(len(self.grid.rows)):
            self._row(at)
        flow.y -= 3

    def _turn(self) -> None:
        self.flow.turn()
        self._heading(None)

    # --- one row --------------------------------------------------------------------------------

    def _cells(self, row: Row) -> Cells:
        strong = row.weight != "plain"
        if row.weight == "group":
            return [p.wrapped((Run(row.cells[0], True),), self.cell, self.flow.wide - 2 * SIDE)]
        pairs = zip(row.cells, self.widths, strict=True)
        return [self._broken(text, strong, width - 2 * SIDE) for text, width in pairs]

    def _broken(self, text: str, strong: bool, room: float) -> tuple[Line, ...]:
        """The lines of a cell; those that its words ask for stay apart."""
        parts = text.split("\n")
        return tuple(line for part in parts for line in p.wrapped((Run(part, strong),), self.cell, room))

    def _height(self, row: Row) -> float:
        return max(1, *map(len, self._cells(row))) * self.cell.leading + 2 * OVER

    def _need(self, at: int) -> float:
        """The height of a row with those that stay with it: a group's first one, the total after the last."""
        rows = self.grid.rows
        bound = at + 1 < len(rows) and (
            rows[at].weight == "group" or rows[at + 1].weight in ("subtotal", "total")
        )
        return self._height(rows[at]) + (self._need(at + 1) if bound else 0.0)

    def _turns(self, at: int, left: float) -> bool:
        """Whether a row goes to the next page when so much is left of this one."""
        row, need = self.grid.rows[at], self._need(at)
        if need <= left:
            return False
        if row.weight == "group" and at + 1 < len(self.grid.rows):
            rest = left - self._height(row)
            return rest < 3 * self.cell.leading or self._turns(at + 1, rest)
        # It goes whole, unless that would leave half of this page white: then it is cut.
        page = self.flow.ceiling - self._head_height - self.flow.bottom
        whole = left < page / 2 or self._height(row) <= left
        return (need <= page and whole) or left < 5 * self.cell.leading

    def _row(self, at: int) -> None:
        row, flow = self.grid.rows[at], self.flow
        if self._turns(at, flow.y - flow.bottom):
            self._turn()
        cells, node = self._cells(row), self.body.add("TR")
        kinds = self._nodes(row, node)
        while True:
            room = int((flow.y - flow.bottom - 2 * OVER) // self.cell.leading)
            if room >= max(map(len, cells)):
                return self._draw(row, cells, kinds)
            self._draw(row, [lines[:room] for lines in cells], kinds)
            cells = [lines[room:] for lines in cells]
            self._turn()

    def _nodes(self, row: Row, node: Node) -> list[Node]:
        if row.weight == "group":
            made = node.add("TH", "Row")
            made.span = len(self.grid.columns)
            return [made]
        return [node.add("TH", "Row") if i == 0 else node.add("TD") for i in range(len(row.cells))]

    def _draw(self, row: Row, cells: Cells, nodes: list[Node]) -> None:
        flow = self.flow
        height = max(1, *map(len, cells)) * self.cell.leading + 2 * OVER
        shade = {"group": SHADE, "subtotal": STRIPE, "total": SHADE}.get(row.weight)
        if shade:
            self._fill(shade, height)
        for left, width, behind in zip(self.lefts, self.widths, row.shades, strict=False):
            if behind:
                flow.sheets[-1].code.append(p.rule(left, flow.y - height, width, behind, height))
        for at, (lines, node) in enumerate(zip(cells, nodes, strict=True)):
            if lines:
                mark(flow.sheets, node, self._words(at, lines, self.cell, flow.y - OVER))
        flow.y -= height
        flow.fresh = False
        flow.sheets[-1].code.append(p.rule(flow.left, flow.y, flow.wide, p.LINE, 0.5))

    def _words(self, at: int, lines: tuple[Line, ...], style: Style, top: float) -> bytes:
        """Lines of one cell, flush with the side that its column wants."""
        align = self.grid.columns[at].align
        x, base = self.lefts[at] + SIDE, top - style.size
        if align == "left":
            return p.shown(lines, style, x, base)
        room = self.widths[at] - 2 * SIDE
        share = 1.0 if align == "right" else 0.5
        placed = [(x + (room - line.width) * share, line) for line in lines]
        codes = [
            p.shown((line,), style, left, base - i * style.leading) for i, (left, line) in enumerate(placed)
        ]
        return b"\n".join(codes)

    def _heading(self, node: Node | None) -> None:
        """The titles of the columns; on the pages after the first they are an ornament."""
        flow, height = self.flow, self._head_height
        if not height:
            return
        self._fill(SHADE, height)
        for at, lines in enumerate(self.head):
            if not lines:
                if node is not None:
                    node.add("TH", "Column")
                continue
            code = self._words(at, lines, self.title, flow.y - OVER)
            if node is None:
                artifact(flow.sheets, code)
            else:
                mark(flow.sheets, node.add("TH", "Column"), code)
        flow.y -= height
        flow.sheets[-1].code.append(p.rule(flow.left, flow.y, flow.wide, STRONG, 0.8))

    def _fill(self, shade: str, height: float) -> None:
        flow = self.flow
        flow.sheets[-1].code.append(p.rule(flow.left, flow.y - height, flow.wide, shade, height))


def fitted(shares: Sequence[float], needed: Sequence[float], wide: float) -> list[float]:
    """Widths of columns that fill a line: by their shares, but none under what its longest word needs.

    A word that would take more than a third of the line is let be cut.
    """
    least = [min(need, wide / 3) for need in needed]
    if sum(least) >= wide:
        return [each / sum(least) * wide for each in least]
    tight: set[int] = set()
    while True:
        free = [at for at in range(len(shares)) if at not in tight]
        room = wide - sum(least[at] for at in tight)
        whole = sum(shares[at] for at in free)
        short = {at for at in free if shares[at] / whole * room < least[at]}
        if not short:
            return [least[at] if at in tight else shares[at] / whole * room for at in range(len(shares))]
        tight |= short
