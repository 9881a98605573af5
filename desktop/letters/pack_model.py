"""The pack of a session as plain frozen rows: what is printed, hashed, kept, compared with a later one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Funder:
    """Who gives: its code, its short name for a column, its whole name."""

    code: str
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge of the grid."""

    number: int
    short: str
    title: str
    colour: str  # #rrggbb


@dataclass(frozen=True, slots=True)
class Quarter:
    """One priority quarter."""

    code: str
    short: str
    name: str
    residents: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who sits, for whom, and what is known of their presence, in words."""

    name: str
    body: str = ""
    role: str = "member"
    voting: bool = True
    presence: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody who leaves the room for one dossier."""

    person: str
    number: str
    applicant: str
    title: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one funder of the session was asked, is proposed to give and has voted for one dossier. Cents."""

    funder: str  # code
    asked: int | None = None
    proposed: int | None = None
    voted: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the financing plan. Cents."""

    name: str
    amount: int
    status: str = ""  # demandé, confirmé…
    own: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an officer retains of one challenge, and the passages it rests on."""

    challenge: int
    level: int
    reason: str = ""
    references: tuple[str, ...] = ()  # « Description », « budget.pdf, page 2 »


@dataclass(frozen=True, slots=True)
class Voice:
    """The opinion of one partner; `value` in words."""

    partner: str
    value: str
    comment: str = ""
    amount: int | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A check that counts: bad or warn, its sentence."""

    level: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Fiche:
    """One dossier of the order of the day."""

    key: str  # of the dossier, hexadecimal
    number: str
    title: str
    applicant: str
    rank: int = 0  # in the order of the day, from 1
    heading: str = ""  # the group it is called under
    quarters: tuple[str, ...] = ()  # codes, in the order of the contract
    renewal: bool | None = None
    officer: str = ""
    period: str = ""
    beneficiaries: int | None = None
    from_quarter: int | None = None
    cost: int | None = None
    asked: int | None = None
    proposed: int | None = None
    before: int | None = None  # granted the year before
    report: str = ""  # of that grant: reçu, manquant, attendu
    shares: tuple[Share, ...] = ()
    levels: tuple[int | None, ...] = ()  # one for each challenge of the grid
    declared: tuple[int, ...] = ()  # challenges that the applicant names
    summary: str = ""
    public: str = ""
    analysis: tuple[Analysis, ...] = ()
    voices: tuple[Voice, ...] = ()
    waited: tuple[str, ...] = ()  # partners asked that have not answered
    points: tuple[Point, ...] = ()
    plan: tuple[Line, ...] = ()
    opinion: str = ""  # of the officer, in words
    motive: str = ""
    outcome: str = ""  # said by the session, in words
    granted: int | None = None
    reasons: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    away: tuple[str, ...] = ()  # who is recused
    added: bool = False

    def __hash__(self) -> int:
        """Of a few facts: sheets are found by it, then compared whole."""
        return hash((self.key, self.title, self.proposed, self.opinion))

    def share(self, funder: str) -> Share:
        """What one funder is told of; empty when nothing."""
        return next((share for share in self.shares if share.funder == funder), Share(funder))


@dataclass(frozen=True, slots=True)
class Said:
    """A decision of an earlier session, or one that grants nothing, with its reasons in words."""

    session: str
    day: str  # ISO
    number: str
    applicant: str
    title: str
    outcome: str
    amount: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purse:
    """One envelope. Cents; `left` is what remains when everything proposed is given."""

    title: str
    funder: str  # code
    voted: int
    engaged: int
    proposed: int
    left: int
    carried: int = 0
    reserve: int = 0
    common_law: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A report that has not come."""

    number: str
    applicant: str
    title: str
    year: int
    granted: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """One year of a convention."""

    number: str
    applicant: str
    title: str
    year: int
    asked: int | None
    proposed: int | None
    voted: int | None
    paid: int | None
    promised: int | None = None  # what was carried over from the year before included


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the session merged at the end."""

    name: str
    sha256: str
    dossier: str = ""  # number, "" for a document of the session

    @property
    def origin(self) -> str:
        """« Document de la séance », « Dossier 2026-0107 »."""
        return f"Dossier {self.dossier}" if self.dossier else "Document de la séance"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two places wrote differently and nobody has settled."""

    number: str
    applicant: str
    title: str
    field: str
    amount: bool
    agreed: str  # the value before they parted, which the sheets show; "" when there was none
    values: tuple[tuple[str, str], ...]  # (value, who wrote it where and when)

    @property
    def said(self) -> str:
        """« montant en conflit : 1 200 € / 1 500 € »."""
        what = "montant en conflit" if self.amount else "en conflit"
        return f"{what} : {' / '.join(value for value, _ in self.values)}"


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack shows, in its order."""

    code: str
    name: str
    kind: str  # in words
    held_on: str  # ISO
    starts_at: str
    place: str
    quarter: str  # short name, "" for all
    office: str  # the authority
    service: str
    call: str
    quorum: int | None
    final: bool  # closed: nothing of it changes any more
    funders: tuple[Funder, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    seats: tuple[Seat, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    fiches: tuple[Fiche, ...] = ()
    earlier: tuple[Said, ...] = ()
    purses: tuple[Purse, ...] = ()
    refused: tuple[Said, ...] = ()
    missing: tuple[Missing, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    documents: tuple[Document, ...] = ()
    clashes: tuple[Clash, ...] = ()  # printed first

    def quarter_name(self, code: str) -> str:
        """The short name of a quarter; its code when it is not in the list."""
        return next((quarter.short for quarter in self.quarters if quarter.code == code), code)


@dataclass(frozen=True, slots=True)
class Edition:
    """One printing of a pack: its version, its day, for whom, and since when."""

    version: int
    day: str  # ISO
    draft: bool = False
    member: str = ""
    large_print: bool = False
    since: int | None = None
    since_day: str = ""
    journal: str = ""  # last step and hash of the journal it was printed from
    base: str = ""  # which state of the base it was printed from, in words; "" where it exchanges with nobody
    mark: str = "000000"  # six figures of the hash of its rows: they stand in the code of each page
