"""Sheets of one workbook that are laid out alike: read together, but for those that only repeat or add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.exchange.cells import Sheet
from desktop.exchange.repair import is_blank, text
from desktop.exchange.table_fields import OTHER, SKIP, field_of
from desktop.exchange.table_headers import HeaderRow, bare, key
from desktop.exchange.table_maps import Guess, Mapping
from desktop.rules.folding import fold, words

Table = tuple[Sheet, HeaderRow]
_SUMMING = {"total", "totaux", "recap", "recapitulatif", "recapitulation", "synthese", "ensemble", "global"}
_SUMMING |= {"consolidation", "consolide", "cumul", "resume", "toutes", "tous"}
_NAMELESS = re.compile(r"(?:feuil(?:le)?|sheet|tableau|onglet|page)?\s*\d*", re.IGNORECASE)
_REPEATED = 0.9  # share of its rows that are in other sheets
_FEWEST = 3  # rows below which a likeness says nothing


@dataclass(slots=True)
class Alike:
    """The sheets to read, each with what its columns mean, and what is said of the others."""

    tables: list[tuple[Sheet, HeaderRow, Mapping]]
    notes: list[str] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)  # names of the sheets that the notes speak of


def alike(tables: Sequence[Table], chosen: Table, mapping: Mapping) -> Alike:
    """The chosen sheet and those that bear its columns, in the order of the workbook."""
    found = Alike([])
    same: list[tuple[Sheet, HeaderRow, Mapping]] = []
    for sheet, header in tables:
        theirs = mapping if sheet is chosen[0] else _meant(header, mapping)
        if theirs is not None:
            same.append((sheet, header, theirs))
    if len(same) == 1 or sums(chosen[0].name):
        return Alike([(*chosen, mapping)])
    for one in same:
        others = [other for other in same if other is not one and not sums(other[0].name)]
        if one[0] is not chosen[0] and (sums(one[0].name) or _repeats(one, found.tables or others)):
            found.aside.add(one[0].name)
            found.notes.append(
                f"Feuille « {one[0].name} » laissée de côté : elle récapitule ou répète les autres feuilles."
            )
        else:
            found.tables.append(one)
    if len(found.tables) > 1:
        names = ", ".join(f"« {sheet.name} »" for sheet, _, _ in found.tables)
        found.notes.insert(0, f"{len(found.tables)} feuilles de même forme sont lues ensemble : {names}.")
    return found


def theme_of_sheet(name: str) -> str:
    """What a sheet is about, as its name says; "" for « Feuil1 » and for a year."""
    return "" if _NAMELESS.fullmatch(fold(name)) else " ".join(name.split())


def sums(name: str) -> bool:
    """Whether a sheet of this name adds up the others."""
    return not _SUMMING.isdisjoint(words(name))


def _meant(header: HeaderRow, mapping: Mapping) -> Mapping | None:
    """The mapping moved to the columns of another sheet; None when one that matters is missing."""
    if header.index < 0:  # without labels, only the sheet that a person looked at is sure
        return None
    columns = [
        Guess(at, label, header.groups[at], header.occurrence(at), OTHER, 0.0)
        for at, label in enumerate(header.labels)
    ]
    keys = [key(bare(label)) for label in header.labels]
    for guess in mapping.columns:
        wanted = key(bare(guess.header))
        at = _nth(keys, wanted, guess.occurrence) if wanted else None
        if at is not None:
            columns[at] = replace(guess, position=at, header=header.labels[at])
        elif guess.field not in (OTHER, SKIP):
            return None
    return replace(mapping, columns=columns)


def _nth(keys: list[str], wanted: str, occurrence: int) -> int | None:
    found = [at for at, one in enumerate(keys) if one == wanted]
    return found[min(max(occurrence, 1), len(found)) - 1] if found else None


def _repeats(
    one: tuple[Sheet, HeaderRow, Mapping], others: Sequence[tuple[Sheet, HeaderRow, Mapping]]
) -> bool:
    mine = _rows(one)
    if len(mine) < _FEWEST:
        return False
    theirs = {row for other in others if other is not one for row in _rows(other)}
    return sum(row in theirs for row in mine) >= _REPEATED * len(mine)


def _rows(one: tuple[Sheet, HeaderRow, Mapping]) -> list[tuple[str, ...]]:
    """What each row says of whom and how much."""
    sheet, header, mapping = one
    told = sorted(
        (guess.field, guess.position) for guess in mapping.columns if guess.field not in (OTHER, SKIP)
    )
    told = [(code, at) for code, at in told if (known := field_of(code)) and not known.many]
    rows = []
    for cells in sheet.rows[header.index + 1 :]:
        values = tuple(fold(text(cells[at])[0]) if at < len(cells) else "" for _, at in told)
        if sum(not is_blank(value) for value in values) > 1:
            rows.append(values)
    return rows
