"""What flows down a letter: paragraphs, items, rows of a table, the end that is never cut."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.letters import page as p
from desktop.letters.model import Block, Letter, Run
from desktop.letters.page import MM, Line, Style

GAP = 7.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong to one element, at an indent; `right` sets them flush with that edge."""

    lines: tuple[Line, ...]
    style: Style
    tag: tuple[str, ...] = ("P",)
    x: float = p.LEFT
    before: float = GAP
    bind: bool = False  # stays on the page of what follows
    label: tuple[Line, ...] = ()  # the dash of an item
    cells: tuple[Line, ...] = ()  # an amount, flush right at the edge of the table
    scope: str = ""
    ruled: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading


def lines_of(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """Lines of words of one weight."""
    return p.wrapped((Run(text),), style, width)


def body_pieces(letter: Letter, style: Style, gap: float) -> list[Piece]:
    """The blocks of the letter, in order."""
    pieces: list[Piece] = []
    for block in letter.blocks:
        if block.kind == "table":
            pieces += _table(block, style, gap)
        elif block.kind == "list":
            pieces += _list(block, style, gap)
        else:
            own = p.SMALL if block.kind == "small" else style
            lines = p.wrapped(block.runs, own, p.TEXT)
            pieces.append(Piece(lines, own, before=gap, bind=block.text.rstrip().endswith(":")))
    return pieces


def _list(block: Block, style: Style, gap: float) -> list[Piece]:
    key = f"L{id(block)}"
    out = []
    for index, item in enumerate(block.items):
        out.append(
            Piece(
                p.wrapped(item, style, p.TEXT - 10 * MM),
                style,
                (key, "L", f"{key}.{index}", "LI", "LBody"),
                p.LEFT + 10 * MM,
                gap - 3 if index == 0 else 1.5,
                label=lines_of("–", style, 10 * MM),
            )
        )
    return out


def _table(block: Block, style: Style, gap: float) -> list[Piece]:
    key = f"T{id(block)}"
    out = []
    for index, (name, amount) in enumerate(block.rows):
        total = block.total and index == len(block.rows) - 1
        out.append(
            Piece(
                p.wrapped((Run(name, total),), style, 90 * MM),
                style,
                (key, "Table", f"{key}.{index}", "TR", "TH"),
                p.LEFT + 10 * MM,
                gap - 1 if index == 0 else 4,
                bind=index < len(block.rows) - 1,
                cells=p.wrapped((Run(amount, total),), style, 40 * MM),
                scope="Row",
                ruled=not total,
            )
        )
    return out


def tail_pieces(letter: Letter, style: Style, gap: float) -> list[Piece]:
    """Closing, signature, enclosures and copies: never apart."""
    tail = [Piece(lines_of(letter.closing, style, p.TEXT), style, before=gap)]
    mention, *names = letter.signature
    wide = p.RIGHT - p.WINDOW
    tail.append(Piece(lines_of(mention, style, wide), style, x=p.WINDOW, before=12))
    signed = tuple(line for text in names for line in lines_of(text, style, wide))
    tail.append(Piece(signed, style, x=p.WINDOW, before=40))
    for title, items in (("P.J. :", letter.enclosures), ("Copie :", letter.copies)):
        if items:
            runs = (Run(f"{title}\u00a0", True), Run(" ; ".join(items)))
            first = not any(piece.style is p.SMALL for piece in tail)
            tail.append(Piece(p.wrapped(runs, p.SMALL, p.TEXT), p.SMALL, before=10 if first else 1))
    return tail
