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

CELL = Style(8.2, 11, "Inter-Regular", "Inter-SemiBold")
HEAD = Style(7.6, 10, "Inter-SemiBold", "Inter-SemiBold", p.MUTED)
SIDE, OVER = 4.0, 3.5  # padding of a cell
BEFORE = 7.0
SHADE, STRIPE, STRONG = "#eef1f4", "#f6f7f9", "#9aa4b0"
Cells = list[tuple[Line, ...]]


class Tabling:
    """Lays one table in the flow of a document."""

    def __init__(self, flow: Flow, grid: Grid) -> None:
        self.flow, self.grid = flow, grid
        self.widths = fitted([column.width for column in grid.columns], self._longest(), flow.wide)
        self.lefts = [flow.left + sum(self.widths[:i]) for i in range(len(self.widths))]
        titles = [(c.title, w) for c, w in zip(grid.columns, self.widths, strict=True)]
        self.head: Cells = [p.wrapped((Run(t),), HEAD, w - 2 * SIDE) for t, w in titles]
        self.node = Node("Table")

    def _longest(self) -> list[float]:
        """The room that the longest word of each column needs: a number or an amount is never cut."""
        words = [set[str](column.title.split(" ")) for column in self.grid.columns]
        strong = [set[str]() for _ in words]
        for row in self.grid.rows:
            for at, text in enumerate(row.cells if row.weight != "group" else ()):
                (words if row.weight == "plain" else strong)[at].update(text.split(" "))
        bold = Style(CELL.size, CELL.leading, CELL.bold, CELL.bold)
        found = []
        for plain, heavy in zip(words, strong, strict=True):
            wide = [p.text_width(word, CELL) for word in plain] + [p.text_width(word, bold) for word in heavy]
            found.append(max(wide, default=0.0) + 2 * SIDE + 0.5)
        return found

    @property
    def _head_height(self) -> float:
        lines = max(map(len, self.head))
        return lines * HEAD.leading + 2 * OVER if lines else 0.0

    def lead(self) -> float:
        """The height that its beginning needs: the headings and the first row, or three lines of it."""
        if not self.grid.rows:
            return BEFORE + self._head_height
        first = self.grid.rows[0]
        more = self.grid.rows[1:2] if first.weight == "group" else ()
        return BEFORE + self._head_height + sum(min(self._height(row), 60.0) for row in (first, *more))

    def lay(self) -> None:
        """The whole table, headings first."""
        flow, rows = self.flow, self.grid.rows
        if flow.y - self.lead() < flow.bottom and not flow.fresh:
            flow.turn()
        flow.y -= 0 if flow.fresh else BEFORE
        flow.top.kids.append(self.node)
        self._heading(self.node.add("TR"))
        for at, row in enumerate(rows):
            self._row(row, rows[at + 1] if at + 1 < len(rows) else None)
        flow.y -= 3

    def _turn(self) -> None:
        self.flow.turn()
        self._heading(None)

    # --- one row --------------------------------------------------------------------------------

    def _cells(self, row: Row) -> Cells:
        strong = row.weight != "plain"
        if row.weight == "group":
            return [p.wrapped((Run(row.cells[0], True),), CELL, self.flow.wide - 2 * SIDE)]
        pairs = zip(row.cells, self.widths, strict=True)
        return [p.wrapped((Run(text, strong),), CELL, width - 2 * SIDE) for text, width in pairs]

    def _height(self, row: Row) -> float:
        return max(1, *map(len, self._cells(row))) * CELL.leading + 2 * OVER

    def _row(self, row: Row, after: Row | None) -> None:
        flow, height = self.flow, self._height(row)
        need = height
        if after is not None and (row.weight == "group" or after.weight in ("subtotal", "total")):
            need += min(self._height(after), 60.0)
        left = flow.y - flow.bottom
        page = flow.ceiling - self._head_height - flow.bottom
        if need > left and (need <= page or left < 5 * CELL.leading):
            self._turn()
        cells, node = self._cells(row), self.node.add("TR")
        kinds = self._nodes(row, node)
        while True:
            room = int((flow.y - flow.bottom - 2 * OVER) // CELL.leading)
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
        height = max(1, *map(len, cells)) * CELL.leading + 2 * OVER
        shade = {"group": SHADE, "subtotal": STRIPE, "total": SHADE}.get(row.weight)
        if shade:
            self._fill(shade, height)
        for left, width, behind in zip(self.lefts, self.widths, row.shades, strict=False):
            if behind:
                flow.sheets[-1].code.append(p.rule(left, flow.y - height, width, behind, height))
        for at, (lines, node) in enumerate(zip(cells, nodes, strict=True)):
            if lines:
                mark(flow.sheets, node, self._words(at, lines, CELL, flow.y - OVER))
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
            code = self._words(at, lines, HEAD, flow.y - OVER)
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
