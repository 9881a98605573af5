"""The paper that tells a dossier as it stood at a moment: its parts in tables, its long texts in full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.letters.document import Column, Document, Grid, Heading, Part, Row, said
from desktop.rules.french import typography

_COLUMNS = (Column("Quoi", 2.2), Column("Valeur à ce moment", 5))
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # not the no-break spaces, which hold amounts together
_LONG = 420  # characters that a cell holds with ease


def past_document(
    *, number: str, about: str, moment: str, note: str, printed: str, last: str, day: str,
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
) -> Document:  # fmt: skip
    """`parts`: (title, (label, value) of each line). Each page says the moment and the printing."""
    laid: list[Part] = [
        said(f"**{_text(about)}**"), said(_text(f"{note} {last}")),
        said("Les noms des financeurs, défis, quartiers et motifs sont ceux d’aujourd’hui.", "small"),
    ]  # fmt: skip
    for title, lines in parts:
        if lines:
            laid += _part(title, lines)
    if not parts:
        laid.append(said("Rien n’était encore écrit."))
    return Document(
        title=f"État du dossier {number} au {moment}" if number else f"État du dossier au {moment}",
        subtitle=printed,
        parts=tuple(laid),
        foot=f"Dossier {number} au {moment}, {printed}",
        day=day,
    )


def _part(title: str, lines: Sequence[tuple[str, str]]) -> list[Part]:
    laid: list[Part] = [Heading(title, 1)]
    short: list[Row] = []
    for label, value in lines:
        if len(value) <= _LONG and value.count("\n") < 6:
            short.append(Row((_text(label), _text(value))))
            continue
        if short:
            laid.append(Grid(_COLUMNS, tuple(short), title))
            short = []
        laid.append(Heading(_text(label), 3))
        laid += [said(_text(line)) for line in value.splitlines() if line.strip()]
    if short:
        laid.append(Grid(_COLUMNS, tuple(short), title))
    return laid


def _text(words: str) -> str:
    """Words typed by somebody: French spaces, and never a mark of bold."""
    return typography(_BREAKS.sub(" ", words).strip()).replace("**", "*")
