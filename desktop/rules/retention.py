"""How long a dossier is kept: of which kind it is, from which date it counts, when it falls due, its fate."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

KINDS: dict[str, str] = {
    "granted": "Dossiers accordés",
    "agreement": "Années d’une convention",
    "refused": "Refusés",
    "adjourned": "Ajournés",
    "redirected": "Réorientés",
    "inadmissible": "Irrecevables",
    "withdrawn": "Retirés",
    "dropped": "Clos sans décision",
    "open": "Sans décision",
}
# The same of one dossier, as the archives read it on a list.
ONE: dict[str, str] = {
    "granted": "Subvention",
    "agreement": "Année d’une convention",
    "refused": "Demande refusée",
    "adjourned": "Demande ajournée",
    "redirected": "Demande réorientée",
    "inadmissible": "Demande irrecevable",
    "withdrawn": "Demande retirée",
    "dropped": "Demande close sans décision",
    "open": "Demande sans décision",
}
# Papers of the office itself: a rule tells them, no list of dossiers ever holds them.
PAPERS: dict[str, str] = {
    "acts": "Délibérations",
    "programming": "Tableaux de programmation",
    "minutes": "Procès-verbaux",
    "contract_reports": "Bilans du contrat",
}
STARTS: dict[str, str] = {
    "decided": "la décision",
    "ended": "la fin de l’action",
    "closed": "la dernière date du dossier",
}
FATES: dict[str, str] = {"destroy": "Éliminer", "keep": "Verser", "sample": "Trier"}
_KIND_OF = {
    "refused": "refused", "adjourned": "adjourned", "redirected": "redirected", "ineligible": "inadmissible",
    "withdrawn": "withdrawn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `years` None: for ever. `sample`: one in so many is kept, where the fate is to sample."""

    code: str
    label: str
    applies: tuple[str, ...]
    years: int | None
    starts: str
    fate: str
    sample: int = 0

    @property
    def words(self) -> str:
        """« 10 ans après la fin de l’action, puis tri : 1 sur 10 gardé »."""
        if self.years is None:
            return "gardé pour toujours"
        after = STARTS[self.starts]
        then = {"destroy": "éliminé", "keep": "versé aux archives"}.get(
            self.fate, f"trié\u00a0: 1 sur {self.sample} gardé"
        )
        return f"{self.years}\u00a0an{'s' if self.years > 1 else ''} après {after}, puis {then}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of one dossier its retention depends on; dates are None where unknown."""

    outcome: str = ""
    agreement: bool = False
    stage: str = ""
    decided_on: dt.date | None = None
    notified_on: dt.date | None = None
    ends_on: dt.date | None = None
    paid_on: dt.date | None = None  # the last payment
    report_on: dt.date | None = None  # the last report, received or accepted
    repaid_on: dt.date | None = None
    agreement_ends_on: dt.date | None = None
    appeal: bool = False  # a litigation or an appeal is open
    repaying: bool = False  # money is to come back
    agreement_runs: bool = False  # drafted or signed, and not ended


def kind_of(facts: Facts) -> str:
    """One of KINDS."""
    if facts.outcome in ("granted", "partial"):
        return "agreement" if facts.agreement else "granted"
    if not facts.outcome:
        return "dropped" if facts.stage == "closed" else "open"
    return _KIND_OF[facts.outcome]


def rule_of(kind: str, rules: Iterable[Rule]) -> Rule | None:
    """The first rule that holds such dossiers."""
    return next((rule for rule in rules if kind in rule.applies), None)


def counted_from(starts: str, facts: Facts) -> dt.date | None:
    """The date from which the years count, None where the base does not know it."""
    if starts == "decided":
        return facts.decided_on
    told = [facts.ends_on, facts.decided_on, facts.paid_on, facts.report_on, facts.repaid_on]
    if facts.agreement:
        told.append(facts.agreement_ends_on)
    if starts == "closed":
        told.append(facts.notified_on)
    return max((day for day in told if day is not None), default=None)


def falls_due(start: dt.date | None, years: int | None) -> dt.date | None:
    """The last day it is kept: the end of the year, as archives count; None: for ever, or unknown yet."""
    return None if start is None or years is None else dt.date(start.year + years, 12, 31)


def is_due(last_day: dt.date | None, today: dt.date) -> bool:
    """Whether the time of keeping is over."""
    return last_day is not None and today > last_day


def frozen(facts: Facts) -> tuple[str, ...]:
    """Why a dossier stays although its time is over: French words, none when it may go."""
    why = []
    if facts.appeal:
        why.append("recours ou contentieux en cours")
    if facts.repaying:
        why.append("reversement attendu")
    if facts.agreement_runs:
        why.append("convention en vigueur")
    return tuple(why)


def drawn(numbers: Sequence[str], one_in: int, seed: str) -> frozenset[str]:
    """The dossiers kept as specimens: one in so many, at least one, the smallest digests of « seed:number »,
    so that anybody finds the same ones again."""
    if one_in < 1 or not numbers:
        return frozenset()
    count = ceil(len(numbers) / one_in)
    return frozenset(sorted(numbers, key=lambda number: _digest(seed, number))[:count])


def drawing_words(one_in: int, seed: str) -> str:
    """How the specimens were chosen, for who wants to choose them again."""
    return (
        f"Un dossier sur {one_in} est gardé comme spécimen\u00a0: ceux dont l’empreinte SHA-256 de "
        f"«\u00a0{seed}:numéro\u00a0» est la plus petite."
    )


def _digest(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
