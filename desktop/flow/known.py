"""Which dossier and which applicant an application speaks of; those that were united lead to the one kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.keys import key_of, new_key
from desktop.exchange.application import Application
from desktop.flow import numbers
from desktop.rules.twins import Action

D, A = m.Dossier, m.Applicant
_AT_ONCE = 400  # values of one IN
OWN_LIST = "table:parvis"  # our own workbook names dossiers by their number here


class Known:
    """Numbers and names of all that the base holds: read once an import, completed while it goes on."""

    def __init__(self, session: Session, applications: Sequence[Application] = ()) -> None:
        self._session = session
        self._parties: dict[bytes, m.Applicant] = {}
        self._by_number: dict[str, bytes] = {}
        self._by_source: dict[tuple[str, str], bytes] = {}
        self._with_dossiers: set[bytes] = set()  # applicants
        self._last: dict[str, int] = {}  # "2026-" -> last number
        self._heads: dict[int, str] = {}  # year -> how the next number begins
        self._actions: dict[bytes, dict[bytes, tuple[str, Action]]] = {}  # applicant -> its dossiers
        rows = session.execute(
            select(D.id, D.number, D.source, D.source_id, D.applicant_id).order_by(text("rowid"))
        )
        for key, number, source, source_id, applicant in rows:
            self._by_number[number] = key
            self._by_source.setdefault((source, source_id), key)
            self._with_dossiers.add(applicant)
            self._count(number)
        self._named: dict[tuple[str, str], bytes] = {}  # ("siret", …), ("rna", …), ("name_key", …)
        parties = session.execute(select(A.id, A.siret, A.rna, A.name_key).order_by(text("rowid")))
        for key, *told in parties:
            self._name(key, *told)
        self._read_others()
        self._bring({key for told in applications for key in self._party_keys(told)})

    def _party_keys(self, application: Application) -> Iterator[bytes]:
        for column, value in _names(application):
            key = self._named.get((column, value))
            if key is not None:
                yield key

    def _bring(self, applicants: Collection[bytes]) -> None:
        """The applicants that a file names, with their dossiers: a long list asks for them at once."""
        rest = iter(sorted(applicants))
        while some := list(islice(rest, _AT_ONCE)):
            self._parties |= {row.id: row for row in self._session.scalars(select(A).where(A.id.in_(some)))}
            self._read_actions(some)

    def _read_others(self) -> None:
        rows = self._session.execute(select(m.AlsoKnown.id, m.AlsoKnown.dossier_id))
        self._also: dict[bytes, bytes] = {row.id: row.dossier_id for row in rows}

    def _count(self, number: str) -> None:
        told = numbers.parted(number)
        if told:
            self._last[told[0]] = max(self._last.get(told[0], 0), told[1])

    def _name(self, key: bytes, siret: str, rna: str, name_key: str) -> None:
        for column, value in (("siret", siret), ("rna", rna), ("name_key", name_key)):
            if value:
                self._named.setdefault((column, value), key)

    def dossier(self, application: Application) -> tuple[m.Dossier, bytes] | None:
        """The dossier that goes on, and the key under which the last telling of this source is kept: that of
        the dossier it made, which may have been united with another since."""
        if not application.source_id:
            return None
        if application.source == OWN_LIST:
            key = self._by_number.get(application.source_id)
        else:
            key = self._by_source.get((application.source, application.source_id))
        key = key or self._elsewhere(application)
        if key is None:
            return None
        self._session.flush()  # what was made by this very import is asked of the base like the rest
        found = self._session.get_one(m.Dossier, key)
        return kept_dossier(self._session, found), found.id

    def _elsewhere(self, application: Application) -> bytes | None:
        """The dossier that another portal, or an earlier merge, knows under one of these numbers."""
        for source, number in ((application.source, application.source_id), *application.also_known):
            key = self._also.get(key_of("also_known", source, number))
            key = key or self._by_source.get((source, number))
            if key is not None:
                return key
        return None

    def applicant(self, application: Application) -> m.Applicant:
        """The applicant by SIRET, else by RNA, else by folded name; made when unknown."""
        told = application.applicant
        for column, value in _names(application):
            found = self._party(column, value)
            if found is not None:
                return kept_applicant(self._session, found)
        made = m.Applicant(
            id=key_of("applicant", told.siret) if told.siret else new_key(),
            name=told.name, name_key=fold(told.name), kind=told.kind, siret=told.siret, rna=told.rna,
        )  # fmt: skip
        self._session.add(made)
        self._parties[made.id] = made
        self.learn(made)
        return made

    def _party(self, column: str, value: str) -> m.Applicant | None:
        key = self._named.get((column, value))
        if key is None:
            return None
        row = self._parties.get(key) or self._session.get_one(m.Applicant, key)
        self._parties[key] = row
        if getattr(row, column) == value:
            return row
        # Its number was changed since: the base knows whose it is now.
        return self._session.scalars(select(A).where(getattr(A, column) == value)).first()

    def learn(self, applicant: m.Applicant) -> None:
        """What an import has just told of an applicant may name it in the next row."""
        self._name(applicant.id, applicant.siret, applicant.rna, applicant.name_key)

    def learn_numbers(self, dossier: m.Dossier, pairs: Sequence[Sequence[str]] | None) -> None:
        """The numbers that other portals give to a dossier just made; None: those of a known one changed."""
        if pairs is None:
            self._session.flush()
            self._read_others()
            return
        for source, number in pairs:
            self._also.setdefault(key_of("also_known", source, number), dossier.id)

    def next_number(self, year: int) -> str:
        """The next number of the year, "2026-0107"; a provisional one where only a hub gives them."""
        head = self._heads.get(year) or self._begin(year)
        self._last[head] = rank = self._last.get(head, 0) + 1
        return f"{head}{rank:04d}"

    def _begin(self, year: int) -> str:
        head = self._heads[year] = numbers.head(self._session, year)
        if head.startswith(numbers.PROVISIONAL):
            self._last[head] = max(self._last.get(head, 0), numbers.given(self._session, head))
        return head

    def add(self, dossier: m.Dossier) -> None:
        """Learn a dossier just made."""
        self._by_number[dossier.number] = dossier.id
        self._by_source.setdefault((dossier.source, dossier.source_id), dossier.id)

    def note(self, dossier: m.Dossier, year: int) -> None:
        """What a dossier says now, for the rows of the same applicant that follow."""
        if dossier.merged_into is None:
            self._mine(dossier.applicant_id)[dossier.id] = (dossier.number, action_of(dossier, year))

    def others(self, dossier: m.Dossier, year: int) -> list[tuple[str, Action]]:
        """The other dossiers of its applicant in that year, in the order of their numbers."""
        mine = sorted(self._mine(dossier.applicant_id).values(), key=lambda one: one[0])
        return [one for one in mine if one[1].year == year and one[1].key != dossier.id]

    def _mine(self, applicant: bytes) -> dict[bytes, tuple[str, Action]]:
        if applicant not in self._actions:  # made by this import, or kept of two that were united
            self._actions[applicant] = {}
            if applicant in self._with_dossiers:
                self._read_actions([applicant])
        return self._actions[applicant]

    def _read_actions(self, applicants: Sequence[bytes]) -> None:
        """As the base has them: those that wait to be written are noted one by one."""
        query = (
            select(D.id, D.number, D.applicant_id, D.title, m.Call.year, D.asked, D.starts_on, D.ends_on)
            .join(m.Call, m.Call.id == D.call_id)
            .where(D.applicant_id.in_(applicants), D.merged_into.is_(None))
        )
        self._actions |= {key: {} for key in applicants}
        with self._session.no_autoflush:
            rows = self._session.execute(query).all()
        for key, number, whose, title, year, asked, *days in rows:
            iso = [day.isoformat() if day else None for day in days]
            self._actions[whose][key] = (number, Action(key, whose, title, year, asked, *iso))


def _names(application: Application) -> list[tuple[str, str]]:
    """What names an applicant, the surest first; the name alone only when no SIRET is told."""
    told = application.applicant
    named = [("siret", told.siret), ("rna", told.rna)]
    if not told.siret:
        named.append(("name_key", fold(told.name)))
    return [(column, value) for column, value in named if value]


def kept_dossier(session: Session, dossier: m.Dossier) -> m.Dossier:
    """The one that goes on in the place of this one: itself, unless it was united with another."""
    while dossier.merged_into not in (None, dossier.id):  # one in the bin is united with itself
        dossier = session.get_one(m.Dossier, dossier.merged_into)
    return dossier


def kept_applicant(session: Session, applicant: m.Applicant) -> m.Applicant:
    """The same for an applicant."""
    while applicant.merged_into is not None:
        applicant = session.get_one(m.Applicant, applicant.merged_into)
    return applicant


def action_of(row: m.Dossier, year: int) -> Action:
    """A dossier as far as two of them are compared."""
    days = [day.isoformat() if day else None for day in (row.starts_on, row.ends_on)]
    return Action(row.id, row.applicant_id, row.title, year, row.asked, *days)
