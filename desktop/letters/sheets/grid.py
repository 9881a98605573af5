"""Tables: rows that are never cut, headings on every page, subtotals that stay with what they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Flow
from desktop.letters.sheets.leaf import Align, Leaf
from desktop.letters.sheets.look import MM, Look, Measures, TextLine, lines_of, text_width
from desktop.letters.structure import Node

Kind = Literal["row", "group", "subtotal", "total"]
PAD = 1.0 * MM
ABOVE = 2.6  # points over the first line of a row, and under its last
MOST = 11  # lines of a cell


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its heading, its width in points, where its words stand."""

    title: str
    width: float
    align: Align = "left"
    gap: float = 0.0  # kept free before its words, behind a column of amounts

    @property
    def room(self) -> float:
        """How wide its words may be."""
        return self.width - 2 * PAD - self.gap


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; a line that begins with « ~ » is muted, with « * » bold."""

    cells: tuple[str, ...]
    kind: Kind = "row"
    anchor: str = ""  # what the whole row leads to
    shades: tuple[str, ...] = ()  # a colour behind each cell, "" for none


@dataclass(frozen=True, slots=True)
class Laid:
    """A row whose words are broken: (lines, bold, muted) of each cell, and how tall it is."""

    row: Row
    cells: tuple[tuple[tuple[TextLine, str], ...], ...]
    height: float


def laid(columns: Sequence[Col], row: Row, look: Look) -> Laid:
    """The words of a row in the widths of its columns. A group's words take the whole width."""
    return _laid(tuple([(c.width, c.align, c.gap) for c in columns]), row, look)


@lru_cache(maxsize=8192)
def _laid(places: tuple[tuple[float, Align, float], ...], row: Row, look: Look) -> Laid:
    columns = [Col("", *place) for place in places]
    bold = row.kind != "row"
    cells = []
    for at, words in enumerate(row.cells):
        wide = columns[at].room
        if row.kind == "group" and at == 0:
            wide = sum(column.width for column in columns) - 2 * PAD
        elif bold and columns[at].align == "left" and words:
            wide += sum(c.width for c in _free(columns, row, at))
        lines: list[tuple[TextLine, str]] = []
        for paragraph in words.split("\n") if words else ():
            mark, said = (paragraph[0], paragraph[1:]) if paragraph[:1] in ("~", "*") else ("", paragraph)
            mark = "*" if bold else mark
            shape = look.cell_bold if mark == "*" else look.cell_muted if mark == "~" else look.cell
            lines += [(line, mark) for line in lines_of(said, shape, wide, most=MOST)]
        cells.append(tuple(lines[: MOST + 1]))
    tall = max((len(lines) for lines in cells), default=1) or 1
    return Laid(row, tuple(cells), tall * look.cell.leading + 2 * ABOVE)


def _free(columns: Sequence[Col], row: Row, at: int) -> list[Col]:
    """The empty columns behind a cell, which its words may run over."""
    found = []
    for place in range(at + 1, len(columns)):
        if row.cells[place]:
            break
        found.append(columns[place])
    return found


def pages_of(
    columns: Sequence[Col], rows: Sequence[Row], look: Look, first: float, room: float
) -> list[list[Row]]:
    """The rows of each page: `first` points hold on the first one, `room` on the others, headings taken off.

    A group's line never ends a page, a sum never begins one alone.
    """
    pages: list[list[Row]] = [[]]
    left = first
    at = 0
    made = [laid(columns, row, look) for row in rows]
    while at < len(made):
        end = _bound(made, at)
        need = sum(each.height for each in made[at:end])
        if need > left and (pages[-1] or left < room):
            pages.append([])
            left = room
        pages[-1] += [each.row for each in made[at:end]]
        left -= need
        at = end
    return pages


def _bound(made: Sequence[Laid], at: int) -> int:
    """Where the rows end that must stand on one page with the row at `at`."""
    end = at + 1
    while made[end - 1].row.kind == "group" and end < len(made):
        end += 1
    while end < len(made) and made[end].row.kind in ("subtotal", "total"):
        end += 1
    return end


_wide = lru_cache(maxsize=8192)(text_width)  # the same amounts come back from version to version


def widest(rows: Sequence[Row], at: int, head: str, look: Look) -> float:
    """How wide a column of amounts must be for none of them to be cut, in points."""
    most = max(9 * MM, *(text_width(word, look.head) for word in head.split()))
    for row in rows:
        for line in row.cells[at].split("\n") if row.kind != "group" else ():
            bold = line.startswith("*") or row.kind != "row"
            most = max(most, _wide(line.lstrip("~*"), look.cell_bold if bold else look.cell))
    return most + 2 * PAD + 1


