"""A chart of bars as it will be drawn: on screen, on paper, in a picture, and in words for who sees none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Pattern = Literal["hatch", "cross", "dots"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `within` is what it is a part of, drawn as an outline; `query` opens its dossiers, "" nothing.

    `value` None is drawn as « ? »: unknown is no zero. `pattern` tells bars apart without colour."""

    code: str
    label: str
    value: int | None
    words: str
    within: int | None = None
    note: str = ""
    query: str = ""
    group: str = ""  # of small multiples: the title of the panel
    pattern: Pattern = "hatch"


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one measure on one scale; with groups, small multiples on the same scale."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    legend: str = ""
    foot: str = ""

    @property
    def most(self) -> int:
        """What the longest bar stands for; at least one."""
        return max((max(bar.value or 0, bar.within or 0) for bar in self.bars), default=0) or 1

    @property
    def groups(self) -> list[str]:
        """The panels in their order; one without a title when there are none."""
        return list(dict.fromkeys(bar.group for bar in self.bars))

    def of(self, group: str) -> list[Bar]:
        return [bar for bar in self.bars if bar.group == group]


def spoken(bars: Bars) -> str:
    """The whole chart in words: title, then each bar and its figure."""
    parts = [f"{bars.title}, {bars.subtitle}." if bars.subtitle else f"{bars.title}."]
    for group in bars.groups:
        told = " ; ".join(spoken_bar(bar, alone=False) for bar in bars.of(group))
        parts.append(f"{group} : {told}." if group else f"{told}.")
    return " ".join(parts + [text for text in (bars.legend, bars.foot) if text])


def spoken_bar(bar: Bar, *, alone: bool = True) -> str:
    """One bar in words."""
    name = f"{bar.group}, {bar.label}" if alone and bar.group else bar.label
    words = "inconnu" if bar.value is None else bar.words
    return f"{name} : {words}" + (f" ({bar.note})" if bar.note else "")


def nice_step(most: int, steps: int = 4) -> int:
    """A round number of the scale: 1, 2 or 5 by a power of ten; about `steps` of them hold the most."""
    wanted, power = max(1, most // steps), 1
    while power * 10 <= wanted:
        power *= 10
    return next(power * by for by in (1, 2, 5, 10) if power * by >= wanted)


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """A table for the clipboard: cells apart by tabs, as spreadsheets read them."""
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in rows)
