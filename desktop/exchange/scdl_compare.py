"""A published list of grants set against the same one taken in and written again, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, NamedTuple

from desktop.exchange import repair
from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Cell
from desktop.exchange.sheets import read_sheets
from desktop.rules.folding import fold
from desktop.rules.identity import check_siret
from desktop.rules.scdl import COLUMNS, LONGEST, one_line

Verdict = Literal["same", "normal", "lost", "different"]
_NAMES = {name.lower(): name for name in COLUMNS}
# What the history of an applicant has no place for: it is told, not written again.
_NO_PLACE = {
    "idAttribuant": "l’historique garde le nom du financeur, pas son SIRET",
    "referenceDecision": "l’historique ne garde pas la référence de l’acte",
    "conditionsVersement": "l’historique ne garde pas les conditions de versement",
    "datesPeriodeVersement": "l’historique ne garde pas la période de versement",
    "idRAE": "l’historique ne garde pas l’identifiant RAE",
    "notificationUE": "l’historique ne garde pas la notification à l’Union européenne",
    "dispositifAide": "un identifiant de dispositif ne dit rien à un lecteur : il n’est pas gardé",
    "rnaBeneficiaire": "un numéro RNA faux n’est pas gardé",
}
OUTSIDE = "colonne hors du schéma"


class Compared(NamedTuple):
    """What became of one cell."""

    row: int
    column: str
    verdict: Verdict
    how: str
    before: str
    after: str


class Original(NamedTuple):
    """The rows of a list as written: number of the row -> column -> cell."""

    columns: list[str]
    rows: dict[int, dict[str, Cell]]


def read_original(path: Path) -> Original:
    """The cells of a published list, nothing repaired. Raises Unreadable."""
    for sheet in read_sheets(path):
        for index, row in enumerate(sheet.rows[:12]):
            named = [_NAMES.get(_plain(cell), str(cell or "").strip()) for cell in row]
            if len(set(named) & set(COLUMNS)) >= 8:
                rows = {
                    sheet.first_row + index + 1 + at: dict(zip(named, cells, strict=False))
                    for at, cells in enumerate(sheet.rows[index + 1 :])
                    if any(cell not in (None, "") for cell in cells)
                }
                return Original(named, rows)
    raise Unreadable(f"« {path.name} » n’a pas les colonnes d’une liste de subventions publiées.")


def _plain(cell: Cell) -> str:
    return re.sub(r"[^a-z]", "", str(cell or "").lower())


def compare(original: Original, written: Mapping[int, Sequence[str]]) -> list[Compared]:
    """Each cell of the original; `written` holds the sixteen cells of each row that came in."""
    made = []
    for number, cells in original.rows.items():
        again = written.get(number)
        for column in original.columns:
            before = cells.get(column)
            words = _words(before)
            if again is None:
                made.append(Compared(number, column, "lost", "la ligne a été refusée à l’import", words, ""))
            elif column not in COLUMNS:
                verdict: Verdict = "lost" if words else "same"
                made.append(Compared(number, column, verdict, OUTSIDE if words else "", words, ""))
            else:
                after = again[COLUMNS.index(column)]
                part = cells.get("pourcentageSubvention")
                became = _shared(column, before, part, after) or _became(column, before, words, after)
                made.append(Compared(number, column, *became, words, after))
    return made


def _words(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}" if abs(cell) < 1e6 and cell != int(cell) else f"{cell:.15g}"
    return repair.text(cell)[0] if not isinstance(cell, str) else cell


def _shared(column: str, cell: Cell, part: Cell, after: str) -> tuple[Verdict, str] | None:
    """A grant that several share: the history keeps what each was given."""
    share = _decimal(part)
    if share is None or not 0 < share < 1:
        return None
    if column == "pourcentageSubvention":
        return "lost", "l’historique garde la part de chacun en euros, pas son pourcentage"
    cents = repair.amount(cell)[0] if column == "montant" else None
    if cents is None or abs(cents * share - (_decimal(after) or 0) * 100) > Decimal("0.5"):
        return None
    return "normal", "part du bénéficiaire dans la subvention"


def _became(column: str, cell: Cell, before: str, after: str) -> tuple[Verdict, str]:
    if before == after:
        return "same", ""
    how = _normal(column, cell, before, after)
    if how:
        return "normal", how
    why = _NO_PLACE.get(column, "")
    if column == "idBeneficiaire" and not check_siret(before).ok:
        why = f"SIRET refusé à l’import : {check_siret(before).reason}"
    if why and (not after or column == "notificationUE"):
        return "lost", why
    return "different", "ce qui est écrit n’est pas ce qui était lu"


def _normal(column: str, cell: Cell, before: str, after: str) -> str:
    """How the words of a cell were put right, "" when they were not."""
    if column == "dateConvention":
        day = repair.date(cell)[0]
        return "date mise en forme AAAA-MM-JJ" if day and f"{day}" == after else ""
    if column == "montant":
        cents = repair.amount(cell)[0]
        return "montant avec un point et sans espaces" if _same_number(cents, 100, after) else ""
    if column == "pourcentageSubvention":
        return "pourcentage écrit sans zéros inutiles" if _same_number(before, 1, after) else ""
    if column == "nature":
        return "nature dans les mots du schéma" if fold(before) in fold(after) else ""
    if column == "notificationUE":
        return "oui ou non en minuscules" if fold(before) == after else ""
    if column == "idBeneficiaire":
        return "SIRET sans espaces" if re.sub(r"\D", "", before) == after != "" else ""
    if column == "objet" and after.endswith("…"):
        return f"objet coupé à {LONGEST} caractères" if one_line(before).startswith(after[:-1]) else ""
    return "espaces en trop retirés" if one_line(before) == after else ""


def _same_number(before: Cell, parts: int, after: str) -> bool:
    told, written = _decimal(before), _decimal(after)
    return told is not None and written is not None and told / parts == written


def _decimal(cell: Cell) -> Decimal | None:
    try:
        return Decimal(str(cell).replace(",", "."))
    except InvalidOperation:
        return None


class Count(NamedTuple):
    """How many cells of a column ended so."""

    column: str
    verdict: Verdict
    how: str
    cells: int


def counts(found: Sequence[Compared]) -> list[Count]:
    """The cells by column and by what became of them, in the order of the schema."""
    sums = Counter((one.column, one.verdict, _kind(one.how)) for one in found)
    order = {name: rank for rank, name in enumerate(COLUMNS)}
    keys = sorted(sums, key=lambda key: (order.get(key[0], len(order)), key[1], key[2]))
    return [Count(*key, sums[key]) for key in keys]


def _kind(how: str) -> str:
    """The reason without what it says of one cell alone."""
    return re.sub(r" : .*", "", how) if how.startswith("SIRET refusé") else how
