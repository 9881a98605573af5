"""What a session of the committee was and said, as its papers need it: plain values, money in cents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from desktop.letters.document import Document, Part
from desktop.rules import ruling
from desktop.rules.committee import KINDS
from desktop.rules.french import date_long, typography


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the session; `presence` and `role` are codes of desktop.rules.committee."""

    name: str
    body: str = ""
    role: str = "member"
    voting: bool = True
    presence: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One funder of one dossier."""

    funder: str
    proposed: int | None = None
    granted: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """One dossier of the order of the day and what was said of it."""

    number: str
    applicant: str
    title: str
    heading: str = ""
    siret: str = ""
    quarter: str = ""
    challenge: str = ""
    added: bool = False
    state: str = "waiting"
    outcome: str = ""
    asked: int | None = None
    proposed: int | None = None
    shares: tuple[Share, ...] = ()
    votes: tuple[int | None, int | None, int | None] = (None, None, None)
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  # their labels
    comment: str = ""
    out: tuple[tuple[str, str], ...] = ()  # who left the room, and why: "interest" or words

    @property
    def granting(self) -> bool:
        return self.state == "decided" and self.outcome in ruling.GRANTING

    @property
    def given(self) -> tuple[tuple[str, int], ...]:
        """What each funder gives, when the session grants something."""
        return tuple((s.funder, s.granted) for s in self.shares if s.granted) if self.granting else ()

    @property
    def total(self) -> int:
        return sum(cents for _, cents in self.given)


@dataclass(frozen=True, slots=True)
class Proceedings:
    """One session, its members and its order of the day."""

    code: str
    name: str
    kind: str
    held_on: dt.date
    state: str
    office: tuple[str, str]  # authority, service
    address: str = ""
    quarter: str = ""
    wave: str = ""
    call: str = ""
    starts_at: str = ""
    place: str = ""
    quorum: int | None = None
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    reopened_at: dt.datetime | None = None
    reopen_reason: str = ""
    act: str = ""
    act_on: dt.date | None = None
    notes: str = ""
    seats: tuple[Seat, ...] = ()
    matters: tuple[Matter, ...] = ()
    order: tuple[str, ...] = ()  # the funders, as the office ranks them

    @property
    def kind_words(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def closed(self) -> bool:
        return self.state == "closed"

    def funders(self) -> list[str]:
        """Those that give something, as the office ranks them, then as dossiers name them."""
        giving = dict.fromkeys(funder for matter in self.matters for funder, _ in matter.given)
        ranks = {funder: rank for rank, funder in enumerate(self.order)}
        return sorted(giving, key=lambda funder: ranks.get(funder, len(ranks)))

    def headings(self) -> list[tuple[str, list[Matter]]]:
        """The order of the day by the groups it was called under, each as it first came."""
        groups: dict[str, list[Matter]] = {}
        for matter in self.matters:
            groups.setdefault(matter.heading, []).append(matter)
        return list(groups.items())

    def document(self, title: str, parts: list[Part], *, landscape: bool = False) -> Document:
        """A paper of this session, under its authority; marked PROJET while the session is not closed."""
        # « Comité technique, première vague » says its kind already.
        kind = "" if self.name.casefold().startswith(self.kind_words.casefold()) else self.kind_words
        words = " – ".join(part for part in (kind, self.name, date_long(self.held_on)) if part)
        return Document(
            title=title,
            parts=tuple(parts),
            subtitle=typography(words),
            head=self.office,
            monogram=self.office[0][:1],
            foot=typography(" · ".join(part for part in (self.office[0], self.code, title) if part)),
            author=self.office[0],
            day=self.held_on.isoformat(),
            landscape=landscape,
            watermark="" if self.closed else "PROJET",
        )
