"""The rows of a pack, gathered from the base in a fixed number of statements and frozen."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from db import queries
from db.queries import committee as room
from db.queries import packs
from db.queries.committee import CommitteeRow, ItemRow
from db.queries.money import EnvelopeRow, envelopes
from db.queries.opinions import OpinionRow, opinions_many, requests_many
from desktop.flow.instruct import OPINIONS as ADVICE
from desktop.flow.pack_clashes import clashes_of
from desktop.flow.pack_plans import plans
from desktop.letters import pack_model as k
from desktop.paths import resources
from desktop.rules.committee import KINDS
from desktop.rules.french import date_long
from desktop.rules.opinions import LABELS as VOICES
from desktop.rules.ruling import GRANTING
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.sections import place_words
from desktop.told_file import told_file

_HELD = ("received", "announced", "waived")
_SUMMARY = ("objectives", "description")
_PROPOSED = {"adjourn": "Proposition : ajournement", "unfavourable": "Proposition : avis défavorable"}


class NoSession(ValueError):
    """There is no such session; the message is a French sentence."""


def gather(reader: sqlite3.Connection, committee: bytes, pieces: Sequence[bytes] = ()) -> k.Pack:
    """The pack of a session as it stands; `pieces` are pieces of its dossiers to be merged at its end.

    The number of statements does not depend on the number of dossiers. Raises NoSession.
    """
    head = room.committee(reader, committee)
    if head is None:
        raise NoSession("Cette séance n’existe plus : rien n’a été fait.")
    return _Gathering(reader, head).pack(pieces)


def _by_key(rows: Iterable[Any], at: int = 0) -> dict[bytes, list[Any]]:
    found: dict[bytes, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[at]].append(row)
    return found


class _Gathering:
    """What one session is made of, read once."""

    def __init__(self, reader: sqlite3.Connection, head: CommitteeRow) -> None:
        self.reader, self.head = reader, head
        self.grid = packs.grid_of(reader)
        self.items = room.items(reader, head.id, len(self.grid) or 11)
        keys = [item.dossier_id for item in self.items]
        self.marks = _by_key(packs.marks_of(reader, head.id))
        self.declared = _by_key(packs.declared_of(reader, head.id))
        self.passages = _by_key(packs.passages_of(reader, head.id))
        self.texts = _by_key(packs.texts_of(reader, head.id))
        self.points = _by_key(packs.points_of(reader, head.id))
        self.amounts = _by_key(room.item_amounts(reader, head.id), 1)
        self.people = dict(packs.people_of(reader, head.id))
        self.reports = {row.dossier: row.states.split() for row in packs.reports_of(reader, head.id)}
        self.reasons = packs.reason_labels(reader)
        self.voices: dict[bytes, list[OpinionRow]] = opinions_many(reader, keys) if keys else {}
        self.asked = _by_key(requests_many(reader, dossiers=keys), 1) if keys else {}
        self.funders = packs.funders_of(reader)
        accounts = {code: account for code, _, account in self.funders}
        self.plans = plans(packs.lines_of(reader, head.id), self.items, self.amounts, accounts)
        self.recusals = room.recusals(reader, head.id)
        self.leavings = _by_key(room.leavings(reader, head.id))
        self.clashes = clashes_of(reader, keys)

    def pack(self, pieces: Sequence[bytes]) -> k.Pack:
        """All of it, frozen."""
        head, reader = self.head, self.reader
        office = queries.setting(reader, "letterhead") or {}
        fiches = tuple(self._fiche(item, rank) for rank, item in enumerate(self.items, start=1))
        return k.Pack(
            code=head.code, name=head.name, kind=KINDS.get(head.kind, head.kind), held_on=head.held_on,
            starts_at=head.starts_at, place=head.place, quarter=head.quarter or "",
            office=str(office.get("nom", "")), service=str(office.get("service", "")),
            call=" · ".join(part for part in (head.call, head.wave) if part), quorum=head.quorum,
            final=head.state == "closed",
            funders=_funders(self.funders),
            challenges=tuple(k.Challenge(*row) for row in self.grid),
            quarters=tuple(k.Quarter(*row) for row in packs.quarters_of(reader)),
            seats=tuple(
                k.Seat(m.name, m.body, m.role, bool(m.voting), m.presence, m.proxy)
                for m in room.members(reader, head.id)
            ),
            recusals=self._recusals(), fiches=fiches, earlier=self._earlier(), purses=self._purses(),
            refused=self._refused(), missing=self._missing(fiches),
            instalments=tuple(k.Instalment(*row) for row in packs.convention_years(reader)),
            documents=self._documents(pieces), clashes=self.clashes,
        )  # fmt: skip

    # --- one dossier ----------------------------------------------------------------------------------------

    def _fiche(self, item: ItemRow, rank: int) -> k.Fiche:
        key = item.dossier_id
        texts = {code: words.strip() for _, code, words in self.texts.get(key, ())}
        marks = {mark.rank: mark.level for mark in self.marks.get(key, ())}
        decided = item.state == "decided"
        return k.Fiche(
            key=key.hex(), number=item.number, title=item.title, applicant=item.applicant, rank=rank,
            heading=item.heading, quarters=tuple(code for code in item.quarter_codes.split(",") if code),
            renewal=None if item.renewal is None else bool(item.renewal), officer=item.officer,
            period=_period(item.starts_on, item.ends_on), beneficiaries=item.beneficiaries,
            from_quarter=self.people.get(key), cost=item.cost, asked=item.asked, proposed=item.proposed,
            before=item.last_year, report=self._report(key), shares=self._shares(key),
            levels=tuple(marks.get(row[0]) for row in self.grid),
            declared=tuple(rank for _, rank in self.declared.get(key, ())),
            summary=next((texts[code] for code in _SUMMARY if texts.get(code)), ""),
            public=texts.get("public", ""), analysis=self._analysis(key),
            voices=tuple(_voice(row) for row in self.voices.get(key, ()) if row.value),
            waited=self._waited(key),
            points=self._points(item),
            plan=self.plans.get(key, ()), opinion=ADVICE.get(item.opinion, item.opinion),
            motive=item.opinion_reason.strip(),
            outcome=OUTCOMES.get(item.outcome, item.outcome) if decided else _postponed(item),
            granted=item.given if decided and item.outcome in GRANTING else None,
            reasons=self._labels(item.reasons, item.comment) if decided else (),
            conditions=tuple(filter(str.strip, item.conditions.splitlines())) if decided else (),
            away=self._away(item), added=bool(item.added),
        )  # fmt: skip

    def _points(self, item: ItemRow) -> tuple[k.Point, ...]:
        """What is not agreed comes before what the checks found."""
        disputed = [
            k.Point("bad", f"{each.field}, {each.said}")
            for each in self.clashes
            if each.number == item.number
        ]
        found = (k.Point(level, words) for _, level, words in self.points.get(item.dossier_id, ()))
        return (*disputed, *found)

    def _waited(self, key: bytes) -> tuple[str, ...]:
        """Who was asked and has not answered, here or on the portal."""
        names = [row.short for row in self.asked.get(key, ()) if row.opinion is None]
        names += [row.short for row in self.voices.get(key, ()) if not row.value]
        return tuple(dict.fromkeys(names))

    def _shares(self, key: bytes) -> tuple[k.Share, ...]:
        return tuple(
            k.Share(row.code, row.asked, row.proposed, row.amount) for row in self.amounts.get(key, ())
        )

    def _report(self, key: bytes) -> str:
        states = self.reports.get(key, [])
        if any(state in _HELD for state in states):
            return "reçu"
        return "manquant" if any(state in ("missing", "refused", "expired") for state in states) else ""

    def _analysis(self, key: bytes) -> tuple[k.Analysis, ...]:
        """What is retained of each challenge; without a written reason, the notes for the committee."""
        passages: dict[int, list[packs.PassageOf]] = defaultdict(list)
        for row in self.passages.get(key, ()):
            passages[row.rank].append(row)
        found = {mark.rank: mark for mark in self.marks.get(key, ()) if mark.level}
        made = []
        for rank in sorted({*found, *passages}):
            mark = found.get(rank)
            reason = mark.reason.strip() if mark else ""
            if not reason:
                notes = [p.text.strip() for p in passages[rank] if p.audience == "committee"]
                reason = " ".join(note for note in notes if note)
            places = [place_words(p.place, p.piece, p.page) for p in passages[rank]]
            references = tuple(dict.fromkeys(place for place in places if place))
            if mark or reason:
                made.append(k.Analysis(rank, mark.level or 0 if mark else 0, reason, references))
        return tuple(made)

    def _labels(self, codes: str, comment: str) -> tuple[str, ...]:
        labels = [self.reasons.get(code, code) for code in codes.split()]
        return tuple(labels) or ((comment.strip(),) if comment.strip() else ())

    def _away(self, item: ItemRow) -> tuple[str, ...]:
        names = [row.member for row in self.recusals if row.item_id == item.id]
        names += [row.name for row in self.leavings.get(item.id, ())]
        return tuple(dict.fromkeys(names))

    # --- the session ----------------------------------------------------------------------------------

    def _recusals(self) -> tuple[k.Recusal, ...]:
        items = {item.id: item for item in self.items}
        found = {
            (row.member, row.number): k.Recusal(row.member, row.number, row.applicant, row.title, row.nature)
            for row in self.recusals
        }
        for key, rows in self.leavings.items():
            item = items.get(key)
            for row in rows if item else ():
                assert item is not None
                told = k.Recusal(row.name, item.number, item.applicant, item.title, row.why)
                found.setdefault((row.name, item.number), told)
        return tuple(found.values())

    def _earlier(self) -> tuple[k.Said, ...]:
        return tuple(
            k.Said(row.session, row.day, row.number, row.applicant, row.title,
                   OUTCOMES.get(row.outcome, row.outcome), row.amount if row.outcome in GRANTING else None,
                   self._labels(row.codes, "" if row.outcome in GRANTING else row.comment))
            for row in packs.said_before(self.reader, self.head.id)
        )  # fmt: skip

    def _purses(self) -> tuple[k.Purse, ...]:
        year = int(self.head.held_on[:4])
        rows = [
            row
            for row in envelopes(self.reader, year)
            if self.head.wave_id is None or row.wave_id in (None, self.head.wave_id)
        ]
        return tuple(
            k.Purse(_purse_title(row), row.funder_code, row.amount, row.engaged, row.proposed, row.left,
                    row.carried, row.reserve, bool(row.common_law))
            for row in rows
        )  # fmt: skip

    def _refused(self) -> tuple[k.Said, ...]:
        made = []
        for row in packs.refused_of(self.reader, self.head.id):
            reasons = tuple((row.reasons or "").split("\n")) if row.reasons else ()
            if not reasons and row.comment.strip():
                reasons = (row.comment.strip(),)
            made.append(
                k.Said("", row.day, row.number, row.applicant, row.title,
                       OUTCOMES.get(row.outcome, row.outcome), None, reasons)
            )  # fmt: skip
        known = {said.number for said in made}
        for item in self.items:
            if item.opinion in _PROPOSED and item.number not in known and item.state != "decided":
                why = (item.opinion_reason.strip(),) if item.opinion_reason.strip() else ()
                made.append(
                    k.Said(
                        "", "", item.number, item.applicant, item.title, _PROPOSED[item.opinion], None, why
                    )
                )
        return tuple(sorted(made, key=lambda said: (said.outcome, said.number)))

    def _missing(self, fiches: Sequence[k.Fiche]) -> tuple[k.Missing, ...]:
        year = int(self.head.held_on[:4]) - 1
        return tuple(
            k.Missing(f.number, f.applicant, f.title, year, f.before, f.report)
            for f in fiches
            if f.report == "manquant"
        )

    def _documents(self, pieces: Sequence[bytes]) -> tuple[k.Document, ...]:
        made = [
            k.Document(row.name, row.sha256)
            for row in room.documents(self.reader, self.head.id)
            if row.in_pack and not row.made
        ]
        if pieces:
            wanted = set(pieces)
            chosen = packs.chosen_pieces(self.reader, self.head.id)
            made += [k.Document(row.name, row.sha256, row.number) for row in chosen if row.id in wanted]
        return tuple(made)


def _voice(row: OpinionRow) -> k.Voice:
    value = VOICES.get(row.value, row.value)
    return k.Voice(row.short, value, row.comment.strip(), row.amount, bool(row.confidential))


def _postponed(item: ItemRow) -> str:
    return "Reporté" if item.state == "postponed" else ""


def _period(start: str | None, end: str | None) -> str:
    days = [date_long(dt.date.fromisoformat(day[:10])) for day in (start, end) if day]
    if len(days) == 2:
        return f"du {days[0]} au {days[1]}"
    return f"à partir du {days[0]}" if start and days else f"jusqu’au {days[0]}" if days else ""


def _funders(rows: Iterable[tuple[str, str, str]]) -> tuple[k.Funder, ...]:
    """The funders in their order, with the short names of resources/funders."""
    short: dict[str, str] = {}
    for path in sorted((resources() / "funders").glob("*.toml")):
        for entry in told_file(path).get("funder", []):
            short[entry["code"]] = entry.get("short", entry["name"])
    return tuple(k.Funder(code, short.get(code, name), name) for code, name, _ in rows)


def _purse_title(row: EnvelopeRow) -> str:
    if row.outside:
        return f"{row.funder or 'Autres financeurs'}, hors enveloppe"
    parts = [row.title or row.funder, row.wave, row.quarter, row.challenge]
    return " · ".join(dict.fromkeys(part for part in parts if part))
