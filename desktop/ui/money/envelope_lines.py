"""The lines of the table of envelopes: a heading with its sums for each funder, its envelopes, the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.money import EnvelopeRow
from desktop.rules.envelopes import OTHERS, scope_words


class Line(NamedTuple):
    """One line: an envelope, or (`row` None) the sum of several. Cents."""

    words: str
    depth: int  # 0: heading or total, 1: envelope
    row: EnvelopeRow | None
    amount: int
    carried: int
    reserve: int
    engaged: int
    proposed: int

    @property
    def held(self) -> int:
        return self.amount + self.carried - self.reserve

    @property
    def left(self) -> int:
        return self.held - self.engaged - self.proposed


class Choice(NamedTuple):
    """What is shown: keys of a call, a wave, a quarter; None for all."""

    year: int | None = None
    call: bytes | None = None
    wave: bytes | None = None
    quarter: bytes | None = None

    def keeps(self, row: EnvelopeRow) -> bool:
        """Whether an envelope is of this choice."""
        return all(
            wanted is None or wanted == has
            for wanted, has in (
                (self.year, row.year), (self.call, row.call_id), (self.wave, row.wave_id),
                (self.quarter, row.quarter_id),
            )
        )  # fmt: skip


def lines_of(rows: Sequence[EnvelopeRow]) -> list[Line]:
    """Every line in its order; a sum is always that of the rows under it. Droit commun comes last, apart."""
    say = QCoreApplication.translate
    contract = [row for row in rows if not row.common_law]
    law = [row for row in rows if row.common_law]
    made = [*_by_funder(contract, "{0}")]
    if contract:
        made.append(_sum(say("envelopes", "Total du contrat"), contract))
    if law:
        made += _by_funder(law, say("envelopes", "{0}, droit commun"))
        made.append(_sum(say("envelopes", "Total du droit commun"), law))
    return made


def _by_funder(rows: Sequence[EnvelopeRow], words: str) -> Iterator[Line]:
    for name in dict.fromkeys(row.funder for row in rows):
        own = [row for row in rows if row.funder == name]
        yield _sum(words.format(name or OTHERS), own)
        for row in own:
            yield Line(
                scope_words(row), 1, row, row.amount, row.carried, row.reserve, row.engaged, row.proposed
            )


def _sum(words: str, rows: Iterable[EnvelopeRow]) -> Line:
    figures = [(r.amount, r.carried, r.reserve, r.engaged, r.proposed) for r in rows]
    return Line(words, 0, None, *(sum(column) for column in zip(*figures, strict=True)))
