"""What a new version shows of the old one: bars beside changed lines, amounts struck, parts taken off."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from desktop.letters.sheets import look as k
from desktop.letters.sheets.flow import Flow
from desktop.letters.sheets.look import Style, lines_of, one_line, text_width
from desktop.letters.structure import Node


def lines_changed(before: str, now: str, shape: Style, width: float) -> frozenset[int]:
    """The lines of `now`, broken to this width, that hold words not in `before` or stand where some went."""
    old, new = before.split(), now.split()
    words = set()
    for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            words |= set(range(start, max(end, start + 1)))
    starts = _line_starts(now, shape, width)
    found = set()
    for line, start in enumerate(starts):
        end = starts[line + 1] if line + 1 < len(starts) else len(new) + 1
        if any(start <= word < end for word in words):
            found.add(line)
    return frozenset(found)


def _line_starts(words: str, shape: Style, width: float) -> list[int]:
    """The rank of the first word of each line, broken as `lines_of` breaks them."""
    starts: list[int] = []
    rank = 0
    for paragraph in words.split("\n"):
        line: list[str] = []
        for word in paragraph.split(" "):
            if not word:
                continue
            if not line or text_width(" ".join((*line, word)), shape) > width + 0.01:
                starts.append(rank)
                line = [word]
            else:
                line.append(word)
            rank += len(word.split()) or 1
    return starts


def told_before(flow: Flow, node: Node, words: str, x: float, y: float, width: float) -> None:
    """« au lieu de 8 000 € », the old amount struck."""
    shape = k.style(flow.look.caption.size, flow.look.caption.leading, colour=k.CHANGED)
    lead = one_line("au lieu de ", shape, width)
    line = one_line(f"au lieu de {words}", shape, width)
    flow.leaf.say(node, (line,), shape, x, y)
    start = lead.width + text_width(" ", shape)
    flow.leaf.fill(x + start, y + shape.size * 0.28, max(line.width - start, 0), 0.7, k.CHANGED)


def parts_gone(flow: Flow, before: Sequence[str], now: Sequence[str]) -> None:
    """The lines of before that no line of now takes up, struck."""
    shape = k.style(flow.look.small.size, flow.look.small.leading, colour=k.MUTED)
    heads = {words.split(":")[0] for words in now}
    for words in before:
        if words in now or words.split(":")[0] in heads:
            continue
        lines = lines_of(words, shape, flow.measures.text, most=3)
        flow.need(len(lines) * shape.leading)
        top = flow.y
        flow.lines(lines, shape)
        flow.bar(top, len(lines) * shape.leading)
        for at, line in enumerate(lines):
            flow.leaf.fill(
                flow.measures.left, top - at * shape.leading - shape.size * 0.72, line.width, 0.6, k.MUTED
            )
