"""The financing plan: what is sure, what is hoped for, what lacks, and what follows from each answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.rules.journey import Tone
from desktop.rules.money import euros, percent

STATUSES: dict[str, str] = {
    "asked": "demandé",
    "announced": "annoncé",
    "confirmed": "confirmé",
    "refused": "refusé",
    "unknown": "inconnu",
}
TONES: dict[str, Tone] = {
    "asked": "neutral", "announced": "accent", "confirmed": "good", "refused": "bad", "unknown": "warn",
}  # fmt: skip
_TOLD = 4  # lines whose loss is told


@dataclass(frozen=True, slots=True)
class Funding:
    """One funder of the action. Cents; None is unknown."""

    name: str
    asked: int | None = None
    answered: int | None = None
    status: str = "asked"
    common_law: bool = False
    account: str = ""

    @property
    def expected(self) -> int:
        """What the plan may count on: the answer when there is one, else what was asked; nothing refused."""
        if self.status == "refused":
            return 0
        if self.status in ("confirmed", "announced") and self.answered is not None:
            return self.answered
        return self.asked or 0

    @property
    def sure(self) -> int:
        """What has been confirmed."""
        return self.expected if self.status == "confirmed" else 0

    @property
    def public(self) -> bool:
        """Public money: everything of post 74 but private help."""
        return not self.account.startswith("74aidespriv")


@dataclass(frozen=True, slots=True)
class Plan:
    """A cost and those who pay it; `own` is everything that comes from no funder (sales, own resources)."""

    lines: tuple[Funding, ...]
    cost: int | None
    own: int = 0

    @property
    def sure(self) -> int:
        return self.own + sum(line.sure for line in self.lines)

    @property
    def expected(self) -> int:
        return self.own + sum(line.expected for line in self.lines)

    @property
    def gap(self) -> int | None:
        """What lacks when everybody gives what is expected; negative when there is more."""
        return None if self.cost is None else self.cost - self.expected

    @property
    def still_open(self) -> int | None:
        """What no one has confirmed yet."""
        return None if self.cost is None else max(0, self.cost - self.sure)

    def part(self, line: Funding) -> str:
        """« 24 % » of the cost."""
        return percent(line.expected, self.cost) if self.cost else ""


def of_kind(lines: Iterable[Funding], *, common_law: bool) -> int:
    """What is expected of the contract's money, or of droit commun."""
    return sum(line.expected for line in lines if line.common_law == common_law)


def consequences(plan: Plan, ceiling: int) -> list[tuple[str, Tone]]:
    """What follows from the plan as it stands, the gravest first, in French sentences; `ceiling` is the share
    of public money in per cent from which one asks."""
    if plan.cost is None or plan.cost <= 0:
        return [("Le coût de l’action n’est pas connu : rien ne peut être calculé.", "warn")]
    found = [*_balance(plan), *_answers(plan), *_losses(plan), *_shares(plan, ceiling)]
    order: dict[Tone, int] = {"bad": 0, "warn": 1}
    return sorted(found, key=lambda pair: order.get(pair[1], 2))


def _balance(plan: Plan) -> list[tuple[str, Tone]]:
    gap = plan.gap or 0
    if gap > 0:
        words = f"Il manque {euros(gap)} pour couvrir le coût, même si chacun donne ce qu’on attend."
        return [(words, "bad")]
    if gap < 0:
        return [(f"Le plan dépasse le coût de {euros(-gap)} : un financeur peut donner moins.", "warn")]
    if plan.still_open == 0:
        return [("Le coût est couvert par des financements confirmés.", "good")]
    return []


def _answers(plan: Plan) -> list[tuple[str, Tone]]:
    """Refusals, and answers below what was asked."""
    found: list[tuple[str, Tone]] = []
    for line in plan.lines:
        if line.status == "refused" and line.asked:
            share = percent(line.asked, plan.cost or 1)
            words = f"{line.name} a refusé : {euros(line.asked)} à trouver ailleurs, {share} du coût."
            found.append((words, "bad"))
        elif line.status in ("confirmed", "announced") and line.asked and line.answered is not None:
            less = line.asked - line.answered
            if less > 0:
                said = f"{line.name} donne {euros(line.answered)} sur {euros(line.asked)} demandés"
                found.append((f"{said} : {euros(less)} de moins.", "warn"))
    return found


def _losses(plan: Plan) -> list[tuple[str, Tone]]:
    """From which amount on each open answer breaks the balance."""
    if plan.gap is None or plan.gap > 0:
        return []
    spare = -plan.gap
    waiting = [
        line for line in plan.lines if line.status in ("asked", "unknown", "announced") and line.expected
    ]
    found: list[tuple[str, Tone]] = []
    for line in sorted(waiting, key=lambda one: -one.expected)[:_TOLD]:
        least = line.expected - spare
        if least > 0:
            words = f"Si {line.name} donne moins de {euros(least)}, l’action ne s’équilibre plus."
            found.append((words, "neutral"))
    return found


def _shares(plan: Plan, ceiling: int) -> list[tuple[str, Tone]]:
    found: list[tuple[str, Tone]] = []
    public = sum(line.expected for line in plan.lines if line.public)
    cost = plan.cost or 1
    if public * 100 > cost * ceiling:
        words = f"L’argent public ferait {percent(public, cost)} du coût, au-delà de {ceiling} %."
        found.append((words, "warn"))
    if plan.lines and not any(line.common_law for line in plan.lines):
        found.append(
            ("Aucun financement de droit commun n’est demandé : le contrat vient en complément.", "warn")
        )
    return found


def own_part(products: Iterable[tuple[str, int | None]]) -> int:
    """What products bring beside funders, in cents, from (account, amount); 74 and 87 left out."""
    return sum(amount or 0 for account, amount in products if not account.startswith(("74", "87")))


def seeds(
    products: Sequence[tuple[str, str, str, int | None]], asked: Sequence[tuple[str, str, int | None]]
) -> list[Funding]:
    """A first plan: the lines of post 74 as (account, label, funder, amount), then what was asked of funders
    of the office as (name, account, amount) when no line speaks of them."""
    found = [
        Funding(funder or label, amount, account=account)
        for account, label, funder, amount in products
        if account.startswith("74") and amount
    ]
    known = {line.account for line in found} | {line.name for line in found}
    found += [
        Funding(name, amount, account=account)
        for name, account, amount in asked
        if amount and account not in known and name not in known
    ]
    return found
