"""A document laid on its pages: titles, paragraphs, lists, tables, signatures, in the order they are read."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.letters import page as p
from desktop.letters.charting import Charting
from desktop.letters.document import (
    Chart,
    Code,
    Document,
    Grid,
    Heading,
    Items,
    NewPage,
    Part,
    Signatures,
    Words,
)
from desktop.letters.heading import draw_logo, head_code, watermark_code
from desktop.letters.marks import Sheet, artifact, mark
from desktop.letters.model import Run
from desktop.letters.page import MM, Line, Style
from desktop.letters.pictures import Picture
from desktop.letters.squares import squares
from desktop.letters.structure import Node
from desktop.letters.tabling import Tabling
from desktop.rules.page_code import LETTER, PageCode, write

_SANS, _STRONG = "Inter-Regular", "Inter-SemiBold"
TITLE = Style(17, 22, _STRONG, _STRONG)
SUBTITLE = Style(10.5, 14.5, _SANS, _STRONG, p.MUTED)
LEVELS = {
    1: Style(13, 17, _STRONG, _STRONG),
    2: Style(11, 15, _STRONG, _STRONG),
    3: Style(9.6, 13.4, _STRONG, _STRONG),
}
TYPED = Style(12.5, 23, _STRONG, _STRONG)  # what is copied sign by sign
BEFORE = {1: 18.0, 2: 13.0, 3: 11.0}
TONES = {"body": p.DENSE, "small": p.SMALL, "centre": p.DENSE, "quote": p.DENSE}
GAP, INDENT = 5.0, 6 * MM
UNDER = 2.0  # a heading
SQUARE = 42 * MM
SIGNING = 62.0  # room left for a signature


class Flow:
    """Lays one document; `sheets`, `top` (the structure) and `size` are the result."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.size = (p.HEIGHT, p.WIDTH) if document.landscape else (p.WIDTH, p.HEIGHT)
        self.left, self.right = p.LEFT, self.size[0] - p.LEFT
        if document.landscape:
            self.left, self.right = 14 * MM, self.size[0] - 14 * MM
        self.bottom = p.BOTTOM
        self.top = Node("Sect")
        self.sheets: list[Sheet] = []
        self.images: dict[str, Picture] = {}
        self.y = 0.0
        self.deep = 1  # the level of the heading above, the title being the first
        self.fresh = True  # nothing of the flow stands on this page yet

    @property
    def wide(self) -> float:
        return self.right - self.left

    @property
    def ceiling(self) -> float:
        """Where the flow begins on a page that is not the first."""
        return self.size[1] - 24 * MM

    def compose(self) -> None:
        """Every part on its page; the feet at the end, once the pages are counted."""
        self._first_page()
        self.fill()
        for index, sheet in enumerate(self.sheets):
            self._foot(sheet, index)

    def fill(self) -> None:
        """What stands under the title."""
        parts = self.document.parts
        for at, part in enumerate(parts):
            self._part(part, parts[at + 1 :])

    # --- pages ----------------------------------------------------------------------------------

    def _first_page(self) -> None:
        document = self.document
        self._new_sheet()
        self.y = self.size[1] - 20 * MM
        if document.head:
            wide, high = self.size
            if document.logo is not None and document.logo.data:
                self.images["Logo"] = document.logo
            beside = draw_logo(document.logo, self.sheets, self.top, self.left, high)
            measures = {"left": self.left, "width": wide, "high": high, "logo": beside}
            code = head_code(document.monogram, document.head, **measures)
            artifact(self.sheets, code)
            self.y = self.size[1] - 43 * MM
        self.show(self.top.add("H1"), self._lines(document.title, TITLE), TITLE)
        if document.subtitle:
            self.y -= 2
            self.show(self.top.add("P"), self._lines(document.subtitle, SUBTITLE), SUBTITLE)
        self.y -= 6
        self.fresh = False

    def _new_sheet(self) -> None:
        self.sheets.append(Sheet())
        if not self.document.watermark:
            return
        code = watermark_code(self.document.watermark, width=self.size[0], high=self.size[1])
        if len(self.sheets) == 1:  # said once by readers of tags
            mark(self.sheets, self.top.add("P"), code)
        else:
            artifact(self.sheets, code)

    def turn(self) -> None:
        """A new page, under the title of the document."""
        self._new_sheet()
        title = self.document.title + (f" – {self.document.subtitle}" if self.document.subtitle else "")
        lines = p.wrapped((Run(title),), p.NOTE, self.wide)
        if len(lines) > 1:
            lines = p.wrapped((Run(title[:110].rsplit(" ", 1)[0] + "…"),), p.NOTE, self.wide)[:1]
        about = b"<</Type/Pagination/Subtype/Header>>"
        artifact(self.sheets, p.shown(lines, p.NOTE, self.left, self.size[1] - 15 * MM), about)
        self.y, self.fresh = self.ceiling, True

    def _foot(self, sheet: Sheet, index: int) -> None:
        count = f"{index + 1} / {len(self.sheets)}"
        width, y = p.text_width(count, p.NOTE), 12 * MM
        foot = p.wrapped((Run(self.document.foot),), p.NOTE, self.wide - 20 * MM)[:1]
        code = [
            p.shown(foot, p.NOTE, self.left, y),
            p.shown(p.wrapped((Run(count),), p.NOTE, self.wide), p.NOTE, self.right - width, y),
        ]
        if self.document.mark and self.document.number:
            told = PageCode(LETTER, self.document.number, index + 1, len(self.sheets), self.document.mark)
            code.append(squares(write(told), self.right + 2 * MM, 6.5 * MM))
        artifact([sheet], b"\n".join(code), b"<</Type/Pagination/Subtype/Footer>>")

    # --- parts ----------------------------------------------------------------------------------

    def _part(self, part: Part, following: Sequence[Part]) -> None:
        if isinstance(part, Heading):
            self._heading(part, following)
        elif isinstance(part, Words):
            self._words(part, following)
        elif isinstance(part, Items):
            self._items(part)
        elif isinstance(part, Grid):
            Tabling(self, part).lay()
        elif isinstance(part, Chart):
            Charting(self, part).lay()
        elif isinstance(part, Signatures):
            self._signatures(part)
        elif isinstance(part, Code):
            self._code(part)
        elif isinstance(part, NewPage) and not self.fresh:
            self.turn()

    def _lead(self, parts: Sequence[Part]) -> float:
        """The height that the beginning of what follows needs on this page."""
        if not parts:
            return 0.0
        part = parts[0]
        if isinstance(part, Heading):
            style = LEVELS[part.level]
            return (
                BEFORE[part.level]
                + len(self._lines(part.text, style)) * style.leading
                + self._lead(parts[1:])
            )
        if isinstance(part, Words):
            style = TONES[part.tone]
            lines = p.wrapped(part.runs, style, self._room_of(part))
            more = self._lead(parts[1:]) if part.keep else 0.0
            return GAP + min(len(lines), 99 if part.keep else 3) * style.leading + more
        if isinstance(part, Grid):
            return Tabling(self, part).lead()
        if isinstance(part, Chart):
            return Charting(self, part).high
        if isinstance(part, Signatures):
            return self._signing_height(part)
        return GAP + 2 * p.DENSE.leading

    def _heading(self, part: Heading, following: Sequence[Part]) -> None:
        style = LEVELS[part.level]
        lines = self._lines(part.text, style)
        need = BEFORE[part.level] + len(lines) * style.leading + UNDER + self._lead(following)
        if self.y - need < self.bottom and not self.fresh:
            self.turn()
        self.y -= 0 if self.fresh else BEFORE[part.level]
        # How large it is painted is the eye's matter; for the ear no level is skipped.
        self.deep = min(part.level + 1, self.deep + 1)
        self.show(self.top.add(f"H{self.deep}"), lines, style)
        self.y -= UNDER

    def _room_of(self, part: Words) -> float:
        return self.wide - (2 * INDENT if part.tone == "quote" else 0)

    def _words(self, part: Words, following: Sequence[Part]) -> None:
        style = TONES[part.tone]
        lines = p.wrapped(part.runs, style, self._room_of(part))
        if not lines:
            return
        need = GAP + len(lines) * style.leading + (self._lead(following) if part.keep else 0.0)
        if part.keep and self.y - need < self.bottom and not self.fresh:
            self.turn()
        x = self.left + (INDENT if part.tone == "quote" else 0)
        node = self.top.add("P")
        self.y -= 0 if self.fresh else GAP
        if part.tone == "centre":
            for line in lines:
                self.show(node, (line,), style, self.left + (self.wide - line.width) / 2)
            return
        self.run(node, lines, style, x)

    def _items(self, part: Items) -> None:
        style, whole = p.DENSE, self.top.add("L")
        for rank, item in enumerate(part.items, start=1):
            lines = p.wrapped(item, style, self.wide - INDENT)
            if not lines:
                continue
            self.y -= 0 if self.fresh else GAP if not whole.kids else 2.0
            if self.y - min(2, len(lines)) * style.leading < self.bottom:
                self.turn()
            entry = whole.add("LI")
            label = p.wrapped((Run(f"{rank}." if part.numbered else "–"),), style, INDENT)
            dash = p.shown(label, style, self.left + 4, self.y - style.size)
            mark(self.sheets, entry.add("Lbl"), dash)
            self.run(entry.add("LBody"), lines, style, self.left + INDENT)

    def _signing_height(self, part: Signatures) -> float:
        return (
            16
            + max(len(self._signer(lines, part)) for lines in part.parties) * p.DENSE.leading
            + (SIGNING if part.signing else 4.0)
        )

    def _signer(self, texts: Sequence[str], part: Signatures) -> list[Line]:
        room = self.wide / max(2, len(part.parties)) - 8 * MM
        runs = [Run(text, index == 0) for index, text in enumerate(texts)]
        return [line for run in runs for line in p.wrapped((run,), p.DENSE, room)]

    def _signatures(self, part: Signatures) -> None:
        need = self._signing_height(part)
        if self.y - need < self.bottom and not self.fresh:
            self.turn()
        start = self.y - 16
        step = self.wide / max(2, len(part.parties))
        for rank, texts in enumerate(part.parties):
            lines = tuple(self._signer(texts, part))
            if lines:
                code = p.shown(lines, p.DENSE, self.left + rank * step, start - p.DENSE.size)
                mark(self.sheets, self.top.add("P"), code)
        self.y, self.fresh = self.y - need, False

    def _code(self, part: Code) -> None:
        """The square at the left, its words at its right."""
        room, style = self.wide - SQUARE - 8 * MM, TYPED if part.typed else p.DENSE
        lines = tuple(line for text in part.words for line in p.wrapped((Run(text),), style, room))
        need = 12 + max(SQUARE, len(lines) * style.leading)
        if self.y - need < self.bottom and not self.fresh:
            self.turn()
        top = self.y - 8
        artifact(self.sheets, squares(part.text, self.left, top - SQUARE, SQUARE))
        if lines:
            code = p.shown(lines, style, self.left + SQUARE + 8 * MM, top - style.size)
            mark(self.sheets, self.top.add("P"), code)
        self.y, self.fresh = self.y - need, False

    # --- lines ----------------------------------------------------------------------------------

    def _lines(self, text: str, style: Style) -> tuple[Line, ...]:
        return p.wrapped((Run(text),), style, self.wide)

    def show(self, node: Node, lines: tuple[Line, ...], style: Style, x: float | None = None) -> None:
        """Lines here, without asking whether they hold."""
        if not lines:
            return
        mark(self.sheets, node, p.shown(lines, style, self.left if x is None else x, self.y - style.size))
        self.y -= len(lines) * style.leading
        self.fresh = False

    def run(self, node: Node, lines: tuple[Line, ...], style: Style, x: float) -> None:
        """Lines over as many pages as needed, never one alone at the foot or at the head of a page."""
        while lines:
            room = int((self.y - self.bottom) // style.leading)
            if room >= len(lines):
                return self.show(node, lines, style, x)
            room = min(room, len(lines) - 2) if len(lines) > 3 else 0
            if room >= 2:
                self.show(node, lines[:room], style, x)
                lines = lines[room:]
            self.turn()
        return None
