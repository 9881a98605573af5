"""What is drawn rather than written: the frieze of the challenges, the financing bar, bars of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.letters.pack_model import Challenge, Line
from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Flow
from desktop.letters.sheets.look import MM, lines_of, one_line, style
from desktop.rules.french import euros
from desktop.rules.grid import LABELS

_IN_CELL = style(8.4, 10, colour=k.MUTED)
_IN_FULL = style(8.4, 10, bold=True, colour="#ffffff")
_FRIEZE = 8 * MM
LACKS = "À trouver"


def frieze(flow: Flow, challenges: Sequence[Challenge], levels: Sequence[int | None]) -> None:
    """The cells of the grid, each filled to a third, two thirds or whole; those marked written under it."""
    m, look = flow.measures, flow.look
    if not challenges:
        return
    tall = 12 * MM if look is k.LARGE else _FRIEZE
    flow.need(tall + 30)
    leaf = flow.leaf
    step = m.text / len(challenges)
    low = flow.y - tall
    for at, challenge in enumerate(challenges):
        level = (levels[at] if at < len(levels) else None) or 0
        x = m.left + at * step
        leaf.fill(x, low, step - 1.6, tall, k.EMPTY)
        if level:
            leaf.fill(x, low, step - 1.6, tall * level / 3, challenge.colour)
        number = one_line(str(challenge.number), _IN_FULL if level > 1 else _IN_CELL, step)
        shape = _IN_FULL if level > 1 else _IN_CELL
        leaf.aside(
            (number,),
            shape,
            x + (step - 1.6 - number.width) / 2,
            low + tall * (0.5 if level < 2 else 0.38) - 3,
        )
    flow.y = low - 3
    flow.text(spoken(challenges, levels), look.caption)


def spoken(challenges: Sequence[Challenge], levels: Sequence[int | None]) -> str:
    """« 4 Réussite · fort   7 Lien social · moyen », the strong ones first."""
    seen = [(level, c) for c, level in zip(challenges, levels, strict=False) if level]
    seen.sort(key=lambda pair: (-pair[0], pair[1].number))
    if not seen:
        return "Aucun défi n’est noté."
    # Words of one challenge stay on one line.
    said = [f"{c.number} {c.short} · {LABELS[level].lower()}".replace(" ", "\u00a0") for level, c in seen]
    return " \u00a0 ".join(said)


def financing(flow: Flow, lines: Sequence[Line], cost: int | None) -> None:
    """A bar as wide as the text: each funder by its part, its name and amount under it or in a legend."""
    m, look = flow.measures, flow.look
    shown, whole = _shown(lines, cost)
    if not shown:
        return flow.text("Aucun financement n’est connu.", look.text)
    colours = _colours(shown)
    tall = 8 * MM
    under = _labels_fit(shown, whole, m.text, look)
    flow.need(tall + (26 if under else _legend_height(flow, shown)) + 4)
    leaf, x, low = flow.leaf, m.left, flow.y - tall
    for line, colour in zip(shown, colours, strict=True):
        wide = m.text * line.amount / whole
        leaf.fill(x, low, max(wide - 0.8, 0.4), tall, colour)
        x += wide
    leaf.frame(m.left, low, m.text, tall, k.LINE, 0.5)
    flow.y = low - 2
    if under:
        _labels_under(flow, shown, whole)
    else:
        _legend(flow, shown, colours, whole)
    return None


def _shown(lines: Sequence[Line], cost: int | None) -> tuple[list[Line], int]:
    """The lines that have a part in the bar, what lacks included, and what the bar stands for."""
    shown = [line for line in lines if line.amount > 0]
    told = sum(line.amount for line in shown)
    whole = max(told, cost or 0)
    if not shown or not whole:
        return [], 0
    return [*shown, *([Line(LACKS, whole - told, own=True)] if whole > told else [])], whole


def plan_height(flow: Flow, lines: Sequence[Line], cost: int | None) -> float:
    """How tall the financing stands with its heading."""
    shown, whole = _shown(lines, cost)
    head = flow.look.gap + flow.look.part.leading + 5
    if not shown:
        return head + flow.look.text.leading
    under = _labels_fit(shown, whole, flow.measures.text, flow.look)
    return head + 8 * MM + (2 * flow.look.caption.leading if under else _legend_height(flow, shown)) + 4


def _colours(lines: Sequence[Line]) -> list[str]:
    made, at = [], 0
    for line in lines:
        if line.own:
            made.append("#ffffff" if line.name == LACKS else k.OWN)
        else:
            made.append(k.SHARES[at % len(k.SHARES)])
            at += 1
    return made


def _label(line: Line) -> tuple[str, str]:
    return line.name, euros(line.amount) + (f" · {line.status}" if line.status else "")


def _labels_fit(lines: Sequence[Line], whole: int, width: float, look: k.Look) -> bool:
    def fits(line: Line) -> bool:
        room = width * line.amount / whole - 6
        return all(k.text_width(words, look.caption) <= room for words in _label(line))

    return all(fits(line) for line in lines)


def _labels_under(flow: Flow, lines: Sequence[Line], whole: int) -> None:
    x, m, look = flow.measures.left, flow.measures, flow.look
    for line in lines:
        wide = m.text * line.amount / whole
        name, amount = _label(line)
        node = flow.top.add("P")
        parts = (one_line(name, look.caption, wide), one_line(amount, look.caption, wide))
        flow.leaf.say(node, parts, look.caption, x, flow.y - look.caption.size)
        x += wide
    flow.y -= 2 * look.caption.leading


def _legend_columns(flow: Flow) -> int:
    return 1 if flow.look is k.LARGE else 3


def _legend_height(flow: Flow, lines: Sequence[Line]) -> float:
    columns = _legend_columns(flow)
    return -(-len(lines) // columns) * (2 * flow.look.caption.leading + 3)


def _legend(flow: Flow, lines: Sequence[Line], colours: Sequence[str], whole: int) -> None:
    """Squares of colour with names, in columns; its rows are never cut by the end of a page."""
    m, look, columns = flow.measures, flow.look, _legend_columns(flow)
    step = m.text / columns
    square = look.caption.size * 0.8
    for start in range(0, len(lines), columns):
        tall = 2 * look.caption.leading + 3
        flow.need(tall)
        for at, line in enumerate(lines[start : start + columns]):
            x = m.left + at * step
            base = flow.y - look.caption.size
            flow.leaf.fill(x, base, square, square, colours[start + at])
            flow.leaf.frame(x, base, square, square, k.MUTED, 0.3)
            name, amount = _label(line)
            room = step - square - 4 * MM
            parts = (one_line(name, look.caption, room), one_line(amount, look.caption, room))
            flow.leaf.say(flow.top.add("P"), parts, look.caption, x + square + 4, base)
        flow.y -= tall


Bar = tuple[str, Sequence[tuple[int, str]], int, str]  # words, parts (cents, colour), of how much, behind it


def bars(flow: Flow, rows: Sequence[Bar]) -> None:
    """One bar a row, each on its own scale: its words, its parts, what is written behind it."""
    m, look = flow.measures, flow.look
    large = look is k.LARGE  # there the words stand over and under their bar
    names = 0.0 if large else m.text * 0.3
    room = m.text if large else m.text * 0.42
    for words, parts, whole, behind in rows:
        lines = lines_of(words, look.small, m.text if large else names - 4, most=2)
        said = lines_of(behind, look.caption, m.text if large else m.text - names - room - 8, most=2)
        over = len(lines) * look.small.leading if large else 0.0
        under = len(said) * look.caption.leading + 8 if large else 0.0
        high = look.small.size + 2
        tall = over + high + under + 3 if large else max(len(lines), len(said)) * look.small.leading + 5
        flow.need(tall)
        base = flow.y - look.small.size - 1
        flow.leaf.say(flow.top.add("P"), lines, look.small, m.left, base)
        low = flow.y - over - high - 1 if large else base - 2.5
        _bar_parts(flow, parts, whole, (m.left + names, low, room, high))
        x, y = (m.left, low - look.caption.size - 3) if large else (m.left + names + room + 8, base)
        flow.leaf.say(flow.top.add("P"), said, look.caption, x, y)
        flow.y -= tall


def _bar_parts(
    flow: Flow, parts: Sequence[tuple[int, str]], whole: int, place: tuple[float, float, float, float]
) -> None:
    """The parts of one bar, side by side, never beyond its end."""
    x, low, room, high = place
    end = x + room
    flow.leaf.fill(x, low, room, high, k.GROUND)
    for amount, colour in parts:
        wide = room * min(max(amount, 0), whole) / whole if whole else 0
        wide = min(wide, end - x)
        if wide > 0:
            flow.leaf.fill(x, low, wide, high, colour)
            x += wide
