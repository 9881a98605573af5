"""Five years of invented requests and what became of them, drawn from a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Told = Mapping[str, Any]
_WAVES = ((0.6, (1, 1), (1, 28)), (0.85, (3, 1), (5, 12)), (1.0, (6, 1), (9, 2)))  # share, first and last day
_DECIDED = ((4, 9), (7, 2), (11, 5))
# What became of a request, in the order of a drawn share: (up to, outcome, reason).
_FATES = (
    (0.30, "granted", ""),
    (0.78, "partial", "ENVELOPPE"),
    (0.88, "refused", "PUBLIC"),
    (0.92, "adjourned", "PROJET_A_PRECISER"),
    (0.96, "ineligible", "HORS_QPV"),
    (0.98, "redirected", "DROIT_COMMUN"),
    (1.0, "withdrawn", "RETRAIT"),
)
_KINDS = ("association", "school", "public", "other")


@dataclass(frozen=True, slots=True)
class Body:
    """An invented applicant."""

    rank: int
    name: str
    kind: str
    civility: str
    first_name: str
    last_name: str

    @property
    def siren(self) -> str:
        return with_key(f"0000{self.rank + 4000:04}")

    @property
    def siret(self) -> str:
        return with_key(f"{self.siren}0001")

    @property
    def rna(self) -> str:
        return f"W8029{self.rank + 40000:05}" if self.kind == "association" else ""

    @property
    def iban(self) -> str:
        """Well formed, of bank 99999, which does not exist."""
        account = f"{self.rank + 400:011}"
        bban = f"9999900001{account}{97 - (89 * 99999 + 15 * 1 + 3 * int(account)) % 97:02}"
        return f"FR{98 - int(bban + '152700') % 97:02}{bban}"


@dataclass(slots=True)
class Request:
    """One invented request: what it asks, and what became of it. Cents."""

    number: str
    year: int
    wave: int  # 1 to 3
    body: Body
    title: str
    renewal: bool
    challenges: list[str]  # the first is the main one
    quarters: list[str]
    place: str
    does: str
    deposited: dt.datetime
    starts: dt.date
    ends: dt.date
    cost: int
    asked: dict[str, int]  # funder -> cents
    beneficiaries: int
    women: int
    from_quarter: int
    outcome: str  # "" while it waits
    reason: str
    given: dict[str, int] = field(default_factory=dict)
    decided: dt.date = dt.date(2000, 1, 1)
    notified: dt.date | None = None
    spent: float = 1.0  # share of the plan that was used
    reported: dt.date | None = None
    draw: float = 0.0  # what happened on the way: visits, changes, payments
    call: str = ""  # its title, where it is not the general call of its year


def with_key(digits: str) -> str:
    """A number with the last figure that the Luhn key wants."""
    total = 0
    for place, figure in enumerate(reversed(digits)):
        double = int(figure) * (2 if place % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return f"{digits}{-total % 10}"


def bodies(told: Told) -> list[Body]:
    """Applicants of each kind; the social centres are the last associations."""
    names = told["names"]
    every = [(f"{head} {tail}", "association") for head in names["heads"] for tail in names["tails"]]
    every += [(name, "association") for name in names["centres"]]
    for kind, words in zip(_KINDS[1:], ("schools", "publics", "others"), strict=True):
        every += [(name, kind) for name in names[words]]
    first, last = names["first"], names["last"]
    return [
        Body(rank, name, kind, "Mme" if rank % 2 == 0 else "M.", first[rank % len(first)],
             last[rank * 7 % len(last)])
        for rank, (name, kind) in enumerate(every)
    ]  # fmt: skip


def story(told: Told) -> list[Request]:
    """Every request of the story, in the order in which they came."""
    chance = random.Random(told["seed"])
    known = bodies(told)
    found: list[Request] = []
    before: list[Request] = []
    for year, count in ((int(year), count) for year, count in told["counts"].items()):
        kept = [one for one in before if one.given and one.outcome in ("granted", "partial")]
        again = chance.sample(kept, min(len(kept), int(count * 0.45)))
        fresh = [None] * (count - len(again))
        made = [_request(chance, told, known, year, one) for one in (*again, *fresh)]
        made.sort(key=lambda one: one.deposited)
        for place, one in enumerate(made, start=1):
            one.number = f"{year % 100}7{place:05}"
            _live(chance, one, told["today"])
        found += made
        before = made
    return found


def tranches(told: Told) -> list[Request]:
    """What the social centres ask under their conventions: one request a centre and year, in their order."""
    chance = random.Random(told["seed"] + 1)
    centres = [body for body in bodies(told) if body.name in told["names"]["centres"]]
    found = []
    for rank, body in enumerate(centres, start=1):
        main = told["challenge"][4 + rank]
        quarter = sorted(told["places"])[rank - 1]
        cost = 180_000_00 + rank * 22_000_00
        for year in told["convention"]["years"]:
            one = Request(
                f"{year % 100}8{rank:05}", year, 1, body, f"Projet social {year} – {body.name}", year != 2024,
                [main["code"], "D07"] if main["code"] != "D07" else ["D07", "D05"], [quarter],
                told["places"][quarter][0], main["does"], dt.datetime(year - 1, 12, 10, 10, rank),
                dt.date(year, 1, 1), dt.date(year, 12, 31), cost,
                {"METROPOLE": 36_000_00 + rank * 2_000_00, "ETAT147": 20_000_00}, 400, 232, 340, "", "",
                call=told["convention"]["call"],
            )  # fmt: skip
            _live(chance, one, told["today"])
            one.decided, one.notified = dt.date(year, 3, 28), dt.date(year, 4, 12)
            one.outcome, one.reason, one.given = "granted", "", dict(one.asked)
            one.spent = min(1.0, max(0.9, one.spent))
            one.reported = dt.date(year + 1, 5, 20) if year < told["today"].year else None
            found.append(one)
    return found


def _request(
    chance: random.Random, told: Told, known: Sequence[Body], year: int, again: Request | None
) -> Request:
    drawn = chance.random() * (0.7 if again else 1.0)  # renewals come early
    wave = next(rank for rank, (share, *_) in enumerate(_WAVES, start=1) if drawn <= share)
    body = again.body if again else chance.choice(known)
    main = chance.choice(told["challenge"])
    quarters = again.quarters if again else _quarters(chance, sorted(told["places"]))
    place = again.place if again else chance.choice(told["places"][quarters[0]])
    codes = [entry["code"] for entry in told["challenge"]]
    others = chance.sample([code for code in codes if code != main["code"]], chance.choice((0, 0, 1, 1, 2)))
    cost = max(2_000, round(chance.lognormvariate(10.0, 0.65) / 50) * 50) * 100
    people = chance.choice((12, 25, 40, 60, 90, 120, 180, 300, 650))
    _, low, high = _WAVES[wave - 1]
    opened = dt.date(year, *low)
    day = opened + dt.timedelta(chance.randrange((dt.date(year, *high) - opened).days))
    starts = dt.date(year, min(12, day.month + chance.choice((1, 2))), 1)
    women = round(people * chance.uniform(0.35, 0.75))
    return Request(
        "", year, wave, body,
        again.title if again else chance.choice(main["titles"]).format(lieu=f"– {place}"),
        again is not None, again.challenges if again else [main["code"], *others], quarters, place,
        again.does if again else main["does"], dt.datetime.combine(day, dt.time(9 + chance.randrange(9), 12)),
        starts, dt.date(year, 12, 31), cost, _shares(chance, cost), people, women,
        round(people * chance.uniform(0.5, 1.0)), "", "",
    )  # fmt: skip


def _quarters(chance: random.Random, codes: Sequence[str]) -> list[str]:
    """One quarter, often; the large ones more often than the small."""
    weights = [3 if code == "QN08003M" else 2 if code == "QN08001M" else 1 for code in codes]
    first = chance.choices(codes, weights)[0]
    others = [code for code in codes if code != first]
    return [first, *chance.sample(others, chance.choices((0, 1, 2, 6), (78, 14, 6, 2))[0])]


def _shares(chance: random.Random, cost: int) -> dict[str, int]:
    """What each funder of the contract is asked, in whole tens of euros."""
    asked = cost * chance.uniform(0.25, 0.65)
    parts = chance.choice(
        (
            {"METROPOLE": 1.0},
            {"METROPOLE": 0.5, "ETAT147": 0.5},
            {"METROPOLE": 0.5, "ETAT147": 0.5},
            {"METROPOLE": 0.4, "ETAT147": 0.4, "VILLE": 0.2},
            {"ETAT147": 1.0},
        )
    )
    return {code: max(50, round(asked * part / 1000)) * 1000 for code, part in parts.items()}


def _live(chance: random.Random, one: Request, today: dt.date) -> None:
    """What became of it: decided, told, spent, reported."""
    one.draw = chance.random()
    fate = chance.random() * (0.9 if one.renewal else 1.0)
    cut = chance.uniform(0.45, 0.9)
    late, used = chance.random(), chance.gauss(1.0, 0.12)
    one.decided = dt.date(one.year, *_DECIDED[one.wave - 1])
    told = one.decided + dt.timedelta(12 + int(20 * one.draw))
    if one.decided > today:
        return
    _, one.outcome, one.reason = next(row for row in _FATES if fate <= row[0])
    if one.outcome == "granted":
        one.given = dict(one.asked)
        one.reason = ""
    elif one.outcome == "partial":
        one.given = {code: max(50, round(asked * cut / 1000)) * 1000 for code, asked in one.asked.items()}
        if one.given == one.asked:
            one.outcome, one.reason = "granted", ""
    one.notified = told if told <= today else None
    one.spent = min(1.15, max(0.0, used)) if late > 0.02 else 0.0
    due = dt.date(one.year + 1, 6, 30) + dt.timedelta(int(120 * late) - 90)
    one.reported = due if one.given and due <= today and late < 0.95 else None
