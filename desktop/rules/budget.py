"""The budget of an action on the Cerfa chart: what adds up, totals and shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.rules.chart import BY_CODE, CHART, VOLUNTARY, Account, Side, accounts, nearest_account
from desktop.rules.folding import fold, words
from desktop.rules.money import percent

__all__ = ["CHART", "Account", "Line", "Side", "Totals", "accounts", "nearest_account", "totals"]

_PRIVATE = frozenset({"fondation", "mecenat", "mecene", "mecenes", "prive", "prives", "privee", "privees"})
OWN_ACCOUNTS = frozenset({"74epci", "74com", "74etat"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line as written: `account` is a code of the chart, `amount` in cents, None when left blank."""

    side: Side
    account: str
    label: str
    amount: int | None
    funder: str = ""

    @property
    def post(self) -> str:
        """The post of the line; an account outside the chart counts under its own name."""
        known = BY_CODE.get(self.account)
        return known.post if known else self.account


@dataclass(frozen=True, slots=True)
class Totals:
    """All in cents. The cash part leaves out voluntary contributions (86 and 87)."""

    charges: int
    products: int
    voluntary_charges: int
    voluntary_products: int

    @property
    def cash_charges(self) -> int:
        return self.charges - self.voluntary_charges

    @property
    def cash_products(self) -> int:
        return self.products - self.voluntary_products

    @property
    def gap(self) -> int:
        """Products less charges: nothing when the budget balances."""
        return self.products - self.charges


def _is_subtotal(line: Line, siblings: Sequence[Line]) -> bool:
    # A post may carry its own line beside finer ones: as a sum of them, or as one more expense.
    known = BY_CODE.get(line.account)
    finer = [s for s in siblings if s.account != line.account and s.amount is not None]
    if known is None or known.parent or not finer:
        return False
    said = fold(line.label)
    named = said.startswith("total") or said in (
        "",
        known.code,
        fold(known.label),
        fold(f"{known.code} {known.label}"),
    )
    return named or line.amount == sum(s.amount or 0 for s in finer)


def counted(lines: Iterable[Line]) -> list[Line]:
    """The lines that add up: those with an amount, less the subtotals of lines given beside them."""
    filled = [line for line in lines if line.amount is not None]
    groups: dict[tuple[Side, str], list[Line]] = {}
    for line in filled:
        groups.setdefault((line.side, line.post), []).append(line)
    return [line for line in filled if not _is_subtotal(line, groups[line.side, line.post])]


def by_post(lines: Iterable[Line], side: Side) -> dict[str, int]:
    """Cents by post of one side, in the order of the form; posts outside the chart last."""
    sums: dict[str, int] = {}
    for line in counted(lines):
        if line.side == side:
            sums[line.post] = sums.get(line.post, 0) + (line.amount or 0)
    order = {account.code: rank for rank, account in enumerate(CHART)}
    return dict(sorted(sums.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def by_account(lines: Iterable[Line]) -> dict[str, int]:
    """Cents by account, both sides together."""
    sums: dict[str, int] = {}
    for line in counted(lines):
        sums[line.account] = sums.get(line.account, 0) + (line.amount or 0)
    return sums


def totals(lines: Iterable[Line]) -> Totals:
    """The four totals of a budget."""
    kept = counted(lines)

    def add(side: Side, voluntary: bool) -> int:
        return sum(
            line.amount or 0
            for line in kept
            if line.side == side and (not voluntary or line.post in VOLUNTARY)
        )

    return Totals(add("charge", False), add("product", False), add("charge", True), add("product", True))


def asked_share(lines: Iterable[Line], asked: int) -> str:
    """« 29 % » : the sum asked against all cash products, as the Cerfa sentence has it."""
    return percent(asked, totals(lines).cash_products, 1)


def staff_share(lines: Iterable[Line]) -> str:
    """Staff costs against cash charges."""
    kept = list(lines)
    return percent(by_post(kept, "charge").get("64", 0), totals(kept).cash_charges)


def subtotals_off(lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """The subtotals written beside their lines that are not their sum, with that sum."""
    kept = {id(line) for line in counted(lines)}
    found = []
    for line in lines:
        if line.amount is None or id(line) in kept:
            continue
        finer = sum(
            s.amount or 0 for s in lines if id(s) in kept and (s.side, s.post) == (line.side, line.post)
        )
        if finer != line.amount:
            found.append((line, finer))
    return found


def public_money(lines: Iterable[Line]) -> int:
    """Cents of post 74, private help left out: told by its account, or by the name of who gives."""
    return sum(line.amount or 0 for line in counted(lines) if line.post == "74" and not _is_private(line))


def _is_private(line: Line) -> bool:
    return line.account == "74aidespriv" or bool(_PRIVATE & set(words(line.funder)))
