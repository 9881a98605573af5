"""`envelopes` and `grid`: what each envelope has left, and the money by challenge and quarter."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.queries.money import EnvelopeRow, envelopes
from desktop.flow.territory import read_territory, write_territory
from desktop.rules.envelopes import envelope_words, rest_words
from desktop.rules.money import euros
from desktop.rules.query import QueryError
from desktop.rules.territory import Figure, View
from desktop.terminal.office import Refusal, euros_text, left, open_store

Answer = tuple[Any, list[str], list[str]]
_SUMS = ("voted", "carried", "reserve", "engaged", "proposed", "left")


def envelopes_(args: Namespace) -> Answer:
    """Every envelope of a year or of all, then what fits none; `--totals`: the sums by funder instead."""
    with open_store(args.db) as store:
        rows = envelopes(store.reader, args.year)
    contract = [row for row in rows if not row.common_law]
    lines = [f"{envelope_words(row)} : {euros(row.held)}, {rest_words(row.left)[0]}" for row in rows]
    if args.totals:
        return _totals(contract, [row for row in rows if row.common_law])
    if contract:
        lines.append(f"En tout : {_said(contract)}")
    return [_told(row) for row in rows], lines or ["Aucune enveloppe."], []


def grid_(args: Namespace) -> Answer:
    """A measure by challenge and quarter, of the dossiers of a query; `--out`: as a PDF or a workbook."""
    with open_store(args.db) as store:
        try:
            grid = read_territory(store.reader, args.where or "", store.author)
        except QueryError as fault:
            raise Refusal(fault.sentence) from fault
        view = View(grid, args.measure, args.per_resident)
        if args.out:
            write_territory(store.reader, view, Path(args.out), args.where or "")
            left(store, "Grille des défis et des quartiers", args.out)
    lines = view.lines()
    quarters = [axis.code for axis in grid.quarters] + ["total"]
    names = [axis.code for axis in grid.challenges] + ["total"]
    told = {
        "measure": args.measure, "per_resident": args.per_resident, "dossiers": grid.whole.actions,
        "quarters": quarters,
        "challenges": [
            {"challenge": name, "cells": [_figure(view, figure) for figure in line]}
            for name, line in zip(names, lines, strict=True)
        ],
    }  # fmt: skip
    words = [*(axis.name for axis in grid.challenges), "Total"]
    shown = [
        f"{name} : {' | '.join(figure.words for figure in line)}"
        for name, line in zip(words, lines, strict=True)
    ]
    return told, [f"{view.title} : {' | '.join([*(a.name for a in grid.quarters), 'Total'])}", *shown], []


def _figure(view: View, figure: Figure) -> int | str | None:
    if view.measure != "actions":
        return euros_text(figure.value)
    return figure.words if view.per_resident else figure.value


def _totals(contract: Sequence[EnvelopeRow], law: Sequence[EnvelopeRow]) -> Answer:
    """The sums of the contract's money, by funder and in all, and those of droit commun."""
    shares = {
        (code, name): [row for row in contract if row.funder_code == code]
        for code, name in dict.fromkeys((row.funder_code, row.funder) for row in contract)
    }
    told = {
        "funders": [{"funder": code, "name": name, **_sums(rows)} for (code, name), rows in shares.items()],
        "totals": _sums(contract),
        "common_law": _sums(law),
    }
    lines = [f"{name} : {_said(rows)}" for (_, name), rows in shares.items()]
    return told, [*lines, f"En tout : {_said(contract)}"], []


def _said(rows: Sequence[EnvelopeRow]) -> str:
    return f"{euros(sum(row.held for row in rows))}, {rest_words(sum(row.left for row in rows))[0]}"


def _sums(rows: Sequence[EnvelopeRow]) -> dict[str, str | None]:
    named = {"voted": "amount"}
    return {name: euros_text(sum(getattr(row, named.get(name, name)) for row in rows)) for name in _SUMS}


def _told(row: EnvelopeRow) -> dict[str, Any]:
    return {
        "id": row.id.hex() if row.id else None, "name": envelope_words(row), "outside": row.outside,
        "funder": row.funder_code or None, "funder_name": row.funder or None, "year": row.year,
        "call": row.call_code or None, "wave": row.wave or None, "quarter": row.quarter_code or None,
        "challenge": row.challenge_code or None, "title": row.title, "common_law": row.common_law,
        **_sums([row]), "free": euros_text(row.free), "dossiers": row.counted,
    }  # fmt: skip
