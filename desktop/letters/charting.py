"""Bars on a page: labels and numbers are words that are said, bars with their hatches an ornament."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.letters import page as p
from desktop.letters.document import Chart
from desktop.letters.marks import artifact, mark
from desktop.letters.model import Run
from desktop.letters.page import Style
from desktop.rules.bars import Bar

if TYPE_CHECKING:
    from desktop.letters.flowing import Flow

_WORDS = Style(8.2, 11, "Inter-Regular", "Inter-SemiBold")
_NUMBER = Style(8.2, 11, "Inter-SemiBold", "Inter-SemiBold")
_ROW, _SNUG, _BAR, _BEFORE, _STEP = 15.5, 12.4, 9.0, 8.0, 3.4
_MANY = 8  # bars from which they stand closer
_INK, _WASH, _EDGE = (0.11, 0.37, 0.66), "#e7f0fa", (0.4, 0.44, 0.5)


class Charting:
    """Lays one chart in the flow of a document; it stays whole on a page."""

    def __init__(self, flow: Flow, chart: Chart) -> None:
        self.flow, self.bars = flow, chart.bars
        shown = chart.bars.bars
        self.labels = min(flow.wide * 0.3, max((p.text_width(b.label, _WORDS) for b in shown), default=0) + 8)
        self.numbers = max((p.text_width(_said(b), _NUMBER) for b in shown), default=0) + 10
        self.row = _ROW if len(shown) <= _MANY else _SNUG
        told = [" ".join(t for t in (self.bars.legend, self.bars.foot) if t)]
        self.legend = [p.wrapped((Run(text),), p.NOTE, flow.wide) for text in told if text]

    @property
    def high(self) -> float:
        """The height it takes."""
        return (
            _BEFORE
            + len(self.bars.bars) * self.row
            + sum(len(lines) * p.NOTE.leading + 3 for lines in self.legend)
        )

    def lay(self) -> None:
        """Every bar, then what the patterns mean."""
        flow = self.flow
        if flow.y - self.high < flow.bottom and not flow.fresh:
            flow.turn()
        flow.y -= 0 if flow.fresh else _BEFORE
        for bar in self.bars.bars:
            self._row(bar)
        for lines in self.legend:
            flow.y -= 3
            flow.show(flow.top.add("P"), lines, p.NOTE)
        flow.fresh = False

    def _row(self, bar: Bar) -> None:
        flow = self.flow
        start = flow.left + self.labels + 4
        scale = max(0.0, flow.wide - self.labels - self.numbers - 8) / self.bars.most
        base = flow.y - (self.row + _BAR) / 2
        long = scale * max(0, bar.value or 0)
        end = start + scale * max(bar.value or 0, bar.within or 0)
        code = [hatched(bar.pattern, start, base, long, _BAR)] if long > 0 else []
        if bar.within:
            code.append(_outline(start, base, scale * bar.within, _BAR))
        if code:
            artifact(flow.sheets, b"\n".join(code))
        line = flow.y - self.row / 2 - _WORDS.size * 0.36
        label = p.wrapped((Run(_cut(bar.label, self.labels)),), _WORDS, self.labels)[:1]
        number = p.wrapped((Run(_said(bar)),), _NUMBER, self.numbers)[:1]
        words = [p.shown(label, _WORDS, flow.left, line), p.shown(number, _NUMBER, end + 5, line)]
        mark(flow.sheets, flow.top.add("P"), b"\n".join(words))
        flow.y -= self.row
        flow.fresh = False


def _said(bar: Bar) -> str:
    return "?" if bar.value is None else bar.words


def _cut(text: str, wide: float) -> str:
    """The label on one line."""
    while p.text_width(text, _WORDS) > wide and len(text) > 4:
        text = text[:-2].rstrip() + "…" if not text.endswith("…") else text[:-3].rstrip() + "…"
    return text


def hatched(pattern: str, x: float, y: float, wide: float, high: float) -> bytes:
    """A bar: its wash, slanted lines one way, both ways or dots, its edge; nothing goes over."""
    box = b"%.2f %.2f %.2f %.2f re" % (x, y, wide, high)
    ink = b"%.3f %.3f %.3f RG 0.7 w" % _INK
    lines = []
    if pattern == "dots":
        at = x + _STEP / 2
        while at < x + wide:
            lines.append(b"%.2f %.2f m %.2f %.2f l" % (at, y + high * 0.3, at, y + high * 0.3 + 0.9))
            lines.append(b"%.2f %.2f m %.2f %.2f l" % (at, y + high * 0.7, at, y + high * 0.7 + 0.9))
            at += _STEP
    else:
        at = x - high
        while at < x + wide:
            lines.append(b"%.2f %.2f m %.2f %.2f l" % (at, y, at + high, y + high))
            if pattern == "cross":
                lines.append(b"%.2f %.2f m %.2f %.2f l" % (at, y + high, at + high, y))
            at += _STEP
    return b"\n".join(
        [b"q", p.colour(_WASH), box + b" f", b"q " + box + b" W n", ink, *lines, b"S Q", ink, box + b" S Q"]
    )


def _outline(x: float, y: float, wide: float, high: float) -> bytes:
    """What the bar is a part of: a dashed edge."""
    edge = b"%.3f %.3f %.3f RG 0.6 w [2 1.6] 0 d" % _EDGE
    return b"q %b %.2f %.2f %.2f %.2f re S Q" % (edge, x, y, wide, high)
