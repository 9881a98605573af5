"""One letter laid on its pages: what stands where, in the order it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.letters import page as p
from desktop.letters.model import Block, Letter, Run
from desktop.letters.page import MM, Line, Style
from desktop.letters.structure import Node

GAP = 7.0
# Style of the body, space between paragraphs, space before the salutation: the first that spares a page.
DENSITIES = ((p.BODY, 9.0, 20.0), (p.BODY, 7.0, 12.0), (p.DENSE, 5.0, 8.0))
WATERMARKS = ("PROJET", "DUPLICATA")


@dataclass(slots=True)
class Sheet:
    """The operators of one page and the number of its marks."""

    code: list[bytes] = field(default_factory=list)
    marks: int = 0
    head: bool = False  # shows the shared letterhead


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong to one element, at an indent; `right` sets them flush with that edge."""

    lines: tuple[Line, ...]
    style: Style
    tag: tuple[str, ...] = ("P",)
    x: float = p.LEFT
    before: float = GAP
    bind: bool = False  # stays on the page of what follows
    cells: tuple[Line, ...] = ()  # an amount, flush right at the edge of the table
    scope: str = ""
    ruled: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading


class Composer:
    """Lays one letter; `sheets` and `top` (the structure) are the result."""

    def __init__(self, letter: Letter, watermark: str | None) -> None:
        self.letter, self.watermark = letter, watermark
        self.top = Node("Sect")
        self.sheets: list[Sheet] = []
        self.y = 0.0
        self._rows: dict[str, Node] = {}

    def compose(self) -> None:
        """The airiest setting that holds on one page, otherwise the usual one on several."""
        for style, gap, before in DENSITIES:
            self._lay(style, gap, before)
            if len(self.sheets) == 1:
                break
        else:
            self._lay(*DENSITIES[1])
        for index, sheet in enumerate(self.sheets):
            self._foot(sheet, index)

    def _lay(self, style: Style, gap: float, before: float) -> None:
        self.top, self.sheets = Node("Sect"), []
        self._first_page(before)
        body = self._body(style, gap)
        tail = self._tail(style, gap)
        # The last paragraph, when it is not long, goes with the signature; so does what is bound to it.
        last = len(body)
        while last and (last == len(body) or body[last - 1].bind) and len(body[last - 1].lines) < 7:
            last -= 1
        for index, piece in enumerate(body[:last]):
            self._place(piece, body[index + 1] if piece.bind else None)
        tail = body[last:] + tail
        need = sum(piece.height + piece.before for piece in tail) + self._appeal_height()
        if self.y - need < p.BOTTOM:
            self._turn()
        for piece in tail:
            self._draw(piece)
        self._appeal()

    # --- fixed places -------------------------------------------------------------------------

    def _first_page(self, before: float) -> None:
        letter = self.letter
        self._new_sheet(head=True)
        at = p.HEIGHT - 49.5 * MM
        refs = [line for text in letter.references for line in self._lines(text, p.SMALL, 85 * MM)]
        self._mark("P", p.shown(tuple(refs), p.SMALL, p.LEFT, at))
        style = p.BODY if len(letter.addressee) < 7 else p.DENSE
        lines = [line for text in letter.addressee for line in self._lines(text, style, p.RIGHT - p.WINDOW)]
        if len(lines) > 6:
            style = p.DENSE
            lines = [
                line for text in letter.addressee for line in self._lines(text, style, p.RIGHT - p.WINDOW)
            ]
        self._mark("P", p.shown(tuple(lines), style, p.WINDOW, at))
        end = min(at - len(lines) * style.leading, p.HEIGHT - 75 * MM)
        self._mark(
            "P", p.shown(self._lines(letter.place_date, p.BODY, 75 * MM), p.BODY, p.WINDOW, end - 8 * MM)
        )
        self.y = end - 18 * MM
        heading = (Run("Objet :\u00a0", True), Run(letter.object))
        self._draw(Piece(p.wrapped(heading, p.BODY, p.TEXT), p.BODY, before=0))
        self._draw(Piece(self._lines(letter.salutation, p.BODY, p.TEXT), p.BODY, before=before))

    def _new_sheet(self, *, head: bool) -> None:
        sheet = Sheet(head=head)
        self.sheets.append(sheet)
        if head:
            self._mark("P", b"/Head Do")
        if self.watermark:
            self._watermark(self.watermark)
        if head:
            sheet.code += [
                p.rule(0, p.HEIGHT - fold, 4 * MM if fold < 100 * MM else 2.5 * MM, p.MUTED, 0.35)
                for fold in p.FOLDS
            ]

    def _watermark(self, word: str) -> None:
        style = Style(96, 96, "Inter-SemiBold", "Inter-SemiBold", p.FAINT)
        line = self._lines(word, style, 2 * p.WIDTH)[0]
        # Across the page, along its diagonal; said once by readers of tags, on the first page.
        turn = b"0.5736 0.8192 -0.8192 0.5736"
        x, y = p.WIDTH / 2 - 0.5736 * line.width / 2 + 28, p.HEIGHT / 2 - 0.8192 * line.width / 2
        code = b"BT %b %b %.2f %.2f Tm\n%b\nET" % (p.colour(style.colour), turn, x, y, line.code)
        if len(self.sheets) == 1:
            self._mark("P", code)
        else:
            self.sheets[-1].code.append(b"/Artifact BMC\n%b\nEMC" % code)

    def _turn(self) -> None:
        self._new_sheet(head=False)
        name = next((line for line in self.letter.addressee[1:2]), "")
        text = " · ".join(part for part in (self.letter.number, name) if part)
        lines = self._lines(text, p.NOTE, p.TEXT)[:1]
        y = p.HEIGHT - 15 * MM
        self.sheets[-1].code.append(
            b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n%b\nEMC" % p.shown(lines, p.NOTE, p.LEFT, y)
        )
        self.y = p.HEIGHT - 24 * MM

    def _foot(self, sheet: Sheet, index: int) -> None:
        count = f"{index + 1} / {len(self.sheets)}"
        y = 12 * MM
        width = p.text_width(count, p.NOTE)
        code = [
            p.shown(self._lines(self.letter.foot, p.NOTE, p.TEXT - 20 * MM)[:1], p.NOTE, p.LEFT, y),
            p.shown(self._lines(count, p.NOTE, p.TEXT), p.NOTE, p.RIGHT - width, y),
        ]
        start = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
        sheet.code.append(start + b"\n".join(code) + b"\nEMC")

    # --- what flows ---------------------------------------------------------------------------

    def _lines(self, text: str, style: Style, width: float) -> tuple[Line, ...]:
        return p.wrapped((Run(text),), style, width)

    def _body(self, style: Style, gap: float) -> list[Piece]:
        pieces: list[Piece] = []
        for block in self.letter.blocks:
            if block.kind == "table":
                pieces += self._table(block, style, gap)
            elif block.kind == "list":
                pieces += self._list(block, style, gap)
            else:
                own = p.SMALL if block.kind == "small" else style
                lines = p.wrapped(block.runs, own, p.TEXT)
                pieces.append(Piece(lines, own, before=gap, bind=block.text.rstrip().endswith(":")))
        return pieces

    def _list(self, block: Block, style: Style, gap: float) -> list[Piece]:
        key = f"L{id(block)}"
        out = []
        for index, item in enumerate(block.items):
            lines = p.wrapped((Run("–\u00a0\u00a0"), *item), style, p.TEXT - 8 * MM)
            out.append(
                Piece(
                    lines,
                    style,
                    (key, "L", f"{key}.{index}", "LI", "", "LBody"),
                    p.LEFT + 8 * MM,
                    gap - 3 if index == 0 else 1.5,
                )
            )
        return out

    def _table(self, block: Block, style: Style, gap: float) -> list[Piece]:
        key = f"T{id(block)}"
        out = []
        for index, (name, amount) in enumerate(block.rows):
            total = block.total and index == len(block.rows) - 1
            out.append(
                Piece(
                    p.wrapped((Run(name, total),), style, 90 * MM),
                    style,
                    (key, "Table", f"{key}.{index}", "TR", "", "TH"),
                    p.LEFT + 10 * MM,
                    gap - 1 if index == 0 else 4,
                    bind=index < len(block.rows) - 1,
                    cells=p.wrapped((Run(amount, total),), style, 40 * MM),
                    scope="Row",
                    ruled=not total,
                )
            )
        return out

    def _tail(self, style: Style, gap: float) -> list[Piece]:
        """Closing, signature, enclosures and copies: never apart."""
        letter = self.letter
        tail = [Piece(self._lines(letter.closing, style, p.TEXT), style, before=gap)]
        mention, *names = letter.signature
        wide = p.RIGHT - p.WINDOW
        tail.append(Piece(self._lines(mention, style, wide), style, x=p.WINDOW, before=12))
        signed = tuple(line for text in names for line in self._lines(text, style, wide))
        tail.append(Piece(signed, style, x=p.WINDOW, before=40))
        for title, items in (("P.J. :", letter.enclosures), ("Copie :", letter.copies)):
            if items:
                runs = (Run(f"{title}\u00a0", True), Run(" ; ".join(items)))
                first = not any(piece.style is p.SMALL for piece in tail)
                tail.append(Piece(p.wrapped(runs, p.SMALL, p.TEXT), p.SMALL, before=10 if first else 1))
        return tail

    def _appeal_height(self) -> float:
        lines = self._lines(self.letter.appeal, p.NOTE, p.TEXT)
        return len(lines) * p.NOTE.leading + 8 if lines else 0

    def _appeal(self) -> None:
        lines = self._lines(self.letter.appeal, p.NOTE, p.TEXT)
        if lines:
            y = p.BOTTOM + (len(lines) - 1) * p.NOTE.leading - 3
            self.sheets[-1].code.append(p.rule(p.LEFT, y + p.NOTE.leading + 1, p.TEXT))
            self._mark("P", p.shown(lines, p.NOTE, p.LEFT, y))

    # --- placing ------------------------------------------------------------------------------

    def _place(self, piece: Piece, follower: Piece | None) -> None:
        """Draws a piece, on the next page if it must; a paragraph leaves at least two lines on each side."""
        extra = follower.before + follower.height if follower else 0.0
        if self.y - piece.before - piece.height - extra >= p.BOTTOM:
            return self._draw(piece)
        room = int((self.y - piece.before - p.BOTTOM) // piece.style.leading)
        room = min(room, len(piece.lines) - 2)
        if piece.bind or piece.cells or room < 2:
            self._turn()
            return self._draw(piece)
        node = self._node(piece)
        self._show(piece, piece.lines[:room], node, self.y - piece.before)
        self._turn()
        self._show(piece, piece.lines[room:], node, self.y)
        return None

    def _draw(self, piece: Piece) -> None:
        fresh = self.y > p.HEIGHT - 25 * MM
        self._show(piece, piece.lines, self._node(piece), self.y - (0 if fresh else piece.before))

    def _show(self, piece: Piece, lines: tuple[Line, ...], node: Node, y: float) -> None:
        style = piece.style
        base = y - style.size
        self._mark_in(node, p.shown(lines, style, piece.x, base))
        self.y = y - len(lines) * style.leading
        if not piece.cells:
            return
        edge = piece.x + 110 * MM
        cell = self._rows[piece.tag[2]].add("TD")
        self._mark_in(cell, p.shown(piece.cells, style, edge - piece.cells[0].width, base))
        if piece.ruled:
            self.sheets[-1].code.append(p.rule(piece.x, self.y - 1, edge - piece.x))

    def _node(self, piece: Piece) -> Node:
        """The element of a piece: rows of a table and items of a list find the one they belong to."""
        if len(piece.tag) == 1:
            return self.top.add(piece.tag[0])
        key, tag, inner, inner_tag, _, leaf = piece.tag
        if key not in self._rows or self._rows[key] not in self.top.kids:
            self._rows[key] = self.top.add(tag)
        self._rows[inner] = self._rows[key].add(inner_tag)
        return self._rows[inner].add(leaf, piece.scope)

    def _mark(self, tag: str, code: bytes) -> None:
        self._mark_in(self.top.add(tag), code)

    def _mark_in(self, node: Node, code: bytes) -> None:
        sheet = self.sheets[-1]
        sheet.code.append(b"/%b<</MCID %d>>BDC\n%b\nEMC" % (node.tag.encode("ascii"), sheet.marks, code))
        node.marks.append((len(self.sheets) - 1, sheet.marks))
        sheet.marks += 1
