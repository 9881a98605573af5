"""Budget lines from repeatable blocks, whose names differ by city: recognised by their fields."""

from __future__ import annotations

import re
from functools import lru_cache

from desktop.exchange.application import BudgetLine
from desktop.exchange.ds_form import Answer
from desktop.exchange.ds_lexicon import has_any, lexicon, plain
from desktop.exchange.ds_values import cents, text
from desktop.rules.chart import Side, nearest_account


def account(written: str, side: Side | None, words: str = "") -> tuple[Side, str]:
    """The side and account of a line: its own number ("64 - Charges…"), its words, then `words` beside it."""
    numbered = re.match(
        r"\s*\d{2,6}(?!\d)", written
    )  # the number knows its side better than the block's name
    found = nearest_account(written, None if numbered else side) or nearest_account(written, side)
    found = found or nearest_account(words, side)
    if found is None:
        return ("charge", "65") if side == "charge" else ("product", "75")
    if found.code == "74":
        named = re.sub(r"(?i)subventions? d.exploitation|[()\d]", " ", written)
        found = nearest_account(f"74 - {words}") if words.strip() else nearest_account(f"74 - {named}")
    return (found.side, found.code) if found else ("product", "74")


def side_of(name: str) -> Side | None:
    """What the name of a block says: "Charges prévisionnelles", "Plan de financement : recettes"."""
    words = lexicon().block
    known = plain(name)
    if has_any(known, words["charge_names"]) and not has_any(known, words["product_names"]):
        return "charge"
    return "product" if has_any(known, words["product_names"]) else None


@lru_cache(maxsize=4096)
def part(label: str) -> str:
    """What a field of a block holds: account, detail, funder, amount, status, or ""."""
    known = plain(label)
    for name in ("amount", "account", "funder", "status", "detail"):
        if has_any(known, lexicon().block[name]):
            return name
    return ""


def is_budget(rows: list[list[Answer]]) -> bool:
    """A block with an amount and either an account, a funder or a detail on the same rows."""
    parts = {part(answer.label) for row in rows for answer in row}
    return "amount" in parts and bool(parts & {"account", "funder", "detail"})


def lines(name: str, rows: list[list[Answer]]) -> list[BudgetLine]:
    """The lines of one block; a row without account, label and amount is skipped."""
    side = side_of(name)
    made = (_line(side, row) for row in rows)
    return [line for line in made if line is not None]


def _line(side: Side | None, row: list[Answer]) -> BudgetLine | None:
    cells: dict[str, str] = {}
    for answer in row:
        cells.setdefault(part(answer.label), text(answer.value))
    amount = next((cents(a.value) for a in row if part(a.label) == "amount"), None)
    written, detail = cells.get("account", ""), cells.get("detail", "")
    funder, status = cells.get("funder", ""), cells.get("status", "")
    if not (written or detail or funder or amount):
        return None
    found_side, code = account(written or detail or funder, side, f"{funder} {detail}".strip())
    granting = code.startswith("74")
    return BudgetLine(
        side=found_side,
        account=code,
        label=detail or (written if granting else funder) or written,
        amount=amount,
        funder=funder if granting else "",
        status=status,
    )
