"""How an applicant is told of a decision, and from which day the time to appeal runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from desktop.rules.folding import fold

MEANS: dict[str, str] = {
    "post": "Courrier",
    "registered": "Recommandé",
    "mail": "Courriel",
    "hand": "Remise en main propre",
    "portal": "Portail",
}


class Proof(NamedTuple):
    """One notice: the day it was sent, and the day the applicant has it when that is known."""

    sent_on: date
    received_on: date | None = None


def told_on(proofs: Iterable[Proof], notified_on: date | None = None) -> date | None:
    """The day from which the time to appeal runs: that of the last notice, received or else sent; without
    any proof, the day the letter left."""
    days = [proof.received_on or proof.sent_on for proof in proofs]
    return max(days, default=notified_on)


def means_of(text: str) -> str | None:
    """The code of the means named by its code or its label."""
    wanted = fold(text)
    return next((code for code, label in MEANS.items() if wanted in (code, fold(label))), None)


def faults(sent_on: date, received_on: date | None, left_on: date | None, today: date) -> list[str]:
    """What is impossible in the dates of a proof, French sentences."""
    found = []
    if sent_on > today or (received_on or today) > today:
        found.append("Une preuve porte une date passée, ou celle d’aujourd’hui.")
    if left_on is not None and sent_on < left_on:
        found.append(f"Ce courrier a été émis le {left_on:%d/%m/%Y} : il n’a pas pu partir avant.")
    if received_on is not None and received_on < sent_on:
        found.append("La date de réception précède celle de l’envoi.")
    return found
