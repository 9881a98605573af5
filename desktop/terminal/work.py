"""`list`, `show`, `annotate`, `decide`, `undo`, `redo`, `history`: the officer's deeds, typed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from db import queries
from db.store import Store
from db.trace import note
from db.undo import CannotUndo
from desktop.flow import annotate as notes
from desktop.flow.decide import CannotDecide, catalogue, decide
from desktop.flow.sentences import Sentence, Wish, every_sentence
from desktop.rules.anchor import locate
from desktop.rules.grid import level_of
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.money import euros
from desktop.rules.query import QueryError, parse, to_tree
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.ruling import find_reason
from desktop.terminal.office import Refusal, cents, dossier_key, open_store
from desktop.terminal.shapes import brief, whole

Answer = tuple[Any, list[str], list[str]]


def tree_of(query: str | None, me: str) -> tuple[Any, ...] | None:
    try:
        return to_tree(parse(query or ""), me)
    except QueryError as error:
        raise Refusal(f"La requête n’est pas comprise : {error}") from error


def list_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        rows = queries.export_rows(store.reader, tree_of(args.where, store.author))
    lines = [
        f"{r.number}  {STAGES[r.stage]:<15} {euros(r.asked) if r.asked is not None else '—':>12}  "
        f"{r.applicant} · {r.title}"
        for r in rows
    ]
    return [brief(row) for row in rows], [*lines, f"{len(rows)} dossiers."], []


def show(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=True)
        made = whole(store.reader, key, store.author)
        note(store, "consulted", key, "Dossier lu depuis un terminal")
    lines = [
        f"{made['number']} · {made['applicant']}",
        made["title"],
        f"Étape : {STAGES[made['stage']]}. Demandé : {made['asked'] or 'inconnu'} €.",
        *(f"\n[{code}]\n{body}" for code, body in made["texts"].items()),
    ]
    return made, lines, []


def annotate(args: Namespace) -> Answer:
    level = level_of(args.level)
    if level is None:
        raise Refusal(f"« {args.level} » n’est pas une force : none, weak, medium ou strong.")
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        where = find_passage(store, key, args.quote)
        store.do(
            notes.annotate, dossier=key, **where, challenge=challenge_key(store, args.challenge),
            strength=level, text=args.note, audience=args.audience,
        )  # fmt: skip
    return {"number": args.number, **where}, [f"Annotation enregistrée dans le dossier {args.number}."], []


def challenge_key(store: Store, code: str) -> bytes:
    for row in queries.challenges(store.reader):
        if code.upper() in (row.code, str(row.rank)):
            return row.id
    raise Refusal(f"Le défi « {code} » n’existe pas : D01 à D11.")


def find_passage(store: Store, dossier: bytes, quote: str) -> dict[str, Any]:
    """Where a quoted passage stands in the texts; the whole dossier without a quote. Raises Refusal."""
    if not quote:
        return {"place": "dossier"}
    for section in queries.sections(store.reader, dossier):
        span = locate(section.body, quote, 0, "", "")
        if span is not None:
            found = section.body[span.start : span.end]
            return {"place": f"section:{section.code}", "start": span.start, "end": span.end, "quote": found}
    raise Refusal("Ce passage n’est pas dans les textes de la demande : rien n’a été annoté.")


def funder_keys(store: Store) -> Mapping[str, bytes]:
    return {row.code: row.id for row in queries.funders(store.reader)}


def shares_of(store: Store, grant: str, shares: list[str]) -> dict[bytes, int]:
    total, known = cents(grant), funder_keys(store)
    if not shares:
        return {next(iter(known.values())): total}
    amounts: dict[bytes, int] = {}
    for share in shares:
        code, _, amount = share.partition("=")
        if code.upper() not in known:
            raise Refusal(f"Le financeur « {code} » n’existe pas. Connus : {', '.join(known)}.")
        amounts[known[code.upper()]] = cents(amount)
    if sum(amounts.values()) != total:
        raise Refusal(
            f"Les parts font {euros(sum(amounts.values()))}, la décision {euros(total)} : rien n’est écrit."
        )
    return amounts


def chosen_outcome(args: Namespace) -> tuple[str, str]:
    """The outcome that the options name, and its words: an amount, or a reason."""
    return next(
        (name, str(getattr(args, option)))
        for option, name in (
            ("grant", "granted"), ("refuse", "refused"), ("adjourn", "adjourned"),
            ("ineligible", "ineligible"), ("redirect", "redirected"), ("withdraw", "withdrawn"),
        )
        if getattr(args, option) is not None
    )  # fmt: skip


def decide_(args: Namespace) -> Answer:
    outcome, reason = chosen_outcome(args)
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        amounts = shares_of(store, reason, args.funder) if outcome == "granted" else {}
        codes, free = ([], "") if outcome == "granted" else find_reason_of(store, reason)
        try:
            store.do(
                decide, dossier=key, outcome=outcome, amounts=amounts, reasons=codes, comment=free,
                conditions=args.condition, act=args.act or "", motive=args.reason,
            )  # fmt: skip
        except CannotDecide as why:
            raise Refusal(str(why)) from why
        decision = queries.decision(store.reader, key)
    assert decision is not None
    said = f"Dossier {args.number} : {OUTCOMES[decision.outcome].lower()}, en attente de notification."
    return {"number": args.number, "decision": decision.outcome, "state": decision.state}, [said], []


def find_reason_of(store: Store, text: str) -> tuple[list[str], str]:
    """A reason of the list by its code or label, else free words."""
    known = store.rehearse(catalogue)
    found = find_reason(text, known)
    return ([found.code], "") if found else ([], text)


def undo(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        try:
            done = store.redo() if args.command == "redo" else store.undo()
        except CannotUndo as why:
            raise Refusal(str(why)) from why
    label = done.written.label if done.written else ""
    return {"done": label}, [label + "."], []


def history(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number, to_read=True)
        told = every_sentence(store.reader, key, store.author)
        note(store, "consulted", key, "Historique lu depuis un terminal")
    wish = Wish(args.words or "", args.author or "", args.kind or "", args.since or "", args.until or "")
    kept = [one for one in told if wish.keeps(one)]
    return [_sentence_json(one) for one in kept], [one.text for one in kept], []


def _sentence_json(one: Sentence) -> dict[str, Any]:
    return {**one._asdict(), "sentence": one.text}
