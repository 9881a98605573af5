"""`scenario list|show|new|promote`: distributions of the money tried apart, from a terminal."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db.queries.scenarios import ScenarioRow, scenarios
from db.store import Store
from desktop.flow.bench import Loaded, load
from desktop.flow.scenarios import Change, make, promote, promotion
from desktop.rules.gauges import measure
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]
_STARTS = ("proposed", "asked", "empty")


def run(args: Namespace) -> Answer:
    deeds = {"list": _list, "show": _show, "new": _new, "promote": _promote}
    with open_store(args.db) as store:
        return deeds[args.deed](store, args)


def _list(store: Store, _args: Namespace) -> Answer:
    rows = scenarios(store.reader)
    lines = [
        f"{row.name} : {euros(row.given)} sur {row.dossiers} dossiers{', proposé' if row.promoted_at else ''}"
        for row in rows
    ]
    told = [
        {
            "id": row.id.hex(), "name": row.name, "query": row.query, "dossiers": row.dossiers,
            "given": euros_text(row.given), "promoted_at": row.promoted_at,
        }
        for row in rows
    ]  # fmt: skip
    return told, lines or ["Aucun scénario."], []


def _named(store: Store, name: str) -> ScenarioRow:
    rows = scenarios(store.reader)
    found = next((row for row in rows if name in (row.name, row.id.hex())), None)
    if found is None:
        known = ", ".join(f"« {row.name} »" for row in rows) or "aucun"
        raise Refusal(f"Aucun scénario ne s’appelle « {name} ». Scénarios : {known}.")
    return found


def _show(store: Store, args: Namespace) -> Answer:
    found = load(store.reader, _named(store, args.name), store.author)
    bench = found.bench
    gauges = measure(found.rules, bench.totals, bench.whole, found.subjects)
    told = {
        "name": args.name,
        "given": euros_text(bench.whole),
        "dossiers": _rows(found),
        "envelopes": [
            {
                "title": purse.title,
                "given": euros_text(bench.total("envelope", purse.key)),
                "left": euros_text(bench.left(purse)),
            }
            for purse in bench.purses
        ],
        "rules": [
            {"label": g.rule.label, "kept": g.tone == "good", "told": g.sentence} for g in gauges
        ],
    }  # fmt: skip
    lines = [
        f"{line.number} : {euros(cents)}"
        for line, cents in zip(bench.lines, bench.given, strict=True)
        if cents
    ]
    lines += [f"{p.title} : reste {euros(bench.left(p))}" for p in bench.purses]
    lines += [f"{g.rule.label} : {g.sentence}" for g in gauges]
    return told, [*lines, f"En tout : {euros(bench.whole)}"], []


def _rows(found: Loaded) -> list[dict[str, Any]]:
    codes = {one.key: one.code for one in found.subjects["funder"]}
    return [
        {
            "number": line.number,
            "amounts": {codes[funder]: euros_text(cents) for funder, cents in cells.items()},
        }
        for line, cells in zip(found.bench.lines, found.bench.cells, strict=True)
        if cells
    ]


def _new(store: Store, args: Namespace) -> Answer:
    start, like = args.start, None
    if start not in _STARTS:
        like, start = _named(store, start).id, "scenario"
    key = store.do(make, name=args.name, start=start, query=args.where, like=like).value
    row = next(one for one in scenarios(store.reader) if one.id == key)
    said = f"Scénario « {row.name} » : {euros(row.given)} sur {row.dossiers} dossiers."
    return {"id": key.hex(), "dossiers": row.dossiers, "given": euros_text(row.given)}, [said], []


def _promote(store: Store, args: Namespace) -> Answer:
    row = _named(store, args.name)
    every = promotion(store.reader, row.id, store.author)
    done = [one for one in every if not one.blocker and not one.idle]
    left = [one for one in every if one.blocker and not one.idle]
    if not args.dry_run:
        store.do(promote, scenario=row.id)
    told = {
        "written": 0 if args.dry_run else len(done),
        "changes": [_change(one) for one in done],
        "left": [_change(one) | {"why": one.blocker} for one in left],
    }
    lines = [f"{one.number} : {euros(sum(one.after.values()))}" for one in done]
    lines += [f"{one.number} {one.blocker} : laissé tel quel." for one in left]
    end = f"{len(done)} propositions {'seraient écrites' if args.dry_run else 'écrites'}."
    return told, [*lines, end], []


def _change(one: Change) -> dict[str, Any]:
    return {
        "number": one.number,
        "before": euros_text(sum(one.before.values())),
        "after": euros_text(sum(one.after.values())),
    }
