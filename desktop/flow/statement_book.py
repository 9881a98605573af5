"""The statement annexed to the budget as a workbook: receipts, costs, actions and means, with live totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from desktop.exchange.live_book import LiveColumn, LiveSheet, live_sheets
from desktop.flow.statement import (
    Action,
    Statement,
    by_challenge,
    by_funder,
    giving,
    read_statement,
    shown,
)
from desktop.rules.envelopes import scope_words
from desktop.rules.french import plural
from desktop.rules.money import euros

Row = Sequence[object]


def statement_book(reader: sqlite3.Connection, year: int) -> bytes:
    """The workbook of a year. Raises ValueError (French) when nothing is granted in it."""
    told = read_statement(reader, year)
    if not told.actions:
        raise ValueError(
            f"Aucune action n’est accordée en {year} : l’état n’a rien à dire. Rien n’a été écrit."
        )
    sheets = [_receipts(told), _costs(told), _actions(told), _envelopes(told)]
    if told.posts:
        sheets.append(_posts(told))
    title = f"Contrat de ville, état annexé au budget {year}"
    return live_sheets(sheets, title, author=told.office)


def _money(title: str, code: str = "", width: float = 15, formula: str = "") -> LiveColumn:
    return LiveColumn(title, "money", width, total=True, code=code, formula=formula)


def _receipts(told: Statement) -> LiveSheet:
    columns = [
        LiveColumn("Financeur", "text", 34), _money("Crédits du contrat ouverts (enveloppes)"),
        _money("Crédits du contrat votés", "voted"), _money("dont versés", "paid"),
        _money("Droit commun ouvert (enveloppes)"), _money("Droit commun apporté aux actions", "common"),
        _money("Autres cofinancements apportés", "others"),
        _money("Recettes des actions", "receipts", 16, "{voted}+{common}+{others}"),
    ]  # fmt: skip
    found = [
        (one.name, one.opened, one.voted, one.paid, one.opened_common, one.common, one.others, None)
        for one in by_funder(told)
    ]
    waiting = sum(action.waiting for action in told.actions)
    notes = [
        "Crédits du contrat : politique de la ville, ce que les financeurs de l’instruction ont voté. Droit "
        "commun : les financements notés ainsi, dossier par dossier. Autres cofinancements : annoncés ou "
        "confirmés, sans être du droit commun.",
        *_unanswered(waiting),
    ]
    return LiveSheet("Recettes", columns, found, notes)


def _unanswered(cents: int) -> list[str]:
    if not cents:
        return []
    return [f"Non compté : {euros(cents)} demandés à d’autres financeurs, dont aucune réponse n’est notée."]


def _costs(told: Statement) -> LiveSheet:
    columns = [
        LiveColumn("Défi", "text", 30), LiveColumn("Actions", "integer", 10),
        _money("Dépenses (coût des actions)", "cost", 18),
        _money("Crédits du contrat", "voted"), _money("Droit commun", "common"),
        _money("Autres cofinancements", "others"),
        _money("Autres ressources des porteurs", "rest", 18, "{cost}-{voted}-{common}-{others}"),
    ]  # fmt: skip
    found = [
        (one.name, one.actions, one.cost, one.voted, one.common, one.others, None)
        for one in by_challenge(told)
    ]
    unknown = sum(action.row.cost is None for action in told.actions)
    notes = [
        "Une action de plusieurs défis est partagée également entre eux, au centime ; elle compte une fois "
        "dans chacun, si bien que le nombre d’actions ne s’additionne pas.",
    ]
    if unknown:
        notes.append(
            f"Coût inconnu pour {unknown} {plural(unknown, 'action')} : il compte pour zéro, et les autres "
            "ressources en sont diminuées."
        )
    return LiveSheet("Dépenses par défi", columns, found, notes)


def _actions(told: Statement) -> LiveSheet:
    own, law = giving(told), shown(told)
    columns = [
        LiveColumn("N°", "text", 11), LiveColumn("Bénéficiaire", "text", 26),
        LiveColumn("Action", "text", 30), LiveColumn("Quartiers", "text", 16), LiveColumn("Défis", "text", 9),
    ]  # fmt: skip
    columns += [_money(f"Contrat : {row.name}", width=13) for row in own]
    columns.append(LiveColumn("Total contrat", "money", 14, total=True, sums=len(own), code="voted"))
    for kind, words in (("common", "Droit commun"), ("others", "Autre cofinancement")):
        columns += [_money(f"{words} : {row.name}", width=13) for row in law]
        columns.append(_money(f"{words} : autres", width=13))
        title = "Total droit commun" if kind == "common" else "Total autres cofinancements"
        columns.append(LiveColumn(title, "money", 14, total=True, sums=len(law) + 1, code=kind))
    columns += [
        _money("Autres ressources", "rest", 14, "{cost}-{voted}-{common}-{others}"),
        _money("Dépenses (coût)", "cost", 14), _money("Versé (contrat)", "paid", 14),
    ]  # fmt: skip
    found = [_action(action, [row.id for row in own], [row.id for row in law]) for action in told.actions]
    return LiveSheet("Actions", columns, found)


def _action(action: Action, own: Sequence[bytes], law: Sequence[bytes]) -> Row:
    row = action.row
    line: list[object] = [
        row.number, row.applicant, row.title, row.quarters,
        ", ".join(code[1:].lstrip("0") for code in action.challenges),
        *(action.voted.get(key, 0) for key in own), None,
    ]  # fmt: skip
    for parts in (action.common, action.others):
        named = [parts.get(key, 0) for key in law]
        line += [*named, sum(parts.values()) - sum(named), None]
    return [*line, None, row.cost or 0, sum(action.paid.values())]


def _envelopes(told: Statement) -> LiveSheet:
    columns = [
        LiveColumn("Financeur", "text", 34), LiveColumn("Enveloppe", "text", 34),
        LiveColumn("Nature", "text", 18), _money("Voté", "amount"), _money("Reporté", "carried"),
        _money("Engagé", "engaged"), _money("Reste", "left", 15, "{amount}+{carried}-{engaged}"),
    ]  # fmt: skip
    found = [
        (
            one.funder or "Autres organismes", scope_words(one),
            "Droit commun" if one.common_law else "Contrat de ville", one.amount, one.carried, one.engaged,
            None,
        )
        for one in told.envelopes
    ]  # fmt: skip
    return LiveSheet("Moyens, enveloppes", columns, found)


def _posts(told: Statement) -> LiveSheet:
    columns = [
        LiveColumn("Dispositif", "text", 22), LiveColumn("Organisme", "text", 40),
        LiveColumn("Financeur", "text", 34), LiveColumn("Postes", "integer", 10, total=True),
        _money("Montant"),
    ]  # fmt: skip
    found = [(one.scheme, one.name, one.funder, one.posts, one.amount) for one in told.posts]
    return LiveSheet("Moyens, postes", columns, found)
