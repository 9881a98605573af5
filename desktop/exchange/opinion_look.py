"""How the workbook of a pack looks: house colours, measured heights, text that no spreadsheet computes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

INK, MUTED, ACCENT, WASH, GROUND, LINE = "1C2430", "5B6470", "1D5FA8", "E7F0FA", "F5F6F7", "D5DAE0"
_TALLEST = 400.0  # points: a row of Excel stops at 409


def height(words: Sequence[tuple[str, float]], size: float = 10) -> float:
    """The height in points of wrapped words, each in a column of so many characters."""
    lines = max((math.ceil(len(text) * 1.12 / max(1, width)) for text, width in words if text), default=1)
    return min(_TALLEST, lines * size * 1.34 + 5)


class Look:
    """Fonts, fills and borders, made once a workbook."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.hyperlink import Hyperlink

        self.letter, self._hyperlink = get_column_letter, Hyperlink
        name = "Calibri"  # the partner's machine has it, or a twin of the same widths
        self.title = Font(name=name, size=16, bold=True, color=INK)
        self.subtitle = Font(name=name, size=15, bold=True, color=INK)
        self.plain, self.strong = (
            Font(name=name, size=10, color=INK),
            Font(name=name, size=10, bold=True, color=INK),
        )
        self.muted, self.caption = (
            Font(name=name, size=10, color=MUTED),
            Font(name=name, size=9, bold=True, color=MUTED),
        )
        self.number = Font(name=name, size=11, bold=True, color=ACCENT)
        self._head = Font(name=name, size=10, bold=True, color="FFFFFF")
        self._link = Font(name=name, size=10, bold=True, color=ACCENT, underline="single")
        thin = Side(style="thin", color=LINE)
        self._box = Border(left=thin, right=thin, top=thin, bottom=thin)
        blue = Side(style="thin", color=ACCENT)
        self._blue_box = Border(left=blue, right=blue, top=blue, bottom=blue)
        self._under = Border(top=thin)
        self._wash, self._dark = PatternFill("solid", fgColor=WASH), PatternFill("solid", fgColor="22303F")
        self._accent = PatternFill("solid", fgColor=ACCENT)
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._flat = Alignment(vertical="center")
        self._middle = Alignment(wrap_text=True, vertical="center")
        self._free = Protection(locked=False)

    def put(
        self, sheet: Any, place: str, words: str, font: Any, *, wrap: bool = False, boxed: bool = False
    ) -> None:
        """Words that stay words, whatever they begin with."""
        cell = sheet[place]
        cell.value = words
        if words:
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
            cell.quotePrefix = words.startswith(("=", "+", "-", "@"))
        cell.font, cell.alignment = font, self._wrapped if wrap else self._flat
        if boxed:
            cell.border = self._box

    def money(self, sheet: Any, place: str, cents: int | None, form: str) -> None:
        """An amount in euros, empty when unknown."""
        cell = sheet[place]
        cell.value = None if cents is None else Decimal(cents).scaleb(-2)
        cell.font, cell.border, cell.alignment, cell.number_format = (
            self.plain,
            self._box,
            self._wrapped,
            form,
        )

    def heading(self, sheet: Any, place: str, words: str, *, mine: bool) -> None:
        """The head of a column; `mine`: one that the partner fills in."""
        cell = sheet[place]
        cell.value, cell.font, cell.alignment = words, self._head, self._middle
        cell.fill, cell.border = self._accent if mine else self._dark, self._box

    def answer(self, sheet: Any, place: str) -> None:
        """A cell to fill in: blue, and the only ones that are not locked."""
        cell = sheet[place]
        cell.fill, cell.border, cell.protection = self._wash, self._blue_box, self._free
        cell.font, cell.alignment = self.plain, self._wrapped

    def link(self, sheet: Any, place: str, target: str) -> None:
        """A click leads to another place of the workbook."""
        sheet[place].hyperlink = self._hyperlink(ref=place, location=target)
        sheet[place].font = self._link

    def under(self, sheet: Any, place: str) -> None:
        """A thin line that closes a dossier."""
        sheet[place].border = self._under
