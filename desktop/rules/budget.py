"""The budget of an action on the Cerfa chart: totals, shares, and what is odd (rules B1 to B8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from desktop.rules.chart import BY_CODE, CHART, VOLUNTARY, Account, Side, accounts, nearest_account
from desktop.rules.findings import Finding, Source
from desktop.rules.folding import fold
from desktop.rules.money import euros, percent

__all__ = ["CHART", "Account", "Line", "Side", "Totals", "accounts", "nearest_account", "totals"]

PUBLIC_CEILING = 80  # per cent, the usual ceiling quoted by calls
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


def findings(
    lines: Sequence[Line],
    *,
    asked: int | None = None,
    cost: int | None = None,
    own: Collection[str] = OWN_ACCOUNTS,
) -> list[Finding]:
    """What the rules see; `own` are the accounts of the funders this application is addressed to."""
    if not any(line.amount for line in lines):
        absent = Source("Budget de l’action", "aucune ligne chiffrée")
        return [Finding("B0", "warn", "Le budget de l’action n’est pas détaillé.", absent, absent)]
    sums = totals(lines)
    found = [_balance(sums), *_voluntary(sums), *_subtotals(lines), *_writing(lines)]
    if cost is not None:
        found += _announced(sums, cost)
    if asked is not None:
        found += _asked(lines, asked, own) + _share(sums, asked)
    return found + _public_share(lines, sums)


def _balance(sums: Totals) -> Finding:
    left = Source("Total des charges", euros(sums.charges))
    right = Source("Total des produits", euros(sums.products))
    if sums.gap == 0:
        return Finding("B1", "good", f"Budget équilibré à {euros(sums.charges)}.", left, right)
    sentence = f"Budget : produits {euros(sums.products)}, charges {euros(sums.charges)}."
    return Finding("B1", "bad", sentence, left, right)


def _voluntary(sums: Totals) -> list[Finding]:
    if sums.voluntary_charges == sums.voluntary_products:
        return []
    left = Source("Poste 86, emplois en nature", euros(sums.voluntary_charges))
    right = Source("Poste 87, contributions en nature", euros(sums.voluntary_products))
    return [Finding("B2", "warn", "Les contributions volontaires diffèrent entre 86 et 87.", left, right)]


def _announced(sums: Totals, cost: int) -> list[Finding]:
    # With or without voluntary contributions: forms and people differ on which of the two is "the cost".
    if cost in (sums.charges, sums.cash_charges):
        return []
    left = Source("Coût annoncé de l’action", euros(cost))
    right = Source("Total des charges", euros(sums.charges))
    return [Finding("B3", "warn", f"Le coût annoncé ({euros(cost)}) n’est pas celui du budget.", left, right)]


def _subtotals(lines: Sequence[Line]) -> list[Finding]:
    kept = {id(line) for line in counted(lines)}
    found = []
    for line in lines:
        if line.amount is None or id(line) in kept:
            continue
        finer = sum(
            s.amount or 0 for s in lines if id(s) in kept and (s.side, s.post) == (line.side, line.post)
        )
        if finer != line.amount:
            left = Source(f"Poste {line.account}, montant écrit", euros(line.amount))
            right = Source(f"Poste {line.account}, somme des lignes", euros(finer))
            sentence = f"Le poste {line.account} ne fait pas la somme de ses lignes."
            found.append(Finding(f"B4-{line.account}", "bad", sentence, left, right))
    return found


def _asked(lines: Sequence[Line], asked: int, own: Collection[str]) -> list[Finding]:
    amounts = [line.amount for line in counted(lines) if line.account in own and line.amount]
    if not amounts or asked == sum(amounts) or asked in amounts:
        return []
    left = Source("Montant demandé", euros(asked))
    right = Source("Poste 74, financeurs sollicités", " + ".join(euros(amount) for amount in amounts))
    sentence = f"Le montant demandé ({euros(asked)}) ne se retrouve pas au poste 74 du budget."
    return [Finding("B5", "warn", sentence, left, right)]


def _share(sums: Totals, asked: int) -> list[Finding]:
    left = Source("Montant demandé", euros(asked))
    right = Source("Produits, hors contributions volontaires", euros(sums.cash_products))
    if asked * 100 <= sums.cash_products * PUBLIC_CEILING:
        return []
    sentence = f"La part demandée, {percent(asked, sums.cash_products)}, dépasse {PUBLIC_CEILING} %."
    return [Finding("B6", "warn", sentence, left, right)]


def _public_share(lines: Sequence[Line], sums: Totals) -> list[Finding]:
    public = sum(
        line.amount or 0 for line in counted(lines) if line.post == "74" and line.account != "74aidespriv"
    )
    if public * 100 <= sums.cash_products * PUBLIC_CEILING:
        return []
    left = Source("Poste 74, aides publiques", euros(public))
    right = Source("Produits, hors contributions volontaires", euros(sums.cash_products))
    share = percent(public, sums.cash_products)
    return [Finding("B6-public", "warn", f"Les aides publiques font {share} des produits.", left, right)]


def _writing(lines: Sequence[Line]) -> list[Finding]:
    found = []
    rule = Source("Formulaire Cerfa", "euros entiers")
    broken = [line for line in lines if line.amount is not None and line.amount % 100]
    if broken:
        where = Source("Budget, " + broken[0].label, euros(broken[0].amount or 0))
        found.append(Finding("B7", "warn", "Des montants du budget portent des centimes.", where, rule))
    below = [line for line in lines if (line.amount or 0) < 0]
    if below:
        where = Source("Budget, " + below[0].label, euros(below[0].amount or 0))
        found.append(Finding("B7-signe", "bad", "Une ligne du budget est négative.", where, rule))
    indirect = by_post(lines, "charge").get("CHARGINDIRECT", 0)
    if indirect:
        where = Source("Charges indirectes", euros(indirect))
        sentence = "Des charges indirectes sont affectées : demander leur clé de répartition."
        found.append(Finding("B8", "warn", sentence, where, Source("Clé de répartition", "non donnée")))
    return found
