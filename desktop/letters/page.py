"""House style of paper: faces, colours, measures, and lines broken once for the same words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from desktop.letters.model import Run
from desktop.letters.typeface import Typeface
from desktop.paths import resources

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 20 * MM, 190 * MM
TEXT = RIGHT - LEFT
WINDOW = 115 * MM  # left edge of the addressee, inside the window of a DL envelope
FOLDS = (99 * MM, 198 * MM)  # from the top
BOTTOM = 21 * MM  # nothing of the body under this line

INK, MUTED, LINE, DARK, FAINT = "#1c2430", "#5b6470", "#d5dae0", "#22303f", "#e9ecef"

_SERIF, _SYMBOLIC = 2, 4
FACES: dict[str, int] = {
    "SourceSerif4-Regular": _SERIF | _SYMBOLIC,
    "SourceSerif4-SemiBold": _SERIF | _SYMBOLIC,
    "Inter-Regular": _SYMBOLIC,
    "Inter-SemiBold": _SYMBOLIC,
    "SourceSans3-Regular": _SYMBOLIC,
    "SourceSans3-SemiBold": _SYMBOLIC,
}


@dataclass(frozen=True, slots=True)
class Style:
    """Size and leading in points; the faces of plain and bold words; a colour."""

    size: float
    leading: float
    plain: str = "SourceSerif4-Regular"
    bold: str = "SourceSerif4-SemiBold"
    colour: str = INK


BODY = Style(10.5, 15.5)
SNUG = Style(10.3, 14.6)
DENSE = Style(10, 13.6)
ADDRESS = Style(9.4, 11.6)
SMALL = Style(8, 11, "Inter-Regular", "Inter-SemiBold", MUTED)
NOTE = Style(7.4, 10, "Inter-Regular", "Inter-SemiBold", MUTED)
HEAD = Style(10.5, 14, "Inter-SemiBold", "Inter-SemiBold")
SERVICE = Style(8, 13, "Inter-Regular", "Inter-SemiBold", MUTED)


@cache
def face(name: str) -> Typeface:
    """A face by its name, read from its file once."""
    path = resources() / "fonts" / f"{name}.ttf"
    if not path.is_file():
        raise FileNotFoundError(f"La police « {path.name} » manque dans {path.parent} : réinstallez Parvis.")
    return Typeface(path, name, FACES[name])


@cache
def colour(value: str) -> bytes:
    """The operator that fills with a colour of the tokens."""
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return b"%.3f %.3f %.3f rg" % tuple(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """The operators that show one line, and its width in points."""

    code: bytes
    width: float


_Piece = tuple[str, str]  # face, words


@lru_cache(maxsize=1024)
def wrapped(runs: tuple[Run, ...], style: Style, width: float) -> tuple[Line, ...]:
    """Lines of some words. Fixed paragraphs of a print run are found here, already measured and encoded."""
    lines: list[Line] = []
    line: list[_Piece] = []
    used = 0.0
    space = _width(style.plain, " ", style)
    for word in _words(runs, style):
        for piece in _fitting(word, style, width):
            long = sum(_width(name, text, style) for name, text in piece)
            if line and used + space + long > width + 0.01:
                lines.append(_line(line, style))
                line, used = [], 0.0
            if line:
                line.append((line[-1][0], " "))
                used += space
            line += piece
            used += long
    return (*lines, _line(line, style)) if line else tuple(lines)


def text_width(text: str, style: Style) -> float:
    """The width in points of words on one line."""
    return _width(style.plain, face(style.plain).clean(text), style)


def _width(name: str, text: str, style: Style) -> float:
    return face(name).width(text) * style.size / 1000


def _words(runs: tuple[Run, ...], style: Style) -> list[list[_Piece]]:
    """Words as they may be broken: only at plain spaces. A word may change weight on its way."""
    words: list[list[_Piece]] = [[]]
    for run in runs:
        name = style.bold if run.bold else style.plain
        first, *others = face(name).clean(run.text.replace("\n", " ")).split(" ")
        if first:
            words[-1].append((name, first))
        words += [[(name, text)] if text else [] for text in others]
    return [word for word in words if word]


def _fitting(word: list[_Piece], style: Style, width: float) -> list[list[_Piece]]:
    """The word itself, or cut by characters when it is wider than the line."""
    if sum(_width(name, text, style) for name, text in word) <= width:
        return [word]
    parts: list[list[_Piece]] = [[]]
    used = 0.0
    for name, text in word:
        for char in text:
            long = _width(name, char, style)
            if used + long > width:
                parts.append([])
                used = 0.0
            parts[-1].append((name, char))
            used += long
    return parts


def _line(pieces: list[_Piece], style: Style) -> Line:
    code: list[bytes] = []
    width, at = 0.0, 0
    while at < len(pieces):
        name, text = pieces[at]
        at += 1
        while at < len(pieces) and pieces[at][0] == name:
            text += pieces[at][1]
            at += 1
        width += _width(name, text, style)
        for subset, data in face(name).encode(text):
            shown_text = face(name).spaced(data) if subset == 0 else b"(%b)Tj" % data
            code.append(b"/%b %g Tf%b" % (font_key(name, subset), style.size, shown_text))
    return Line(b"\n".join(code), width)


@cache
def font_key(name: str, subset: int) -> bytes:
    """The name of a face inside a file: the same in each, so that lines can be shared."""
    return f"F{list(FACES).index(name)}_{subset}".encode("ascii")


def shown(lines: tuple[Line, ...], style: Style, x: float, y: float) -> bytes:
    """The operators that show lines, the first one's baseline at y."""
    body = b"\nT*\n".join(line.code for line in lines)
    return b"BT %b %.2f TL 1 0 0 1 %.2f %.2f Tm\n%b\nET" % (colour(style.colour), style.leading, x, y, body)


def rule(x: float, y: float, width: float, value: str = LINE, weight: float = 0.6) -> bytes:
    """A thin line, an ornament for readers of tags."""
    box = b"%b %.2f %.2f %.2f %.2f re f" % (colour(value), x, y, width, weight)
    return b"/Artifact BMC\n%b\nEMC" % box
