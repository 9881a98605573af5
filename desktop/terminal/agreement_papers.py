"""`agreement NUMBER` with a file or a year: the convention on paper, its amendment, two requests compared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.flow.agreement_papers import paper_file
from desktop.flow.agreement_view import Convention
from desktop.flow.letter_models import letter_models
from desktop.flow.year_compare import Gap, compared
from desktop.letters.files import write_whole
from desktop.rules.versions import Words
from desktop.terminal.office import Refusal, dossier_key, euros_text, left

Answer = tuple[Any, list[str], list[str]]
_SIGNS = {"gone": "[−{}−]", "new": "[+{}+]", "same": "{}"}


def write_paper(store: Store, whole: Convention, name: str, *, amended: bool) -> Answer:
    """The convention, or its last amendment, as a file; what the pre-flight says of it. Raises Refusal."""
    out, head = Path(name), whole.head
    if amended and not whole.amendments:
        raise Refusal(f"La convention {head.number} n’a pas d’avenant.")
    change = whole.amendments[-1].id if amended else None
    templates = letter_models(store.reader)
    form = out.suffix.lstrip(".").lower()
    content, faults = paper_file(store.reader, head.id, templates, dt.date.today(), form, change)
    write_whole(out, content)
    what = f"Avenant à la convention {head.number}" if amended else f"Convention {head.number}"
    left(store, what, out, [row.id for row in whole.tranches])
    lines = [f"{what} dans {out}.", *(f"Avant de partir : {fault}" for fault in faults)]
    return {"file": str(out), "faults": faults}, lines, []


def compare_years(store: Store, whole: Convention, year: int) -> Answer:
    """The request of a year beside that of the year before. Raises Refusal when one of them lacks."""
    asked = {row.year: row for row in whole.tranches}
    for each in (year - 1, year):
        if each not in asked:
            raise Refusal(f"La convention {whole.head.number} n’a pas de demande pour {each}.")
        dossier_key(store, asked[each].number, to_read=True)  # refused when it is closed to this person
    found = compared(store.reader, asked[year - 1].id, asked[year].id)
    changes = found.comparison
    lines = [f"{year - 1} ({found.before}) → {year} ({found.after})", *map(_line, found.gaps)]
    lines += [
        f"{one.label} : {one.before or '–'} → {one.after or '–'}" for one in changes.fields if one.changed
    ]
    gaps = [Gap(one.name, one.before, one.after) for one in changes.lines if one.changed]
    lines += map(_line, gaps)
    lines += [f"{one.title} : {_marked(one.words)}" for one in changes.texts if one.changed]
    told = {
        "before": {"year": year - 1, "number": found.before},
        "after": {"year": year, "number": found.after},
        "figures": [_gap(gap) for gap in found.gaps],
        "fields": [
            {"label": one.label, "before": one.before, "after": one.after}
            for one in changes.fields
            if one.changed
        ],
        "lines": [_gap(gap) for gap in gaps],
        "texts": [
            {"code": one.code, "title": one.title, "words": [[part.sign, part.text] for part in one.words]}
            for one in changes.texts
            if one.changed
        ],
    }
    return told, lines, []


def _line(gap: Gap) -> str:
    told = gap.difference_words()
    return f"{gap.label} : {gap.words(gap.before)} → {gap.words(gap.after)}{f', {told}' if told else ''}"


def _gap(gap: Gap) -> dict[str, Any]:
    def shown(value: int | None) -> str | int | None:
        return euros_text(value) if gap.money else value

    return {
        "label": gap.label, "before": shown(gap.before), "after": shown(gap.after),
        "difference": shown(gap.difference), "words": gap.difference_words(),
    }  # fmt: skip


def _marked(parts: tuple[Words, ...]) -> str:
    """A text with what went and what came between brackets."""
    return "".join(_SIGNS[part.sign].format(part.text) for part in parts)
