"""Asked, proposed, granted, cost: which column is which, zeros that mean nothing, shares by funder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.exchange import repair
from desktop.exchange.application import Application
from desktop.exchange.ds_form import Answer, Value
from desktop.exchange.ds_lexicon import has_any, plain
from desktop.exchange.ds_values import cents, is_bare_zero, text

_AIMED = re.compile(
    r"(?:auprès|aupres|accordé[es]*|attribué[es]*|voté[es]*|octroyé[es]*)\s+"
    r"(?:par|à|au|aux|de|du|des|d['’])\s*(?:la |le |les |l['’]|l’)?(?P<funder>[^()?:]+)",
    re.IGNORECASE,
)
_OWN_CALL = ("contrat ville", "politique ville", "bop 147", "p147")
_ASKED_STATUS = ("sollicit", "demand", "en cours", "attente")

Warn = Callable[[str, object, str], None]
"""Called with the label, the value as found and what is wrong with it."""


def read_amount(value: Value) -> tuple[int | None, str | None]:
    """Cents and what was odd. The portal writes numbers with a point, people write them anyhow."""
    if isinstance(value, str) and not re.fullmatch(r"-?\d+(?:\.\d+)?", value.strip()):
        return repair.amount(value)
    return cents(value), None


@dataclass(slots=True)
class Amounts:
    """Fills the four amounts of one application."""

    zero_is_unknown: bool
    found: set[str] = field(default_factory=set)

    TARGETS = frozenset({"asked", "proposed", "granted", "cost"})

    def take(self, app: Application, target: str, answer: Answer, warn: Warn) -> bool:
        """False when the value is no amount or another column has already filled the target."""
        amount, remark = read_amount(answer.value)
        if remark:
            warn(answer.label, answer.value, f"{remark[0].upper()}{remark[1:]}.")
        if (amount is None and text(answer.value)) or (amount is not None and amount < 0):
            return False
        if amount is not None and self.zero_is_unknown and is_bare_zero(answer.value):
            amount = None
        aimed = _AIMED.search(answer.label)
        if aimed and target in ("asked", "granted"):
            return self._share(app, target, aimed["funder"].strip(), amount)
        app.given.add(target)
        if amount is None:
            return True
        if target in self.found:
            return bool(getattr(app, target) == amount)  # a second column that says the same is no news
        self.found.add(target)
        setattr(app, target, amount)
        return True

    def _share(self, app: Application, target: str, funder: str, amount: int | None) -> bool:
        shares = app.asked_by_funder if target == "asked" else app.granted_by_funder
        app.given.add(f"{target}_by_funder")
        if amount is not None:
            shares[funder] = shares.get(funder, 0) + amount
        return True

    def settle(self, app: Application, warn: Warn) -> None:
        """Sums of shares where the form has no total, shares from the budget where they add up."""
        for target, shares in (("asked", app.asked_by_funder), ("granted", app.granted_by_funder)):
            if shares and target not in self.found:
                setattr(app, target, sum(shares.values()))
                app.given.add(target)
        if not app.asked_by_funder and app.asked:
            self._shares_of_budget(app)
        if app.stage == "granted" and app.granted is None:
            message = "Dossier accepté sur le portail, montant accordé non fourni : le montant est à saisir."
            warn("Montant accordé", "", message)

    def _shares_of_budget(self, app: Application) -> None:
        shares: dict[str, int] = {}
        for line in app.budget:
            status = plain(line.status)
            pending = not status or has_any(status, _ASKED_STATUS)
            if (
                line.account.startswith("74")
                and pending
                and line.amount
                and has_any(plain(line.funder), _OWN_CALL)
            ):
                shares[line.funder] = shares.get(line.funder, 0) + line.amount
        if shares and sum(shares.values()) == app.asked:
            app.asked_by_funder = shares
            app.given.add("asked_by_funder")
