"""What only the whole list tells: a grant shared by several bodies, a line written twice."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.exchange.application import HistoryLine, Problem, ReadFile

_WHOLE = Decimal(1)
_NEAR = Decimal("0.011")  # shares are often rounded to the hundredth


class Sharing:
    """One grant on several rows, one a body: each gets its share, for the amount told is that of all."""

    def __init__(self, file: ReadFile) -> None:
        self._file = file
        self._told: dict[tuple[Any, ...], list[tuple[HistoryLine, Decimal]]] = defaultdict(list)

    def note(self, line: HistoryLine, told: dict[str, Any]) -> None:
        share = told.get("share")
        if share is not None and share < _WHOLE and line.amount is not None:
            one = (line.funder, line.year, line.decided_on, line.amount, line.purpose)
            self._told[one].append((line, share))

    def settle(self) -> None:
        """Divide what is divided; a share that stands alone changes nothing, and is told."""
        for rows in self._told.values():
            bodies = {line.siret or line.rna or line.name for line, _ in rows}
            whole = abs(sum((share for _, share in rows), Decimal()) - _WHOLE) <= _NEAR
            for line, share in rows:
                percent = f"{share * 100:f}".rstrip("0").rstrip(".").replace(".", ",")
                if whole and len(bodies) == len(rows) > 1:
                    line.amount = int((Decimal(line.amount or 0) * share).to_integral_value(ROUND_HALF_UP))
                    message = (
                        f"Subvention partagée entre {len(rows)} bénéficiaires : part de {percent} % reprise."
                    )
                else:
                    message = (
                        f"Part de {percent} % annoncée sans les autres bénéficiaires : montant entier repris."
                    )
                self._file.problems.append(Problem("warning", line.row, "Part", percent, message))


class Twins:
    """Lines that say the same thing twice: a post is counted once, another grant is kept and doubted."""

    def __init__(self, file: ReadFile) -> None:
        self._file = file
        self._rows: dict[tuple[Any, ...], str] = {}

    def keep(self, line: HistoryLine, told: dict[str, Any]) -> bool:
        """Whether this line is to be counted."""
        who = (line.name, line.siret, line.siren, line.rna)
        what = (line.funder, line.year, line.purpose, line.scheme, line.decided_on, line.status)
        one = (*who, *what, line.amount, line.asked, line.paid)
        first = self._rows.setdefault(one, line.row)
        if first == line.row:
            return True
        post = bool(told.get("post"))
        if post:
            message = (
                f"Ce poste est déjà écrit ({first}) pour la même année et le même montant : compté une fois."
            )
        else:
            message = f"Cette ligne dit la même chose que {first} : les deux sont gardées, à vérifier."
        self._file.problems.append(Problem("warning", line.row, "", line.name, message))
        return not post

    def settle(self) -> None:
        """Nothing more to say at the end of the list."""
