"""Payments of one commitment, put together: a list of payments tells a grant once, with all that was paid."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop.exchange.application import HistoryLine, Problem, ReadFile
from desktop.rules.french import plural


class Payments:
    """Rows whose fields `together` are equal, for one body, are one line whose amounts add up."""

    def __init__(self, file: ReadFile, together: tuple[str, ...]) -> None:
        self._file, self._together = file, together
        self._lines: dict[tuple[Any, ...], HistoryLine] = {}
        self._rows: dict[tuple[Any, ...], str] = {}
        self._many: Counter[int] = Counter()

    def keep(self, line: HistoryLine, told: dict[str, Any]) -> bool:
        """Whether this row begins a line; otherwise it was added to the line of its commitment."""
        self._doubt(line, told)
        reference = told.get("reference", "")
        what = tuple(line.year if field == "year" else told.get(field, "") for field in self._together)
        who = line.siret or line.siren or line.rna or line.name
        if not reference:
            return True  # nothing says to which commitment it belongs
        first = self._lines.setdefault((who, *what), line)
        if first is line:
            return True
        first.amount = (first.amount or 0) + (line.amount or 0)
        first.paid = (first.paid or 0) + (line.paid or 0)
        if line.purpose not in first.purpose:
            first.purpose = f"{first.purpose} · {line.purpose}"
        first.name, first.rna = first.name or line.name, first.rna or line.rna
        self._many[id(first)] += 1
        return False

    def _doubt(self, line: HistoryLine, told: dict[str, Any]) -> None:
        said = tuple(sorted((field, str(value)) for field, value in told.items()))
        first = self._rows.setdefault(said, line.row)
        if first != line.row:
            message = f"Ce paiement dit la même chose que {first} : les deux sont comptés, à vérifier."
            self._file.problems.append(Problem("warning", line.row, "", line.name, message))

    def settle(self) -> None:
        """Say how many rows were put together."""
        if self._many:
            rows = sum(self._many.values()) + len(self._many)
            lines = plural(len(self._many), "ligne")
            self._file.notes.append(
                f"{rows} paiements sont réunis en {len(self._many)} {lines} : ceux d’un même engagement, la "
                "même année, font une seule subvention."
            )
