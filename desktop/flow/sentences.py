"""The history of a dossier read as sentences: who, where, when, what; what was taken back or set aside is
told as such, never as if it had happened."""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from db import queries
from db.forgotten import worded
from db.queries import retold
from db.queries.retold import Came, ToldOp, Undoing
from desktop.flow.asof import NAMES
from desktop.flow.asof_rows import plain
from desktop.flow.discretion import withheld
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.history import quiet, summary
from desktop.rules.folding import fold
from desktop.rules.sections import TITLES

KINDS: dict[str, str] = {
    "stage": "Étapes", "request": "Demande", "party": "Porteur", "piece": "Pièces", "note": "Notes",
    "opinion": "Avis", "proposal": "Proposition", "decision": "Décision", "letter": "Courriers",
    "other": "Autres",
}  # fmt: skip
_KIND_OF = {
    "section": "request", "budget_line": "request", "funding_line": "request", "declared": "request",
    "dossier_quarter": "request", "action_place": "request", "dossier": "request", "applicant": "party",
    "contact": "party", "piece": "piece", "piece_request": "piece", "sift": "piece", "annotation": "note",
    "mark": "note", "assessment": "note", "score": "note", "opinion": "opinion",
    "opinion_request": "opinion", "amount": "proposal", "decision": "decision", "condition": "decision",
    "decision_reason": "decision", "item": "decision", "item_amount": "decision", "letter": "letter",
    "notice": "letter",
}  # fmt: skip
STATES = {
    "": "", "taken_back": "annulé depuis", "set_aside": "écarté", "open": "à trancher", "refused": "refusé",
}  # fmt: skip
_MEANS = {"satchel": "la mallette", "folder": "le dossier partagé, envoi", "hub": "le serveur, envoi"}


_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # not the no-break spaces, which hold amounts together


class Sentence(NamedTuple):
    """One thing that somebody did. `state`: see STATES; `tail` says what became of it and how it came."""

    n: int
    at: str
    author: str
    site: str
    kind: str  # of KINDS
    label: str  # the deed, as Undo says it
    what: str
    before: str
    after: str
    reason: str
    state: str
    tail: str

    @property
    def moment(self) -> str:
        """« 12/03/2026 à 14:05 », local time."""
        return f"{self.at[8:10]}/{self.at[5:7]}/{self.at[:4]} à {self.at[11:16]}"

    @property
    def text(self) -> str:
        """The whole sentence."""
        reason = f" Raison : {self.reason.rstrip('.')}." if self.reason else ""
        tail = f" {self.tail}" if self.tail else ""
        stop = "" if self.what.endswith((". »", ".")) else "."
        return f"Le {self.moment}, {self.author} (poste {self.site}) {self.what}{stop}{reason}{tail}"


class Wish(NamedTuple):
    """What is sought; empty means everything. Days are ISO, both included."""

    words: str = ""
    author: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""

    def keeps(self, one: Sentence) -> bool:
        said = fold(f"{one.text} {one.label}")
        return (
            all(word in said for word in fold(self.words).split())
            and (not self.author or one.author == self.author)
            and (not self.kind or one.kind == self.kind)
            and (not self.since or one.at[:10] >= self.since)
            and (not self.until or one.at[:10] <= self.until)
        )


class Page(NamedTuple):
    """Sentences, latest first; `before` asks for the older ones, 0 when there are none."""

    sentences: list[Sentence]
    before: int


def sentences(
    reader: sqlite3.Connection, dossier: bytes, person: str, *, limit: int = 3000, before: int = 0
) -> Page:
    """What `person` may read of the last `limit` operations."""
    ops = retold.told_ops(reader, dossier, limit, before)
    more = len(ops) == limit
    if more:  # a step is told whole, on one page
        ops = [op for op in ops if op.link != ops[-1].link] or ops
    secret = withheld(reader, dossier, queries.history(reader, dossier), person)
    teller = _Teller(reader, dossier, ops)
    made = [
        one
        for op in ops
        if op.rid not in secret and op.undoes is None and (one := teller.tell(op)) is not None
    ]
    return Page(made, ops[-1].n if more else 0)


