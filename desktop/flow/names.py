"""Names as files write them (quarters, challenges, funders, calls), resolved on what the office knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from desktop.exchange.application import ActionPlace, Application, Problem
from desktop.rules.folding import fold
from desktop.rules.outline import Outline, quarter_at, read_outline
from desktop.rules.places import Match, Place, match
from desktop.rules.waves import Wave, read_closings, wave_of


def _places(rows: list[tuple[str, list[str]]]) -> list[Place]:
    return [Place(code, tuple(dict.fromkeys(name for name in names if name))) for code, names in rows]


class Names:
    """The reference lists, read once per import. Doubts are added to `problems` under `row`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.problems: list[Problem] = []
        self.row = ""
        quarters = session.scalars(select(m.Quarter).order_by(m.Quarter.rank)).all()
        challenges = session.scalars(select(m.Challenge).order_by(m.Challenge.rank)).all()
        funders = session.scalars(select(m.Funder).order_by(m.Funder.rank)).all()
        self.quarter_ids = {row.code: row.id for row in quarters}
        self.challenge_ids = {row.code: row.id for row in challenges}
        self._funder_ids = {row.code: row.id for row in funders}
        self.funder_names = {row.code: row.name for row in funders}
        self.funders = {row.id: (row.code, row.account) for row in funders}
        self._by_account = {row.account: row.id for row in reversed(funders) if row.account}
        self.main_funder = funders[0].id
        self._quarters = _places([(r.code, [r.name, r.short, *r.aliases.split("\n")]) for r in quarters])
        self._challenges = _places([(r.code, [r.title, r.short, *r.aliases.split("\n")]) for r in challenges])
        self._funders = _places([(r.code, [r.name, r.letter_name, *r.aliases.split("\n")]) for r in funders])
        self._outlines: dict[str, Outline] | None = None  # read at the first place with coordinates
        self._known: dict[tuple[str, str], Match] = {}
        self._calls = session.scalars(select(m.Call).order_by(m.Call.year.desc())).all()
        self._waves = session.scalars(select(m.Wave).order_by(m.Wave.rank)).all()
        self._of_call: dict[bytes, list[Wave]] = {}

    def quarters_at(self, places: Iterable[ActionPlace]) -> list[str]:
        """Codes of the quarters where places with coordinates stand; told, as nobody wrote them."""
        points = [place for place in places if place.lon is not None and place.lat is not None]
        if points and self._outlines is None:
            rows = self._session.execute(select(m.Quarter.code, m.Quarter.outline))
            drawn = ((code, read_outline(text)) for code, text in rows if text)
            self._outlines = {code: outline for code, outline in drawn if outline}
        codes: list[str] = []
        for place in points:
            code = quarter_at(place.lon or 0.0, place.lat or 0.0, self._outlines or {})
            if code and code not in codes:
                codes.append(code)
                self.problems.append(
                    Problem(
                        "warning", self.row, "Quartier", place.name[:200],
                        f"Aucun quartier n’est nommé : {code} est déduit des coordonnées du lieu.",
                    )
                )  # fmt: skip
        return codes

    def quarters(self, written: list[str]) -> list[str]:
        """Codes of the quarters named, in order; the unknown ones are told and left out."""
        return self._codes("Quartier", written, self._quarters)

    def quarters_unknown(self, written: list[str]) -> list[str]:
        """The names that stand for no quarter of the list, as they are written."""
        return [name for name in written if not self._match("Quartier", name, self._quarters).code]

    def challenges(self, main: str, others: list[str]) -> list[str]:
        """Codes of the challenges named, the main one first."""
        return self._codes("Défi", [name for name in (main, *others) if name], self._challenges)

    def funder(self, written: str, account: str) -> bytes | None:
        """The funder of a line of post 74, by its name, else by the account."""
        found = self._match("funder", written, self._funders) if written else None
        if found and found.code:
            return self._funder_ids[found.code]
        return self._by_account.get(account)

    def funder_code(self, written: str, account: str) -> tuple[str, str]:
        """Code and account of the funder of a line, ("", "") when none is known."""
        found = self.funder(written, account)
        return self.funders[found] if found else ("", "")

    def funder_id(self, code: str) -> bytes:
        return self._funder_ids[code]

    def _match(self, kind: str, written: str, places: list[Place]) -> Match:
        key = (kind, written)
        if key not in self._known:
            self._known[key] = match(written, places)
        return self._known[key]

    def _codes(self, kind: str, written: list[str], places: list[Place]) -> list[str]:
        codes: list[str] = []
        for name in written:
            found = self._match(kind, name, places)
            if found.code and found.code not in codes:
                codes.append(found.code)
            if not found.code or (found.remark and found.confidence < 0.8):
                self.problems.append(
                    Problem("warning", self.row, kind, name[:200], found.remark or "Nom non reconnu.")
                )
        return codes

    def call_for(self, application: Application) -> bytes:
        """The call whose title the source names, else the latest general call."""
        calls = self._calls
        wanted = fold(application.call)
        for call in calls:
            if wanted and fold(call.title) in (wanted,):
                return call.id
        year = application.exercise or (application.deposited_at.year if application.deposited_at else 0)
        general = [call for call in calls if call.kind == "general"]
        return next((call for call in general if call.year == year), general[0]).id

    def wave_for(
        self, call: bytes, kind: str, deposited: dt.datetime | None, *, renewal: bool | None = None
    ) -> bytes | None:
        """The first wave still open to this kind of applicant on that day, else the last one."""
        if call not in self._of_call:
            self._of_call[call] = [as_wave(wave) for wave in self._waves if wave.call_id == call]
        day = deposited.date() if deposited else None
        found = wave_of(self._of_call[call], kind, day, renewal=bool(renewal))
        return found.key if found else None


def as_wave(row: m.Wave) -> Wave:
    """A wave as the rules look at it."""
    return Wave(
        row.id, row.rank, row.title, row.opens_on, row.closes_on, read_closings(row.closings), row.decides_on
    )
