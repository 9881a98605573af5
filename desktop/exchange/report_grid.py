"""The financial table of a report read from places: forecast and done in columns, charges beside products."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop.exchange.cerfa_budget import cents, is_amount
from desktop.exchange.pdf_runs import Box, Run
from desktop.exchange.report_words import DONE, FORECAST, PERCENT, account_of, column_of, is_total
from desktop.rules.budget import Line, totals
from desktop.rules.chart import BY_CODE, Side
from desktop.rules.money import euros
from desktop.rules.reports import ToldLine

_REACH = 48.0  # points between the middle of a value and that of its heading
_LEVEL = 9.0  # points between a label and the values of its line
_DASHES = ("-", "–", "—")  # nothing, said
_NUMBERED = re.compile(r"[678]\d\d?")


@dataclass(slots=True)
class Spot:
    """Something written on a page: a value of a field, or printed words."""

    page: int
    box: Box  # left, top, right, bottom, upright
    text: str
    used: bool = False

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def centre(self) -> float:
        return (self.box[0] + self.box[2]) / 2


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    page: int
    top: float
    left: float
    right: float
    group: int

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Read:
    """What a table says; `regions`: page -> from where to where it stands there."""

    lines: list[ToldLine] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    regions: dict[int, tuple[float, float]] = field(default_factory=dict)


def read_grid(printed: Sequence[Run], values: Sequence[Spot]) -> Read:
    """The table of a report. `printed`: what the form prints; `values`: what was written in it, which may be
    the same words where the form is flat. The values taken are marked used."""
    columns = _columns(printed)
    words = [Spot(run.page, (run.left, run.top, run.right, run.bottom), run.text) for run in printed]
    table = _Table([*values, *words], columns)
    for (page, middle, group), told in sorted(_rows(values, columns).items(), key=_form_order):
        table.take(page, middle, group, told)
    return table.found


_Key = tuple[int, float, int]  # page, height on it, half of the table


def _form_order(row: tuple[_Key, dict[str, str]]) -> tuple[int, int, float]:
    (page, middle, group), _ = row
    return group, page, middle


def _rows(values: Sequence[Spot], columns: Sequence[_Column]) -> dict[_Key, dict[str, str]]:
    """What is written on each line of each half, by column."""
    rows: dict[_Key, dict[str, str]] = {}
    for spot in values:
        column = _column_for(spot, columns)
        if column is None or not _numeric(spot.text):
            continue
        spot.used = True
        if column.kind == PERCENT:
            continue
        at = next((key for key in rows if _same_row(key, spot, column)), None)
        rows.setdefault(at or (spot.page, spot.middle, column.group), {})[column.kind] = spot.text
    return rows


def _numeric(text: str) -> bool:
    return is_amount(text) or text.strip() in _DASHES or text.strip().endswith("%")


def _columns(printed: Iterable[Run]) -> list[_Column]:
    """The headings of the columns; those of the products stand right of those of the charges."""
    heads = [(run, column_of(run.text)) for run in printed]
    heads = [(run, kind) for run, kind in heads if kind in (FORECAST, DONE, PERCENT)]
    made: list[_Column] = []
    for run, kind in heads:
        level = [(r, k) for r, k in heads if r.page == run.page and abs(r.middle - run.middle) < 6]
        if not {FORECAST, DONE} <= {k for _, k in level}:
            continue  # a word of a text, not a heading
        before = sum(1 for r, k in level if k == kind and r.left < run.left)
        made.append(_Column(kind, run.page, run.top, run.left, run.right, before))
    return made


def _column_for(spot: Spot, columns: Sequence[_Column]) -> _Column | None:
    near = [
        one
        for one in columns
        if one.page == spot.page and one.top < spot.box[1] + 2 and abs(one.centre - spot.centre) < _REACH
    ]
    return min(near, key=lambda one: abs(one.centre - spot.centre), default=None)


def _same_row(key: tuple[int, float, int], spot: Spot, column: _Column) -> bool:
    return key[0] == spot.page and key[2] == column.group and abs(key[1] - spot.middle) < 6


class _Table:
    """The lines of a table as they are understood one after the other."""

    def __init__(self, words: Sequence[Spot], columns: Sequence[_Column]) -> None:
        self.found = Read()
        self._words, self._columns = words, columns
        self._last: dict[int, str] = {}  # account of the line above, by half

    def take(self, page: int, middle: float, group: int, told: dict[str, str]) -> None:
        heads = [one for one in self._columns if one.page == page]
        top, bottom = self.found.regions.get(page, (middle, middle))
        self.found.regions[page] = (min(top, middle, *(one.top for one in heads)), max(bottom, middle))
        side: Side | None = None
        if any(one.group for one in heads):
            side = "product" if group else "charge"
        label, place = self._label(page, middle, group), f"page {page + 1}"
        amounts = {kind: self._amount(text, label, place) for kind, text in told.items()}
        if is_total(label):
            self._check_total(amounts, label, side, place)
            return
        known = self._account(label, side, group)
        if known is None:
            kept = ", ".join(euros(value) for value in amounts.values() if value is not None)
            words = f"{place} : ligne « {label or 'sans intitulé'} » ({kept}), sans compte connu."
            self.found.unread.append(words)
            return
        account, mine = known
        self._last[group] = account
        words = _own_words(label, account) or BY_CODE[account].label
        forecast, done = amounts.get(FORECAST), amounts.get(DONE)
        self.found.lines.append(ToldLine(mine, account, words, forecast, done, "", place))

    def _label(self, page: int, middle: float, group: int) -> str:
        """What is written left of the values of a row, within its half of the table."""
        heads = [one for one in self._columns if one.page == page]
        low = max((one.right for one in heads if one.group == group - 1), default=0.0)
        high = min(one.left for one in heads if one.group == group)
        beside = [word for word in self._words if word.page == page and _labels(word, low, high, middle)]
        beside.sort(key=lambda word: (round(word.box[1] / 6), word.box[0]))
        return " ".join(dict.fromkeys(" ".join(word.text.split()) for word in beside))

    def _account(self, label: str, side: Side | None, group: int) -> tuple[str, Side] | None:
        known = account_of(label, side) if label else None
        before = self._last.get(group, "")
        if known is None and before.startswith("74"):
            return before, "product"  # a line of its own for each funder
        return known

    def _amount(self, text: str, label: str, place: str) -> int | None:
        if text.strip() in _DASHES:
            return 0
        value, remark = cents(text)
        if value is None:
            why = remark or "illisible"
            self.found.unread.append(f"{place}, « {label} » : « {text} » n’est pas un montant ({why}).")
        return value

    def _check_total(self, amounts: dict[str, int | None], label: str, side: Side | None, place: str) -> None:
        """A printed total that is not the sum of its lines is told; the lines are what is kept."""
        for kind, words in ((FORECAST, "prévu"), (DONE, "réalisé")):
            value = amounts.get(kind)
            if value is None or side is None:
                continue
            sums = totals(
                Line(one.side, one.account, one.label, one.forecast if kind == FORECAST else one.done)
                for one in self.found.lines
            )
            charges, products = (sums.charges, sums.cash_charges), (sums.products, sums.cash_products)
            whole, cash = charges if side == "charge" else products
            if value not in (whole, cash):
                told = (
                    f"« {label} », {words} {euros(value)}, n’est pas la somme de ses lignes, {euros(cash)}."
                )
                self.found.unread.append(f"{place} : {told}")


def _own_words(label: str, account: str) -> str:
    """What a line says beyond the words of the form: the funder that it names."""
    head, colon, tail = label.partition(":")
    if colon and account.startswith("74") and not tail.strip().startswith(("préciser", "détailler")):
        return tail.strip()
    return "" if account_of(head, None) is not None else label


def _labels(word: Spot, low: float, high: float, middle: float) -> bool:
    """Whether words stand where the label of a row does, and are no amount."""
    inside = low - 2 <= word.box[0] < high and word.centre < high and abs(word.middle - middle) < _LEVEL
    numbered = _NUMBERED.fullmatch(word.text.strip()) is not None
    return inside and bool(word.text.strip()) and not word.used and (numbered or not is_amount(word.text))
