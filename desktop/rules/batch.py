"""The deeds that many dossiers can undergo at once: their words, and the amounts that they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop.rules.french import plural
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.money import euros
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.sharing import share_out

Deed = Literal[
    "decide", "propose", "to_committee", "agenda", "move", "assign", "label", "unlabel", "letters", "due",
    "bin",
]  # fmt: skip
Way = Literal["percent", "asked", "fixed", "last_year"]
WAYS: dict[str, str] = {
    "asked": "Ce qui est demandé",
    "percent": "Un pourcentage de ce qui est demandé",
    "fixed": "Le même montant pour tous",
    "last_year": "Le montant de l’an passé",
}
DEEDS: dict[str, str] = {
    "decide": "Décider",
    "propose": "Proposer un montant",
    "to_committee": "Transmettre au comité",
    "agenda": "Inscrire à l’ordre du jour d’une séance",
    "letters": "Préparer les courriers de décision",
    "move": "Changer d’étape",
    "assign": "Confier à un agent",
    "label": "Poser une étiquette",
    "unlabel": "Retirer une étiquette",
    "due": "Noter une échéance",
    "bin": "Mettre à la corbeille",
}
OWN_FUNDERS = ("METROPOLE", "VILLE", "ETAT147")  # whose money this office proposes, in this order


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every dossier of a batch. Money in cents; only what its deed needs is read."""

    deed: Deed
    outcome: str = "granted"  # decide: an outcome of rules.ruling
    reasons: tuple[str, ...] = ()  # codes
    conditions: tuple[str, ...] = ()
    comment: str = ""
    decided_on: dt.date | None = None
    act: str = ""
    act_on: dt.date | None = None
    way: Way = "asked"  # propose
    percent: int = 100
    amount: int | None = None
    step: int = 0  # amounts are rounded down to a multiple of it, 0 for cents
    funder: str = ""  # its code: that funder alone, the others keep what is proposed
    reason: str = ""  # propose, bin
    stage: str = ""  # move
    officer: str = ""  # assign
    label: str = ""  # label, unlabel
    committee: bytes | None = None  # agenda
    title: str = ""  # due
    due_on: dt.date | None = None
    remind_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What is known of the money of one dossier, cents; shares are by funder code."""

    asked: int | None = None
    asked_by: Mapping[str, int] = field(default_factory=dict)
    proposed_by: Mapping[str, int] = field(default_factory=dict)
    last_year: int | None = None


def has_amounts(wish: Wish) -> bool:
    """Whether each dossier of this batch is given an amount of its own."""
    return wish.deed == "propose" or (wish.deed == "decide" and wish.outcome in ("granted", "partial"))


Own = int | Mapping[str, int]  # what was typed for one dossier: a total, or a part for each funder code


def amounts(wish: Wish, money: Money, own: Own | None = None) -> dict[str, int]:
    """Cents by funder code that this wish gives; `own` is what was typed for this dossier."""
    if isinstance(own, Mapping):
        return dict(own)  # written where none may be, it is refused with its reason
    if not has_amounts(wish):
        return share(own, money) if own else {}
    if wish.deed == "decide":
        proposed = {code: cents for code, cents in money.proposed_by.items() if cents}
        return proposed if own is None else share(own, money)
    if wish.funder:
        total = _wanted(wish, money.asked_by.get(wish.funder), money.last_year) if own is None else None
        others = {code: cents for code, cents in money.proposed_by.items() if code != wish.funder}
        mine = max(0, own - sum(others.values())) if own is not None else total
        return others | ({wish.funder: mine} if mine else {})
    total = _wanted(wish, money.asked, money.last_year) if own is None else own
    return share(total, money) if total else {}


def _wanted(wish: Wish, asked: int | None, last_year: int | None) -> int | None:
    found = {
        "asked": asked,
        "percent": None if asked is None else asked * wish.percent // 100,
        "fixed": wish.amount,
        "last_year": last_year,
    }[wish.way]
    step = wish.step or (100 if wish.way == "percent" else 1)
    return None if found is None else found // step * step


def share(total: int, money: Money) -> dict[str, int]:
    """A total shared as it was proposed, else as it was asked of the funders of this office."""
    weights = {code: cents for code, cents in money.proposed_by.items() if cents}
    if not weights:
        weights = {code: money.asked_by.get(code, 0) for code in OWN_FUNDERS}
    return {code: cents for code, cents in share_out(total, weights).items() if cents}


def said(wish: Wish, given: Mapping[str, int], names: Mapping[str, str]) -> str:
    """What will be done to one dossier, a few French words; `names` are those of the funders by code."""
    total = euros(sum(given.values()))
    by = ", ".join(f"{names.get(code, code)} {euros(cents)}" for code, cents in given.items())
    if wish.deed == "decide":
        if not has_amounts(wish):
            return OUTCOMES[wish.outcome]
        return f"Accord : {by}" if given else "Accord"
    if wish.deed == "propose":
        return f"Proposer {by if len(given) == 1 else f'{total} ({by})'}" if given else "Proposer"
    return {
        "to_committee": "Passer à « Prêt comité »",
        "agenda": "Inscrire à l’ordre du jour",
        "letters": "Préparer le courrier de la décision",
        "move": f"Passer à « {STAGES.get(wish.stage, wish.stage)} »",
        "assign": f"Confier à {wish.officer}",
        "label": f"Poser « {wish.label} »",
        "unlabel": f"Retirer « {wish.label} »",
        "bin": "Mettre à la corbeille",
        "due": f"{wish.title} le {wish.due_on:%d/%m/%Y}" if wish.due_on else wish.title,
    }[wish.deed]


def button(wish: Wish, count: int) -> str:
    """« Décider 17 dossiers »: what the button, the journal and Undo say."""
    some = f"{count} {plural(count, 'dossier')}"
    return {
        "decide": f"Décider {some}",
        "propose": f"Proposer un montant pour {some}",
        "to_committee": f"Transmettre {some} au comité",
        "agenda": f"Inscrire {some} à l’ordre du jour",
        "letters": f"Préparer {count} {plural(count, 'courrier')}",
        "move": f"Changer l’étape de {some}",
        "assign": f"Confier {some}",
        "label": f"Étiqueter {some}",
        "unlabel": f"Retirer l’étiquette de {some}",
        "due": f"Noter une échéance pour {some}",
        "bin": f"Mettre {some} à la corbeille",
    }[wish.deed]


def lacking(wish: Wish) -> str:
    """What must still be said before anything can be planned, a French sentence; "" when all is."""
    if wish.deed == "propose" and wish.way == "fixed" and not wish.amount:
        return "Écrivez le montant à proposer."
    asked = {
        "move": (wish.stage, "Choisissez l’étape."),
        "assign": (wish.officer.strip(), "Écrivez à qui confier ces dossiers."),
        "label": (wish.label.strip(), "Choisissez ou écrivez l’étiquette."),
        "unlabel": (wish.label.strip(), "Choisissez l’étiquette à retirer."),
        "agenda": (wish.committee, "Choisissez la séance."),
        "bin": (wish.reason.strip(), "Dites pourquoi ces dossiers vont à la corbeille."),
        "due": (wish.title.strip() and wish.due_on, "Dites ce qui est à faire, et le jour."),
    }
    value, sentence = asked.get(wish.deed, (True, ""))
    return "" if value else sentence
