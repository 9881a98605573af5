"""The budget of the action: totals, shares, what a head costs (rules B1 to B10 of the Cerfa)."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.budget import Totals, by_post, counted, public_money, subtotals_off, totals
from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic, asked_source, cost_source
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.money import euros, percent


def _detailed(facts: DossierFacts) -> bool:
    return any(line.amount for line in facts.budget)


def _in_budget(where: str, cents: int) -> Source:
    return Source(where, euros(cents), "budget")


def _products(sums: Totals) -> Source:
    return _in_budget("Produits, hors contributions volontaires", sums.cash_products)


@arithmetic("budget-none")
def none(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    if facts.budget and not _detailed(facts):
        where = Source("Budget de l’action", "aucune ligne chiffrée", "budget")
        yield Hit(where, Source(rule.title, "charges et produits par poste"))


@arithmetic("budget-balance")
def balance(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if not _detailed(facts):
        return
    sums = totals(facts.budget)
    left, right = (
        _in_budget("Total des charges", sums.charges),
        _in_budget("Total des produits", sums.products),
    )
    said = {"charges": euros(sums.charges), "products": euros(sums.products), "gap": euros(abs(sums.gap))}
    if sums.gap:
        yield Hit(left, right, said)
    else:
        yield Hit(left, right, said, other="good", level="good")


@arithmetic("budget-voluntary")
def voluntary(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    sums = totals(facts.budget)
    if sums.voluntary_charges != sums.voluntary_products:
        yield Hit(
            _in_budget("Poste 86, emplois en nature", sums.voluntary_charges),
            _in_budget("Poste 87, contributions en nature", sums.voluntary_products),
        )


@arithmetic("budget-total")
def total(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """With or without voluntary contributions: forms and people differ on which of the two is the cost."""
    sums = totals(facts.budget)
    if _detailed(facts) and facts.cost is not None and facts.cost not in (sums.charges, sums.cash_charges):
        yield Hit(
            cost_source(facts), _in_budget("Total des charges", sums.charges), {"cost": euros(facts.cost)}
        )


@arithmetic("budget-subtotal")
def subtotal(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    for line, finer in subtotals_off(facts.budget):
        yield Hit(
            _in_budget(f"Poste {line.account}, montant écrit", line.amount or 0),
            _in_budget(f"Poste {line.account}, somme des lignes", finer),
            {"account": line.account},
            mark=line.account,
        )


@arithmetic("budget-asked")
def asked(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """The amount asked against the lines of the funders it is asked of, then each funder apart."""
    told = dict(facts.budgeted)
    off = [(name, cents) for name, cents in facts.asked_of if name in told and told[name] != cents]
    for name, cents in off:
        left = Source(f"Demandé, {name}", euros(cents), "field:asked")
        right = _in_budget(f"Budget, ligne {name}", told[name])
        yield Hit(left, right, {"name": name, "asked": euros(cents)}, mark=name, other="funder")
    amounts = [
        line.amount for line in counted(facts.budget) if line.account in facts.own_accounts and line.amount
    ]
    if off or not amounts or facts.asked is None or facts.asked == sum(amounts) or facts.asked in amounts:
        return
    lines = Source("Poste 74, financeurs sollicités", " + ".join(euros(cents) for cents in amounts), "budget")
    yield Hit(asked_source(facts), lines, {"asked": euros(facts.asked)})


@arithmetic("budget-share")
def share(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """What is asked against all cash products; against the cost when there is no budget."""
    ceiling = rule.number("ceiling")
    if facts.asked is None or facts.asked <= 0:
        return
    sums = totals(facts.budget)
    whole = sums.cash_products if _detailed(facts) else facts.cost
    if (
        whole is None
        or facts.asked * 100 <= whole * ceiling
        or (not _detailed(facts) and facts.asked > whole)
    ):
        return
    right = _products(sums) if _detailed(facts) else cost_source(facts)
    yield Hit(
        asked_source(facts), right, {"share": percent(facts.asked, whole), "ceiling": f"{ceiling}\u00a0%"}
    )


@arithmetic("budget-public")
def public(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    ceiling = rule.number("ceiling")
    sums, money = totals(facts.budget), public_money(facts.budget)
    if money * 100 > sums.cash_products * ceiling:
        left = _in_budget("Poste 74, aides publiques", money)
        said = {"share": percent(money, sums.cash_products), "ceiling": f"{ceiling}\u00a0%"}
        yield Hit(left, _products(sums), said)


@arithmetic("budget-staff")
def staff(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    ceiling = rule.number("ceiling")
    cash, paid = totals(facts.budget).cash_charges, by_post(facts.budget, "charge").get("64", 0)
    if paid * 100 > cash * ceiling:
        left = _in_budget("Poste 64, charges de personnel", paid)
        right = _in_budget("Charges, hors contributions volontaires", cash)
        yield Hit(left, right, {"share": percent(paid, cash), "ceiling": f"{ceiling}\u00a0%"})


@arithmetic("budget-head")
def head(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """What a beneficiary costs, against the middle of similar actions; too few of them tell nothing."""
    peers = facts.peers
    if not (facts.cost and facts.beneficiaries and peers) or peers.count < rule.number("at_least"):
        return
    each = facts.cost // facts.beneficiaries
    if each <= peers.median * rule.number("times"):
        return
    left = Source(
        "Coût par personne", f"{euros(each)} ({euros(facts.cost)} pour {facts.beneficiaries})", "field:cost"
    )
    right = Source(f"Milieu de {peers.count} actions du même défi", euros(peers.median))
    said = {"each": euros(each), "median": euros(peers.median), "challenge": peers.challenge}
    # The middle moves with each dossier of the call: only this dossier's own cost is news.
    yield Hit(left, right, said, tied=(left.value,))


@arithmetic("budget-cents")
def cents(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    broken = [line for line in facts.budget if line.amount is not None and line.amount % 100]
    if broken:
        where = Source("Budget, " + broken[0].label, euros(broken[0].amount or 0), "budget")
        yield Hit(where, Source(rule.title, "euros entiers"))


@arithmetic("budget-negative")
def negative(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    below = [line for line in facts.budget if (line.amount or 0) < 0]
    if below:
        where = Source("Budget, " + below[0].label, euros(below[0].amount or 0), "budget")
        yield Hit(where, Source(rule.title, "montants positifs"))


@arithmetic("budget-indirect")
def indirect(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    told = by_post(facts.budget, "charge").get("CHARGINDIRECT", 0)
    if told:
        yield Hit(_in_budget("Charges indirectes", told), Source(rule.title, "non donnée"))
