"""A dossier as plain values: all that the rules look at, gathered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.rules.budget import OWN_ACCOUNTS, Line
from desktop.rules.project import Told


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another dossier of the same call by the same applicant."""

    number: str
    title: str
    key: str = ""  # in hexadecimal


@dataclass(frozen=True, slots=True)
class Reference:
    """What the registers say of the applicant; an empty field was not told."""

    name: str = ""
    rna: str = ""
    siret: str = ""
    closed_on: date | None = None  # the establishment
    dissolved_on: date | None = None  # the association
    origin: str = ""  # « Sirene, extrait du 01/02/2026 »


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank document: its IBANs as read in its text, and the text itself."""

    key: str  # of the piece, in hexadecimal
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the action takes place, and the metres to each quarter, 0 inside; () without coordinates."""

    name: str
    metres: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Peers:
    """What similar actions cost a head: same main challenge, same call. Cents."""

    challenge: str
    count: int
    median: int


@dataclass(frozen=True, slots=True)
class Double:
    """Money that may be asked twice: the same action, purchase or salary in another dossier or grant."""

    kind: str  # action, line, grant
    key: str  # of the other dossier, or of the past grant, in hexadecimal
    where: str  # « Dossier 2026-0007, Les Pages du Palier »
    mine: str  # what is said here
    theirs: str  # what is said there
    common: str  # the words in common
    place: str = ""  # where it is said here
    mark: str = ""  # tells apart several lines shared with one dossier
    year: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """Public money of one funder to this applicant in one year, this call apart. Cents."""

    funder: str
    year: int
    amount: int


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier as plain values. Money in cents; None or "" is unknown."""

    kind: str = "association"  # association, school, public, other
    call_kind: str = ""  # general, specific, convention
    call_code: str = ""
    siret: str = ""
    rna: str = ""
    uai: str = ""
    iban: str = ""
    applicant: str = ""
    acronym: str = ""
    account_holder: str = ""
    banks: tuple[Bank, ...] = ()
    reference: Reference | None = None
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # section code -> text
    quarters: tuple[str, ...] = ()  # codes recognised
    unknown_quarters: tuple[str, ...] = ()  # as written, when not recognised
    open_quarters: frozenset[str] = frozenset()  # codes that this call accepts
    spots: tuple[Spot, ...] = ()
    challenges: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    deposited_on: date | None = None
    closes_on: date | None = None  # of the wave, for this kind of applicant
    missed_on: date | None = None  # the closing of the wave before, when the dossier came after it
    wave: str = ""
    exercise: int | None = None
    beneficiaries: int | None = None
    women: int | None = None
    from_quarter: int | None = None
    cost: int | None = None
    asked: int | None = None
    proposed: int | None = None
    voted: int | None = None
    asked_of: tuple[tuple[str, int], ...] = ()  # funder, cents asked of it in the dossier
    budgeted: tuple[tuple[str, int], ...] = ()  # funder, cents of its line in the budget
    budget: tuple[Line, ...] = ()
    own_accounts: frozenset[str] = OWN_ACCOUNTS
    together: tuple[Told, ...] = ()  # of a coordinated proposal: what does not hold between its members
    missing_pieces: tuple[str, ...] = ()
    expired_pieces: tuple[tuple[str, str], ...] = ()  # label, key in hexadecimal
    renewal: bool | None = None
    report_received: bool | None = None  # of the action funded the year before
    granted_before: tuple[Given, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    peers: Peers | None = None
    doubles: tuple[Double, ...] = ()