def every_sentence(reader: sqlite3.Connection, dossier: bytes, person: str) -> list[Sentence]:
    """All of them, latest first."""
    page = sentences(reader, dossier, person)
    made = page.sentences
    while page.before:
        page = sentences(reader, dossier, person, before=page.before)
        made += page.sentences
    return made


class _Teller:
    """What is known around the operations: names, what was undone, set aside, refused, how it came."""

    def __init__(self, reader: sqlite3.Connection, dossier: bytes, ops: Sequence[ToldOp]) -> None:
        self._names = {bytes(key).hex(): str(name or "") for key, name in reader.execute(NAMES)}
        self._made = {rid: json.loads(val) for rid, val in retold.creations(reader, dossier)}
        self._by_id = {op.id.hex(): op for op in ops}
        undoings = retold.undoings(reader)
        self._undone, self._redone = _undone(undoings), _redone(undoings)
        self._came = retold.arrivals(reader)
        self._starts = [came.first for came in self._came]
        self._open = retold.open_ops(reader, dossier)
        self._refused = retold.refused_ops(reader)
        self._aside = self._set_aside(ops)
        self._births = retold.births(reader, dossier)
        self._told_back: set[bytes] = set()
        self._erased = retold.erasures(reader)

    def tell(self, op: ToldOp) -> Sentence | None:
        """One sentence, None for what says nothing or is told by another."""
        undoing = self._undone.get(op.step)
        if undoing is not None:
            if op.step in self._told_back:
                return None  # one sentence for the whole deed that was taken back
            self._told_back.add(op.step)
            when = f"le {undoing.at[8:10]}/{undoing.at[5:7]}/{undoing.at[:4]} à {undoing.at[11:16]}"
            tail = f"Annulé par {undoing.author} {when} : il n’en reste rien."
            return self._made_of(op, f"avait fait « {op.label} »", "", "", "taken_back", tail)
        if op.link in self._births:
            if op.ent != "dossier" or op.kind != "create":
                return None
            return self._made_of(op, f"a créé le dossier : {op.label}", "", "", "", "")
        if quiet(op.ent, op.field):
            return None
        return self._plain(op)

    def _plain(self, op: ToldOp) -> Sentence:
        day = self._erased.get(op.rid, "")
        base, val = worded(_read(op.base), day), worded(_read(op.val), day)
        state, tail = self._state(op)
        if op.kind != "update":
            told = summary(op.ent, (val if op.kind == "create" else base) or {})
            of = self._of(op, val if op.kind == "create" else base)
            end = f" : {_quoted(told)}" if told and fold(told) not in fold(of) else ""
            row = f"{ROWS.get(op.ent, op.ent)}{of}"
            what = f"a ajouté « {row} »{end}" if op.kind == "create" else f"a retiré « {row} »{end}"
            before, after = (told, "") if op.kind == "delete" else ("", told)
            return self._made_of(op, what, before, after, state, tail)
        before, after = plain(op.field, base), plain(op.field, val)
        name = FIELDS.get((op.ent, op.field), f"{ROWS.get(op.ent, op.ent)} · {op.field}")
        field = f"{name}{self._of(op, self._made.get(op.rid))}"
        settled = self._settled(op, field, after)
        return self._made_of(op, settled or _changed(op, field, before, after), before, after, state, tail)

    def _made_of(self, op: ToldOp, what: str, before: str, after: str, state: str, tail: str) -> Sentence:
        kind = "stage" if (op.ent, op.field) == ("dossier", "stage") else _KIND_OF.get(op.ent, "other")
        if op.ent == "dossier" and op.field.startswith("proposal"):
            kind = "proposal"
        ends = " ".join(part for part in (tail, self._redone.get(op.step, ""), self._brought(op)) if part)
        return Sentence(
            op.n, op.at, op.author, op.site, kind, op.label, what, before, after, op.reason, state, ends
        )

    def _of(self, op: ToldOp, values: Mapping[str, Any] | None) -> str:
        """« (État) », « (Statuts) »: which amount, which piece."""
        values = values or {}
        for field in ("funder_id", "challenge_id", "partner_id", "reason_id", "label_id", "quarter_id"):
            if name := self._names.get(values.get(field) or ""):
                return f" ({name})"
        if op.ent == "section":
            return f" ({TITLES.get(values.get('code', ''), values.get('code', ''))})"
        name = values.get("label") or values.get("name") if op.ent in ("piece", "budget_line") else ""
        return f" ({name})" if name else ""

    # What became of it, and how it came

    def _state(self, op: ToldOp) -> tuple[str, str]:
        if op.id in self._refused:
            return "refused", f"Refusé : {self._refused[op.id]}"
        if op.id in self._aside:
            by = self._aside[op.id]
            return "set_aside", f"Valeur écartée par {by.author} le {_day(by.at)}."
        if op.id.hex() in self._open:
            return "open", "Un autre poste a écrit autre chose : à trancher."
        return "", ""

    def _brought(self, op: ToldOp) -> str:
        place = bisect_right(self._starts, op.n) - 1
        if place < 0 or op.n > self._came[place].last:
            return ""
        came: Came = self._came[place]
        means = _MEANS.get(came.means, came.means)
        return f"Rapporté par {means} n° {came.number} de {came.site} le {_day(came.at)}."

    def _parents(self, op: ToldOp) -> list[ToldOp]:
        if op.kind == "delete":
            return []
        return [self._by_id[key] for key in json.loads(op.parents) if key in self._by_id]

    def _set_aside(self, ops: Iterable[ToldOp]) -> dict[bytes, ToldOp]:
        """What a later operation replaced together with another value, and did not keep."""
        found: dict[bytes, ToldOp] = {}
        for op in ops:
            parents = self._parents(op)
            if len(parents) > 1:
                kept = _read(op.val)
                found.update({p.id: op for p in parents if p.kind == "update" and _read(p.val) != kept})
        return found

    def _settled(self, op: ToldOp, field: str, after: str) -> str:
        """« a tranché un désaccord… », "" for an ordinary change."""
        parents = self._parents(op)
        if len(parents) < 2:
            return ""
        kept = _read(op.val)
        lost = [p for p in parents if p.kind == "update" and _read(p.val) != kept]
        told = "".join(f", {_quoted(plain(op.field, _read(p.val)))} de {p.author} (poste {p.site}) écarté"
                       for p in lost)  # fmt: skip
        return f"a tranché un désaccord sur « {field} » : {_quoted(after)} gardé{told}" if lost else ""


