"""A table of decisions, from a spreadsheet: one dossier a line, headers in French or in English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import amount, is_blank, text
from desktop.exchange.repair_dates import date
from desktop.exchange.sheets import read_sheets
from desktop.rules.folding import fold
from desktop.rules.ruling import OUTCOMES

_HEADERS: dict[str, tuple[str, ...]] = {
    "number": ("numero", "n°", "no", "number", "dossier", "numero du dossier", "n° dossier",
               "numero de dossier", "n° du dossier", "reference"),
    "outcome": ("decision", "outcome", "sens", "avis du comite", "resultat"),
    "amount": ("montant", "amount", "total", "montant accorde", "montant total", "accorde", "granted",
               "voted", "montant vote"),
    "reasons": ("motif", "motifs", "reason", "reasons", "motif(s)"),
    "conditions": ("condition", "conditions", "condition(s)", "reserves"),
    "comment": ("commentaire", "commentaires", "comment", "comments", "observation", "observations"),
    "act": ("deliberation", "n° de deliberation", "acte", "act"),
    "decided_on": ("date", "decide le", "date de decision", "decided_on", "decided on"),
}  # fmt: skip
_WORDS: dict[str, str] = {
    "granted": "accord accorde accordee favorable grant granted accord_total",
    "partial": "accord_partiel partiel partial",
    "adjourned": "ajournement ajourne ajournee adjourn adjourned reporte",
    "refused": "refus refuse refusee rejet rejete defavorable refused",
    "ineligible": "ineligible",
    "redirected": "reorientation reoriente redirect redirected",
    "withdrawn": "retrait retire withdraw withdrawn",
}
_OUTCOMES = {word.replace("_", " "): code for code, words in _WORDS.items() for word in words.split()}
_OUTCOMES |= {fold(kind.label): kind.code for kind in OUTCOMES}
_MONEY_PREFIX = re.compile(r"^(?:montant|accorde|accordee|vote|part|amount|granted)\b[ :_-]*(?:par |de |d')?")
_PARTS = re.compile(r"[\n|;]+")
_LINES = re.compile(r"[\n|]+")


@dataclass(slots=True)
class ToldDecision:
    """One line. `shares`: cents by funder code; `fault`: why the line itself cannot be used, or ""."""

    line: int
    number: str
    outcome: str = ""
    total: int | None = None
    shares: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)  # as written: code, label or words
    conditions: list[str] = field(default_factory=list)
    comment: str = ""
    act: str = ""
    decided_on: str = ""  # ISO
    fault: str = ""

    @property
    def amount(self) -> int | None:
        """The whole of it, cents; None when no amount is written."""
        return sum(self.shares.values()) if self.shares else self.total


def read_decisions(path: Path, funders: Mapping[str, Sequence[str]]) -> list[ToldDecision]:
    """The lines of the first sheet that has the columns; `funders`: the names of each, by code.

    Raises Unreadable (French) when the file is no table or lacks a column that is needed.
    """
    names = {fold(name): code for code, several in funders.items() for name in (code, *several) if name}
    sheets = read_sheets(path)
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:20]):
            columns = _columns(row, names)
            if "number" in columns.values() and "outcome" in columns.values():
                return _lines(sheet, at, columns)
    raise Unreadable(
        f"« {path.name} » n’a pas les colonnes attendues : il faut au moins « numéro » et « décision », puis "
        "selon le cas « montant » ou une colonne par financeur, « motifs », « conditions », « commentaire ». "
        "Rien n’a été lu."
    )


def _columns(row: Sequence[Cell], names: Mapping[str, str]) -> dict[int, str]:
    """What each column holds: a name of _HEADERS, or "funder:CODE"."""
    found: dict[int, str] = {}
    known = {word: name for name, several in _HEADERS.items() for word in several}
    for at, cell in enumerate(row):
        head = fold(text(cell)[0]).rstrip(" :*")
        if head in known:
            if known[head] not in found.values():
                found[at] = known[head]
        elif code := names.get(head) or names.get(_MONEY_PREFIX.sub("", head)):
            found[at] = f"funder:{code}"
    return found


def _lines(sheet: Sheet, head: int, columns: Mapping[int, str]) -> list[ToldDecision]:
    made = []
    for at, row in enumerate(sheet.rows[head + 1 :], start=head + 1):
        if all(is_blank(cell) for cell in row):
            continue
        cells = {name: row[i] if i < len(row) else None for i, name in columns.items()}
        if is_blank(cells["number"]) and is_blank(cells["outcome"]):
            continue  # a line of totals
        made.append(_line(sheet.first_row + at, cells))
    _doubles(made)
    return made


def _line(line: int, cells: Mapping[str, Cell]) -> ToldDecision:
    said = {name: text(cells.get(name))[0].strip() for name in _HEADERS}
    made = ToldDecision(line, said["number"], comment=said["comment"], act=said["act"])
    if not made.number:
        made.fault = "Le numéro du dossier manque."
    made.outcome = _OUTCOMES.get(fold(said["outcome"]), "")
    if not made.outcome:
        what = (
            f"La décision « {said['outcome']} » n’est pas comprise"
            if said["outcome"]
            else "La décision manque"
        )
        made.fault = (
            made.fault
            or f"{what} : écrivez accord, ajournement, refus, inéligible, réorientation ou retrait."
        )
    made.reasons = [part.strip() for part in _PARTS.split(said["reasons"]) if part.strip()]
    made.conditions = [
        part.strip(" -•\t") for part in _LINES.split(said["conditions"]) if part.strip(" -•\t")
    ]
    _money(made, cells)
    _day(made, cells.get("decided_on"))
    return made


def _money(made: ToldDecision, cells: Mapping[str, Cell]) -> None:
    for name, cell in cells.items():
        if name != "amount" and not name.startswith("funder:"):
            continue
        cents, remark = amount(cell)
        if cents is None and not is_blank(cell):
            made.fault = made.fault or f"Le montant « {text(cell)[0]} » ne se lit pas ({remark})."
        elif cents is not None and cents < 0:
            made.fault = made.fault or f"Le montant « {text(cell)[0]} » est négatif."
        elif name == "amount":
            made.total = cents
        elif cents:
            made.shares[name.partition(":")[2]] = cents
    if made.shares and made.total is not None and sum(made.shares.values()) != made.total:
        made.fault = made.fault or "Les parts des financeurs ne font pas le total écrit."


def _day(made: ToldDecision, cell: Cell) -> None:
    if is_blank(cell):
        return
    found, _ = date(cell)
    if found is None:
        made.fault = made.fault or f"La date « {text(cell)[0]} » ne se lit pas."
    else:
        made.decided_on = found.isoformat()


def _doubles(made: Sequence[ToldDecision]) -> None:
    """Two lines on one dossier: neither is believed."""
    seen: dict[str, list[ToldDecision]] = {}
    for one in made:
        if one.number:
            seen.setdefault(fold(one.number), []).append(one)
    for several in seen.values():
        if len(several) > 1:
            lines = " et ".join(str(one.line) for one in several)
            for one in several:
                one.fault = f"Ce dossier est décidé plusieurs fois dans le fichier (lignes {lines})."
