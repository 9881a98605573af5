"""What is typed or pasted in a cell of the workbench: amounts, percentages, references; rounding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from desktop.rules.bench import Line
from desktop.rules.folding import fold
from desktop.rules.money import euros, read_euros

Way = Literal["down", "nearest"]
STEP = 100_00  # amounts are rounded to 100 €
MOST = 10**13  # a hundred thousand million euros: more is a slip of the key
_PERCENT = re.compile(r"([+-]?)(\d{1,4})(?:[.,](\d{1,2}))?%")
_NOTHING = re.compile(r"[-–—]?(?:€|euros?)?", re.IGNORECASE)  # what Excel shows for a zero in accounting


LOCKED = {  # why the amounts of a dossier stay as they are
    "decided": "est décidé : ses montants ne changent plus",
    "closed": "vous est fermé par un intérêt déclaré",
    "united": "est réuni avec un autre dossier",
}


class Fault(NamedTuple):
    """Why one cell of what was pasted could not be taken; places in the block, from 0."""

    row: int
    column: int
    sentence: str


def read_cell(
    text: str, line: Line, funder: bytes, current: int | None, *, pasted: bool = False
) -> int | None:
    """The cents that a text means in this cell, None to clear it. Raises ValueError (French).

    « 9 000,50 » · « 75% » of what this funder was asked · « +500 », « -500 », « +10% » of what stands ·
    « =proposé », « =demandé », « =n-1 » · nothing. A sign that was `pasted` is that of a number, no addition.
    """
    plain = re.sub(r"\s", "", text).replace("−", "-")
    if not plain:
        return None
    if plain.startswith("="):
        return _reference(plain[1:], line, funder, text)
    if pasted:
        current, plain = None, plain.removeprefix("+")
    percent = _PERCENT.fullmatch(plain)
    amount = _percent(percent, line, funder, current, text) if percent else _amount(plain, current, text)
    if amount < 0:
        raise ValueError(f"« {text.strip()} » donnerait {euros(amount)} : un montant n’est jamais négatif.")
    if amount > MOST:
        raise ValueError(f"« {text.strip()} » est trop grand pour être un montant.")
    return amount


def _amount(plain: str, current: int | None, text: str) -> int:
    if _NOTHING.fullmatch(plain):
        return 0
    sign = plain[0] if plain[0] in "+-" else ""
    read = read_euros(plain[len(sign) :].removeprefix("€"))
    if read is None or (sign and read < 0):
        raise ValueError(
            f"« {text.strip()} » n’est pas un montant. Écrivez par exemple 9 000 ou 9 000,50, 75%, +500, "
            "=proposé."
        )
    return read if not sign else (current or 0) + (read if sign == "+" else -read)


def _percent(found: re.Match[str], line: Line, funder: bytes, current: int | None, text: str) -> int:
    share = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))  # hundredths of a per cent
    if found[1]:
        whole, change = current or 0, -1 if found[1] == "-" else 1
        return whole + change * _part(whole, share)
    asked = line.asked_of.get(funder)
    whole_asked = line.asked if asked is None else asked
    if whole_asked is None:
        raise ValueError(f"« {text.strip()} » : rien n’est connu de ce que {line.number} demande.")
    return _part(whole_asked, share)


def _part(whole: int, share: int) -> int:
    """Hundredths of a per cent of an amount, to the nearest cent."""
    return (whole * share * 2 + 10_000) // 20_000


def _reference(name: str, line: Line, funder: bytes, text: str) -> int | None:
    word = fold(name)
    if word in ("propose", "p"):
        return line.proposed.get(funder)
    if word in ("demande", "d"):
        return line.asked_of.get(funder)
    if word in ("n-1", "n1"):
        return line.last_year
    raise ValueError(
        f"« {text.strip()} » ne désigne rien. Après le signe égal, écrivez proposé, demandé ou n-1."
    )


def rounded(amount: int, way: Way, step: int = STEP) -> int:
    """An amount at 100 €, below or nearest; halves go up."""
    return amount // step * step if way == "down" else (amount + step // 2) // step * step


def read_table(text: str) -> list[list[str]]:
    """The cells of what a spreadsheet put on the clipboard: tabs between, quotes around what holds one."""
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Cells as a spreadsheet takes them from the clipboard."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def plain_number(amount: int | None) -> str:
    """« 9000 », « 9000,50 »: as Excel in French reads a number; nothing for None."""
    if amount is None:
        return ""
    whole, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}{f',{rest:02d}' if rest else ''}"


def read_block(
    block: Sequence[Sequence[str]],
    lines: Sequence[Line],
    funders: Sequence[bytes],
    current: Mapping[tuple[bytes, bytes], int],
) -> tuple[dict[tuple[bytes, bytes], int | None], list[Fault]]:
    """What a pasted block would write from its first line and funder on, and what is wrong with it; a block
    with a fault must not be written at all."""
    cells: dict[tuple[bytes, bytes], int | None] = {}
    faults: list[Fault] = []
    for r, row in enumerate(block):
        for c, text in enumerate(row):
            if r >= len(lines) or c >= len(funders):
                if text.strip():
                    faults.append(Fault(r, c, f"« {text.strip()} » tombe hors du tableau."))
                continue
            line, funder = lines[r], funders[c]
            try:
                amount = read_cell(text, line, funder, None, pasted=True)
            except ValueError as wrong:
                faults.append(Fault(r, c, str(wrong)))
                continue
            if amount == current.get((line.key, funder)):
                continue
            if line.locked:
                faults.append(Fault(r, c, f"{line.number} {LOCKED[line.locked]}."))
            else:
                cells[line.key, funder] = amount
    return cells, faults
