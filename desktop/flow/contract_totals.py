"""Totals of an earlier contract: entered by hand with where they come from, and taken away."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import say, use_case

AXES = {"": "En tout", "quarter": "Quartier", "challenge": "Défi", "funder": "Financeur"}
MEASURES = ("asked", "granted", "paid", "actions", "beneficiaries")
_FIRST, _LAST = 1977, 2100  # the first social development of quarters


@use_case("Noter un total d’un contrat", right="publish")
def enter_total(
    session: Session, *, contract: str, from_year: int, to_year: int, basis: str, axis: str = "",
    code: str = "", asked: int | None = None, granted: int | None = None, paid: int | None = None,
    actions: int | None = None, beneficiaries: int | None = None,
) -> bytes:  # fmt: skip
    """Enter or correct a total (cents); the same contract, first year, axis and code is the same total.

    Raises ValueError (French), nothing written, when it says nothing or does not say where it comes from.
    """
    name = contract.strip()
    figures = {
        "asked": asked, "granted": granted, "paid": paid, "actions": actions, "beneficiaries": beneficiaries,
    }  # fmt: skip
    _refuse(name, from_year, to_year, basis, axis, code, figures)
    key = key_of("contract_total", name, str(from_year), axis, code)
    row = session.get(m.ContractTotal, key)
    if row is None:
        row = m.ContractTotal(id=key, contract=name, from_year=from_year, to_year=to_year)
        session.add(row)
    row.to_year, row.axis, row.code, row.basis = to_year, axis, code, basis.strip()
    for measure, value in figures.items():
        setattr(row, measure, value)
    session.flush()
    say(session, f"Noter un total : {name}")
    return key


def _refuse(
    name: str, from_year: int, to_year: int, basis: str, axis: str, code: str, figures: dict[str, int | None]
) -> None:
    nothing = "rien n’a été enregistré."
    if not name:
        raise ValueError(f"Dites de quel contrat il s’agit : {nothing}")
    if not _FIRST <= from_year <= to_year <= _LAST:
        raise ValueError(
            f"« {from_year} à {to_year} » : la première année vient avant la dernière, {nothing}"
        )
    if axis not in AXES or bool(axis) != bool(code):
        raise ValueError(
            f"Un total est celui de tout le contrat, ou d’un quartier, défi ou financeur : {nothing}"
        )
    if not any(value is not None for value in figures.values()):
        raise ValueError(f"Aucun chiffre n’est donné : {nothing}")
    if any(value is not None and value < 0 for value in figures.values()):
        raise ValueError(f"Un total ne peut pas être négatif : {nothing}")
    if not basis.strip():
        raise ValueError(f"Dites d’où vient ce chiffre : un total saisi est montré avec sa source, {nothing}")


@use_case("Enlever un total d’un contrat", right="publish")
def remove_total(session: Session, *, total: bytes) -> None:
    """Take a total away; undo brings it back."""
    row = session.get_one(m.ContractTotal, total)
    say(session, f"Enlever un total : {row.contract}")
    session.delete(row)
