"""What a reader hands over: one application as the file tells it, and what was odd on the way.

Values are already repaired and typed; nothing here knows the database. Money is integer cents, None is
unknown (never 0), dates are local (Europe/Paris).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning"]
Progress = Callable[[str, float], bool]
"""Called with a French sentence and a share from 0 to 1; returns False when the user cancelled."""


def shown(name: str) -> str:
    """The name of a file as it may be shown and kept: no line feed, no broken letter, nothing that turns the
    writing round ("fdp.exe" read as "exe.pdf")."""
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in name)


class Unreadable(Exception):
    """The whole file is refused. The message is a full French sentence: what is wrong, where, what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(shown(sentence))


class Cancelled(Exception):
    """The user pressed Cancel while a file was being read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark of a reader. `error`: the row is refused. `warning`: it was repaired or doubted."""

    level: Level
    row: str  # "Dossiers, ligne 12", "dossier 26500101", "page 3": as an officer would find it
    field: str  # the label in the file
    value: str  # the value as found, cut at 200 characters
    message: str  # what is wrong and what was done, a French sentence


@dataclass(slots=True)
class Person:
    """Legal representative or person in charge of the action."""

    kind: Literal["representative", "in_charge"]
    civility: str = ""  # "Mme", "M." or ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""  # fonction: "Présidente"
    phone: str = ""
    email: str = ""


@dataclass(slots=True)
class Applicant:
    name: str = ""
    acronym: str = ""
    kind: Literal["association", "school", "public", "other"] = "association"
    siret: str = ""  # 14 digits or ""
    rna: str = ""  # W + 9 or ""
    legal_form: str = ""
    legal_form_code: str = ""
    naf: str = ""
    purpose: str = ""  # objet
    address: str = ""  # lines before the postcode, LF separated, without the name
    postcode: str = ""
    city: str = ""
    insee: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    founded_on: dt.date | None = None
    iban: str = ""
    bic: str = ""
    account_holder: str = ""  # as the bank document or the form writes it


@dataclass(slots=True)
class BudgetLine:
    """One line of the action's provisional budget, on the Cerfa chart (desktop.rules.budget)."""

    side: Literal["charge", "product"]
    account: str  # "60".."69", "604", "74epci"…: a code of the chart, or the nearest post
    label: str
    amount: int | None  # cents
    funder: str = ""  # as written, for the lines of post 74
    status: str = ""  # "demandé", "obtenu"… as written


@dataclass(slots=True)
class FundingLine:
    """What one funder was asked and what it answered, as the source tells it; cents, None unknown."""

    funder: str  # as written
    account: str = ""  # 74etat, 74region…: a code of the chart, "" when not told
    asked: int | None = None
    answered: int | None = None  # voted or announced
    status: str = "asked"  # asked, announced, confirmed, refused, unknown
    common_law: bool = False  # droit commun, apart from the money of the contract
    on: dt.date | None = None  # of the answer
    comment: str = ""


@dataclass(slots=True)
class ActionPlace:
    """Where the action takes place; longitude and latitude in degrees (WGS 84) when the source has them."""

    name: str
    lon: float | None = None
    lat: float | None = None


@dataclass(slots=True)
class HistoryLine:
    """A grant of an earlier year, of any funder: history of an applicant, never a dossier. Cents."""

    funder: str
    year: int
    amount: int | None  # granted; None when only asked or refused
    name: str = ""
    siret: str = ""  # 14 sure digits or "": never one whose last digits a spreadsheet lost
    siren: str = ""  # 9 sure digits or ""
    rna: str = ""
    purpose: str = ""
    scheme: str = ""  # dispositif: "Fonjep", "Adulte-relais"…
    asked: int | None = None
    paid: int | None = None
    status: str = "granted"  # granted, refused, post
    decided_on: dt.date | None = None
    row: str = ""  # where in the file, for messages


@dataclass(slots=True)
class Opinion:
    """An opinion found in the source (sheet Avis, annotations)."""

    author: str
    value: str  # as written: "Favorable;Sans réserve"
    comment: str = ""
    asked_on: dt.date | None = None
    answered_on: dt.date | None = None


