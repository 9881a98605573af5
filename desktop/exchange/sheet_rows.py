"""The rows of a sheet as XML, a few hundred at a time: what openpyxl would write, many times faster."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from desktop.exchange.workbook import MAX_TEXT, RISKY, SHORT, Kind, clean, typed

_TOGETHER = 256  # rows of one piece: a column of them is written in one go
_KEPT = 4_096  # values of a column whose XML is kept: stages, calls and dates come again and again
_SAME = 64  # characters of the longest of them
_NOTHING = '"/>'
_NUMBERS = {int, type(None)}
# What must be changed or looked at: characters of XML, those that no cell holds.
_BAD = r"\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff"
_SPECIAL = re.compile(f"[{_BAD}]")
# Short words that need no second look: they begin with a letter or a digit, and end with no blank.
_PLAIN = re.compile(rf"[^\W_][^_{_BAD}]{{0,{SHORT - 1}}}(?<!\s)")

Fragment = Callable[[object], str]


class SheetRows:
    """Rows of one sheet from the line `first` on. `kinds` and `styles` as list_book has them; `sums` adds up
    the columns; `long` is what no cell holds whole: (first cell of the row, place of the column, text)."""

    def __init__(self, kinds: Sequence[Kind], styles: Mapping[str, int], *, first: int) -> None:
        self._line = first
        self._columns = [_Column(letters(at), kind, styles) for at, kind in enumerate(kinds)]
        self.long: list[tuple[str, int, str]] = []

    @property
    def sums(self) -> list[int]:
        return [column.sum for column in self._columns]

    def written(self, rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
        """The rows in pieces; a value that is None or empty has no cell."""
        passing = iter(rows)
        while together := list(itertools.islice(passing, _TOGETHER)):
            yield self._piece(together)

    def _piece(self, rows: Sequence[Sequence[object]]) -> bytes:
        lines = [str(self._line + at) for at in range(len(rows))]
        values = zip(*rows, strict=True)
        columns = [column.cells(lines, told) for column, told in zip(self._columns, values, strict=True)]
        if any(column.holds_long() for column in self._columns):
            self._keep_whole(rows)
        self._line += len(rows)
        cells = zip(lines, zip(*columns, strict=True), strict=True)
        return "".join([f'<row r="{line}">{"".join(row)}</row>' for line, row in cells]).encode()

    def _keep_whole(self, rows: Sequence[Sequence[object]]) -> None:
        for row in rows:
            for place, value in enumerate(row):
                if isinstance(value, str) and len(value) > MAX_TEXT:
                    self.long.append((str(row[0])[:SHORT], place, value))


class _Kept(dict[object, str]):
    """The XML of the values of one column, made once each."""

    def __init__(self, made: Fragment) -> None:
        super().__init__()
        self.made = made

    def __missing__(self, value: object) -> str:
        told = self.made(value)
        if len(self) < _KEPT and (type(value) is not str or len(value) <= _SAME):
            self[value] = told
        return told


class _Column:
    """Cells of one column. `sum` adds up its whole numbers."""

    def __init__(self, letter: str, kind: Kind, styles: Mapping[str, int]) -> None:
        self._kind, self._styles = kind, styles
        self._begun = f'<c r="{letter}'
        self._number = f'" s="{styles[kind]}" t="n"><v>'
        self._plain = f'" s="{styles["text"]}" t="inlineStr"><is><t>'
        self._kept = _Kept(self._fragment)
        # 1, 1.0 and True are one key of a dict: only types whose equals are written alike are kept.
        self._keys = {str, int, dt.date, dt.datetime} | ({bool} if kind == "boolean" else set())
        self._too_long = False
        self.sum = 0

    def holds_long(self) -> bool:
        """Whether a text of the last piece is longer than its cell."""
        told, self._too_long = self._too_long, False
        return told

    def cells(self, lines: Sequence[str], values: Sequence[object]) -> list[str]:
        """One for each line, empty where there is no value."""
        types = set(map(type, values))
        if int in types:
            self.sum += sum(value for value in values if type(value) is int)
        if types <= _NUMBERS and self._kind in ("money", "integer"):
            return self._numbers(lines, cast("Sequence[int | None]", values))
        begun, kept, keys = self._begun, self._kept, self._keys
        return [
            ""
            if value is None or value == ""
            else begun + line + (kept[value] if type(value) in keys else kept.made(value))
            for line, value in zip(lines, values, strict=True)
        ]

    def _numbers(self, lines: Sequence[str], values: Sequence[int | None]) -> list[str]:
        begun, number = self._begun, self._number
        if self._kind == "integer":
            return [
                "" if value is None else f"{begun}{line}{number}{value}</v></c>"
                for line, value in zip(lines, values, strict=True)
            ]
        return [
            ""
            if value is None
            else f"{begun}{line}{number}{value // 100}.{value % 100:02d}</v></c>"
            if value >= 0
            else f"{begun}{line}{number}-{-value // 100}.{-value % 100:02d}</v></c>"
            for line, value in zip(lines, values, strict=True)
        ]

    def _fragment(self, value: object) -> str:
        """What comes after the place of a cell."""
        told = value if self._kind == "text" and type(value) is str else typed(self._kind, value)
        if isinstance(told, str):
            return self._text(told)
        if told is None:
            return _NOTHING
        if isinstance(told, bool):
            return f'" s="{self._styles[self._kind]}" t="b"><v>{int(told)}</v></c>'
        if isinstance(told, int):
            return f"{self._number}{told}</v></c>"
        return f"{self._number}{_serial(told) if isinstance(told, dt.date) else _decimal(told)}</v></c>"

    def _text(self, words: str) -> str:
        if _PLAIN.fullmatch(words):
            return f"{self._plain}{words}</t></is></c>"
        special = "_x" in words or _SPECIAL.search(words) is not None
        if len(words) > MAX_TEXT:
            self._too_long = special = True
        safe = clean(words) if special else words
        if not safe:  # nothing that a cell can hold
            return _NOTHING
        style = "risky" if words.startswith(RISKY) else "text"
        if len(safe) > SHORT:
            style = "risky long" if style == "risky" else "long"
        # Blanks at both ends are lost by who reads, unless told to be kept.
        kept = ' xml:space="preserve"' if safe != safe.strip() else ""
        if special:
            safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'" s="{self._styles[style]}" t="inlineStr"><is><t{kept}>{safe}</t></is></c>'


def letters(place: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    place += 1
    told = ""
    while place:
        place, rest = divmod(place - 1, 26)
        told = chr(65 + rest) + told
    return told


def _serial(moment: dt.date) -> str:
    """A date as the days that workbooks count."""
    from openpyxl.utils.datetime import to_excel

    return _decimal(to_excel(moment))  # type: ignore[no-untyped-call]  # openpyxl has no types here


def _decimal(value: object) -> str:
    from openpyxl.compat import safe_string

    return str(safe_string(value))
