"""`committee`: sessions convened, played, closed and reopened from a terminal."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from db.queries import committee as read
from db.store import Store
from desktop.flow.closing import close_session, reopen_session
from desktop.flow.order_of_day import convene_on
from desktop.flow.seats import all_present
from desktop.flow.sitting import UNCOUNTED, Votes, open_session, postpone, postpone_rest, pronounce
from desktop.flow.taking_up import take_up
from desktop.paths import resources
from desktop.rules.committee import KINDS, PRESENCES, STATES, item_words, votes_words
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.sharing import share_out
from desktop.terminal.office import Refusal, cents, day_words, dossier_key, euros_text, open_store
from desktop.terminal.work import chosen_outcome, find_reason_of, shares_of

Answer = tuple[Any, list[str], list[str]]
_NOT_TOLD = "Les présences n’ont pas été relevées."


def run(args: Namespace) -> Answer:
    """Hand over to the deed that was asked."""
    deeds = {
        "new": _new, "list": _list, "show": _show, "open": _open, "decide": _decide, "postpone": _postpone,
        "close": _close, "reopen": _reopen,
    }  # fmt: skip
    with open_store(args.db) as store:
        return deeds[args.deed](store, args)


def _day(text: str) -> dt.date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Refusal(f"« {text} » n’est pas une date : écrivez-la comme 2026-03-12.")


def _key(store: Store, args: Namespace) -> bytes:
    key = read.find_committee(store.reader, args.id)
    if key is None:
        raise Refusal(f"Aucune séance ne porte le code « {args.id} » (parvis committee list).")
    return key


def _row(store: Store, key: bytes) -> read.CommitteeRow:
    found = read.committee(store.reader, key)
    assert found is not None
    return found


def _new(store: Store, args: Namespace) -> Answer:
    key, made = store.do(
        convene_on, query=args.where, name=args.name, held_on=_day(args.date), kind=args.kind,
        place=args.place, starts_at=args.time, quorum=args.quorum, usual=resources() / "committees",
    ).value  # fmt: skip
    row = _row(store, key)
    told = {"id": row.code, "key": key.hex(), "items": row.items, "left_out": list(made.left_out)}
    words = plural(row.items, "dossier")
    said = f"{row.code} · {row.name}, {day_words(row.held_on)} : {row.items} {words} à l’ordre du jour."
    return told, [said, *(f"Laissé de côté : {words}" for words in made.left_out)], []


def _brief(row: read.CommitteeRow) -> dict[str, Any]:
    return {
        "id": row.code, "name": row.name, "kind": row.kind, "date": row.held_on, "time": row.starts_at,
        "place": row.place, "state": row.state, "items": row.items, "decided": row.decided,
        "postponed": row.postponed, "granted": euros_text(row.given), "quorum": row.quorum,
    }  # fmt: skip


def _list(store: Store, _args: Namespace) -> Answer:
    rows = read.committees(store.reader)
    lines = [
        f"{row.code}  {day_words(row.held_on)}  {STATES[row.state]:<15} {row.decided}/{row.items}  "
        f"{KINDS[row.kind]} · {row.name}"
        for row in rows
    ]
    return [_brief(row) for row in rows], lines or ["Aucune séance."], []


def _show(store: Store, args: Namespace) -> Answer:
    key = _key(store, args)
    row, amounts = _row(store, key), read.item_amounts(store.reader, key)
    shares: dict[bytes, dict[str, str | None]] = {}
    for one in amounts:
        if one.amount is not None:
            shares.setdefault(one.item_id, {})[one.code] = euros_text(one.amount)
    out: dict[bytes, list[str]] = {}
    for leaving in read.leavings(store.reader, key):
        out.setdefault(leaving.item_id, []).append(leaving.name)
    items = read.items(store.reader, key)
    told = {
        **_brief(row), "act": row.act, "reopened": row.reopened_at, "reopen_reason": row.reopen_reason,
        "members": [
            {"name": m.name, "body": m.body, "role": m.role, "voting": bool(m.voting), "presence": m.presence}
            for m in read.members(store.reader, key)
        ],
        "agenda": [_item(one, shares.get(one.id, {}), out.get(one.id, [])) for one in items],
        "recusals": [
            {"member": r.member, "number": r.number, "nature": r.nature}
            for r in read.recusals(store.reader, key)
        ],
        "documents": [d.name for d in read.documents(store.reader, key)],
    }  # fmt: skip
    return told, [f"{row.code} · {row.name} · {STATES[row.state].lower()}", *_lines(store, key, items)], []


def _item(row: read.ItemRow, shares: Mapping[str, str | None], out: list[str]) -> dict[str, Any]:
    return {
        "number": row.number, "applicant": row.applicant, "title": row.title, "heading": row.heading,
        "state": row.state, "outcome": row.outcome or None, "asked": euros_text(row.asked),
        "proposed": euros_text(row.proposed), "granted": euros_text(row.given), "funders": dict(shares),
        "reasons": row.reasons.split(), "comment": row.comment, "conditions": row.conditions.splitlines(),
        "votes": [row.votes_for, row.votes_against, row.abstained], "out": out, "added": bool(row.added),
    }  # fmt: skip


def _lines(store: Store, key: bytes, items: list[read.ItemRow]) -> list[str]:
    lines, heading = [], None
    for row in items:
        if row.heading != heading:
            heading = row.heading
            lines.append(f"[{heading or 'Sans rubrique'}]")
        given = f" {euros(row.given)}" if row.given else ""
        votes = votes_words((row.votes_for, row.votes_against, row.abstained))
        said = f"{item_words(row.state, row.outcome)}{given}{f' ({votes})' if votes else ''}"
        lines.append(f"{row.number}  {row.applicant} · {row.title} : {said}")
    lines += [
        f"{m.name}, {m.body} : {PRESENCES[m.presence].lower()}" for m in read.members(store.reader, key)
    ]
    return lines


def _open(store: Store, args: Namespace) -> Answer:
    key = _key(store, args)
    if args.all_present:
        store.do(all_present, committee=key)
    store.do(open_session, committee=key)
    row = _row(store, key)
    return _brief(row), [f"La séance {row.code} est ouverte."], []


def _votes(text: str | None) -> Votes:
    if not text:
        return UNCOUNTED
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdigit() for part in parts):
        raise Refusal(f"« {text} » : écrivez trois nombres, par exemple 6,1,0 (pour, contre, abstentions).")
    given, against, away = (int(part) for part in parts)
    return given, against, away


def _item_key(store: Store, committee: bytes, args: Namespace) -> bytes:
    dossier = dossier_key(store, args.number)
    found = [row.id for row in read.items(store.reader, committee) if row.dossier_id == dossier]
    if not found:
        raise Refusal(f"Le dossier {args.number} n’est pas à l’ordre du jour de {args.id}.")
    return found[0]


def _decide(store: Store, args: Namespace) -> Answer:
    key = _key(store, args)
    outcome, words = chosen_outcome(args)
    item = _item_key(store, key, args)
    amounts = _amounts(store, key, item, words, args.funder) if outcome == "granted" else None
    codes, free = ([], "") if outcome == "granted" else find_reason_of(store, words)
    store.do(
        pronounce, item=item, outcome=outcome, amounts=amounts, reasons=codes, comment=free,
        conditions=args.condition, votes=_votes(args.votes),
    )  # fmt: skip
    row = next(one for one in read.items(store.reader, key) if one.id == item)
    said = (
        f"{row.number} : {item_words(row.state, row.outcome)}{f' {euros(row.given)}' if row.given else ''}."
    )
    return {"number": row.number, "outcome": row.outcome, "granted": euros_text(row.given)}, [said], []


def _amounts(store: Store, key: bytes, item: bytes, grant: str, shares: list[str]) -> dict[bytes, int]:
    """The parts told, else the amount shared out as it was proposed, or asked."""
    rows = [row for row in read.item_amounts(store.reader, key) if row.item_id == item]
    weights = {row.funder_id: row.proposed or 0 for row in rows}
    if not any(weights.values()):
        weights = {row.funder_id: row.asked or 0 for row in rows}
    if shares or not weights:
        return shares_of(store, grant, shares)
    return share_out(cents(grant), weights)


def _postpone(store: Store, args: Namespace) -> Answer:
    store.do(postpone, item=_item_key(store, _key(store, args), args))
    return {"number": args.number, "state": "postponed"}, [f"{args.number} : reporté."], []


def _close(store: Store, args: Namespace) -> Answer:
    key = _key(store, args)
    because, on_paper = args.because, _row(store, key).state == "prepared"
    if on_paper:  # held elsewhere, its decisions written down here
        store.do(open_session, committee=key)
        if not any(member.presence for member in read.members(store.reader, key)):
            because = because or _NOT_TOLD
    taken = store.do(take_up, committee=key).value
    if args.postpone_rest or on_paper:
        store.do(postpone_rest, committee=key)
    done = store.do(close_session, committee=key, because=because).value
    row, count = _row(store, key), len(done.made) + done.same
    told = {
        **_brief(row), "decisions": count, "same": done.same, "taken_up": taken,
        "taken_back": len(done.taken_back), "stays": list(done.stays),
    }  # fmt: skip
    words = plural(count, "décision en attente de courrier", "décisions en attente de courrier")
    lines = [f"La séance {done.code} est close : {count} {words}, {row.postponed} reportés."]
    return told, [*lines, *done.stays], []


def _reopen(store: Store, args: Namespace) -> Answer:
    key = _key(store, args)
    told = store.do(reopen_session, committee=key, reason=args.because).value
    row = _row(store, key)
    lines = [f"La séance {row.code} est rouverte."]
    if told.notified:
        lines.append(f"Déjà notifiés, ils ne changent pas : {', '.join(told.notified)}.")
    return {**_brief(row), "notified": list(told.notified)}, lines, []
