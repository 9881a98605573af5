"""The thresholds that bind a body which is given public money: what each adds up, and what it demands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from desktop.rules.money import euros

State = Literal["there", "lacks", "hand"]


class Demand(NamedTuple):
    """What must be there; `code` says how it is known: convention, publication, accounts, or by hand."""

    code: str
    label: str


class Threshold(NamedTuple):
    """Cents; `share` is a part of the body's products in per cent, 0 for none."""

    code: str
    label: str
    sums: str  # own, public
    above: int
    share: int
    kinds: tuple[str, ...]
    law: str
    mark: str
    demands: tuple[Demand, ...]

    def words(self) -> str:
        """« plus de 75 000 € par an, ou de 50 % de ses produits »."""
        part = f", ou de {self.share} % de ses produits" if self.share else ""
        what = "de l’autorité" if self.sums == "own" else "d’argent public"
        return f"plus de {euros(self.above)} {what} par an{part}"


class Body(NamedTuple):
    """One body in one year. Cents; `products` of its own accounts, None while nobody said them."""

    kind: str
    own: int
    public: int
    products: int | None


def reached(threshold: Threshold, body: Body) -> bool:
    """Whether a body is above: by the amount, or by the share of its products when they are known."""
    if body.kind not in threshold.kinds:
        return False
    given = body.own if threshold.sums == "own" else body.public
    by_share = bool(threshold.share and body.products) and given * 100 > threshold.share * (
        body.products or 0
    )
    return given > threshold.above or by_share


def thresholds_of(tables: Sequence[dict[str, object]]) -> list[Threshold]:
    """The thresholds of files as they are read; a later one of the same code replaces the first."""
    found: dict[str, Threshold] = {}
    for table in tables:
        for one in table["threshold"]:  # type: ignore[attr-defined]  # as TOML gives it
            found[one["code"]] = Threshold(
                one["code"], one["label"], one["sums"], one["above"], one.get("share", 0),
                tuple(one["kinds"]), one["law"], one["mark"],
                tuple(Demand(demand["code"], demand["label"]) for demand in one["demands"]),
            )  # fmt: skip
    return list(found.values())