@dataclass(slots=True)
class Attachment:
    """A piece named by the application; `content` gives its bytes when the file carries them."""

    label: str  # the field: "Statuts"
    filename: str
    content: Callable[[], bytes] | None = None
    size: int | None = None
    checksum: str = ""


@dataclass(slots=True)
class Application:
    """One dossier as a file tells it.

    `given` names the attributes that this file really carries (a CSV has no budget lines, a table may have
    no texts): a second import never empties what its file does not speak of.
    """

    source: str  # "ds", "table:<map name>", "paper"…
    source_id: str  # the number in the source
    row: str  # where in the file, for messages
    state: str = ""  # as the source writes it
    stage: Literal["draft", "received", "instruction", "granted", "refused", "withdrawn", "ineligible"] = (
        "received"
    )
    call: str = ""  # title of the démarche or of the call
    call_id: str = ""  # number of the démarche
    exercise: int | None = None
    deposited_at: dt.datetime | None = None  # local, naive
    instructed_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    motivation: str = ""
    applicant: Applicant = field(default_factory=Applicant)
    people: list[Person] = field(default_factory=list)
    title: str = ""
    renewal: bool | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    place: str = ""
    beneficiaries: int | None = None
    women: int | None = None
    from_quarter: int | None = None  # how many of the public live in a priority quarter
    main_challenge: str = ""  # as written; flow matches it on the grid
    challenges: list[str] = field(default_factory=list)  # others, as written
    quarters: list[str] = field(default_factory=list)  # codes or names, as written
    texts: dict[str, str] = field(default_factory=dict)  # section code -> text; codes: rules.sections
    cost: int | None = None
    asked: int | None = None
    proposed: int | None = None
    granted: int | None = None
    asked_by_funder: dict[str, int] = field(default_factory=dict)  # funder as written -> cents
    granted_by_funder: dict[str, int] = field(default_factory=dict)
    budget: list[BudgetLine] = field(default_factory=list)
    own_budget: list[BudgetLine] = field(default_factory=list)  # of the applicant as a whole
    funding: list[FundingLine] = field(default_factory=list)
    places: list[ActionPlace] = field(default_factory=list)
    also_known: list[tuple[str, str]] = field(default_factory=list)  # (source, number) in other portals
    attachments: list[Attachment] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    instructors: list[str] = field(default_factory=list)
    instructor_comment: str = ""
    other: list[tuple[str, str]] = field(default_factory=list)  # every remaining (label, value), in order
    given: set[str] = field(default_factory=set)
    # Attributes that this file only completes: another file of the source may tell them better or apart.
    # Lists are joined with what stands, other values are taken only where nothing was told.
    adds: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class FormField:
    """One filled field of a form: what is written there, where, and what it was taken for."""

    name: str  # as the file names it, whole
    label: str  # its tooltip, else the words printed beside it
    page: int  # from 1
    rect: tuple[float, float, float, float]  # left, bottom, right, top in points of the page
    value: str  # as an officer reads it
    field: str = "other"  # a code of the form's map
    confidence: float = 0.0  # 1 = said by a map; below 0.75 an officer is asked


@dataclass(slots=True)
class ReadFile:
    """The whole result of reading one file."""

    path: Path
    format: str  # "ds-csv", "ds-graphql", "dauphin-json", "gispro", "table", "cerfa-form"…
    applications: list[Application] = field(default_factory=list)
    history: list[HistoryLine] = field(default_factory=list)  # of a file that tells past grants
    problems: list[Problem] = field(default_factory=list)  # of the file as a whole
    read: int = 0  # rows that were meant to be dossiers, refused ones included
    notes: list[str] = field(default_factory=list)  # what was skipped and why, for the summary
    fields: list[FormField] = field(default_factory=list)  # of a form, those an officer may pair
    taught: tuple[str, str] = ("", "")  # id and title of the pairs that were taught for this form

    @property
    def name(self) -> str:
        """Of the file, as it may be shown and kept."""
        return shown(self.path.name)

    def all_problems(self) -> Iterable[Problem]:
        yield from self.problems
        for application in self.applications:
            yield from application.problems
