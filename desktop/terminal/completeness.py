"""`pieces`, `sift`, `request` and `answer`: is this application whole, and what is asked of its applicant."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from typing import Any

from db import queries
from db.queries.requests import RequestRow, requests_of, sift_of
from db.store import Store
from desktop.flow.complete import VERDICTS, mail_text, prepare_request, sift
from desktop.flow.decide import catalogue
from desktop.flow.letter_data import answer_by, lacking
from desktop.flow.letter_models import letter_models
from desktop.flow.requests import answer, ask, remind, take_back
from desktop.flow.reuse import offers, take_all_again
from desktop.rules.ruling import find_reason
from desktop.terminal.office import Refusal, day_words, dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]
_STATES = {
    "missing": "manquante", "announced": "annoncée", "received": "reçue", "refused": "non conforme",
    "expired": "périmée", "waived": "dispensée", "none": "sans objet",
}  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    """A date typed as 2026-03-12 or 12/03/2026. Raises Refusal."""
    if text is None:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Refusal(f"« {text} » n’est pas une date : écrivez par exemple 12/03/2026.")


def pieces(args: Namespace) -> Answer:
    """The pieces of a dossier with their state; `--reuse` takes again those already held."""
    with open_store(args.db) as store:
        key, today = dossier_key(store, args.number), dt.date.today()
        taken = 0
        if args.reuse:
            found = offers(store.reader, key, today).values()
            pairs = [(offer.piece, offer.earlier) for offer in found]
            taken = store.do(take_all_again, pairs=pairs).value if pairs else 0
        told, lines = _pieces(store, key, today)
    if args.reuse:
        lines.append(f"{taken} pièces déjà détenues reprises.")
    return {"number": args.number, "reused": taken, "pieces": told}, lines, []


def _pieces(store: Store, key: bytes, today: dt.date) -> tuple[list[dict[str, Any]], list[str]]:
    held = offers(store.reader, key, today)
    told, lines = [], []
    for row in queries.pieces(store.reader, key, today):
        offer = held.get(row.id)
        told.append(
            {
                "kind": row.kind or None, "label": row.label or row.name, "file": row.name or None,
                "state": row.state, "reason": row.reason or None, "dated_on": row.dated_on,
                "expires_on": row.expires_on, "received_on": row.received_on, "held_in": row.held_in,
                "text": row.text_kind, "offered": offer.words if offer else None,
            }
        )  # fmt: skip
        why = row.reason or (f"valable jusqu’au {row.expires_on}" if row.expires_on else "")
        why = offer.words if offer else why
        lines.append(f"{_STATES[row.state]:<13} {row.label or row.name}{f' ({why})' if why else ''}")
    return told, lines


def sift_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        known = store.rehearse(catalogue)
        codes = []
        for word in args.reason:
            found = find_reason(word, known)
            if found is None:
                raise Refusal(f"Le motif « {word} » n’est pas dans la liste.")
            codes.append(found.code)
        _do(store, sift, dossier=key, verdict=args.verdict, reasons=codes, comment=args.comment)
        row = sift_of(store.reader, key)
        assert row is not None
    answered = {"number": args.number, "verdict": row.verdict, "reasons": row.reasons.split()}
    return answered, [f"Dossier {args.number} : {VERDICTS[row.verdict]}."], []


def request_(args: Namespace) -> Answer:
    """Ask for what lacks: by the letter of the outbox, or as the text of a mail."""
    with open_store(args.db) as store:
        key, today = dossier_key(store, args.number), dt.date.today()
        if args.remind or args.withdraw:
            return _again(store, args, key)
        if not args.mail:
            _do(store, prepare_request, dossier=key)
            said = "La demande attend parmi les courriers : `letters` l’écrira."
            return {"number": args.number, "channel": "letter"}, [said], []
        missing, wrong = lacking(queries.pieces(store.reader, key, today))
        subject, body = mail_text(store.reader, key, letter_models(store.reader), today)
        due = _day(args.due) or answer_by(store.reader, today)
        _do(store, ask, dossier=key, items=[*missing, *wrong], due_on=due, channel="mail", body=body)
        told = _request(requests_of(store.reader, key)[-1])
        silence = _due(store, key)
    answered = {"number": args.number, **told, "subject": subject, "body": body, "due_on_silence": silence}
    return answered, [f"Objet : {subject}", "", body], []


def _again(store: Store, args: Namespace, key: bytes) -> Answer:
    row = _waiting(store, key, args.number)
    if args.withdraw:
        _do(store, take_back, request=row.id)
        due = day_words(_due(store, key))
        said = f"La demande du {day_words(row.asked_on)} est retirée ; le délai court jusqu’au {due}."
        return {"number": args.number, "withdrawn": True, "due_on_silence": _due(store, key)}, [said], []
    subject, body = mail_text(store.reader, key, letter_models(store.reader), dt.date.today(), reminder=True)
    count = _do(store, remind, request=row.id)
    answered = {"number": args.number, "reminders": count, "subject": subject, "body": body}
    return answered, [f"Objet : {subject}", "", body], []


def answer_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = dossier_key(store, args.number)
        row = _waiting(store, key, args.number)
        _do(store, answer, request=row.id, answered_on=_day(args.on))
        due = _due(store, key)
    return (
        {"number": args.number, "due_on_silence": due},
        [f"Réponse notée : le délai court jusqu’au {day_words(due)}."],
        [],
    )


def _waiting(store: Store, key: bytes, number: str) -> RequestRow:
    for row in reversed(requests_of(store.reader, key)):
        if not row.answered_on and not row.withdrawn_on:
            return row
    raise Refusal(f"Le dossier {number} n’attend aucune réponse.")


def _do(store: Store, verb: Any, **arguments: Any) -> Any:
    try:
        return store.do(verb, **arguments).value
    except ValueError as why:
        raise Refusal(str(why)) from why


def _due(store: Store, key: bytes) -> str | None:
    head = queries.head(store.reader, key)
    return head.due_on if head else None


def _request(row: RequestRow) -> dict[str, Any]:
    return {
        "items": row.items.split("\n"), "channel": row.channel, "asked_on": row.asked_on,
        "due_on": row.due_on, "answered_on": row.answered_on, "reminders": row.reminders,
    }  # fmt: skip
