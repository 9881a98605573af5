"""What is odd in a form as it was filled: sums, amounts that disagree, attestations that are missing."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.exchange.application import Application, BudgetLine, FormField, Level, Problem
from desktop.exchange.cerfa_budget import Table, cents
from desktop.exchange.cerfa_fill import Form
from desktop.exchange.table_fields import is_bare
from desktop.exchange.table_maps import SURE
from desktop.rules.budget import Line, totals
from desktop.rules.money import euros

_NAMED = 6  # unknown fields told by name
_SIDES = (("charge", "Total des charges"), ("product", "Total des produits"))


def judge(made: Sequence[Application], form: Form) -> None:
    """Write the doubts on each application; the first also bears those of the form as a whole."""
    for one in made:
        _applicant(one)
        _action(one)
        project = _project_of(one)
        for room, words in (("own_budget", "Budget de l’association"), ("budget", "Budget de l’action")):
            table = form.budgets.get((room, project if room == "budget" else 0))
            if table and (room == "budget" or one is made[0]):
                _budget(one, words, table, one.budget if room == "budget" else one.own_budget)
    if made:
        _requested(made, form)
        _attestations(made[0], form)


def unknown(fields: Sequence[FormField]) -> list[Problem]:
    """One remark for all the fields whose meaning nobody told: an officer may pair them."""
    strange = [field for field in fields if field.confidence < SURE]
    if not strange:
        return []
    named = ", ".join(f"« {field.label or field.name} »" for field in strange[:_NAMED])
    more = f" et {len(strange) - _NAMED} autres" if len(strange) > _NAMED else ""
    places = ", ".join(str(page) for page in sorted({field.page for field in strange}))
    message = (
        f"{len(strange)} champs du formulaire ne sont pas connus : {named}{more}. Ils sont gardés dans les "
        "autres informations ; l’écran d’import (étape 2) permet de dire une fois ce qu’ils contiennent."
    )
    if len(strange) == 1:
        message = (
            f"Un champ du formulaire n’est pas connu : {named}. Il est gardé dans les autres informations ; "
            "l’écran d’import (étape 2) permet de dire une fois ce qu’il contient."
        )
    return [Problem("warning", f"page {places}", "Champs inconnus", "", message)]


def _project_of(one: Application) -> int:
    last = one.row.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0


def _say(one: Application, label: str, value: str, message: str, level: Level = "warning") -> None:
    one.problems.append(Problem(level, one.row, label, value, message))


def _applicant(one: Application) -> None:
    if is_bare(one.applicant):
        message = (
            "Le formulaire ne dit pas le porteur (ni nom, ni SIRET, ni RNA) : la demande est refusée. Dites "
            "ce que contiennent les champs inconnus, ou saisissez-la à côté de la page."
        )
        _say(one, "Porteur", "", message, "error")


def _action(one: Application) -> None:
    ticked = {label for label, value in one.other if value == "Oui"}
    if not one.title and ("Fonctionnement global" in ticked or one.row == "formulaire"):
        one.title = "Fonctionnement global"
        message = "La demande porte sur le fonctionnement global : l’appel ne finance que des actions."
        _say(one, "Objet", "Fonctionnement global", message)
    elif not one.title:
        _say(one, "Intitulé", "", "L’action n’a pas d’intitulé : à demander au porteur.")
    elif "Fonctionnement global" in ticked and "Projet ou action" not in ticked:
        message = "La page de garde dit « fonctionnement global » : l’appel ne finance que des actions."
        _say(one, "Objet", "Fonctionnement global", message)
    if one.starts_on and one.ends_on and one.ends_on < one.starts_on:
        value = f"{one.starts_on:%d/%m/%Y} – {one.ends_on:%d/%m/%Y}"
        _say(one, "Période", value, "La fin précède le début : les deux dates sont reprises, à vérifier.")


def _budget(one: Application, words: str, table: Table, lines: Sequence[BudgetLine]) -> None:
    for label, value, remark in table.doubts:
        _say(one, f"{words}, {label}", value, f"{remark[0].upper()}{remark[1:]}.")
    sums = totals(Line(line.side, line.account, line.label, line.amount, line.funder) for line in lines)
    found = {
        "charge": (sums.charges, sums.cash_charges),
        "product": (sums.products, sums.cash_products),
    }
    for side, label in _SIDES:
        printed = table.totals.get(side)
        # With or without voluntary contributions: versions of the form differ on what the total holds.
        if printed is not None and printed not in found[side]:
            message = (
                f"Le total écrit ({euros(printed)}) n’est pas la somme des lignes ({euros(found[side][1])})"
                " : les lignes sont reprises telles quelles, à vérifier."
            )
            _say(one, f"{words}, {label.lower()}", euros(printed), message)


def _requested(made: Sequence[Application], form: Form) -> None:
    """The sums of the attestation against those of the projects; they stand in for what is not said."""
    told = [cents(answer.value)[0] for answer in form.answers if answer.code == "requested"]
    wanted = [value for value in told if value]
    if not wanted:
        return
    if len(wanted) == len(made) and all(one.asked is None for one in made):
        for one, value in zip(made, wanted, strict=True):
            one.asked = value
        return
    asked = sum(one.asked or 0 for one in made)
    if sum(wanted) != asked:
        shown = " + ".join(euros(value) for value in wanted)
        message = (
            f"L’attestation demande {shown}, les actions {euros(asked)} : le montant des actions est repris."
        )
        _say(made[0], "Montant demandé", shown, message)


def _attestations(one: Application, form: Form) -> None:
    ticked = dict(one.other)
    engaged = ticked.get("Contrat d’engagement républicain souscrit")
    if form.version == "05" and engaged is None:
        message = "La version *05 ne porte pas le contrat d’engagement républicain : à demander à part."
        _say(one, "Contrat d’engagement républicain", "", message)
    elif engaged == "Non coché":
        message = "L’association n’a pas coché le contrat d’engagement républicain : à demander."
        _say(one, "Contrat d’engagement républicain", "", message)
    if not form.signed and "Signataire" not in ticked:
        message = "Ni signature ni signataire dans l’attestation : à demander au porteur."
        _say(one, "Attestation", "", message)
