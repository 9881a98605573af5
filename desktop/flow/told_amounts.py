"""What a source says was asked of each funder, and granted by it: one fact a funder, each settled apart."""

from __future__ import annotations

from typing import Any

from desktop.exchange.application import Application
from desktop.flow.names import Names
from desktop.rules.budget import OWN_ACCOUNTS

COLUMNS = {"asked_by": "asked", "granted_by": "voted"}


def amounts_payload(application: Application, names: Names) -> dict[str, Any]:
    """Cents under "asked_by.<funder code>" and "granted_by.<funder code>", "proposed" and "granted" in all.

    The droit commun of a funder of the contract is no part of what is decided here, and what others than them
    grant stays with the funding lines: the office would seem to have voted it.
    """
    told: dict[str, int] = {}
    for line in application.funding:
        code, account = names.funder_code(line.funder, line.account)
        own = account in OWN_ACCOUNTS
        if not code or (own and line.common_law):
            continue
        _add(told, f"asked_by.{code}", line.asked)
        if own and line.status == "confirmed":
            _add(told, f"granted_by.{code}", line.answered)
    if not application.funding:
        for column, shares in (
            ("asked_by", {} if application.budget else application.asked_by_funder),
            ("granted_by", application.granted_by_funder),
        ):
            for funder, cents in shares.items():
                code, _ = names.funder_code(funder, "")
                if code:
                    _add(told, f"{column}.{code}", cents)
    return {**_totals(application, told), **told}


def _totals(application: Application, shares: dict[str, int]) -> dict[str, int]:
    """The sums of the whole dossier, which go to the first funder: only when the file does not share them."""
    totals = {}
    if application.proposed is not None:
        totals["proposed"] = application.proposed
    shared = any(name.startswith("granted_by.") for name in shares)
    elsewhere = any(line.status == "confirmed" for line in application.funding)
    if application.granted is not None and not shared and not elsewhere:
        totals["granted"] = application.granted
    return totals


def without_lost(told: dict[str, Any], before: dict[str, Any], names: Names) -> dict[str, Any]:
    """A funder that left the plan is asked nothing any more."""
    if not any(name.startswith("asked_by.") for name in told):
        return told
    known = {f"asked_by.{code}" for code in names.funder_names}
    lost = {name: None for name in before if name in known and name not in told}
    return {**told, **lost}


def _add(told: dict[str, int], name: str, cents: int | None) -> None:
    if cents is not None:
        told[name] = told.get(name, 0) + cents
