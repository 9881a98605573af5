"""`figures`: the contract in figures, by one axis, as a table or for another program."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from db.queries.figures import Figure
from desktop.flow.figures import Asked, Figures, read_figures
from desktop.rules.figures import AXES, MEASURES, RULE, query_of, value_of, words_of
from desktop.terminal.office import Refusal, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]
_MONEY = ("asked", "granted", "paid", "cost")


def figures_(args: Namespace) -> Answer:
    """Every row of an axis, then the whole; what is not known is told after."""
    asked = Asked(
        args.by,
        args.year if args.year is not None else args.since,
        args.year if args.year is not None else args.until,
        dict(map(_filter, args.only)),
    )
    with open_store(args.db) as store:
        found = read_figures(store.reader, asked, store.author)
    return _told(found), _table(found), []


def _filter(text: str) -> tuple[str, str]:
    name, sign, code = text.partition("=")
    if not sign or name not in AXES or name == "year":
        raise Refusal(
            f"« {text} » : un filtre s’écrit par exemple « funder=VILLE ». Axes : {', '.join(AXES)}."
        )
    return name, code


def _told(found: Figures) -> dict[str, Any]:
    asked = found.asked
    return {
        "by": asked.by, "since": asked.since, "until": asked.until, "filters": dict(asked.filters),
        "rows": [_row(found, row) for row in found.rows], "whole": _row(found, found.whole),
        "notes": list(found.notes), "rule": RULE,
    }  # fmt: skip


def _row(found: Figures, row: Figure) -> dict[str, Any]:
    told = {name: euros_text(value) if name in _MONEY else value for name, value in row._asdict().items()}
    asked = found.asked
    whole = row is found.whole
    told["per_resident"] = euros_text(value_of(row, "per_resident"))
    told["query"] = query_of(
        "whole" if whole else asked.by, row.code, asked.since, asked.until, asked.filters
    )
    return told


def _table(found: Figures) -> list[str]:
    measures = [m for m in MEASURES if m.code != "per_resident" or found.asked.by == "quarter"]
    lines = [["", *(measure.label for measure in measures)]]
    for row in (*found.rows, found.whole):
        name = "En tout" if row is found.whole else row.label
        lines.append([name, *(words_of(value_of(row, measure.code), measure.code) for measure in measures)])
    title = f"{AXES[found.asked.by]}, {found.asked.scope}"
    return [title, *aligned(lines), *found.notes]


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Cells as columns: names to the left, figures to the right."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
