"""One letter laid on its pages: what stands where, in the order it is read."""

from __future__ import annotations

from desktop.letters import page as p
from desktop.letters.heading import draw_logo, watermark_code
from desktop.letters.marks import Sheet, mark
from desktop.letters.model import Letter, Run
from desktop.letters.page import MM, Line, Style
from desktop.letters.pieces import Piece, body_pieces, lines_of, tail_pieces
from desktop.letters.squares import SIDE, squares
from desktop.letters.structure import Node
from desktop.rules.page_code import LETTER, PageCode, write

# Style of the body, space between paragraphs, space before the salutation: the first that spares a page.
DENSITIES = ((p.BODY, 9.0, 20.0), (p.BODY, 7.0, 12.0), (p.SNUG, 6.0, 10.0), (p.DENSE, 5.0, 8.0))
USUAL = DENSITIES[1]
# No setting brings a letter below this share of its airiest height: not worth trying.
TIGHTEST = 0.75
WATERMARKS = ("PROJET", "DUPLICATA")


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
        self._first_page()
        room = self.y - p.BOTTOM - self._appeal_height()
        for setting in DENSITIES:
            body, tail = self._pieces(*setting)
            need = sum(piece.before + piece.height for piece in body + tail)
            if need <= room:
                break
            if need * TIGHTEST > room:
                body, tail = self._pieces(*USUAL)
                break
        else:
            body, tail = self._pieces(*USUAL)
        self._flow(body, tail)
        for index, sheet in enumerate(self.sheets):
            self._foot(sheet, index)

    def _pieces(self, style: Style, gap: float, before: float) -> tuple[list[Piece], list[Piece]]:
        greeting = Piece(lines_of(self.letter.salutation, p.BODY, p.TEXT), p.BODY, before=before, bind=True)
        return [greeting, *body_pieces(self.letter, style, gap)], tail_pieces(self.letter, style, gap)

    def _flow(self, body: list[Piece], tail: list[Piece]) -> None:
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

    def _first_page(self) -> None:
        letter = self.letter
        self._new_sheet(head=True)
        at = p.HEIGHT - 49.5 * MM
        refs = [line for text in letter.references for line in lines_of(text, p.SMALL, 85 * MM)]
        self._mark("P", p.shown(tuple(refs), p.SMALL, p.LEFT, at))
        # Six lines show in the window of the envelope; more are set tighter so that the town still does.
        for style in (p.BODY, p.DENSE, p.ADDRESS):
            wide = p.RIGHT - p.WINDOW
            lines = [line for text in letter.addressee for line in lines_of(text, style, wide)]
            if len(lines) * style.leading <= 6 * p.BODY.leading:
                break
        self._mark("P", p.shown(tuple(lines), style, p.WINDOW, at))
        end = min(at - len(lines) * style.leading, p.HEIGHT - 75 * MM)
        self._mark("P", p.shown(lines_of(letter.place_date, p.BODY, 75 * MM), p.BODY, p.WINDOW, end - 8 * MM))
        self.y = end - 18 * MM
        heading = (Run("Objet :\u00a0", True), Run(letter.object))
        self._draw(Piece(p.wrapped(heading, p.BODY, p.TEXT), p.BODY, before=0))

    def _new_sheet(self, *, head: bool) -> None:
        sheet = Sheet(head=head)
        self.sheets.append(sheet)
        if head:
            draw_logo(self.letter.logo, self.sheets, self.top, p.LEFT, p.HEIGHT)
            self._mark("P", b"/Head Do")
        if self.watermark:
            self._watermark(self.watermark)
        if head:
            sheet.code += [
                p.rule(0, p.HEIGHT - fold, 4 * MM if fold < 100 * MM else 2.5 * MM, p.MUTED, 0.35)
                for fold in p.FOLDS
            ]

    def _watermark(self, word: str) -> None:
        code = watermark_code(word)  # said once by readers of tags, on the first page
        if len(self.sheets) == 1:
            self._mark("P", code)
        else:
            self.sheets[-1].code.append(b"/Artifact BMC\n%b\nEMC" % code)

    def _turn(self) -> None:
        self._new_sheet(head=False)
        text = " · ".join(part for part in (self.letter.number, *self.letter.addressee[1:2]) if part)
        lines = lines_of(text, p.NOTE, p.TEXT)
        if len(lines) > 1:
            lines = lines_of(text[:90].rsplit(" ", 1)[0] + "…", p.NOTE, p.TEXT)[:1]
        y = p.HEIGHT - 15 * MM
        self.sheets[-1].code.append(
            b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n%b\nEMC" % p.shown(lines, p.NOTE, p.LEFT, y)
        )
        self.y = p.HEIGHT - 24 * MM

    def _foot(self, sheet: Sheet, index: int) -> None:
        count = f"{index + 1} / {len(self.sheets)}"
        y, coded = 12 * MM, bool(self.letter.mark and self.letter.number)
        end = p.RIGHT - (SIDE + 3 * MM if coded else 0)
        width = p.text_width(count, p.NOTE)
        wide = end - width - 4 * MM - p.LEFT
        code = [
            p.shown(lines_of(self.letter.foot, p.NOTE, wide)[:1], p.NOTE, p.LEFT, y),
            p.shown(lines_of(count, p.NOTE, p.TEXT), p.NOTE, end - width, y),
        ]
        if coded:
            code.append(self._page_code(index + 1))
        start = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
        sheet.code.append(start + b"\n".join(code) + b"\nEMC")

    def _page_code(self, page: int) -> bytes:
        """The code of a letter that leaves, beside its foot: it takes no room from the words, and stands far
        enough from the edges for a scanner that takes the page askew."""
        letter = self.letter
        told = PageCode(LETTER, letter.number, page, len(self.sheets), letter.mark)
        return squares(write(told), p.RIGHT - SIDE, 5.3 * MM)

    def _appeal_height(self) -> float:
        lines = lines_of(self.letter.appeal, p.NOTE, p.TEXT)
        return len(lines) * p.NOTE.leading + 8 if lines else 0

    def _appeal(self) -> None:
        lines = lines_of(self.letter.appeal, p.NOTE, p.TEXT)
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
        node, lines, y = self._node(piece), piece.lines, self.y - piece.before
        while len(lines) > room:
            self._show(piece, lines[:room], node, y)
            lines = lines[room:]
            self._turn()
            y = self.y
            room = int((y - p.BOTTOM) // piece.style.leading)
            room = room if len(lines) <= room else min(room, len(lines) - 2)
        return self._show(piece, lines, node, y)

    def _draw(self, piece: Piece) -> None:
        fresh = self.y > p.HEIGHT - 25 * MM
        self._show(piece, piece.lines, self._node(piece), self.y - (0 if fresh else piece.before))

    def _show(self, piece: Piece, lines: tuple[Line, ...], node: Node, y: float) -> None:
        style = piece.style
        base = y - style.size
        self._mark_in(node, p.shown(lines, style, piece.x, base))
        self.y = y - len(lines) * style.leading
        if piece.label and lines is piece.lines:
            label = self._rows[piece.tag[2]]
            dash = Node("Lbl")
            label.kids.insert(0, dash)
            self._mark_in(dash, p.shown(piece.label, style, piece.x - 4 * MM, base))
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
        key, tag, inner, inner_tag, leaf = piece.tag
        if key not in self._rows:
            made = self.top.add(tag)
            self._rows[key] = made.add("TBody") if tag == "Table" else made
        self._rows[inner] = self._rows[key].add(inner_tag)
        return self._rows[inner].add(leaf, piece.scope)

    def _mark(self, tag: str, code: bytes) -> None:
        self._mark_in(self.top.add(tag), code)

    def _mark_in(self, node: Node, code: bytes) -> None:
        mark(self.sheets, node, code)
