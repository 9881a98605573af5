"""Reads any file: asks each reader found in this folder whether it recognises it, and lets the surest "
"read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import NamedTuple

import desktop.exchange as here
from desktop.collector import uncollected
from desktop.exchange.application import Progress, ReadFile, Unreadable
from desktop.exchange.history_maps import find_history, load_history_maps
from desktop.exchange.history_table import read_history
from desktop.exchange.probe import Probe
from desktop.exchange.table_content import informed
from desktop.exchange.table_sheets import sums
from desktop.exchange.tables import (
    ColumnMap,
    Mapping,
    UnknownHeaders,
    accepted,
    known_headers,
    load_maps,
    read_table,
    suggest,
    tables_of,
)


class Reader(NamedTuple):
    """A module of this folder that reads one kind of file."""

    name: str
    recognises: Callable[[Probe], int]
    read: Callable[[Probe, Progress], ReadFile]
    explains: str = ""  # a kind of probe whose every refusal it words


@cache
def readers() -> tuple[Reader, ...]:
    """Every module here that says what it recognises; a new format is a new file, told nowhere else."""
    return tuple(_readers())


def _readers() -> Iterator[Reader]:
    for found in pkgutil.iter_modules(here.__path__):
        if found.name == "registry":
            continue
        module = importlib.import_module(f"{here.__name__}.{found.name}")
        recognises = getattr(module, "RECOGNISES", None)
        if recognises is not None:
            yield Reader(found.name, recognises, module.read, getattr(module, "EXPLAINS", ""))


def read(
    path: Path,
    maps_folders: Sequence[Path],
    map_name: str | None = None,
    progress: Progress | None = None,
) -> ReadFile:
    """The dossiers of any file; `map_name` forces a column map. Raises Unreadable, UnknownHeaders, "
    "Cancelled."""
    probe = Probe(path, maps_folders)
    with uncollected() if probe.tabular or probe.kind == "json" else nullcontext():
        return _read(probe, maps_folders, map_name, progress or _never_cancelled)


def _read(probe: Probe, maps_folders: Sequence[Path], map_name: str | None, told: Progress) -> ReadFile:
    if map_name is None:
        scores = [(reader.recognises(probe), reader) for reader in readers()]
        score, best = max(scores, key=lambda pair: pair[0], default=(0, None))
        if best is None or score <= 0:
            best = next((reader for reader in readers() if reader.explains == probe.kind), None)
        if best is not None:
            return best.read(probe, told)
    if not probe.tabular:
        raise _not_ours(probe)
    maps = load_maps(maps_folders)
    proposals = propose(probe, maps, map_name)
    past = [] if map_name is None and _taught(proposals) else load_history_maps(maps_folders)
    found = find_history(probe.sheets, [one for one in past if map_name in (None, one.id)], map_name)
    if found:
        return read_history(probe.path, found, told)
    return _read_table(probe, maps, proposals, map_name, told)


def _taught(proposals: Sequence[tuple[str, Mapping]]) -> bool:
    """Whether somebody said that a table with these very headers holds dossiers."""
    return any(mapping.chosen and mapping.enough() for _, mapping in proposals)


def _read_table(
    probe: Probe,
    maps: Sequence[ColumnMap],
    proposals: list[tuple[str, Mapping]],
    map_name: str | None,
    progress: Progress,
) -> ReadFile:
    if map_name is not None and map_name not in {one.id for one in maps}:
        known = ", ".join(sorted(one.id for one in maps))
        raise Unreadable(
            f"La correspondance de colonnes « {map_name} » n’existe pas. Celles que Parvis connaît : {known}."
        )
    if map_name is not None:
        proposals = [(name, accepted(one)) for name, one in proposals]
    usable = [(name, one) for name, one in proposals if one.enough()]
    if not usable:
        told = dict(proposals)
        raise UnknownHeaders(probe.path, probe.sheets, [told.get(sheet.name) for sheet in probe.sheets])
    # A map that was taught or named goes before a guess, then the sheet that says the most; totals come last.
    name, mapping = max(usable, key=lambda pair: (pair[1].chosen, not sums(pair[0]), len(pair[1].filled())))
    return read_table(probe.path, mapping, name, progress, probe.sheets)


def propose(
    probe: Probe, maps: Sequence[ColumnMap], map_name: str | None = None
) -> list[tuple[str, Mapping]]:
    """For each sheet that is a list: its name and the mapping Parvis would use."""
    tables = tables_of(probe.sheets, known_headers(maps))
    return [
        (sheet.name, informed(suggest(header, maps, map_name), sheet, header)) for sheet, header in tables
    ]


def _never_cancelled(_sentence: str, _share: float) -> bool:
    return True


def _not_ours(probe: Probe) -> Unreadable:
    what = {
        "zip": "une archive ZIP sans dossier de démarches-simplifiees",
        "json": "un fichier JSON d’une forme inconnue",
        "xml": "un fichier XML",
    }.get(probe.kind, probe.kind)
    return Unreadable(
        f"Le fichier « {probe.path.name} » ne peut pas être importé : c’est {what}. Choisissez un export de "
        "démarches-simplifiees (CSV, XLSX, ODS, ZIP, JSON), un export de Dauphin (JSON) ou de GISPRO (XLSX, "
        "CSV), un tableau (CSV, XLSX, XLS, ODS) ou un formulaire Cerfa 12156 (PDF)."
    )
