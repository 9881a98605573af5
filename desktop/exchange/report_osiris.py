"""The evaluations that Osiris exports: one action a row, its totals, its judgement."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.exchange import repair
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.cerfa_map import norm
from desktop.rules.money import euros
from desktop.rules.reports import Told, ToldLine

# Folded heading -> what it is here.
_HEADS = {
    "n dossier osiris": "number", "n dossier": "number", "n siret": "siret", "siret": "siret", "n rna": "rna",
    "nom": "applicant", "intitule": "title", "exercice": "year", "exercice debut": "year", "annee": "year",
    "indicateurs": "indicators", "objectifs atteints au regard des indicateurs utilises": "objectives",
    "objectifs atteints": "objectives", "cout total charges": "forecast", "cout": "forecast",
    "cout realise": "done", "ecart cout total previsionnel realise": "gaps", "accorde": "granted",
    "realise": "used", "appreciation": "remarks", "commentaires": "comment",
    "montant du reversement ou de la compensation": "repay", "reversement compensation": "repay",
}  # fmt: skip
_EVALUATION = {"objectives", "done", "repay", "remarks"}
_MOST_HEADS = 4  # rows above the headings


def is_osiris(sheet: Sheet) -> bool:
    return _heads(sheet) is not None


def _heads(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the column of each; the first of two of the same words."""
    for row, cells in enumerate(sheet.rows[:_MOST_HEADS]):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _HEADS.get(norm(str(cell))) if cell is not None else None
            if name:
                found.setdefault(name, at)
        if len(_EVALUATION & found.keys()) >= 2 and "done" in found:
            return row, found
    return None


def read_osiris(sheet: Sheet) -> Iterator[Told]:
    """One report a row, the consolidation left out."""
    known = _heads(sheet)
    if known is None:
        return
    start, heads = known
    for row in range(start + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        said = {name: cells[at] for name, at in heads.items() if at < len(cells)}
        if all(repair.is_blank(cell) for cell in said.values()) or _consolidation(cells):
            continue
        told = _told(said, f"ligne {sheet.first_row + row}")
        if not told.silent:
            yield told


def _consolidation(cells: list[Cell]) -> bool:
    return any(norm(str(cell)) in ("consolidation", "total", "total general") for cell in cells[:4] if cell)


def _told(said: dict[str, Cell], place: str) -> Told:
    unread: list[str] = []

    def amount(name: str) -> int | None:
        cell = said.get(name)
        if repair.is_blank(cell):
            return None
        value, remark = repair.amount(cell)
        if value is None:
            unread.append(f"{place} : « {cell} » n’est pas un montant ({remark or 'illisible'}).")
        return value

    cost = ToldLine(
        "charge", "", "Coût de l’action", amount("forecast"), amount("done"), _words(said.get("gaps")), place
    )
    lines = () if cost.forecast is None and cost.done is None else (cost,)
    repay = amount("repay")
    texts = {code: _words(said.get(code)) for code in ("objectives", "remarks")}
    texts["remarks"] = "\n".join(filter(None, (texts["remarks"], _words(said.get("comment")))))
    if _words(said.get("indicators")):
        texts["objectives"] = "\n".join(filter(None, (_words(said["indicators"]), texts["objectives"])))
    if repay:
        texts["remarks"] = f"{texts['remarks']}\nReversement noté dans Osiris : {euros(repay)}".strip()
    year = repair.integer(said.get("year"))[0]
    return Told(
        origin="table", number=_words(said.get("number")), siret=repair.siret(said.get("siret"))[0],
        rna=repair.rna(said.get("rna"))[0], applicant=_words(said.get("applicant")),
        title=_words(said.get("title")), year=year if year and 2000 < year < 2100 else None,
        granted=amount("granted"), lines=lines,
        texts={code: text for code, text in texts.items() if text}, unread=tuple(unread),
    )  # fmt: skip


def _words(cell: Cell) -> str:
    if cell is None or repair.is_blank(cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
