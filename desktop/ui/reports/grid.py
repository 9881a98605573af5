"""The plan beside the report, line by line: asked, forecast, done, the difference and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.rules.chart import BY_CODE, VOLUNTARY, number_of
from desktop.rules.report_gaps import Pair, sums
from desktop.rules.reports import Settings
from desktop.ui.reports.cells import Heading, Row
from desktop.ui.tongue import percent

ACCOUNT, LABEL, ASKED, FORECAST, DONE, GAP, SHARE, REASON = range(8)
FIELDS = {LABEL: "label", FORECAST: "forecast", DONE: "done", REASON: "reason"}


def say(words: str) -> str:
    return QCoreApplication.translate("reports", words)


def headings() -> tuple[Heading, ...]:
    return (
        Heading(say("Compte"), 74), Heading(say("Intitulé"), 206, "words", True),
        Heading(say("Demande"), 92, "money"), Heading(say("Prévu"), 92, "money", True),
        Heading(say("Réalisé"), 92, "money", True), Heading(say("Écart"), 104, "money"),
        Heading(say("%"), 62, "count"), Heading(say("Explication"), 0, "words", True),
    )  # fmt: skip


def rows_of(pairs: Sequence[Pair], settings: Settings) -> list[Row]:
    """Charges, their total, products, their total."""
    made: list[Row] = []
    for side, total in (("charge", say("Total des charges")), ("product", say("Total des produits"))):
        mine = [pair for pair in pairs if pair.side == side]
        made += [_row(pair, settings) for pair in mine]
        if mine:
            made.append(_total(pairs, side, total))
    return made


def _row(pair: Pair, settings: Settings) -> Row:
    account = number_of(pair.account) or "—"
    values: tuple[Any, ...] = (
        account, pair.label or _name(pair.account), pair.asked, pair.planned, pair.done, pair.gap,
        _share(pair.gap, pair.planned), pair.reason,
    )  # fmt: skip
    tones: dict[int, str] = {}
    if pair.wide(settings):
        tones[GAP] = "good" if pair.reason.strip() else "bad"
    return Row(values, pair, tones)


def _name(account: str) -> str:
    known = BY_CODE.get(account)
    return known.label if known else account


def _share(gap: int | None, planned: int | None) -> str:
    if gap is None or not planned:
        return ""
    told = percent(gap, planned)
    return f"+{told}" if gap > 0 and not told.startswith("0") else told


def _total(pairs: Sequence[Pair], side: str, words: str) -> Row:
    asked, planned, done = (sums(pairs, column) for column in ("asked", "planned", "done"))

    def cash(total: Any) -> int:
        return int(total.cash_charges if side == "charge" else total.cash_products)

    gap = cash(done) - cash(planned)
    apart = any(_post(pair) in VOLUNTARY for pair in pairs if pair.side == side)
    without = say("Charges, sans 86") if side == "charge" else say("Produits, sans 87")
    label = without if apart else words
    values = (
        "", label, cash(asked), cash(planned), cash(done), gap, _share(gap, cash(planned)), "",
    )  # fmt: skip
    return Row(values, None, {}, True)


def _post(pair: Pair) -> str:
    known = BY_CODE.get(pair.account)
    return known.post if known else pair.account
