"""House style of sheets and tables: faces, sizes, colours, measures of a page lying or standing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.letters.model import Run
from desktop.letters.page import INK, LINE, MM, MUTED, Style, face, text_width, wrapped
from desktop.letters.page import Line as TextLine

__all__ = [
    "INK", "LINE", "MM", "MUTED", "Measures", "Style", "TextLine", "led_lines", "lines_of", "one_line",
    "text_width",
]  # fmt: skip

SANS, BOLD = "SourceSans3-Regular", "SourceSans3-SemiBold"
ACCENT, ACCENT_WASH, GROUND = "#1d5fa8", "#e7f0fa", "#f2f4f6"
GOOD, WARN, BAD = "#2f7d4f", "#a86407", "#b3352d"
EMPTY = "#eaedf0"  # a cell of the frieze without a mark
SHARES = ("#1d5fa8", "#5b8fc8", "#9ab6d9", "#c3d3e6", "#7d8da0", "#aab4c0")
OWN = "#e1e5ea"
CHANGED = "#b3352d"


def style(size: float, leading: float, *, bold: bool = False, colour: str = INK) -> Style:
    """A style of Source Sans 3; its bold words are semi-bold."""
    return Style(size, leading, BOLD if bold else SANS, BOLD, colour)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The styles of one kind of pack, usual or in large print; compared by identity."""

    title: Style  # of a sheet
    under: Style  # what stands under it
    chapter: Style
    part: Style  # « RÉSUMÉ »
    text: Style
    small: Style
    figure: Style
    caption: Style
    cell: Style
    cell_bold: Style
    cell_muted: Style
    head: Style  # of a table
    gap: float  # between parts


USUAL = Look(
    title=style(18, 22, bold=True), under=style(10.5, 14, colour=MUTED), chapter=style(17, 22, bold=True),
    part=style(8.6, 11, bold=True, colour=MUTED), text=style(10, 13.6), small=style(8.8, 11.6),
    figure=style(15.5, 19, bold=True), caption=style(8.8, 11.4, colour=MUTED), cell=style(7.8, 9.6),
    cell_bold=style(7.8, 9.6, bold=True), cell_muted=style(7.8, 9.6, colour=MUTED),
    head=style(7.4, 9.2, bold=True, colour=MUTED), gap=11.0,
)  # fmt: skip
# A sheet that would hardly pass its page is set a little tighter.
SNUG = replace(
    USUAL, title=style(16, 19, bold=True), under=style(10, 12.6, colour=MUTED), text=style(9.3, 12),
    figure=style(14, 17, bold=True), caption=style(8.4, 10.4, colour=MUTED), gap=7.0,
)  # fmt: skip
LARGE = Look(
    title=style(25, 31, bold=True), under=style(18, 24), chapter=style(26, 33, bold=True),
    part=style(18, 24, bold=True), text=style(18, 25), small=style(18, 24), figure=style(22, 28, bold=True),
    caption=style(18, 24), cell=style(18, 23), cell_bold=style(18, 23, bold=True), cell_muted=style(18, 23),
    head=style(18, 23, bold=True), gap=18.0,
)  # fmt: skip
HEADER = style(8, 10, colour=MUTED)
COVER = style(30, 36, bold=True)


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """A page: its size and the box its words keep to, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float  # where the body begins
    bottom: float  # nothing of the body under this line

    @property
    def text(self) -> float:
        return self.right - self.left


STANDING = Measures(210 * MM, 297 * MM, 20 * MM, 190 * MM, 297 * MM - 24 * MM, 24 * MM)
LYING = Measures(297 * MM, 210 * MM, 10 * MM, 287 * MM, 210 * MM - 20 * MM, 19 * MM)


def lines_of(words: str, shape: Style, width: float, *, most: int = 0) -> tuple[TextLine, ...]:
    """Lines of words of one weight; line ends are kept. `most`: no more lines than that, then « … »."""
    made: list[TextLine] = []
    for paragraph in words.split("\n"):
        made += wrapped((Run(paragraph),), shape, width)
        if most and len(made) > most:
            break
    if most and len(made) > most:
        return _cut(words, shape, width, most)
    return tuple(made)


def led_lines(words: str, shape: Style, width: float) -> tuple[TextLine, ...]:
    """Lines whose words before the first « : » are bold: what is spoken of, then what is said of it."""
    head, colon, rest = words.partition(" : ")
    if not colon or len(head) > 90:
        return lines_of(words, shape, width)
    first, *others = rest.split("\n")
    lines = list(wrapped((Run(head, True), Run(f" : {first}")), shape, width))
    for paragraph in others:
        lines += wrapped((Run(paragraph),), shape, width)
    return tuple(lines)


def _cut(words: str, shape: Style, width: float, most: int) -> tuple[TextLine, ...]:
    """The longest beginning that holds in so many lines with « … » behind it."""
    short, long = 0, len(words)
    while short < long - 1:
        middle = (short + long) // 2
        lines = lines_of(words[:middle].rstrip() + " …", shape, width)
        short, long = (middle, long) if len(lines) <= most else (short, middle)
    return lines_of(words[:short].rstrip() + " …", shape, width)


def one_line(words: str, shape: Style, width: float) -> TextLine:
    """One line of words, cut with « … » when they are longer."""
    plain = " ".join(words.split()) or " "
    if face(shape.plain).width(face(shape.plain).clean(plain)) * shape.size / 1000 > width:
        cut = lines_of(plain, shape, width, most=1)
        if cut:
            return cut[0]
    lines = wrapped((Run(plain),), shape, width + 1)
    return lines[0] if lines else TextLine(b"", 0.0)