def _undone(undoings: Sequence[Undoing]) -> dict[bytes, Undoing]:
    """Steps that no longer count -> what took them back. What was brought back counts again."""
    by: dict[bytes, list[Undoing]] = {}
    for one in undoings:
        by.setdefault(one.undoes, []).append(one)

    def standing(step: bytes) -> Undoing | None:
        return next((one for one in reversed(by.get(step, ())) if standing(one.id) is None), None)

    return {step: found for step in by if (found := standing(step)) is not None}


def _redone(undoings: Sequence[Undoing]) -> dict[bytes, str]:
    """Steps that were taken back, then brought back -> the sentence that tells it."""
    undo = {one.id: one for one in undoings}
    gone = _undone(undoings)
    found = {}
    for one in undoings:
        back = undo.get(one.undoes)
        if back is not None and back.undoes not in gone:
            found[back.undoes] = f"Annulé le {_day(back.at)}, puis rétabli le {_day(one.at)}."
    return found


def _changed(op: ToldOp, field: str, before: str, after: str) -> str:
    if (op.ent, op.field) == ("dossier", "stage"):
        return f"a fait passer le dossier de {_quoted(before)} à {_quoted(after)}"
    if op.field == "dossier_id":
        return f"a fait passer « {ROWS.get(op.ent, op.ent)} » d’un dossier à l’autre"
    if not before:
        return f"a écrit « {field} » : {_quoted(after)}"
    if not after:
        return f"a effacé « {field} », qui était {_quoted(before)}"
    return f"a changé « {field} » de {_quoted(before)} à {_quoted(after)}"


def _quoted(words: str) -> str:
    return f"« {_BREAKS.sub(' ', words).strip()} »" if words else "rien"


def _read(text: str | None) -> Any:
    return json.loads(text or "null")


def _day(iso: str) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"
