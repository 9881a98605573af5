"""Public extracts that feed the reference: which kind a file is, told by its headers, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from desktop.exchange import reference_qpv, reference_rna, reference_sirene
from desktop.exchange.application import Cancelled, Problem, Progress, Unreadable
from desktop.exchange.reference_stream import Part, Records, Tally, head, header, opened, parts

_ROOMS = {"rna": reference_rna, "sirene": reference_sirene, "qpv": reference_qpv}
_EVERY = 2_000  # rows between two tellings


class Extract(NamedTuple):
    """A file of one kind ("rna", "sirene", "qpv") and the parts of it that are read."""

    path: Path
    kind: str
    parts: list[tuple[Part, str]]  # with "csv" or "json"

    @property
    def title(self) -> str:
        """What it is, in French."""
        title: str = _ROOMS[self.kind].TITLE
        return title

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Table -> the columns of its rows, in order."""
        columns: dict[str, tuple[str, ...]] = _ROOMS[self.kind].COLUMNS
        return columns


def recognise(path: Path) -> Extract | None:
    """The extract that this file is, None for any other file, damaged ones included."""
    try:
        found = [(part, *_kind(head(path, part))) for part in parts(path)]
    except (OSError, Unreadable):
        return None  # whoever reads it next says why
    kinds = {kind for _, kind, _ in found if kind}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    return Extract(path, kind, [(part, form) for part, told, form in found if told == kind])


def _kind(sample: bytes) -> tuple[str, str]:
    if sample.lstrip()[:1] == b"{":
        return ("qpv", "json") if reference_qpv.recognises_json(sample) else ("", "")
    names, _ = header(sample)
    for kind, room in _ROOMS.items():
        if names and room.recognises(names):
            return kind, "csv"
    return "", ""


def rows(extract: Extract, tally: Tally, progress: Progress) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """(table, values) of every row. Raises Unreadable for damage, Cancelled when the user wants no more."""
    total = sum(part.size for part, _ in extract.parts) or 1
    before = 0
    for part, form in extract.parts:
        with opened(extract.path, part) as stream:
            name = part.name or extract.path.name
            if form == "json":
                _tell(progress, name, tally, before / total)
                yield from reference_qpv.json_rows(stream, name, tally)
            else:
                records = Records(stream, part, tally)
                room = _ROOMS[extract.kind]
                for rank, row in enumerate(room.rows(records, tally)):
                    if rank % _EVERY == 0:
                        _tell(progress, name, tally, (before + records.done * part.size) / total)
                    yield row
        before += part.size
    if not tally.read:
        raise Unreadable(
            f"Le fichier « {extract.path.name} » ne contient aucune ligne utilisable. La base de référence "
            "n’a pas changé."
        )
    if tally.refused > max(100, tally.read):
        raise Unreadable(
            f"Le fichier « {extract.path.name} » est trop abîmé : {tally.refused} lignes sur "
            f"{tally.refused + tally.read} ne peuvent pas être lues. La base de référence n’a pas changé."
        )


def _tell(progress: Progress, name: str, tally: Tally, share: float) -> None:
    read = f"{tally.read:,}".replace(",", "\u202f")
    if not progress(f"Lecture de « {name} » : {read} lignes", share):
        raise Cancelled


def day_of(extract: Extract, tally: Tally) -> str:
    """The ISO date of the data: that of its newest row, else of its file."""
    return tally.newest or max(part.day for part, _ in extract.parts)


def problems(tally: Tally) -> list[Problem]:
    """What was left out, with a last line for those not told one by one."""
    more = tally.refused - len(tally.problems)
    told = list(tally.problems)
    if more > 0:
        told.append(Problem("error", "", "", "", f"Et {more} autres lignes laissées de la même façon."))
    return told
