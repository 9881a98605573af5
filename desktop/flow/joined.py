"""What one file tells joined with what another file of the same source told before (Dauphin and GISPRO)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.flow.names import Names
from desktop.rules.folding import fold

_NAMES = {"state": "source_state"}
_EMPTY: tuple[Any, ...] = (None, "", [])
_ASKED, _ANSWERED, _STATUS, _APART, _ON = 2, 3, 4, 5, 6  # of a row of funding, in the order of its columns
Row = list[Any]


def joined(told: dict[str, Any], before: dict[str, Any], adds: set[str], names: Names) -> dict[str, Any]:
    """The payload as it should stand: names in `adds` complete what was told, the others replace it."""
    completing = {_NAMES.get(name, name) for name in adds}
    result = dict(told)
    for name, value in told.items():
        earlier: Any = before.get(name)
        if name.partition(".")[0] not in completing or earlier in _EMPTY:
            continue
        if name == "other":
            result[name] = _joined_pairs(earlier, value)
        elif name == "also_known":
            result[name] = sorted([*earlier, *(row for row in value if row not in earlier)], key=str)
        elif name == "funding":
            result[name] = joined_funding(earlier, value, names.funder)
        else:
            result[name] = earlier
    return result


def _joined_pairs(old: list[Row], new: list[Row]) -> list[Row]:
    """Each label of the new file takes the place it had; the labels that it does not speak of stay."""
    said = {label for label, _ in new}
    result: list[Row] = []
    done: set[str] = set()
    for pair in old:
        label = pair[0]
        if label not in said:
            result.append(pair)
        elif label not in done:
            done.add(label)
            result += [mine for mine in new if mine[0] == label]
    return result + [pair for pair in new if pair[0] not in done]


def joined_funding(old: list[Row], new: list[Row], funder: Callable[[str, str], bytes | None]) -> list[Row]:
    """A file without any sum asked only answers; a plan keeps the answers that it does not know yet."""
    only_answers = all(row[_ASKED] is None for row in new)
    rows = [list(row) for row in (old if only_answers else new)]
    for row in new if only_answers else old:
        at = _place(rows, row, funder)
        if at is None:
            if only_answers or row[_ASKED] is None:
                rows.append(list(row))
        elif only_answers or (rows[at][_ANSWERED] is None and row[_ANSWERED] is not None):
            for column in (_ANSWERED, _STATUS, _ON):
                rows[at][column] = row[column]
    return rows


def _place(rows: list[Row], row: Row, funder: Callable[[str, str], bytes | None]) -> int | None:
    """Where the same funder stands: by name, else as one and the same funder of the office."""

    def same(other: Row) -> bool:
        return bool(other[1] == row[1] and other[_APART] == row[_APART])

    named = (at for at, other in enumerate(rows) if same(other) and fold(other[0]) == fold(row[0]))
    found = next(named, None)
    if found is not None:
        return found
    whose = funder(row[0], row[1])
    if whose is None:
        return None
    alike = [at for at, other in enumerate(rows) if same(other) and funder(other[0], other[1]) == whose]
    asked = [at for at in alike if rows[at][_ASKED]]
    return next(iter([*asked, *alike]), None)
