"""A pair as the screen shows it: which of the two goes on, its names, its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from db.queries.twins import ActionRow, PartyRow
from desktop.flow.twins import Found
from desktop.rules import journey
from desktop.rules.twins import Twins

Kind = Literal["dossier", "applicant"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its key, its short name, and a line that tells which one it is."""

    key: bytes
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be one; `kept` goes on if they are united."""

    kind: Kind
    kept: Side
    gone: Side
    score: int
    reasons: tuple[str, ...]

    @property
    def id(self) -> tuple[Kind, frozenset[bytes]]:
        """The same whichever is kept."""
        return self.kind, frozenset((self.kept.key, self.gone.key))

    def turned(self) -> Pair:
        """The other one goes on."""
        return Pair(self.kind, self.gone, self.kept, self.score, self.reasons)


def say(words: str) -> str:
    return QCoreApplication.translate("twins", words)


def pairs_of(found: Found) -> list[Pair]:
    """Dossiers first, then applicants, the likest first."""
    dossiers = [_dossiers(found, twins) for twins in found.dossiers]
    return dossiers + [_applicants(found, twins) for twins in found.applicants]


def chosen(rows: Sequence[ActionRow]) -> Pair | None:
    """Two dossiers that a person wants to compare; None when one of them is gone."""
    if len(rows) != 2:
        return None
    first, second = sorted(rows, key=_advance)
    return Pair("dossier", _action(first), _action(second), 0, (say("choisis à la main"),))


def _dossiers(found: Found, twins: Twins) -> Pair:
    rows = sorted((found.actions[twins.one], found.actions[twins.other]), key=_advance)
    return Pair("dossier", _action(rows[0]), _action(rows[1]), twins.score, twins.reasons)


def _advance(row: ActionRow) -> tuple[int, bool, str]:
    """Who goes on unless the person says otherwise: the furthest, then the portal's, then the oldest."""
    stage = journey.BY_CODE.get(row.stage)
    return (-stage.order if stage else 0, row.source == "paper", row.number)


def _action(row: ActionRow) -> Side:
    stage = journey.LABELS.get(row.stage, row.stage)
    return Side(row.key, row.number, f"{row.applicant} · {row.title} · {stage} · {_source(row.source)}")


def _source(code: str) -> str:
    if code == "paper":
        return say("saisi ici")
    return say("démarches-simplifiees") if code == "ds" else code.removeprefix("table:")


def _applicants(found: Found, twins: Twins) -> Pair:
    rows = sorted(
        (found.parties[twins.one], found.parties[twins.other]),
        key=lambda row: (-row.dossiers, not row.siret, not row.rna, row.name),
    )
    return Pair("applicant", _party(rows[0]), _party(rows[1]), twins.score, twins.reasons)


def _party(row: PartyRow) -> Side:
    count = say("{0} dossiers").format(row.dossiers) if row.dossiers != 1 else say("1 dossier")
    parts = (row.siret or row.rna, row.city, count)
    return Side(row.key, row.name, " · ".join(part for part in parts if part))
