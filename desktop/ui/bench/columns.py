"""The columns of the bench and what each cell says."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.rules.bench import Bench
from desktop.ui.tongue import euros, percent


class Kind(Enum):
    NUMBER = auto()
    APPLICANT = auto()
    TITLE = auto()
    ASKED = auto()
    LAST_YEAR = auto()
    GIVEN = auto()
    SHARE = auto()
    FUNDER = auto()
    OTHER = auto()  # the same funder in what is compared
    GAP = auto()  # of the whole row


FROZEN = (Kind.NUMBER, Kind.APPLICANT, Kind.TITLE, Kind.ASKED, Kind.GIVEN, Kind.SHARE)
AMOUNTS = frozenset({Kind.ASKED, Kind.LAST_YEAR, Kind.GIVEN, Kind.SHARE, Kind.FUNDER, Kind.OTHER, Kind.GAP})
WIDTHS = {
    Kind.NUMBER: 98, Kind.APPLICANT: 106, Kind.TITLE: 94, Kind.ASKED: 78, Kind.LAST_YEAR: 84,
    Kind.GIVEN: 82, Kind.SHARE: 50, Kind.FUNDER: 108, Kind.OTHER: 152, Kind.GAP: 96,
}  # fmt: skip


class Column(NamedTuple):
    """One column; `funder` for those of a funder."""

    kind: Kind
    title: str
    funder: bytes = b""
    whole: str = ""  # the title in full


def frozen_columns() -> list[Column]:
    say = QCoreApplication.translate
    titles = {
        Kind.NUMBER: (say("bench", "Numéro"), ""),
        Kind.APPLICANT: (say("bench", "Porteur"), ""),
        Kind.TITLE: (say("bench", "Action"), ""),
        Kind.ASKED: (say("bench", "Demandé"), say("bench", "Demandé, tous financeurs")),
        Kind.GIVEN: (say("bench", "Total"), say("bench", "Total réparti dans ce scénario")),
        Kind.SHARE: (say("bench", "Part"), say("bench", "Part du coût de l’action")),
    }
    return [Column(kind, title, b"", whole or title) for kind, (title, whole) in titles.items()]


def open_columns(funders: dict[bytes, str], against: str) -> list[Column]:
    """Those that scroll: the funders, each with what is compared when something is, then the year before."""
    say = QCoreApplication.translate
    made = []
    for key, name in funders.items():
        made.append(Column(Kind.FUNDER, name, key, name))
        if against:
            whole = say("bench", "{0}, {1}\u00a0: montant et écart").format(name, against)
            made.append(Column(Kind.OTHER, say("bench", "↔ {0}").format(against), key, whole))
    if against:
        whole = say("bench", "Écart total avec {0}").format(against)
        made.append(Column(Kind.GAP, say("bench", "Écart"), b"", whole))
    past = say("bench", "Accordé au porteur l’année précédente, tous financeurs")
    return [*made, Column(Kind.LAST_YEAR, say("bench", "Année N−1"), b"", past)]


def signed(cents: int) -> str:
    """« +2 000 € », « −500 € », « = » when there is no difference."""
    return "=" if not cents else f"+{euros(cents)}" if cents > 0 else euros(cents)


def gap_of(bench: Bench, row: int, other: dict[tuple[bytes, bytes], int]) -> int:
    """What this bench gives a row more than what is compared."""
    key = bench.lines[row].key
    return bench.given[row] - sum(other.get((key, funder), 0) for funder in bench.funders)


def share_of_cost(bench: Bench, row: int) -> str:
    line = bench.lines[row]
    return percent(bench.given[row], line.cost) if line.cost and bench.given[row] else ""
