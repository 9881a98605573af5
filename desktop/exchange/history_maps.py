"""Maps of kind "history": how a list of past grants is recognised and what each of its columns tells.

The grammar, one file of resources/imports a list (see scdl.toml):
  signature   headers that must all be there (or several such lists); without it, `needs` recognises the list
  needs       fields that must be filled, "name|siret" being one or the other
  detail      a field without which a row only announces the total of a group (with the field group_total)
  lag         years between the year of the title (or file name) and that of the grants
  constants   what the list says of every row: funder, scheme, status ("post": each row is one post)
  skip        first words of rows that are no grant
  leave       header -> words of the values of rows that are left out (natural persons)
  blocks      true when blocks may be stacked, each under its header, with themes and totals
  together    fields whose equality, for one body, makes several rows one grant: payments add up
  [[join]]    columns that another sheet of the workbook tells by a code (desktop/exchange/history_joins.py)
  [[column]]  field (desktop/exchange/history_fields.py), headers, and group or occurrence to part two
              columns of one label; beside = true when the value is right of the label, under no label
All of it is told with examples in docs/formats.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Sheet
from desktop.exchange.history_blocks import unstacked
from desktop.exchange.history_fields import HISTORY_FIELDS
from desktop.exchange.history_joins import Join, join_of, joined
from desktop.exchange.table_headers import HeaderRow, bare, headers, key
from desktop.exchange.table_maps import MapColumn, leave_of, signatures_of
from desktop.exchange.table_sheets import sums


@dataclass(frozen=True, slots=True)
class HistoryMap:
    """One file of resources/imports of kind "history"."""

    id: str
    title: str
    columns: tuple[MapColumn, ...]
    signatures: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    constants: dict[str, Any] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    detail: str = ""
    lag: int = 0
    leave: dict[str, tuple[str, ...]] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    blocks: bool = False  # an office's own table: stacked blocks, themes, totals

    def places(self, header: HeaderRow) -> dict[str, list[int]]:
        """Where each field stands in this header; a field of one value takes its likeliest spelling."""
        found: dict[str, list[int]] = {}
        taken: set[int] = set()
        for told in self.columns:
            for spelling in told.headers:
                for at in range(len(header.labels)):
                    free = HISTORY_FIELDS[told.field].many or told.field not in found
                    place = at + told.beside
                    if free and place not in taken and _fits(told, spelling, header, at):
                        found.setdefault(told.field, []).append(place)
                        taken.add(place)
        return found

    def recognises(self, header: HeaderRow) -> bool:
        if self.signatures:
            return self.signed(header) > 0
        places = self.places(header)
        return bool(self.needs) and all(any(one in places for one in group) for group in self.needs)

    def signed(self, header: HeaderRow) -> int:
        """How many headers of the longest signature that is all there; 0 when none is."""
        keys = {*header.keys, *(key(group) for group in header.groups)}
        keys |= {key(bare(label)) for label in header.labels}
        return max((len(one) for one in self.signatures if one and keys.issuperset(one)), default=0)


@dataclass(frozen=True, slots=True)
class HistorySheet:
    """A sheet that is a list of past grants."""

    sheet: Sheet
    header: HeaderRow
    map: HistoryMap
    places: dict[str, list[int]]

    @property
    def weight(self) -> tuple[int, int]:
        """What recognises it best wins: a signature, then the fields it tells."""
        return self.map.signed(self.header), len(self.places)


def _fits(told: MapColumn, spelling: str, header: HeaderRow, at: int) -> bool:
    group = key(header.groups[at])
    if told.beside and (at + 1 >= len(header.labels) or header.labels[at + 1]):
        return False
    mine = header.keys[at]
    if spelling not in (mine, f"{group} {mine}".strip(), key(bare(header.labels[at]))):
        return False
    return told.group in group and told.occurrence in (0, header.occurrence(at))


def load_history_maps(folders: Iterable[Path]) -> list[HistoryMap]:
    """Every map of past grants of the folders; a later folder replaces a map of the same id. Raises
    Unreadable."""
    found: dict[str, HistoryMap] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                data = tomllib.loads(path.read_text(encoding="utf-8"))
                if data.get("kind") == "history":
                    found[data["id"]] = _history_map(data)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
                raise Unreadable(
                    f"La correspondance de colonnes « {path.name} » est mal écrite ({error}). Corrigez ce "
                    f"fichier du dossier « {path.parent} » ou retirez-le, puis recommencez l’import."
                ) from error
    return list(found.values())


def _history_map(data: dict[str, Any]) -> HistoryMap:
    columns = []
    for told in data["column"]:
        if told["field"] not in HISTORY_FIELDS:
            raise KeyError(f"champ inconnu : {told['field']}")
        spellings = tuple(key(header) for header in told["headers"])
        columns.append(
            MapColumn(
                told["field"], spellings, key(told.get("group", "")), told.get("occurrence", 0),
                beside=bool(told.get("beside")),
            )
        )  # fmt: skip
    return HistoryMap(
        id=data["id"], title=data["title"], columns=tuple(columns),
        signatures=signatures_of(data.get("signature", ())),
        needs=tuple(tuple(group.split("|")) for group in data.get("needs", ())),
        constants=dict(data.get("constants", {})),
        skip=tuple(key(label) for label in data.get("skip", ())),
        detail=data.get("detail", ""),
        lag=data.get("lag", 0),
        leave=leave_of(data.get("leave", {})),
        together=tuple(data.get("together", ())),
        joins=tuple(join_of(told) for told in data.get("join", ())),
        blocks=bool(data.get("blocks")),
    )  # fmt: skip


def find_history(
    sheets: Sequence[Sheet], maps: Sequence[HistoryMap], wanted: str | None = None
) -> list[HistorySheet]:
    """The sheets that are lists of past grants, each with the map that tells most of it."""
    usable = [one for one in maps if wanted in (None, one.id)]
    known = frozenset(spelling for one in usable for column in one.columns for spelling in column.headers)
    found = []
    for sheet in sheets:
        header = headers(sheet, known) if sheet.rows else None
        fits = [one for one in usable if header is not None and (wanted or one.recognises(header))]
        if header is not None and fits:
            told = [HistorySheet(sheet, header, one, one.places(header)) for one in fits]
            best = max(told, key=lambda one: one.weight)
            found.append(_joined(best, sheets) if best.map.joins else laid_flat(best))
    return _without_summary(found)


def _without_summary(found: list[HistorySheet]) -> list[HistorySheet]:
    """An office's own workbook often ends with a sheet of all the others: it would count everything twice."""
    lists = [one for one in found if not (one.map.blocks and sums(one.sheet.name))]
    if not lists or len(lists) == len(found):
        return found
    aside = [
        f"Feuille « {one.sheet.name} » laissée de côté : elle récapitule ou répète les autres feuilles."
        for one in found
        if one not in lists
    ]
    first = lists[0]
    sheet = replace(first.sheet, notes=[*aside, *first.sheet.notes])
    return [HistorySheet(sheet, first.header, first.map, first.places), *lists[1:]]


def laid_flat(found: HistorySheet) -> HistorySheet:
    """The list with its stacked blocks under one header, when its map says that it may have some."""
    if not found.map.blocks:
        return found
    sheet, header, places = unstacked(found.sheet, found.header, found.places)
    return HistorySheet(sheet, header, found.map, places)


def _joined(found: HistorySheet, sheets: Sequence[Sheet]) -> HistorySheet:
    sheet, header = joined(found.sheet, found.header, found.map.joins, sheets)
    return HistorySheet(sheet, header, found.map, found.map.places(header))
