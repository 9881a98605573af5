"""What a project that several associations carry is made of, as far as its money is looked at."""

from __future__ import annotations

from typing import Literal, NamedTuple

from desktop.rules.budget import Line, Side

Key = bytes
Level = Literal["bad", "warn"]
LEADER, PARTNER = "leader", "partner"
ROLES = {LEADER: "Chef de file", PARTNER: "Partenaire"}
COLUMNS = {"asked": "demandé", "proposed": "proposé", "voted": "voté"}


class Told(NamedTuple):
    """What is wrong: its code, how grave it is, the sentence that says what, where and by how much."""

    code: str
    level: Level
    sentence: str
    money: bool = False  # the split of a funder: no letter leaves before it adds up


class Column(NamedTuple):
    """One member, as far as its money is looked at."""

    key: Key
    name: str
    role: str
    agreed: bool
    left: bool
    quarters: tuple[str, ...] = ()


class Flow(NamedTuple):
    """One line of a member's column. `other`: the member that it comes from, or goes to. Cents."""

    member: Key
    side: Side
    account: str
    label: str
    amount: int | None
    other: Key | None = None
    funder: str = ""

    @property
    def line(self) -> Line:
        return Line(self.side, self.account, self.label, self.amount, self.funder)


class Part(NamedTuple):
    """What one member has of one funder. Cents."""

    member: Key
    funder: str
    asked: int | None
    proposed: int | None
    voted: int | None


class Project(NamedTuple):
    """Everything that is held against itself. `whole`: by funder, what the dossier says, as a Part."""

    columns: tuple[Column, ...]
    flows: tuple[Flow, ...]
    parts: tuple[Part, ...]
    whole: tuple[Part, ...]
    budget: tuple[Line, ...] = ()
    applicant: str = ""
    regrant: bool = False
    regrant_words: str = ""

    def name(self, key: Key) -> str:
        return next((column.name for column in self.columns if column.key == key), "un membre inconnu")

    def of(self, key: Key) -> list[Flow]:
        """The column of one member."""
        return [flow for flow in self.flows if flow.member == key]

    def here(self) -> list[Column]:
        """The members that have not left."""
        return [column for column in self.columns if not column.left]