def head_height(columns: Sequence[Col], look: Look) -> float:
    """How tall the headings stand."""
    lines = max(len(lines_of(column.title, look.head, column.room)) for column in columns)
    return lines * look.head.leading + 2 * ABOVE


def draw_rows(flow: Flow, columns: Sequence[Col], rows: Sequence[Row]) -> None:
    """Draw headings and rows from where the flow stands; they must hold on this page."""
    node = flow.top.add("Table")
    _head(flow, columns, node)
    body = node.add("TBody")
    for row in rows:
        _row(flow, columns, laid(columns, row, flow.look), body)


def split(
    columns: Sequence[Col], rows: Sequence[Row], look: Look, measures: Measures, first: float
) -> list[tuple[Row, ...]]:
    """The rows of each page of a table that fills its pages; `first` points are taken on the first one."""
    room = measures.top - measures.bottom - head_height(columns, look)
    return [tuple(page) for page in pages_of(columns, rows, look, room - first, room)]


def table(flow: Flow, columns: Sequence[Col], rows: Sequence[Row]) -> None:
    """A whole table in the flow, over as many pages as it needs."""
    if not rows:
        return
    head = head_height(columns, flow.look)
    m = flow.measures
    need = laid(columns, rows[0], flow.look).height + head
    flow.need(need + 10)
    pages = pages_of(columns, rows, flow.look, flow.room() - head, m.top - flow.floor - head)
    for at, page in enumerate(pages):
        if at:
            flow.turn()
        if page:
            draw_rows(flow, columns, page)


def _head(flow: Flow, columns: Sequence[Col], table_node: Node) -> None:
    leaf, look, x = flow.leaf, flow.look, flow.measures.left
    tall = head_height(columns, look)
    leaf.fill(x, flow.y - tall, sum(c.width for c in columns), tall, k.GROUND)
    line = table_node.add("THead").add("TR")
    for column in columns:
        lines = lines_of(column.title, look.head, column.room)
        base = flow.y - tall + ABOVE + (len(lines) - 1) * look.head.leading + look.head.leading * 0.22
        cell = line.add("TH", "Column")
        leaf.say(cell, lines, look.head, x + PAD + column.gap, base, align=column.align, width=column.room)
        x += column.width
    flow.y -= tall
    leaf.rule(flow.measures.left, flow.y, sum(c.width for c in columns), k.MUTED, 0.7)


def _row(flow: Flow, columns: Sequence[Col], made: Laid, body: Node) -> None:
    leaf, look, x = flow.leaf, flow.look, flow.measures.left
    row, wide = made.row, sum(c.width for c in columns)
    low = flow.y - made.height
    if row.kind in ("group", "total"):
        leaf.fill(x, low, wide, made.height, k.ACCENT_WASH if row.kind == "group" else k.GROUND)
    line = body.add("TR")
    for at, (column, lines) in enumerate(zip(columns, made.cells, strict=True)):
        if row.shades and row.shades[at]:
            leaf.fill(x, low, column.width, made.height, row.shades[at])
        cell = line.add("TD")
        _cell(leaf, cell, lines, look, x + PAD + column.gap, flow.y - ABOVE, column.align, column.room)
        x += column.width
    if row.anchor:
        said = row.cells[1] if len(row.cells) > 1 else row.cells[0]
        words = " · ".join(part.lstrip("~*") for part in said.split("\n"))
        link = line.kids[0].add("Link")
        leaf.link(link, (flow.measures.left, low, flow.measures.left + wide, flow.y), row.anchor, words)
    flow.y = low
    weight = 0.9 if row.kind in ("subtotal", "total") else 0.4
    leaf.rule(flow.measures.left, low, wide, k.MUTED if row.kind == "total" else k.LINE, weight)


def _cell(
    leaf: Leaf,
    node: Node,
    lines: Sequence[tuple[TextLine, str]],
    look: Look,
    x: float,
    top: float,
    align: Align,
    width: float,
) -> None:
    shapes = {"": look.cell, "~": look.cell_muted, "*": look.cell_bold}
    at = 0
    while at < len(lines):
        mark = lines[at][1]
        same = [line for line, other in lines[at:] if other == mark]
        count = next((n for n, (_, other) in enumerate(lines[at:]) if other != mark), len(lines) - at)
        shape = shapes[mark]
        base = top - at * look.cell.leading - shape.size - (shape.leading - shape.size) * 0.2
        leaf.say(node, same[:count], shape, x, base, align=align, width=width)
        at += count
