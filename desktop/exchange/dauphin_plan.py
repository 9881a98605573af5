"""The financing plan of a Dauphin document on the Cerfa chart: the current one, its lines, its totals."""

from __future__ import annotations

from typing import Literal

from desktop.exchange.application import Application, BudgetLine, Problem
from desktop.exchange.dauphin_funders import FunderLine, add_funders, is_funders
from desktop.exchange.dauphin_values import Node, at, line, money, node, nodes, said, warned, whole
from desktop.exchange.ds_budget import account
from desktop.exchange.ds_form import cut
from desktop.rules.chart import BY_CODE
from desktop.rules.money import euros

Side = Literal["charge", "product"]
_SIDES: tuple[tuple[str, Side, str], ...] = (
    ("depense", "charge", "Dépenses"),
    ("recette", "product", "Recettes"),
)


def tell_plan(app: Application, demand: Node) -> None:
    """Budget, cost, funders and their answers, from the plan that counts."""
    plan = _current(app, demand)
    if plan is None:
        return
    app.given |= {"budget", "funding", "cost", "asked", "asked_by_funder"}
    funders: list[FunderLine] = []
    for key, side, label in _SIDES:
        reading = _Side(app, side, label, funders)
        reading.read(node(plan.get(key)))
        if side == "charge":
            app.cost = reading.total or None
    add_funders(app, funders)


def _current(app: Application, demand: Node) -> Node | None:
    """The plan marked as current; when none or several are, the nearest to it, and that is said."""
    plans = nodes(demand.get("planFinancement"))
    marked = [plan for plan in plans if at(plan, "current") is True]
    if len(marked) == 1:
        return marked[0]
    year = whole(demand.get("exerciceBudgetaire"))
    rivals = marked or [plan for plan in plans if at(plan, "active") is not False] or plans
    if not rivals:
        _doubt(app, "", "Le dossier ne porte pas de plan de financement : ni budget ni financeurs repris.")
        return None
    same_year = [plan for plan in rivals if year and whole(at(plan, "periode", "exercice")) == year]
    chosen = (same_year or rivals)[-1]
    count = len(marked) or len(plans)
    how = f"celui de l’exercice {year}" if same_year else "le dernier" if count > 1 else "le seul"
    if marked:
        told = f"{count} plans de financement sont marqués comme courants : {how} est repris, à vérifier."
    else:
        told = f"Aucun plan de financement n’est marqué comme courant : {how} est repris, à vérifier."
    _doubt(app, str(count), told)
    return chosen


def _doubt(app: Application, value: str, message: str) -> None:
    app.problems.append(Problem("warning", app.row, "Plan de financement", cut(value), message))


class _Side:
    """One side of the plan on its way to budget lines; `total` is the sum of what was taken, in cents."""

    def __init__(self, app: Application, side: Side, label: str, funders: list[FunderLine]) -> None:
        self._app, self._side, self._label, self._funders = app, side, label, funders
        self.total = 0

    def read(self, told: Node) -> None:
        for post in nodes(told.get("postes")):
            if not said(post.get("reference")).startswith("MGS_"):
                self.total += self._post(post)
        written, _ = money(at(told, "montant", "total"))
        if written is None:
            written, _ = money(told.get("montant"))
        self._compare(self._label, written, self.total)

    def _post(self, post: Node) -> int:
        code = said(post.get("reference"))
        total = self._lines(post, code, code)
        for part in nodes(post.get("sousPostes")):
            total += self._part(part, code)
        return self._rest(post, code, code, total)

    def _part(self, part: Node, post: str) -> int:
        code = said(part.get("reference"))
        return self._rest(part, code, post, self._lines(part, code, post))

    def _rest(self, room: Node, code: str, post: str, total: int) -> int:
        """A post or sub-post may carry its amount itself, without lines; otherwise it must be their sum."""
        written, remark = money(room.get("montant"))
        if total == 0 and written:
            funder = line(room.get("libelle")) if post == "74" else ""
            if funder:
                self._funders.append(FunderLine({}, funder, self._account(room, code, post), written))
            self._add(room, code, post, written, funder)
            return written
        self._compare(line(room.get("libelle")) or code, written, total, remark)
        return total

    def _lines(self, room: Node, code: str, post: str) -> int:
        total = 0
        for told in nodes(room.get("lignes")):
            amount, remark = money(told.get("montant"))
            label = line(told.get("libelle")) or line(room.get("libelle")) or code
            if remark:
                self._tell(label, said(told.get("montant")) or str(told.get("montant")), warned(remark))
            own = said(told.get("reference"))
            known = code if code in BY_CODE and code != post else own
            total += self._line(told, known, post, amount)
        return total

    def _line(self, told: Node, code: str, post: str, amount: int | None) -> int:
        funder = ""
        if self._side == "product" and is_funders(told, post, amount):
            funder = line(at(told, "financement", "financeur")) or line(told.get("libelle"))
            self._funders.append(FunderLine(told, funder, self._account(told, code, post), amount))
        if amount is None:
            return 0
        self._add(told, code, post, amount, funder)
        return amount

    def _add(self, told: Node, code: str, post: str, amount: int, funder: str) -> None:
        label = line(told.get("libelle")) or funder or code
        status = line(at(told, "financement", "statutLabel")) if funder else ""
        code = self._account(told, code, post)
        self._app.budget.append(BudgetLine(self._side, code, label, amount, funder, status))

    def _account(self, told: Node, code: str, post: str) -> str:
        """Dauphin's own references are those of the chart, but for "65x" and the like."""
        label = line(told.get("libelle"))
        if post == "74" and code not in BY_CODE:
            return account(f"74 - {label}", self._side, label)[1]
        for known in (code, code[:3], post, code[:2]):
            if known in BY_CODE and BY_CODE[known].side == self._side:
                return known
        return account(label or post, self._side)[1]

    def _compare(self, label: str, written: int | None, total: int, remark: str | None = None) -> None:
        if written is not None and written != total:
            message = (
                f"« {label} » : le portail écrit {euros(written)}, ses lignes font {euros(total)}. "
                "Les lignes sont reprises."
            )
            self._tell(label, euros(written), message)
        elif remark:
            self._tell(label, "", warned(remark))

    def _tell(self, label: str, value: str, message: str) -> None:
        self._app.problems.append(Problem("warning", self._app.row, cut(label), cut(value), message))
